"""The sheet that explains the workbook of initiatives: what, by whom, how many, how counted, who answered."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flask_babel import gettext as _

from app.db import now
from app.domain.choices import FundingType
from app.domain.counting import Counted, Unit, count_initiatives, count_pairs, total_eur
from app.domain.status import Status
from app.domain.text import _ as mark
from app.models import Revision
from app.queries.coverage import coverage, unconverted
from app.queries.selection import Selection
from app.wording import locale, say, written_datetime
from reports.kit.declared import Empty, Value
from reports.kit.figures import MONEY, ONCE, PARTS
from reports.kit.notes import Note, as_at, filters_in_words, notes, provisional_note

KEPT = mark(
    "Parts of programmes and linked duplicates keep their own amounts in their rows; the column “Money counted "
    "with” says with which initiative they are counted."
)
Elsewhere = Mapping[int, str]
"""{id of an initiative: the reference with which its money is counted}."""


def about(
    selection: Selection, revisions: Sequence[Revision], elsewhere: Elsewhere, by: str
) -> Iterator[tuple[str, Value]]:
    made = now()
    yield (
        _("What this is"),
        _("One row for each initiative, and one for each of its domains, countries and funding lines."),
    )
    yield _("Made"), _("%(time)s (UTC)", time=written_datetime(made))
    yield _("By"), by
    yield _("Rows"), len(revisions)
    if counts_as_published(selection):
        yield from _figures(revisions, elsewhere)
    for note in _notes(selection):
        for number, sentence in enumerate(note.sentences):
            yield note.label if not number else "", sentence


def _figures(revisions: Sequence[Revision], elsewhere: Elsewhere) -> Iterator[tuple[str, Value]]:
    counted = {kind: [_counted(revision, elsewhere, kind) for revision in revisions] for kind in FundingType}
    records = counted[FundingType.COMMITTED]
    yield _("Initiatives, counted once each"), count_initiatives(records)
    yield _("Initiative–domain pairs"), count_pairs(records)
    yield _("Committed in all, EUR"), _total(records)
    yield _("Disbursed in all, EUR"), _total(counted[FundingType.DISBURSED])


def _total(records: Sequence[Counted]) -> Value:
    """Never 0 where nothing is stated."""
    found = total_eur(records)
    return Empty.NOT_REPORTED if found is None else found


def counts_as_published(selection: Selection) -> bool:
    """The counting rule and the coverage belong to what is published; other statuses are in no figure."""
    return selection.status in ((), (Status.PUBLISHED,))


def _counted(revision: Revision, elsewhere: Elsewhere, kind: FundingType) -> Counted:
    initiative = revision.initiative
    return Counted(
        identity=initiative.id,
        counted_as=initiative.counted_as_id or initiative.id,
        values=tuple(row.domain_code for row in revision.domain_rows),
        eur=None if initiative.id in elsewhere else eur(revision, kind),
    )


def eur(revision: Revision, kind: FundingType) -> Decimal | None:
    """All that could be converted; None where nothing could."""
    found = [line.eur for line in revision.funding_rows if line.type is kind and line.eur is not None]
    return sum(found, Decimal(0)) if found else None


def _notes(selection: Selection) -> list[Note]:
    made = now()
    if not counts_as_published(selection):
        unpublished = _("This file also holds initiatives that are not published. They stand in no report.")
        return [
            Note(_("Counting rule"), (unpublished, say(KEPT))),
            Note(_("Filters"), filters_in_words(selection)),
            Note(_("As at"), (as_at(selection, made),)),
            *provisional_note(),
        ]
    whole = mark("Amounts are those of whole initiatives, also where the filters choose a domain or a country.")
    missing = len(unconverted(selection, locale()))
    return notes(Unit.INITIATIVES, (ONCE, MONEY, PARTS, KEPT, whole), coverage(selection), selection, made, missing)
