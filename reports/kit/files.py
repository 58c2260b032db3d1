"""A result of a report as a workbook and as CSV."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from app.wording import say, written_datetime
from reports.kit.csv_file import csv_lines
from reports.kit.declared import Column, Empty, Kind, Link, Value
from reports.kit.notes import Note
from reports.kit.result import Result
from reports.kit.workbook import Book


def report_workbook(result: Result, root: str) -> bytes:
    """Sheets: what this is, the table, the amounts without a rate. `root` is the address of the site."""
    title = say(result.report.title)
    book = Book(title, result.made_by)
    book.text_sheet(_("About"), title, about_lines(say(result.report.about), result.notes, result))
    table = book.sheet(_("Report"), labelled(result.report.columns), {result.report.columns[0].name: 62})
    for row in result.rows:
        table.append(row.cells, indented=bool(row.level))
    table.append_totals(total_cells(result))
    table.append_texts(sentence for note in result.notes for sentence in (note.label, *note.sentences))
    if result.unconverted:
        _without_rate(book, result, root)
    return book.bytes()


def report_csv(result: Result) -> Iterator[str]:
    """The rows of the table and its total. A cell without a figure is empty; the last column says why."""
    columns = labelled(result.report.columns)
    rows = [*(row.cells for row in result.rows), total_cells(result)]
    remark = Column("remark", _("Why there is no figure"))
    return csv_lines([*columns, remark], [{**cells, "remark": _reasons(columns, cells)} for cells in rows])


def _reasons(columns: Sequence[Column], cells: Mapping[str, Value]) -> str:
    """“Committed, EUR: not reported”, once for all columns where they share one reason."""
    found = {column.label: say(value.label) for column in columns if isinstance(value := cells[column.name], Empty)}
    if len(found) == len(columns) - 1 and len(set(found.values())) == 1:
        return next(iter(found.values()))
    return str(_("; ")).join(_("%(name)s: %(value)s", name=label, value=reason) for label, reason in found.items())


def labelled(columns: Sequence[Column]) -> list[Column]:
    """The columns with their labels in the reader's language."""
    return [replace(column, label=say(column.label)) for column in columns]


def total_cells(result: Result) -> dict[str, Value]:
    return {result.report.columns[0].name: _("Total"), **result.totals.cells}


def about_lines(about: str, notes: Sequence[Note], made: Result) -> list[tuple[str, Value]]:
    """What this is, who made it and when, then the notes: a label and a sentence a line."""
    lines: list[tuple[str, Value]] = [
        (_("What this is"), about),
        (_("Made"), _("%(time)s (UTC)", time=written_datetime(made.made_at))),
        (_("By"), made.made_by),
    ]
    for note in notes:
        labels = (note.label, *[""] * (len(note.sentences) - 1))
        lines.extend(zip(labels, note.sentences, strict=True))
    return lines


def _without_rate(book: Book, result: Result, root: str) -> None:
    columns = (
        Column("reference", _("Reference"), Kind.LINK),
        Column("title", _("Title"), Kind.LONG_TEXT),
        Column("funder", _("Funder")),
        Column("amount", _("Amount"), Kind.AMOUNT),
        Column("currency", _("Currency")),
        Column("year", _("Year"), Kind.YEAR),
        Column("type", _("Kind of amount")),
    )
    sheet = book.sheet(_("Without a rate"), columns, {"currency": 11})
    for line in result.unconverted:
        sheet.append(
            {
                "reference": Link(line.reference, f"{root}/initiatives/{line.reference}"),
                "title": line.title,
                "funder": line.funder,
                "amount": line.amount,
                "currency": line.currency,
                "year": line.year,
                "type": say(line.type.label),
            }
        )
