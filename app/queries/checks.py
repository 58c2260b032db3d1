"""The automatic checks of a revision: the facts that they need, and what a reviewer has dismissed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.db import db, now
from app.domain.checks import Doubt, Facts, doubts
from app.models import Dismissal, Initiative, Revision
from app.models.answers import answers, fingerprint
from app.queries.taxonomy import domain_of_priorities

Key = tuple[str, str, str]


def doubts_of(
    revision: Revision, twins: Sequence[str], domain_of: Mapping[str, str] | None = None
) -> list[tuple[Doubt, Key]]:
    """Each doubt with the key under which it is dismissed; `twins` are references of what looks alike.

    `domain_of` are the priorities of its taxonomy, where the caller has read them for several.
    """
    values = answers(revision)
    facts = Facts(
        kind=revision.initiative.kind,
        today=now().date(),
        eur=[line.eur for line in sorted(revision.funding_rows, key=lambda line: line.position)],
        domain_of=domain_of_priorities(revision.taxonomy_version) if domain_of is None else domain_of,
        twins=twins,
    )
    return [(doubt, _key(doubt, values)) for doubt in doubts(values, facts)]


def _key(doubt: Doubt, values: dict[str, object]) -> Key:
    """Another answer, or another reason, is another doubt."""
    seen = {**{name: values.get(name) for name in doubt.concerns}, "reason": dict(doubt.params)}
    return doubt.check.value, doubt.question, fingerprint(seen)


def dismissals_of(initiative: Initiative) -> dict[Key, Dismissal]:
    found = db.session.scalars(select(Dismissal).where(Dismissal.initiative_id == initiative.id))
    return {(one.code, one.question, one.fingerprint): one for one in found}
