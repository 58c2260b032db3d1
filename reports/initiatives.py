"""The workbook of initiatives: a sheet that explains itself, the initiatives, long lists, a dictionary, the codes."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from flask_babel import gettext as _

from app.domain.access import Actor, Permission, can
from app.domain.choices import FundingType
from app.domain.languages import Reading
from app.domain.status import Status
from app.models import QUESTIONS, Revision
from app.queries.counted_money import counted_elsewhere
from app.queries.initiatives import count_listed, listed, load_lists
from app.queries.languages import read_title
from app.queries.selection import Selection
from app.wording import locale, say, written
from reports import initiatives_lists as lists
from reports.initiatives_about import about, eur
from reports.kit.answers import Names, cell, question_columns
from reports.kit.csv_file import csv_lines
from reports.kit.declared import Column, Kind, Link, Value
from reports.kit.dictionary import CODES, DICTIONARY, code_rows, dictionary_rows
from reports.kit.files import labelled
from reports.kit.workbook import Book

Cells = dict[str, Value]


class Export:
    """The initiatives that an actor may read and chose, one version of each; published ones unless asked otherwise."""

    def __init__(self, chosen: Selection, by: Actor, site: str) -> None:
        standing = chosen.status or chosen.as_at
        self.selection = chosen if standing else chosen.narrowed(status=(str(Status.PUBLISHED),))
        self.by, self.site, self.names = by, site, Names()
        self.total = count_listed(by, self.selection)

    @cached_property
    def elsewhere(self) -> dict[int, str]:
        """{id of an initiative whose money does not count: the reference with which it is counted}."""
        return counted_elsewhere(self.selection.as_at)

    def revisions(self, most: int | None = None) -> list[Revision]:
        """In the order of their references, with all their lists; `most` for a preview."""
        size = most or max(self.total, 1)
        found = [row.revision for row in listed(self.by, self.selection, "reference", locale(), 1, size)]
        load_lists(found)
        return found

    def columns(self) -> list[Column]:
        private = can(self.by, Permission.CONTACT_READ)
        return [
            Column("reference", _("Reference"), Kind.LINK),
            Column("shown", _("Title as shown"), Kind.LONG_TEXT),
            Column("untranslated", _("Title is not translated")),
            Column("kind", _("Kind")),
            Column("partner", _("Partner")),
            Column("status", _("Status")),
            Column("published", _("Published on"), Kind.DATE),
            Column("committed", _("Committed, EUR"), Kind.MONEY),
            Column("disbursed", _("Disbursed, EUR"), Kind.MONEY),
            Column("counted_with", _("Money counted with")),
            *question_columns(private=private),
        ]

    def rows(self, revisions: Iterable[Revision]) -> Iterator[Cells]:
        for revision in revisions:
            yield self._facts(revision) | self._answers(revision)

    def _facts(self, revision: Revision) -> Cells:
        initiative = revision.initiative
        return {
            "reference": Link(initiative.reference, f"{self.site}/initiatives/{initiative.reference}"),
            "shown": revision.title_in(locale()),
            "untranslated": _untranslated(read_title(revision, locale())),
            "kind": say(initiative.kind.label),
            "partner": initiative.partner.name(locale()),
            "status": say(self._status(revision).label),
            "published": revision.published_at.date() if revision.published_at else None,
            "counted_with": self.elsewhere.get(initiative.id),
            **{str(kind): eur(revision, kind) for kind in FundingType},
        }

    def _status(self, revision: Revision) -> Status:
        """As at a past day every row was published, whatever became of it since."""
        return Status.PUBLISHED if self.selection.as_at else revision.status

    def _answers(self, revision: Revision) -> Cells:
        private = can(self.by, Permission.CONTACT_READ, revision.initiative.subject)
        return {
            asked.name: cell(asked, getattr(revision, asked.name), self.names, revision.taxonomy_version)
            for asked in QUESTIONS
            if private or not asked.private
        }


def _untranslated(title: Reading | None) -> str | None:
    """Yes or no, or that nobody said in which language the title is."""
    if title is None:
        return None
    return str(_("language not stated")) if title.language is None else written(title.untranslated)


def initiatives_workbook(export: Export) -> bytes:
    """All sheets, in the reader's language."""
    book = Book(_("Initiatives"), export.by.name)
    found, names, elsewhere = export.revisions(), export.names, export.elsewhere
    title = _("Initiatives of the Joint Valletta Action Plan")
    book.text_sheet(_("About"), title, about(export.selection, found, elsewhere, export.by.name))
    _fill(book, _("Initiatives"), export.columns(), export.rows(found))
    _fill(book, _("Domains"), lists.domain_columns(), lists.domains(found, names, elsewhere))
    _fill(book, _("Countries"), lists.country_columns(), lists.countries(found, names, elsewhere))
    _fill(book, _("Funding"), lists.funding_columns(), lists.funding(found, elsewhere))
    _fill(book, _("Documents"), lists.document_columns(), lists.documents(found, export.by, export.site))
    _fill(book, _("Dictionary"), labelled(DICTIONARY), dictionary_rows())
    _fill(book, _("Code lists"), labelled(CODES), code_rows())
    return book.bytes()


def initiatives_csv(export: Export) -> Iterator[str]:
    """The columns of the sheet Initiatives, one row each."""
    return csv_lines(export.columns(), export.rows(export.revisions()))


def _fill(book: Book, name: str, columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    sheet = book.sheet(name, columns)
    for cells in rows:
        sheet.append(cells)
