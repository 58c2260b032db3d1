"""What the snapshot of a cycle holds, read as at the end of the cycle, and what was frozen."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.db import db
from app.domain.choices import FundingType
from app.domain.cycles import Progress, state_of
from app.domain.snapshots import FORMAT
from app.models import Allocation, Cycle, CycleSnapshot, DomainRow, Initiative, Partner
from app.queries.cycles import Answers, Said, answers_by_partner, domain_codes, standing_revisions
from app.queries.figures import Counts, Sums, counts_by, counts_in_all, money_by, money_in_all
from app.queries.selection import Selection
from app.queries.taxonomy import current_version

CENT = Decimal("0.01")


def find_snapshot(cycle: Cycle) -> CycleSnapshot | None:
    return db.session.get(CycleSnapshot, cycle.id)


def content_of(snapshot: CycleSnapshot) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(snapshot.content)
    return found


def picture_of(cycle: Cycle) -> dict[str, Any]:
    """Everything about a closed cycle as at its end, in values that JSON holds. Money is text, to the cent."""
    found, domains = answers_by_partner(cycle), domain_codes()
    partners = db.session.scalars(select(Partner).order_by(Partner.code)).all()
    progress = {partner.code: found[partner.code].progress(domains) for partner in partners}
    versions = _versions(cycle, progress)
    return {
        "format": FORMAT,
        "cycle": {
            "name": cycle.name,
            "slug": cycle.slug,
            "opens_on": cycle.opens_on.isoformat(),
            "closes_on": cycle.closes_on.isoformat(),
            "as_at": written(cycle.period.ends_at),
        },
        "taxonomy": current_version().name,
        "partners": [_partner(one, progress[one.code], found[one.code], versions) for one in partners],
        "figures": _figures(Selection(as_at=cycle.period.ends_at), domains),
    }


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _versions(cycle: Cycle, progress: Mapping[str, Progress]) -> dict[int, tuple[str, int | None]]:
    """{initiative: (reference, number of its published version)}; None for what was only submitted in the cycle."""
    published = [initiative for one in progress.values() for initiative in one.initiatives]
    new = [initiative for one in progress.values() for initiative in one.new]
    found: dict[int, tuple[str, int | None]] = {}
    for first in range(0, len(published), 5000):
        for revision in standing_revisions(cycle, published[first : first + 5000]):
            found[revision.initiative_id] = (revision.initiative.reference, revision.number)
    for first in range(0, len(new), 5000):
        references = select(Initiative.id, Initiative.reference).where(Initiative.id.in_(new[first : first + 5000]))
        found.update({key: (reference, None) for key, reference in db.session.execute(references)})
    return found


def _partner(
    partner: Partner, progress: Progress, answers: Answers, versions: Mapping[int, tuple[str, int | None]]
) -> dict[str, Any]:
    changed = answers.changed_at
    initiatives = [
        {"reference": versions[key][0], "version": versions[key][1], **_answer(answer, answers.said(key))}
        for key, answer in progress.initiatives.items()
    ]
    return {
        "code": partner.code,
        "name_en": partner.name_en,
        "name_fr": partner.name_fr,
        "state": str(state_of(progress)),
        "answered": progress.answered,
        "asked": progress.asked,
        "changed_at": written(changed) if changed else None,
        "initiatives": sorted(initiatives, key=lambda one: str(one["reference"])),
        "domains": [{"domain": code, **_answer(a, answers.said(code))} for code, a in progress.domains.items()],
        "new": sorted(versions[key][0] for key in progress.new),
    }


def _answer(answer: object | None, said: Said | None) -> dict[str, Any]:
    """What was answered, by whom and when; from which letter, where it came in one."""
    if answer is None:
        return {"answer": None}
    told: dict[str, Any] = {"answer": str(answer)}
    if said:
        told |= {"by": said.by, "at": written(said.at)}
    if said and said.letter:
        letter = said.letter
        told["letter"] = {
            "channel": str(letter.channel),
            "received_on": letter.received_on.isoformat(),
            "from": letter.sender,
        }
    return told


def _figures(selection: Selection, domains: list[str]) -> dict[str, Any]:
    counts, sums = counts_by(selection, DomainRow.domain_code), money_by(selection, Allocation.domain_code)
    every = sorted({*domains, *counts})
    return {
        "total": _figure(counts_in_all(selection), money_in_all(selection)),
        "domains": [{"domain": code, **_figure(counts.get(code, Counts()), sums.get(code, Sums()))} for code in every],
    }


def _figure(counts: Counts, sums: Sums) -> dict[str, Any]:
    committed = sums.eur.get(FundingType.COMMITTED)
    return {
        "initiatives": counts.initiatives,
        "projects": counts.projects,
        "policies": counts.policies,
        "committed_eur": None if committed is None else str(committed.quantize(CENT)),
    }
