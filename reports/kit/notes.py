"""What stands with every figure, in the reader's language: unit, counting rule, coverage, filters, time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.counting import Unit
from app.queries.coverage import Coverage
from app.queries.filter_values import Stated, stated
from app.queries.names import provisional_versions
from app.queries.selection import Selection
from app.wording import locale, number, say, written, written_date, written_datetime


@dataclass(frozen=True)
class Note:
    """A heading and its sentences."""

    label: str
    sentences: tuple[str, ...]


def notes(
    unit: Unit, rule: Sequence[str], found: Coverage, selection: Selection, made_at: datetime, unconverted: int
) -> list[Note]:
    return [
        Note(_("Unit"), (_("%(unit)s; amounts in EUR", unit=say(unit.label).capitalize()),)),
        Note(_("Counting rule"), (*map(say, rule), *_narrowed(selection))),
        Note(_("Coverage"), coverage_sentences(found, unconverted)),
        Note(_("Filters"), filters_in_words(selection)),
        Note(_("As at"), (as_at(selection, made_at),)),
        *provisional_note(),
    ]


def coverage_sentences(found: Coverage, unconverted: int) -> tuple[str, ...]:
    return (
        _(
            "%(answering)s of %(asked)s Partners have at least one initiative in these figures.",
            answering=number(found.answering),
            asked=number(found.asked),
        ),
        _stating(found),
        _unreviewed(found.unreviewed),
        _without_rate(unconverted),
    )


def _stating(found: Coverage) -> str:
    if not found.projects:
        return str(_("No project is among them."))
    return str(
        _(
            "%(stating)s of %(projects)s projects (%(share)s %%) state an amount.",
            stating=number(found.projects_stating),
            projects=number(found.projects),
            share=number(round(100 * found.projects_stating / found.projects)),
        )
    )


def _unreviewed(count: int) -> str:
    if not count:
        return str(_("No submission that may match waits for its review."))
    return str(
        ngettext(
            "%(num)s submission that may match is not reviewed yet and not counted.",
            "%(num)s submissions that may match are not reviewed yet and not counted.",
            count,
        )
    )


def _without_rate(count: int) -> str:
    if not count:
        return str(_("Every amount could be converted."))
    return str(
        ngettext(
            "%(num)s amount has no exchange rate: it is listed in its own currency and in no sum.",
            "%(num)s amounts have no exchange rate: they are listed in their own currency and in no sum.",
            count,
        )
    )


def _narrowed(selection: Selection) -> Iterator[str]:
    if selection.domain or selection.country:
        yield _(
            "The filters choose initiatives that serve any of the chosen domains and countries; of their money only "
            "the part that falls on these is summed."
        )
    if selection.funding_year:
        yield _("Only money of the chosen years of funding is summed.")


def filters_in_words(selection: Selection) -> tuple[str, ...]:
    """“Domain: Legal migration”, one a value; a sentence where there is none."""
    return tuple(in_words(one) for one in stated(selection, locale())) or (_("None: everything is included."),)


def in_words(one: Stated) -> str:
    """A year is no figure and has no separators; words searched for are never translated."""
    value = one.value
    text = (say(value) if one.code else value) if isinstance(value, str) else _single(value)
    return str(_("%(name)s: %(value)s", name=say(one.label), value=text))


def _single(value: object) -> str:
    return str(value) if isinstance(value, int) else written(value)


def as_at(selection: Selection, made_at: datetime) -> str:
    """The day or the moment for which figures hold."""
    if selection.as_at:
        return str(_("What stood in the reports at the end of %(day)s (UTC).", day=written_date(selection.as_at)))
    return str(_("%(time)s (UTC)", time=written_datetime(made_at)))


def provisional_note() -> tuple[Note, ...]:
    if not provisional_versions():
        return ()
    return (Note(_("Provisional"), (_("Domains and priorities come from a provisional list, not the official one."),)),)
