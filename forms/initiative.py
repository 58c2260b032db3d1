"""An initiative's sections as forms, with the lists that they choose from."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from app.db import db
from app.domain.access import Actor, Permission, can
from app.domain.choices import Language
from app.domain.languages import TITLE_IN, language_of
from app.domain.questions import Answer, CodeList, Kind, Question, Section
from app.domain.rules import in_section
from app.domain.text import _
from app.models import QUESTION, QUESTIONS, Country, Currency, Entity, Revision
from app.models.answers import answers
from app.queries.names import by_name
from app.queries.people import entities_for
from app.queries.taxonomy import domains
from app.queries.text import plain
from app.wording import locale
from forms.kit.build import AnswersForm, form_for
from forms.kit.fields import Choices

Typed = Mapping[str, Sequence[str]]


def section_form(
    revision: Revision,
    section: Section,
    by: Actor,
    typed: Typed | None = None,
    *,
    unfinished: bool = False,
    without: Collection[str] = (),
) -> AnswersForm:
    """The form of a section, filled with the revision's answers or with what was `typed` ({name: values}).

    `unfinished`: the person is still typing (and asked for another row), so nothing is read into it.
    `without` names questions to leave out.
    """
    kind = revision.initiative.kind
    section_questions = in_section(QUESTIONS, section, kind)
    asked = [q for q in section_questions if q.name not in without and _is_asked(q, revision, by)]
    made = form_for(asked, kind, _codes_for(asked, revision, by))
    stored = answers(revision, asked)
    if typed is None:
        return _in_languages(made(formdata=None, data=stored), revision)
    rows = {question.name for question in asked if question.answer is Answer.ROWS}
    kept = {name: value for name, value in stored.items() if name not in rows}
    form = made(formdata=_as_typed(typed) if unfinished else _completed(typed), data=kept)
    return _in_languages(form, revision)


def _is_asked(question: Question, revision: Revision, by: Actor) -> bool:
    """Who was only handed the section is not asked on whose desk it lies: that stays as it is."""
    initiative = revision.initiative
    return question.name != "entity" or can(by, Permission.REVISION_OPEN, initiative.desk)


def _in_languages(form: AnswersForm, revision: Revision) -> AnswersForm:
    """Tell each field the language of its text: as typed where the form asks for it, otherwise as it stands.

    A translation whose label names its language needs no help that explains which one is meant.
    """
    typed = form["language"].data if "language" in form else revision.language
    written = typed if isinstance(typed, Language) else None
    for asked in form.questions:
        field = form[asked.name]
        field.language, field.tells_language = language_of(asked, written), asked.name not in TITLE_IN
        if asked.translates and field.language:
            field.description = ""
    return form


def _as_typed(typed: Typed) -> MultiDict[str, str]:
    """Never empty: a list whose last row was removed sends nothing, and is empty then."""
    sent = [(name, value) for name, values in typed.items() for value in values]
    return MultiDict([*sent, ("sent", "")])


def _completed(typed: Typed) -> MultiDict[str, str]:
    """What was typed, with what it implies: shares name their domains and countries, one domain is the main one.

    A plain `implementers` (one a line) is read as rows.
    """
    form = _as_typed(typed)
    for chosen, row in (("domains", "domain_shares"), ("countries", "country_shares")):
        if not any(form.getlist(chosen)):
            column = "domain" if chosen == "domains" else "country"
            named = [v for k, v in form.items() if k.startswith(f"{row}-") and k.endswith(f"-{column}") and v]
            if named:
                form.setlist(chosen, named)
    one = [code for code in dict.fromkeys(form.getlist("domains")) if code]
    if len(one) == 1 and not form.get("main_domain"):
        form["main_domain"] = one[0]
    lines = [line for value in form.getlist("implementers") for line in value.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        form[f"implementers-{number}-name"] = line
    return form


def _codes_for(asked: Sequence[Question], revision: Revision, by: Actor) -> dict[CodeList, Choices]:
    columns = [column for question in asked for column in question.columns]
    needed = {question.codes for question in (*asked, *columns) if question.codes}
    return {code_list: _codes(code_list, revision, by) for code_list in needed}


def _codes(code_list: CodeList, revision: Revision, by: Actor) -> Choices:
    match code_list:
        case CodeList.ENTITIES:
            return _entities(revision, by)
        case CodeList.DOMAINS:
            return [(d.code, f"{d.code} {d.name(locale())}") for d in domains(revision.taxonomy_version)]
        case CodeList.PRIORITIES:
            return _priorities(revision.taxonomy_version)
        case CodeList.COUNTRIES:
            return _countries()
        case CodeList.CURRENCIES:
            found = db.session.scalars(select(Currency).order_by(Currency.code))
            return [(currency.code, f"{currency.code} – {currency.name(locale())}") for currency in found]


def _entities(revision: Revision, by: Actor) -> list[tuple[str, str]]:
    """Those for which the person may write, and the one that stands there."""
    offered = {entity.code: entity for entity in entities_for(revision.initiative, by)}
    if revision.entity and revision.entity not in offered:
        offered[revision.entity] = db.session.get_one(Entity, revision.entity)
    return [(entity.code, entity.name(locale())) for entity in by_name(offered.values(), locale())]


def _priorities(version: str) -> dict[str, list[tuple[str, str]]]:
    return {
        f"{domain.code} {domain.short(locale())} – {area.name(locale())}": [
            (priority.code, f"{priority.code} {priority.name(locale())}") for priority in area.priorities
        ]
        for domain in domains(version)
        for area in domain.areas
    }


def _countries() -> dict[str, list[tuple[str, str]]]:
    """By region, both by name; the rest of the world last."""
    named = [(country, country.region.name(locale())) for country in db.session.scalars(_WITH_REGIONS)]
    named.sort(key=lambda pair: (pair[0].region_code == "other", plain(pair[1]), plain(pair[0].name(locale()))))
    return {
        region: [(country.code, country.name(locale())) for country, _region in members]
        for region, members in groupby(named, key=lambda pair: pair[1])
    }


_WITH_REGIONS = select(Country).options(joinedload(Country.region))


_KIND = Question("kind", _("What is it?"), Answer.CHOICE, choices=Kind, required=True)


def start_form() -> AnswersForm:
    """What a new draft begins with: its kind, its title and its language; `key` makes a repeated sending harmless."""
    must = (_KIND, QUESTION["title"])
    asked = (*must, QUESTION["language"])
    return type("StartForm", (form_for(asked, Kind.PROJECT, {}),), {"key": HiddenField(), "must": must})()
