"""Sample content for the style guide: every component in every state. Nothing here comes from the database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.domain.access import Role
from app.domain.choices import FundingType, Resemblance, Scope
from app.domain.documents import DocumentType
from app.domain.questions import Answer, CodeList, Kind, Question
from app.domain.status import Status
from app.domain.text import _
from forms.kit.build import AnswersForm, form_for
from forms.overlaps import OpinionForm

_STYLESHEET = Path(__file__).parents[1] / "static" / "css" / "base.css"
_SHOWN = ("ink", "muted", "sea", "wrong", "wait", "good", *(f"domain-{number}" for number in range(1, 6)))
_COUNTRIES = {
    "Khartoum Process": "Djibouti Egypt Eritrea Ethiopia Kenya Libya Somalia Sudan Tunisia Uganda",
    "Rabat Process": "Algeria Benin Cameroon Chad Gambia Ghana Guinea Liberia Mali Mauritania Niger Senegal Togo",
}


@dataclass(frozen=True)
class Swatch:
    """A colour of the stylesheet and its contrast with the ground, in both modes."""

    name: str
    light: str
    dark: str
    light_contrast: str
    dark_contrast: str


@dataclass(frozen=True)
class Sample:
    """A state that only the templates know: its value decides the shape, its label is shown."""

    value: str
    label: str


def samples() -> dict[str, object]:
    """Everything that `styleguide.html` shows."""
    return {
        "swatches": swatches(),
        "statuses": list(Status),
        "kinds": list(Kind),
        "states": _states(),
        "domains": _domains(),
        "form": _form(),
        "tasks": _tasks(),
        "answers": _answers(),
        "amounts": [Decimal(amount) for amount in ("1250000", "480000.50", "96000000", "3500000", "72000")],
        "committed": Decimal(8_420_000_000),
        "bars": _chart(),
        "grid": _grid(),
        "events": _events(),
        "twins": _twins(),
        "opinion_sample": _opinion(),
        "page_of_many": _page(),
        "filter_groups": _filter_groups(),
        "documents": _documents(),
        "record": SimpleNamespace(reference="JVAP-NE-0041"),
    }


@cache
def swatches() -> list[Swatch]:
    light, dark = _modes(_STYLESHEET.read_text(encoding="utf-8"))
    return [
        Swatch(
            name,
            light[name],
            dark[name],
            f"{contrast(light[name], light['ground']):.1f}",
            f"{contrast(dark[name], dark['ground']):.1f}",
        )
        for name in _SHOWN
    ]


def _modes(stylesheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours declared in the first two `:root` blocks: by day, by night."""
    blocks = re.findall(r":root \{(.*?)\}", stylesheet, re.DOTALL)
    day, night = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)) for block in blocks[:2])
    return day, night


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _states() -> list[Sample]:
    return [
        Sample("nothing_yet", _("Nothing yet")),
        Sample("started", _("Started")),
        Sample("to_correct", _("To correct")),
        Sample("complete", _("Complete")),
        Sample("question", _("Question from the secretariat")),
        Sample("answered", _("Answered")),
    ]


def _domains() -> list[tuple[int, Any]]:
    return [
        (1, _l("Development and root causes")),
        (2, _l("Legal migration")),
        (3, _l("Protection and asylum")),
        (4, _l("Smuggling and trafficking")),
        (5, _l("Return and reintegration")),
    ]


def _questions() -> list[Question]:
    line = (
        Question("funder", _("Funder"), Answer.TEXT, width="full", required=True),
        Question("amount", _("Amount"), Answer.AMOUNT, width="20", required=True),
        Question("currency", _("Currency"), Answer.CODE, codes=CodeList.CURRENCIES, required=True),
        Question("year", _("Year"), Answer.YEAR, width="5", required=True, minimum=1990, maximum=2100),
        Question("type", _("Kind of amount"), Answer.CHOICE, choices=FundingType, required=True),
    )
    return [
        Question("title", _("Title"), Answer.TEXT, help=_("As in your own documents."), width="full", required=True),
        Question(
            "summary", _("Summary"), Answer.LONG_TEXT, min_length=300, max_length=3000, width="full", required=True
        ),
        Question("starts_on", _("Start"), Answer.DATE, help=_("For example 15 3 2024."), width="20", required=True),
        Question("people_reached", _("People reached"), Answer.YEAR, unit=_("people"), width="10"),
        Question("scope", _("Scope"), Answer.CHOICE, choices=Scope, required=True),
        Question("domains", _("Domains"), Answer.CODES, codes=CodeList.DOMAINS, required=True),
        Question("countries", _("Countries"), Answer.CODES, codes=CodeList.COUNTRIES),
        Question(
            "funding",
            _("Funding"),
            Answer.ROWS,
            help=_("One line for each funder, year and kind. Leave it empty if you do not know the amounts."),
            columns=line,
            row_label=_("Funding line"),
            add_label=_("Add a funding line"),
        ),
    ]


def _form() -> AnswersForm:
    """Filled in, with two answers that cannot be read and one row that is not complete."""
    codes: Any = {
        CodeList.DOMAINS: [(str(code), f"{code} {label}") for code, label in _domains()],
        CodeList.COUNTRIES: {group: [(name, name) for name in names.split()] for group, names in _COUNTRIES.items()},
        CodeList.CURRENCIES: [("EUR", "EUR"), ("USD", "USD"), ("XOF", "XOF")],
    }
    typed = MultiDict(
        [
            ("title", str(_l("Young people of the Sahel find work"))),
            ("summary", str(_l("Trains young people in three regions and helps them to their first contract."))),
            ("starts_on", str(_l("spring 2024"))),
            ("people_reached", "1200"),
            ("scope", "several_countries"),
            ("domains", "1"),
            ("domains", "5"),
            ("countries", "Niger"),
            ("countries", "Senegal"),
            *_funding("0", funder=str(_l("European Union")), amount="1 250 000", currency="EUR", year="2021"),
            *_funding(
                "1", funder=str(_l("Own budget")), amount=str(_l("about two million")), currency="XOF", year="2022"
            ),
        ]
    )
    form: AnswersForm = form_for(_questions(), Kind.PROJECT, codes)(formdata=typed)
    form.validate()
    return form


def _funding(index: str, **answers: str) -> list[tuple[str, str]]:
    return [(f"funding-{index}-{name}", value) for name, value in {**answers, "type": "committed"}.items()]


def _tasks() -> list[SimpleNamespace]:
    names = (_("Basics"), _("Domains and priorities"), _("Where"), _("Who"), _("Money"), _("Results"))
    order = (3, 1, 2, 4, 0, 5)
    notes = {1: _l("Answers missing or too short: %(count)s", count=2), 4: _l("Optional")}
    return [
        SimpleNamespace(label=name, href="#tasks", state=_states()[order[at]], note=notes.get(at, ""))
        for at, name in enumerate(names)
    ]


def _answers() -> list[SimpleNamespace]:
    rows = (
        {"label": _("Title"), "value": _l("Young people of the Sahel find work")},
        {"label": _("Countries"), "values": ["Niger", "Senegal"]},
        {"label": _("Start"), "missing": _("Write a date"), "original": _l("spring 2024")},
        {"label": _("Lessons learned"), "value": None},
    )
    defaults: dict[str, object] = {
        "value": None,
        "values": [],
        "missing": "",
        "original": "",
        "change_href": "#answers",
    }
    return [SimpleNamespace(**{**defaults, **row}) for row in rows]


def _chart() -> SimpleNamespace:
    counts = (512, 188, 301, 143, 226)
    return SimpleNamespace(
        title=_l("Initiatives by domain"),
        subtitle=_l("Published, launched since November 2015"),
        unit=_l("Initiative–domain pairs"),
        source=_l(
            "Counted whole in each domain, so the rows add up to more than the total. 31 of 75 Partners answered."
        ),
        bars=[
            SimpleNamespace(
                label=label,
                value=count,
                text=str(count),
                share=count / max(counts),
                tone=f"domain-{code}",
                href="#charts",
            )
            for (code, label), count in zip(_domains(), counts, strict=True)
        ],
    )


def _grid() -> list[tuple[str, list[tuple[str, str | int]]]]:
    """A row a country, a cell a domain: what is shown, and its level."""
    return [
        ("Ethiopia", [("41", 4), ("12", 2), ("27", 3), ("9", 2), ("18", 3)]),
        ("Niger", [("35", 4), ("2", 1), ("14", 2), ("22", 3), ("0", 0)]),
        ("Senegal", [("29", 3), ("17", 3), ("3", 1), ("0", "review"), ("11", 2)]),
        ("Djibouti", [("–", "unreported")] * 5),
    ]


def _events() -> list[SimpleNamespace]:
    changes = [(_("Title"), _l("Young people find work"), _l("Young people of the Sahel find work"))]
    changes += [(_("Lessons learned"), _l("None yet"), "")]
    return [
        _event(12, Status.PUBLISHED, _l("Published"), _l("Amina Diallo"), _l("Secretariat")),
        _event(9, Status.SUBMITTED, _l("Submitted again"), _l("Moussa Ndiaye"), _l("Focal Point"), changes=changes),
        _event(
            4,
            Status.RETURNED,
            _l("Returned with a question"),
            _l("Amina Diallo"),
            _l("Secretariat"),
            note=_l("Which of the three regions does the amount of 2021 cover?"),
        ),
    ]


def _event(day: int, status: Status, what: Any, who: Any, role: Any, *, note: Any = "", changes: Any = ()) -> Any:
    at = datetime(2026, 3, day, 14, 32, tzinfo=UTC)
    return SimpleNamespace(at=at, status=status, what=what, who=who, role=role, note=note, changes=changes)


def _twins() -> list[SimpleNamespace]:
    words = [str(_l("similar title")), str(_l("same countries"))]
    aspects = [
        SimpleNamespace(label=_l("Partner"), theirs=_l("European Union"), ours="Niger", differs=True),
        SimpleNamespace(label=_l("Years"), theirs="2016–2019", ours="", differs=False),
    ]
    title, form = _l("Young people of the Sahel find work"), OpinionForm("JVAP-EU-0041")
    facts = f"{_l('European Union')} · 2016–2019"
    return [
        SimpleNamespace(
            reference="JVAP-EU-0041", href="#alike", title=title, facts=facts, words=words, aspects=aspects, form=form
        )
    ]


def _opinion() -> SimpleNamespace:
    said = SimpleNamespace(
        answer=Resemblance.PART_OF,
        remark=_l("Which of the three regions does the amount of 2021 cover?"),
        person_name=_l("Moussa Ndiaye"),
        role=Role.FOCAL_POINT,
        at=datetime(2026, 3, 9, 14, 32, tzinfo=UTC),
        other=SimpleNamespace(reference="JVAP-EU-0042"),
    )
    return SimpleNamespace(link="JVAP-EU-0042", said=said, form=None, parent_href="#alike")


def _page() -> SimpleNamespace:
    addresses = [(1, "#lists"), (2, "#lists"), (3, "#lists"), (4, None), (51, "#lists")]
    return SimpleNamespace(
        number=2, pages=51, total=1252, first=26, last=50, previous_href="#lists", next_href="#lists", hrefs=addresses
    )


def _filter_groups() -> list[SimpleNamespace]:
    domains = [SimpleNamespace(value=c, label=label, selected=c == 1, count=40 * c) for c, label in _domains()]
    partners = [name for names in _COUNTRIES.values() for name in names.split()]
    countries = [SimpleNamespace(value=name, label=name, selected=False) for name in partners]
    return [
        SimpleNamespace(name="domain", label=_("Domain"), options=domains),
        SimpleNamespace(name="country", label=_("Country"), options=countries),
    ]


def _documents() -> list[SimpleNamespace]:
    added = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    person = SimpleNamespace(name="Mariama Issoufou")
    return [
        SimpleNamespace(
            id=number,
            name=f"JVAP-NE-0041 {number}.{kind.suffixes[-1]}",
            label=_l("Lessons learned") if number % 2 else "",
            type=kind,
            size=30_000 * 4**number,
            sha256="0" * 64,
            added_at=added,
            added_by=person,
        )
        for number, kind in enumerate(DocumentType)
    ]
