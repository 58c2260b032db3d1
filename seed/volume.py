"""Many plausible published initiatives, written in bulk: for measuring, never for telling.

The same number and the same random seed make the same initiatives. They bypass the services, which would take
hours for a million, and obey the same constraints of the database.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text, update

from app.db import Base, db
from app.domain.choices import (
    Binding,
    FundingType,
    ImplementationStatus,
    Language,
    LegalStatus,
    PolicyType,
    Scope,
)
from app.domain.counting import FINE, shares, split, to_eur
from app.domain.likeness import words_of
from app.domain.questions import Kind
from app.domain.status import Status
from app.models import (
    Allocation,
    Country,
    CountryRow,
    Domain,
    DomainRow,
    ExchangeRate,
    FundingLine,
    ImplementerRow,
    Initiative,
    Organisation,
    Partner,
    PriorityRow,
    Revision,
    RevisionLead,
    TitleWord,
)
from app.queries.organisations import standing
from app.queries.taxonomy import current_version, domain_of_priorities
from app.queries.text import plain
from seed.phrases import PLACES, POLICIES, PURPOSES, SUBJECTS, SUMMARY, WAYS

BATCH = 2000
TABLES: tuple[Any, ...] = (
    Initiative, Revision, DomainRow, PriorityRow, CountryRow, ImplementerRow, FundingLine, Allocation,
    TitleWord, RevisionLead,
)  # fmt: skip
NUMBERED = (Initiative, Revision, ImplementerRow, FundingLine)
Row = dict[str, Any]
Rows = dict[type[Base], list[Row]]


def add_initiatives(number: int, seed: int) -> int:
    """Add `number` published initiatives; returns how many were added."""
    maker = Maker(Random(seed))
    for start in range(0, number, BATCH):
        rows: Rows = defaultdict(list)
        for _turn in range(min(BATCH, number - start)):
            maker.add_to(rows)
        for table in TABLES:
            if rows[table]:
                db.session.execute(insert(table.__table__), rows[table])
    for code, last in maker.last_number.items():
        db.session.execute(update(Partner).where(Partner.code == code).values(last_number=last))
    _move_sequences()
    return number


def _move_sequences() -> None:
    """PostgreSQL counts on from the numbers given here; SQLite does so by itself."""
    if db.session.connection().dialect.name != "postgresql":
        return
    for table in NUMBERED:
        name = table.__tablename__
        newest = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name} HAVING max(id) > 0"  # noqa: S608
        db.session.execute(text(newest))


class Maker:
    """Holds the code lists, read once, and draws from them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.version = current_version().name
        self.next_id = {table: count((db.session.scalar(func.max(table.id)) or 0) + 1) for table in NUMBERED}
        partners = db.session.execute(select(Partner).order_by(Partner.code)).scalars().all()
        self.partners = [(partner.code, partner.country_code) for partner in partners]
        self.last_number = {partner.code: partner.last_number for partner in partners}

    @cached_property
    def domains(self) -> list[str]:
        codes = select(Domain.code).where(Domain.version == self.version).order_by(Domain.code)
        return list(db.session.scalars(codes))

    @cached_property
    def priorities(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for priority, domain in sorted(domain_of_priorities(self.version).items()):
            found[domain].append(priority)
        return found

    @cached_property
    def countries(self) -> list[str]:
        african = select(Country.code).where(Country.region_code.like("%africa")).order_by(Country.code)
        return list(db.session.scalars(african))

    @cached_property
    def rates(self) -> dict[tuple[str, int], Decimal]:
        return {(rate.currency_code, rate.year): rate.per_eur for rate in db.session.scalars(select(ExchangeRate))}

    @cached_property
    def organisations(self) -> list[tuple[int, str]]:
        found = select(Organisation.id, Organisation.name_en).where(standing()).order_by(Organisation.id)
        return [(identity, name) for identity, name in db.session.execute(found)]

    @cached_property
    def leads(self) -> dict[str, int]:
        return {name: identity for identity, name in self.organisations}

    def add_to(self, rows: Rows) -> None:
        """One initiative with everything that belongs to it."""
        random = self.random
        kind = Kind.PROJECT if random.random() < 0.75 else Kind.POLICY
        partner, home = random.choice(self.partners)
        initiative = self._initiative(partner, kind)
        revision = self._revision(initiative, home)
        rows[Initiative].append(initiative)
        rows[Revision].append(revision)
        titles = (revision["sort_en"], revision["sort_fr"])
        rows[TitleWord] += [{"word": word, "revision_id": revision["id"]} for word in sorted(words_of(titles))]
        lead = {"revision_id": revision["id"], "organisation_id": self.leads[revision["lead_organisation"]]}
        rows[RevisionLead].append(lead)
        domains = self._domains(revision)
        countries = self._countries(revision, home)
        rows[DomainRow] += domains
        rows[PriorityRow] += self._priorities(domains)
        rows[CountryRow] += countries
        if kind is Kind.PROJECT:
            rows[ImplementerRow] += self._implementers(revision)
            lines = list(self._funding(revision))
            rows[FundingLine] += lines
            rows[Allocation] += self._allocations(lines, domains, countries)

    def _initiative(self, partner: str, kind: Kind) -> Row:
        self.last_number[partner] += 1
        number = self.last_number[partner]
        return {
            "id": next(self.next_id[Initiative]),
            "reference": f"JVAP-{partner}-{number:04d}",
            "kind": kind,
            "partner_code": partner,
            "number": number,
            "created_at": datetime(2025, 1, 6, 9, tzinfo=UTC) + timedelta(minutes=self.random.randrange(600_000)),
        }

    def _revision(self, initiative: Row, home: str | None) -> Row:
        random, kind, created = self.random, initiative["kind"], initiative["created_at"]
        title = self._title(kind)
        summary = SUMMARY.format(title=title)
        moments = [created + timedelta(days=days) for days in (20, 40)]
        special = self._of_project() if kind is Kind.PROJECT else self._of_policy()
        lead = random.choice(self.organisations)[1]
        return {
            "id": next(self.next_id[Revision]),
            "initiative_id": initiative["id"],
            "number": 1,
            "status": Status.PUBLISHED,
            "taxonomy_version": self.version,
            "version": 1,
            "created_at": created,
            "changed_at": moments[0],
            "submitted_at": moments[0],
            "published_at": moments[1],
            "search_text": plain(f"{initiative['reference']} {title} {summary} {lead}"),
            "sort_en": plain(title),
            "sort_fr": plain(title),
            "title": title,
            "language": Language.EN,
            "summary": summary,
            "main_domain": random.choice(self.domains),
            "scope": Scope.NATIONAL if home else Scope.REGIONAL,
            "lead_organisation": lead,
            **special,
        }

    def _title(self, kind: Kind) -> str:
        choose = self.random.choice
        if kind is Kind.POLICY:
            return choose(POLICIES).format(choose(SUBJECTS)) + f" ({self.random.randint(2010, 2025)})"
        return f"{choose(WAYS)} {choose(PURPOSES)} {choose(PLACES)}"

    def _of_project(self) -> Row:
        starts = date(2015, 11, 12) + timedelta(days=self.random.randrange(3650))
        ends = starts + timedelta(days=self.random.randrange(180, 1800))
        state = ImplementationStatus.COMPLETED if ends < date(2025, 1, 1) else ImplementationStatus.ONGOING
        return {**_NO_POLICY, "starts_on": starts, "ends_on": ends, "implementation_status": state}

    def _of_policy(self) -> Row:
        choose, adopted = self.random.choice, date(2015, 11, 12) + timedelta(days=self.random.randrange(3300))
        return {
            **_NO_PROJECT,
            "policy_type": choose(list(PolicyType)),
            "binding": choose(list(Binding)),
            "legal_status": LegalStatus.IN_FORCE,
            "adopted_on": adopted,
            "in_force_from": adopted + timedelta(days=self.random.randrange(365)),
        }

    def _domains(self, revision: Row) -> list[Row]:
        others = [code for code in self.domains if code != revision["main_domain"]]
        more = self.random.sample(others, min(len(others), self.random.choice((0, 0, 0, 1, 1, 2))))
        stated = _MAIN_SHARE if more and self.random.random() < 0.5 else None
        return [
            {
                "revision_id": revision["id"],
                "version": self.version,
                "domain_code": code,
                "percent": stated if code == revision["main_domain"] else None,
            }
            for code in (revision["main_domain"], *more)
        ]

    def _priorities(self, domains: list[Row]) -> Iterator[Row]:
        for row in domains:
            codes = self.priorities[row["domain_code"]]
            for code in self.random.sample(codes, min(len(codes), self.random.randint(1, 3))):
                yield {"revision_id": row["revision_id"], "version": self.version, "priority_code": code}

    def _countries(self, revision: Row, home: str | None) -> list[Row]:
        at_home = home in self.countries and self.random.random() < 0.8
        codes = [home] if at_home else self.random.sample(self.countries, self.random.choice((1, 1, 2, 3, 5, 8)))
        return [{"revision_id": revision["id"], "country_code": code, "percent": None} for code in codes]

    def _implementers(self, revision: Row) -> Iterator[Row]:
        for position, (identity, name) in enumerate(self.random.sample(self.organisations, self.random.randint(1, 3))):
            yield {
                "id": next(self.next_id[ImplementerRow]),
                "revision_id": revision["id"],
                "position": position,
                "name": name,
                "organisation_id": identity,
            }

    def _funding(self, revision: Row) -> Iterator[Row]:
        """None for every fourth project; amounts spread over three orders of magnitude."""
        first = revision["starts_on"].year
        for position in range(self.random.choice((0, 1, 1, 1, 2, 3, 4, 0))):
            funder, name = self.random.choice(self.organisations)
            currency, year = self.random.choice(_CURRENCIES), min(first + self.random.randint(0, 2), 2025)
            amount = (Decimal(self.random.randint(1, 999)) * 10 ** self.random.randint(3, 5)).quantize(Decimal("0.01"))
            rate = self.rates.get((currency, year))
            yield {
                "id": next(self.next_id[FundingLine]),
                "revision_id": revision["id"],
                "position": position,
                "funder": name,
                "amount": amount,
                "currency": currency,
                "year": year,
                "type": self.random.choice((FundingType.COMMITTED, FundingType.COMMITTED, FundingType.DISBURSED)),
                "rate": rate,
                "eur": None if rate is None else to_eur(amount, rate),
                "organisation_id": funder,
            }

    def _allocations(self, lines: list[Row], domains: list[Row], countries: list[Row]) -> Iterator[Row]:
        parts = _parts(
            tuple((row["domain_code"], row["percent"]) for row in domains),
            tuple(row["country_code"] for row in countries),
        )
        for line in lines:
            if line["eur"] is None:
                continue
            for (domain, country), eur in split(line["eur"], parts, FINE).items():
                yield {
                    "line_id": line["id"],
                    "revision_id": line["revision_id"],
                    "domain_code": domain,
                    "country_code": country,
                    "eur": eur,
                }


_MAIN_SHARE = Decimal(60)
_CURRENCIES = ("EUR", "EUR", "EUR", "EUR", "USD", "USD", "XOF", "KES", "MAD")
_NO_PROJECT: Row = dict.fromkeys(("starts_on", "ends_on", "implementation_status"))
_NO_POLICY: Row = dict.fromkeys(("policy_type", "binding", "legal_status", "adopted_on", "in_force_from"))


@lru_cache(maxsize=4096)
def _parts(domains: tuple[tuple[str, Decimal | None], ...], countries: tuple[str, ...]) -> dict[tuple[str, str], Any]:
    by_country = shares(dict.fromkeys(countries))
    return {(d, c): part * other for d, part in shares(dict(domains)).items() for c, other in by_country.items()}
