"""The code lists: files in git, put into the tables by their keys.

Safe to run again and safe in production: rows are added and brought up to date, never deleted, and what the
secretariat loaded itself (a taxonomy, further rates) stays.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.db import Base, db
from app.domain.access import OPERATOR
from app.domain.audit import Deed
from app.domain.choices import Language, PartnerKind
from app.domain.classification import Level
from app.models import (
    ClassificationTerm,
    Country,
    Currency,
    ExchangeRate,
    Organisation,
    OrganisationName,
    Partner,
    Phrase,
    Region,
    TaxonomyVersion,
)
from app.queries.text import plain
from app.services.audit import note
from app.services.money import reconvert
from app.services.taxonomy import load

FOLDER = Path(__file__).parent / "reference"
PROVISIONAL = "provisional"
Row = dict[str, str]


def read_rows(path: Path) -> Iterator[Row]:
    """The lines of a CSV file by column name, spaces around values removed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: (value or "").strip() for name, value in row.items()}


def load_reference() -> Counter[str]:
    """Bring every list up to date; returns how many rows were added or changed, by list."""
    done: Counter[str] = Counter()
    for name, model, columns in (
        ("regions", Region, _region),
        ("countries", Country, _country),
        ("partners", Partner, _partner),
        ("currencies", Currency, _currency),
    ):
        done[name] = _upsert(model, [columns(row) for row in read_rows(FOLDER / f"{name}.csv")])
    done["rates"] = _rates()
    done["organisations"] = _organisations()
    done["taxonomy"] = _taxonomy()
    done["terms"] = _terms()
    done["phrases"] = _phrases()
    done["amounts converted"] = reconvert()
    if any(done.values()):
        note(
            Deed.CODE_LISTS_CHANGED, OPERATOR, details={"lists": {name: count for name, count in done.items() if count}}
        )
    return done


def _upsert(model: type[Base], rows: list[dict[str, Any]]) -> int:
    keys = [column.key for column in model.__table__.primary_key]
    standing = {tuple(getattr(item, key) for key in keys): item for item in db.session.scalars(select(model))}
    changed = 0
    for row in rows:
        item = standing.get(tuple(row[key] for key in keys))
        if item is None:
            db.session.add(model(**row))
        elif not any(getattr(item, name) != value for name, value in row.items()):
            continue
        else:
            for name, value in row.items():
                setattr(item, name, value)
        changed += 1
    db.session.flush()
    return changed


def _names(row: Row) -> dict[str, Any]:
    return {"name_en": row["name_en"], "name_fr": row["name_fr"]}


def _region(row: Row) -> dict[str, Any]:
    return {"code": row["code"], **_names(row)}


def _country(row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "iso3": row["iso3"],
        "numeric": row["numeric"] or None,
        "region_code": row["region"],
        "aliases": row["aliases"],
        **_names(row),
    }


def _partner(row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "kind": PartnerKind(row["kind"]),
        "country_code": row["country_code"] or None,
        "region_code": row["region"] or None,
        "acronym_en": row["acronym_en"],
        "acronym_fr": row["acronym_fr"],
        "khartoum": row["khartoum"],
        "rabat": row["rabat"],
        "eu_member": row["eu_member"] == "1",
        **_names(row),
    }


def _currency(row: Row) -> dict[str, Any]:
    return {"code": row["code"], **_names(row)}


def _rate(row: Row) -> dict[str, Any]:
    return {
        "currency_code": row["currency"],
        "year": int(row["year"]),
        "per_eur": Decimal(row["per_eur"]).quantize(Decimal("1e-8")),
        "source": row["source"],
    }


def _rates() -> int:
    """All but those that the secretariat loaded: they stay."""
    table = ExchangeRate
    by_hand = select(table.currency_code, table.year).where(table.loaded_at.is_not(None))
    loaded = {tuple(row) for row in db.session.execute(by_hand)}
    rows = [_rate(row) for row in read_rows(FOLDER / "rates.csv")]
    return _upsert(table, [row for row in rows if (row["currency_code"], row["year"]) not in loaded])


def _organisations() -> int:
    """Each organisation with all its spellings; it is known again by any of them. Names that people decided on stay."""
    known = {name.key: name.organisation for name in db.session.scalars(select(OrganisationName))}
    return sum(_organisation(row, known) for row in read_rows(FOLDER / "organisations.csv"))


def _organisation(row: Row, known: dict[str, Organisation]) -> bool:
    spellings = _spellings(row)
    item = next((known[key] for key in spellings if key in known), None)
    fresh = item is None
    item = item or Organisation()
    before = (item.name_en, item.name_fr, item.acronym_en, item.acronym_fr)
    if item.edited_at is None:
        item.name_en, item.name_fr = row["name_en"], row["name_fr"]
        item.acronym_en, item.acronym_fr = row["acronym_en"], row["acronym_fr"]
    if fresh:
        db.session.add(item)
    added = [key for key in spellings if key not in known]
    for key in added:
        known[key] = item
        item.names.append(OrganisationName(key=key, name=spellings[key]))
    db.session.flush()
    return bool(added) or before != (item.name_en, item.name_fr, item.acronym_en, item.acronym_fr)


def _spellings(row: Row) -> dict[str, str]:
    """{key: spelling}, full names before acronyms."""
    texts = [row["name_en"], row["name_fr"], *row["aliases"].split("|"), row["acronym_en"], row["acronym_fr"]]
    found: dict[str, str] = {}
    for text in filter(None, map(str.strip, texts)):
        found.setdefault(plain(text)[:250], text)
    return found


def _taxonomy() -> int:
    """The provisional list, only where none was loaded yet."""
    if db.session.scalar(select(TaxonomyVersion).limit(1)):
        return 0
    rows = list(read_rows(FOLDER / "taxonomy" / "provisional.csv"))
    load(rows, PROVISIONAL, OPERATOR, provisional=True)
    return len(rows)


def _terms() -> int:
    """Those that were never in the table: what the secretariat removed stays away."""
    table = ClassificationTerm
    known = {tuple(row) for row in db.session.execute(select(table.language, table.level, table.code, table.key))}
    made = 0
    for row in read_rows(FOLDER / "terms.csv"):
        key = (Language(row["language"]), Level(row["level"]), row["code"], plain(row["term"]))
        if key not in known:
            language, level, code, words = key
            db.session.add(table(language=language, level=level, code=code, key=words, term=row["term"]))
            known.add(key)
            made += 1
    db.session.flush()
    return made


def _phrases() -> int:
    """Those whose key was never in the table: what the secretariat edited or retired stays as it is."""
    known = set(db.session.scalars(select(Phrase.key)))
    fresh = [row for row in read_rows(FOLDER / "phrases.csv") if row["key"] not in known]
    for position, row in enumerate(fresh, start=1):
        texts = {"text_en": row["text_en"], "text_fr": row["text_fr"]}
        db.session.add(Phrase(key=row["key"], question=row["question"] or None, position=position, **texts))
    db.session.flush()
    return len(fresh)
