"""Suggestions from labels and terms of a taxonomy version; the secretariat's list of terms."""

import pytest
from sqlalchemy import func, select

from app.db import db, now
from app.domain.access import OPERATOR, Role
from app.domain.choices import Language
from app.domain.classification import Level
from app.domain.errors import DomainError, NotAllowed
from app.domain.questions import Section
from app.models import ClassificationTerm, Domain, Priority, Revision
from app.queries.classification import SPEAKING, find_term, standing_terms, suggestions, suggestions_for, terms_page
from app.queries.taxonomy import current_version
from app.services.initiatives import hold
from app.services.taxonomy import load
from app.services.terms import LONGEST, add_term, remove_term
from seed.reference import load_reference

EN, FR, DOMAIN, PRIORITY = Language.EN, Language.FR, Level.DOMAIN, Level.PRIORITY
OTHER = [
    {"level": "domain", "code": "A", "label_en": "Voyages", "label_fr": "Voyages", "short_en": "V", "short_fr": "V"},
    {"level": "area", "code": "A1", "parent": "A", "label_en": "Sea", "label_fr": "Mer"},
    {
        "level": "priority",
        "code": "7",
        "parent": "A1",
        "label_en": "Lighthouse keepers",
        "label_fr": "Gardiens de phare",
    },
]


def codes(level, *texts):
    return [found.code for found in suggestions_for(texts, current_version().name)[level]]


@pytest.mark.parametrize(
    ("text", "domain", "priority"),
    [
        ("Remittances of the diaspora", "1", "1.1.1"),
        ("Les transferts de fonds", "1", "1.1.1"),
        ("Visa facilitation for researchers", "2", "2.3.1"),
        ("Bourses et mobilité universitaire", "2", "2.2.3"),
        ("Camps for refugees", "3", "3.2.3"),
        ("Procédures d’asile plus rapides", "3", "3.1.6"),
        ("Joint investigation teams against smuggling networks", "4", "4.2.3"),
        ("Fraude documentaire", "4", "4.2.7"),
        ("Assisted voluntary return", "5", "5.1.2"),
        ("Réintégration durable", "5", "5.2.1"),
    ],
)
def test_the_shipped_terms_speak_for_the_domains_in_both_languages(session, text, domain, priority):
    assert codes(DOMAIN, text)[0] == domain
    assert priority in codes(PRIORITY, text)


@pytest.mark.parametrize("name", SPEAKING)
def test_every_text_of_the_initiative_is_read(world, name):
    draft = world.draft(**{"title": "A plan", name: "Resettlement of refugees"})
    assert suggestions(draft.working)[DOMAIN][0].code == "3"


def test_a_draft_with_a_bare_title_has_no_suggestions(world):
    assert suggestions(world.draft(title="A plan").working) == {DOMAIN: [], PRIORITY: []}


def test_what_is_kept_as_typed_is_read_before_what_was_saved(world):
    draft = world.draft(title="Remittances")
    hold(draft.working, Section.BASICS, {"title": ["Asylum"], "parent": ["nonsense"]}, world.focal_point().actor)
    assert [found.code for found in suggestions(draft.working)[DOMAIN]] == ["3"]


def test_a_revision_is_read_in_its_own_taxonomy_version(world):
    draft = world.draft(title="Refugees and lighthouse keepers")
    load(OTHER, "other", OPERATOR)
    assert {found.code for found in suggestions(draft.working)[DOMAIN]} == {"3"}
    newer = world.draft(title="Refugees and lighthouse keepers")
    assert newer.working.taxonomy_version == "other"
    assert [(found.code, found.words) for found in suggestions(newer.working)[PRIORITY]] == [
        ("7", ("keepers", "lighthouse"))
    ]


def test_a_priority_of_the_same_code_as_a_domain_is_another_thing(session):
    rows = [dict(row, code="1") if row["level"] == "domain" else dict(row, parent="1") if row["level"] == "area" else row
            for row in OTHER]  # fmt: skip
    load([*rows, {**OTHER[2], "code": "1", "label_en": "Harbours", "label_fr": "Ports"}], "numbered", OPERATOR)
    add_term("pilots", EN, PRIORITY, "1", OPERATOR)
    assert codes(PRIORITY, "Pilots") == ["1"]
    assert codes(PRIORITY, "Employment") == [] and codes(DOMAIN, "Employment") == ["1"]


def test_a_term_added_speaks_and_a_term_removed_is_silent(session):
    assert codes(DOMAIN, "Kalobeyei") == []
    term = add_term("Kalobeyei", EN, PRIORITY, "3.2.3", OPERATOR)
    assert (codes(DOMAIN, "Kalobeyei"), codes(PRIORITY, "kalobeyei")) == (["3"], ["3.2.3"])
    remove_term(term, OPERATOR)
    assert codes(DOMAIN, "Kalobeyei") == [] and find_term(term.id) is None


def test_what_was_removed_stays_away_when_the_lists_are_seeded_again_and_can_be_added_again(session):
    term = session.scalars(standing_terms().where(ClassificationTerm.key == "refugees")).one()
    standing, _ = terms_page("", 0, 1)
    remove_term(term, OPERATOR)
    assert load_reference()["terms"] == 0
    assert terms_page("", 0, 1)[0] == standing - 1
    assert add_term("Refugees", EN, DOMAIN, "3", OPERATOR).id == term.id
    assert (terms_page("", 0, 1)[0], find_term(term.id).term) == (standing, "Refugees")


@pytest.mark.parametrize(
    ("term", "level", "code", "field"),
    [
        ("", DOMAIN, "3", "term"), (" \t\0 ", DOMAIN, "3", "term"), ("…", DOMAIN, "3", "term"), ("of the", DOMAIN, "3", "term"),
        ("2030", DOMAIN, "3", "term"), ("support", DOMAIN, "3", "term"), ("x" * (LONGEST + 1), DOMAIN, "3", "term"),
        ("ﷺ" * 50, DOMAIN, "3", "term"), ("rÉFUGIES", DOMAIN, "3", "term"),
        ("boats", DOMAIN, "9", "code"), ("boats", DOMAIN, "3.1.1", "code"), ("boats", PRIORITY, "3", "code"),
        ("boats", PRIORITY, "", "code"),
    ],
)  # fmt: skip
def test_a_term_that_cannot_be_used_is_refused_on_its_field(session, term, level, code, field):
    with pytest.raises(DomainError) as error:
        add_term(term, FR, level, code, OPERATOR)
    assert error.value.field == field


def test_the_same_term_may_speak_for_another_code_and_in_another_language(session):
    before, _ = terms_page("", 0, 1)
    add_term("refugees", EN, PRIORITY, "1.2.7", OPERATOR)
    add_term("refugees", FR, DOMAIN, "3", OPERATOR)
    add_term("x" * LONGEST, EN, DOMAIN, "3", OPERATOR)
    assert terms_page("", 0, 1)[0] == before + 3


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SECRETARIAT, Role.ADMINISTRATOR)])
def test_only_the_secretariat_edits_terms(world, session, role):
    actor = world.person(role, entity="ET-MOLS").actor
    with pytest.raises(NotAllowed):
        add_term("boats", EN, DOMAIN, "3", actor)
    with pytest.raises(NotAllowed):
        remove_term(session.scalars(standing_terms().limit(1)).one(), actor)


def test_terms_are_found_by_words_without_accents_and_by_code(session):
    assert {"réfugiés", "droits des réfugiés"} <= {term.term for term in terms_page("REFUGIES", 0, 100)[1]}
    assert {term.code for term in terms_page("4.2.7", 0, 100)[1]} == {"4.2.7"}
    assert terms_page("no such term %", 0, 10) == (0, [])


def test_the_shipped_terms_fit_the_shipped_list(session):
    version = current_version().name
    known = {(DOMAIN, code) for code in session.scalars(select(Domain.code).where(Domain.version == version))}
    known |= {(PRIORITY, code) for code in session.scalars(select(Priority.code).where(Priority.version == version))}
    shipped = session.scalars(standing_terms()).all()
    assert {(term.level, term.code) for term in shipped} == known
    per_language = dict(
        session.execute(select(ClassificationTerm.language, func.count()).group_by(ClassificationTerm.language)).all()
    )
    assert min(per_language.values()) > 500
    assert all(term.removed_at is None or term.removed_at <= now() for term in shipped)


def test_looking_changes_nothing(world):
    draft = world.draft(title="Resettlement of refugees")
    suggestions(draft.working)
    assert not db.session.dirty and draft.working.domains == []
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1
