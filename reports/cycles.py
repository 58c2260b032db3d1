"""The files of a cycle: the Partners with their addresses, the matrix over the cycles, and the frozen snapshot."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.db import now
from app.domain.cycles import Answered, DomainAnswer, PartnerState
from app.models import Cycle, CycleSnapshot, Person
from app.queries.partner_list import Followed
from app.queries.snapshots import content_of
from app.queries.standings import Standing
from app.wording import locale, say, written_date, written_datetime
from reports.kit.csv_file import csv_lines
from reports.kit.declared import Column, Kind, Value
from reports.kit.workbook import Book

ANSWERS = {member.value: member.label for choices in (Answered, DomainAnswer) for member in choices}


def list_columns() -> list[Column]:
    return [
        Column("code", _("Code")),
        Column("partner", _("Partner"), Kind.LONG_TEXT),
        Column("state", _("State")),
        Column("answered", _("Answers given"), Kind.COUNT),
        Column("left", _("Left"), Kind.COUNT),
        Column("changed", _("Last change"), Kind.DATE),
        Column("before", _("Last cycle’s answer"), Kind.DATE),
        Column("person", _("Focal Point")),
        Column("email", _("E-mail address"), Kind.LONG_TEXT),
        Column("account", _("Account")),
    ]


def list_rows(found: Iterable[Followed]) -> Iterator[dict[str, Value]]:
    """One a Focal Point; a Partner without one has a row too."""
    for row in found:
        people: Sequence[Person | None] = row.focal_points or (None,)
        for person in people:
            yield {
                "code": row.partner.code,
                "partner": row.partner.name(locale()),
                "state": say(row.now.state.label),
                "answered": row.now.answered,
                "left": row.now.left,
                "changed": row.now.changed_at.date() if row.now.changed_at else None,
                "before": row.answered_before.date() if row.answered_before else None,
                "person": person.name if person else _("None"),
                "email": person.email if person else None,
                "account": say(person.state.label) if person else None,
            }


def list_csv(found: Iterable[Followed]) -> Iterator[str]:
    return csv_lines(list_columns(), list_rows(found))


def list_workbook(cycle: Cycle, found: Sequence[Followed], chosen: Sequence[str], by: str) -> bytes:
    """Sheets: what this is, the Partners. `chosen` says the filters in words."""
    title = _("Partners in %(name)s", name=cycle.name)
    book = Book(title, by)
    about = _("How far each Partner is, with its Focal Points: one row for each of them.")
    book.text_sheet(_("About"), title, [*_made(by, chosen), (_("What this is"), about)])
    sheet = book.sheet(_("Partners"), list_columns(), {"partner": 34, "email": 34, "person": 26})
    for cells in list_rows(found):
        sheet.append(cells)
    return book.bytes()


def matrix_workbook(
    held: Sequence[Cycle], rows: Sequence[tuple[Followed, dict[int, Standing]]], chosen: Sequence[str], by: str
) -> bytes:
    """Sheets: what this is, one row a Partner and two columns a cycle: its state and the day of its last answer."""
    title = _("Partners by cycle")
    book = Book(title, by)
    about = _("The state of each Partner in each cycle, and the day on which it last answered in it.")
    book.text_sheet(_("About"), title, [*_made(by, chosen), (_("What this is"), about)])
    columns = [Column("code", _("Code")), Column("partner", _("Partner"), Kind.LONG_TEXT)]
    for cycle in held:
        columns.append(Column(f"state-{cycle.id}", cycle.name))
        columns.append(Column(f"day-{cycle.id}", _("%(name)s: last answer", name=cycle.name), Kind.DATE))
    sheet = book.sheet(title, columns, {"partner": 34})
    for row, by_cycle in rows:
        cells: dict[str, Value] = {"code": row.partner.code, "partner": row.partner.name(locale())}
        for cycle in held:
            cells |= _matrix_cells(cycle, by_cycle.get(cycle.id))
        sheet.append(cells)
    return book.bytes()


def _matrix_cells(cycle: Cycle, standing: Standing | None) -> dict[str, Value]:
    if standing is None:
        return {}
    day = standing.changed_at.date() if standing.changed_at else None
    return {f"state-{cycle.id}": say(standing.state.label), f"day-{cycle.id}": day}


def snapshot_workbook(snapshot: CycleSnapshot, by: str) -> bytes:
    """Sheets: what this is with its digest, the Partners, every answer, the figures by domain."""
    content, title = content_of(snapshot), _("Snapshot of %(name)s", name=snapshot.cycle.name)
    book = Book(title, by)
    about = _("Everything as it stood at the end of the cycle. Nothing here can be changed afterwards.")
    lines: list[tuple[str, Value]] = [
        (_("What this is"), about),
        (_("As at"), _("%(time)s (UTC)", time=written_datetime(snapshot.as_at))),
        (_("Frozen on"), _("%(time)s (UTC)", time=written_datetime(snapshot.frozen_at))),
        (_("Digest (SHA-256)"), snapshot.digest),
        (_("Domains and priorities"), content["taxonomy"]),
    ]
    book.text_sheet(_("About"), title, [*lines, *_made(by, ())])
    _partners_sheet(book, content)
    _answers_sheet(book, content)
    _figures_sheet(book, content)
    return book.bytes()


def _made(by: str, chosen: Sequence[str]) -> list[tuple[str, Value]]:
    made: list[tuple[str, Value]] = [(_("Made"), _("%(time)s (UTC)", time=written_datetime(now()))), (_("By"), by)]
    return [*made, (_("Selection"), "; ".join(chosen))] if chosen else made


def _name(partner: dict[str, Any]) -> str:
    return str(partner["name_fr" if locale() == "fr" else "name_en"])


def _partners_sheet(book: Book, content: dict[str, Any]) -> None:
    columns = [
        Column("code", _("Code")),
        Column("partner", _("Partner"), Kind.LONG_TEXT),
        Column("state", _("State")),
        Column("answered", _("Answers given"), Kind.COUNT),
        Column("asked", _("Answers asked"), Kind.COUNT),
        Column("changed", _("Last change"), Kind.DATE),
    ]
    sheet = book.sheet(_("Partners"), columns, {"partner": 34})
    for one in content["partners"]:
        sheet.append(
            {
                "code": one["code"],
                "partner": _name(one),
                "state": say(PartnerState(one["state"]).label),
                "answered": one["answered"],
                "asked": one["asked"],
                "changed": _day(one["changed_at"]),
            }
        )


def _answers_sheet(book: Book, content: dict[str, Any]) -> None:
    columns = [
        Column("partner", _("Partner"), Kind.LONG_TEXT),
        Column("about", _("Initiative or domain")),
        Column("version", _("Version"), Kind.COUNT),
        Column("answer", _("Answer")),
        Column("by", _("By")),
        Column("on", _("On"), Kind.DATE),
        Column("letter", _("Came by e-mail or note"), Kind.LONG_TEXT),
    ]
    sheet = book.sheet(_("Answers"), columns, {"partner": 30, "about": 20, "by": 26})
    for one in content["partners"]:
        domains = [(_("domain %(code)s", code=answer["domain"]), answer) for answer in one["domains"]]
        for about, answer in [*((answer["reference"], answer) for answer in one["initiatives"]), *domains]:
            sheet.append({"partner": _name(one), "about": about, **_answer_cells(answer)})


def _answer_cells(answer: dict[str, Any]) -> dict[str, Value]:
    letter, given = answer.get("letter"), answer["answer"]
    return {
        "version": answer.get("version"),
        "answer": say(ANSWERS[given]) if given else _("Not answered"),
        "by": answer.get("by"),
        "on": _day(answer.get("at")),
        "letter": f"{written_date(date.fromisoformat(letter['received_on']))}, {letter['from']}" if letter else None,
    }


def _figures_sheet(book: Book, content: dict[str, Any]) -> None:
    columns = [
        Column("domain", _("Domain")),
        Column("initiatives", _("Initiatives"), Kind.COUNT),
        Column("projects", _("Projects"), Kind.COUNT),
        Column("policies", _("Policies"), Kind.COUNT),
        Column("committed", _("Committed (EUR)"), Kind.MONEY),
    ]
    sheet = book.sheet(_("By domain"), columns)
    for one in content["figures"]["domains"]:
        sheet.append({"domain": one["domain"], **_figure_cells(one)})
    sheet.append_totals({"domain": _("Total"), **_figure_cells(content["figures"]["total"])})


def _figure_cells(one: dict[str, Any]) -> dict[str, Value]:
    counted = {name: one[name] for name in ("initiatives", "projects", "policies")}
    return {**counted, "committed": Decimal(one["committed_eur"]) if one["committed_eur"] else None}


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None
