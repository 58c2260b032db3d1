"""The data dictionary and the code lists, as rows of a workbook: both come from the declarations and the database."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.db import db
from app.domain.labelled import Labelled
from app.domain.questions import Answer, Question
from app.domain.text import _ as mark
from app.models import QUESTIONS, Country, Currency, Domain, Entity, Partner, Priority, PriorityArea
from app.models.questions import natural_order
from app.wording import number, say
from reports.kit.declared import Column, Kind, Value

ANSWERS: dict[Answer, str] = {
    Answer.TEXT: mark("text"),
    Answer.LONG_TEXT: mark("long text"),
    Answer.EMAIL: mark("e-mail address"),
    Answer.URL: mark("address of a page"),
    Answer.DATE: mark("date"),
    Answer.YEAR: mark("year"),
    Answer.AMOUNT: mark("amount"),
    Answer.PERCENT: mark("percentage"),
    Answer.YES_NO: mark("yes or no"),
    Answer.CHOICE: mark("one of a list"),
    Answer.CODE: mark("a code"),
    Answer.CODES: mark("codes"),
    Answer.REFERENCE: mark("reference of an initiative"),
    Answer.ROWS: mark("rows"),
}


DICTIONARY = (
    Column("name", mark("Name")),
    Column("label", mark("Column")),
    Column("section", mark("Section")),
    Column("help", mark("What it means"), Kind.LONG_TEXT),
    Column("answer", mark("Kind of answer")),
    Column("kind", mark("Asked of")),
    Column("required", mark("Required")),
    Column("limits", mark("Limits")),
    Column("values", mark("Values"), Kind.LONG_TEXT),
)
CODES = (
    Column("list", mark("List")),
    Column("code", mark("Code")),
    Column("name_en", mark("English"), Kind.LONG_TEXT),
    Column("name_fr", mark("French"), Kind.LONG_TEXT),
)
FACTS: tuple[tuple[str, str, Answer, str], ...] = (
    ("reference", mark("Reference"), Answer.REFERENCE, mark("Given by the system, never used again. It leads to the record.")),
    ("shown", mark("Title as shown"), Answer.TEXT, mark("The title in the language of this file, or as it was written.")),
    ("untranslated", mark("Title is not translated"), Answer.YES_NO, mark("Yes where the title as shown is not in the language of this file.")),
    ("kind", mark("Kind"), Answer.CHOICE, mark("A project is a temporary effort with a specific outcome, a policy formal guidance.")),
    ("partner", mark("Partner"), Answer.CHOICE, mark("The JVAP Partner that reports the initiative.")),
    ("status", mark("Status"), Answer.CHOICE, mark("How far the version in this row has come; only published ones are counted.")),
    ("published", mark("Published on"), Answer.DATE, mark("The day from which this version stands in the reports (UTC).")),
    ("committed", mark("Committed, EUR"), Answer.AMOUNT, mark("The committed amounts that could be converted, added up.")),
    ("disbursed", mark("Disbursed, EUR"), Answer.AMOUNT, mark("The disbursed amounts that could be converted, added up.")),
    ("counted_with", mark("Money counted with"), Answer.REFERENCE, mark("The programme or the duplicate with which this money is counted: leave the row out of sums of money.")),
)  # fmt: skip
"""What the system knows of an initiative beside its answers: column, label, what it holds, meaning."""


def dictionary_rows() -> Iterator[dict[str, Value]]:
    """A row a fact, a row a question, and one for each column of its rows."""
    for name, label, answer, meaning in FACTS:
        told = {"label": say(label), "help": say(meaning), "answer": say(ANSWERS[answer])}
        yield {"name": name, **told, "kind": _("Both")}
    for asked in QUESTIONS:
        yield _described(asked, asked.name, say(asked.section.label) if asked.section else "")
        for column in asked.columns:
            yield _described(column, f"{asked.name}.{column.name}", "")


def _described(asked: Question, name: str, section: str) -> dict[str, Value]:
    return {
        "name": name,
        "label": say(asked.label),
        "section": section,
        "help": say(asked.help),
        "answer": say(ANSWERS[asked.answer]),
        "kind": say(asked.only.label) if asked.only else _("Both"),
        "required": _required(asked),
        "limits": _limits(asked),
        "values": "\n".join(f"{m.value}: {say(m.label)}" for m in asked.choices) if asked.choices else None,
    }


def _limits(asked: Question) -> str | None:
    """How long a text, how large a figure may be."""
    texts, figures = (asked.min_length, asked.max_length), (asked.minimum, asked.maximum)
    if any(limit is not None for limit in texts) and not asked.codes:
        return str(_("%(range)s characters", range=_range(texts)))
    return _range(figures, plain=asked.answer is Answer.YEAR) if any(limit is not None for limit in figures) else None


def _range(limits: tuple[int | None, int | None], *, plain: bool = False) -> str:
    least, most = (None if limit is None else str(limit) if plain else number(limit) for limit in limits)
    if least is None:
        return str(_("up to %(most)s", most=most))
    return str(_("from %(least)s", least=least)) if most is None else f"{least}–{most}"


def _required(asked: Question) -> str:
    if isinstance(asked.required, Labelled):
        return say(asked.required.label)
    return str(_("Yes") if asked.required else _("No"))


_LISTS: tuple[tuple[str, Any], ...] = (
    (mark("Domains"), Domain),
    (mark("Priority areas"), PriorityArea),
    (mark("Priorities"), Priority),
    (mark("Partners"), Partner),
    (mark("Entities"), Entity),
    (mark("Countries"), Country),
    (mark("Currencies"), Currency),
)


def code_rows() -> Iterator[dict[str, Value]]:
    """Every code with its names in both languages; versioned lists name their version."""
    for label, model in _LISTS:
        for found in sorted(db.session.scalars(select(model)), key=lambda row: natural_order(row.code)):
            version = getattr(found, "version", None)
            listed = f"{say(label)} ({version})" if version else say(label)
            yield {"list": listed, "code": found.code, "name_en": found.name_en, "name_fr": found.name_fr}
