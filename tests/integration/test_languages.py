"""Texts in two languages: which one a reader reads, what is found, and that a translation goes wherever its text goes."""

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.choices import Language
from app.domain.languages import Reading, language_of, read_text
from app.domain.questions import Kind, Section
from app.domain.workflow import Action
from app.models import QUESTION, QUESTIONS, Event, Revision, Translation
from app.models.answers import answers, section_answers
from app.queries.completeness import gaps
from app.queries.history import differences
from app.queries.initiatives import count_listed
from app.queries.languages import read_answer, read_title, untranslated
from app.queries.selection import Selection
from app.services.initiatives import copy, open_revision, save_section
from tests.world import SUMMARY, World

EN, FR = Language.EN, Language.FR
IN_FRENCH = "Les bureaux municipaux enregistrent les migrants avant leur départ ; l’épargne des travailleurs revenus."
TRANSLATIONS = [asked for asked in QUESTIONS if asked.translates]


@pytest.mark.parametrize(
    ("original", "translation", "written", "reader", "read"),
    [
        ("A text", None, EN, EN, Reading("A text", EN)),
        ("A text", None, EN, FR, Reading("A text", EN, untranslated=True)),
        ("A text", "Un texte", EN, EN, Reading("A text", EN)),
        ("A text", "Un texte", EN, FR, Reading("Un texte", FR, beside="A text", beside_language=EN)),
        ("Un texte", "A text", FR, EN, Reading("A text", EN, beside="Un texte", beside_language=FR)),
        (None, "Un texte", EN, FR, Reading("Un texte", FR)),
        (None, "Un texte", EN, EN, Reading("Un texte", FR, untranslated=True)),
        ("A text", None, None, FR, Reading("A text", None)),
        ("A text", "Un texte", None, FR, Reading("A text", None, beside="Un texte")),
        (None, "Un texte", None, FR, Reading("Un texte", None)),
        (None, None, EN, EN, None),
    ],
)
def test_a_reader_reads_their_own_language_or_what_was_written(original, translation, written, reader, read):
    assert read_text(original, translation, written, reader) == read


@pytest.mark.parametrize(
    ("titles", "locale", "read"),
    [
        ({"title": "Titre", "language": FR}, "en", Reading("Titre", FR, untranslated=True)),
        ({"title": "Titre", "language": FR}, "fr", Reading("Titre", FR)),
        ({"title": "Titre", "language": FR, "title_en": "Title"}, "en", Reading("Title", EN)),
        ({"title": "Titre"}, "en", Reading("Titre", None)),
        ({"title": "Titre", "title_fr": "Titre officiel"}, "fr", Reading("Titre officiel", FR)),
        ({"title_fr": "Titre officiel"}, "en", Reading("Titre officiel", FR, untranslated=True)),
        ({}, "en", None),
    ],
)
def test_the_title_says_its_language_where_that_is_known(titles, locale, read):
    revision = Revision(**titles)
    assert read_title(revision, locale) == read
    assert (read.text if read else None) == revision.title_in(locale)


def test_a_translation_is_a_question_like_its_text_and_never_required():
    assert {asked.translates for asked in TRANSLATIONS} == {asked.name for asked in QUESTIONS if asked.translation}
    for asked in TRANSLATIONS:
        text = QUESTION[asked.translates]
        assert (asked.section, asked.answer, asked.only, asked.max_length) == (text.section, text.answer, text.only, text.max_length)  # fmt: skip
        assert not any(asked.required_of(kind) for kind in Kind) and asked.min_length is None
        assert QUESTIONS.index(asked) == QUESTIONS.index(text) + 1
        assert (language_of(asked, FR), language_of(text, FR), language_of(asked, None)) == (EN, FR, None)


def test_no_submission_waits_for_a_translation(world: World):
    revision = world.complete(language="en", summary_translation="Trop court pour un résumé").latest
    assert gaps(revision) == []


def test_a_translation_is_kept_changed_and_taken_away(world: World, session):
    person = world.focal_point()
    revision = world.draft(person, summary=SUMMARY, summary_translation=IN_FRENCH).latest
    version = revision.version
    assert session.scalars(select(Translation.text)).all() == [IN_FRENCH]
    world.answer(revision, person, summary_translation="Un autre résumé")
    assert revision.summary_translation == "Un autre résumé" and revision.version > version
    world.answer(revision, person, summary_translation=None)
    assert revision.summary_translation is None
    assert session.scalars(select(Translation)).all() == []


def test_the_event_of_an_edit_says_what_the_translation_was(world: World):
    person = world.focal_point()
    revision = world.draft(person, summary_translation="Avant").latest
    changed = save_section(
        revision,
        Section.BASICS,
        section_answers(revision, Section.BASICS) | {"summary_translation": "Après"},
        person.actor,
    )
    assert changed == {"summary_translation": ["Avant", "Après"]}


def test_another_language_of_the_texts_loses_none_of_them(world: World):
    person = world.focal_point()
    revision = world.draft(person, language="en", summary=SUMMARY, summary_translation=IN_FRENCH).latest
    world.answer(revision, person, language="fr")
    assert (revision.summary, revision.summary_translation) == (SUMMARY, IN_FRENCH)
    read = read_answer(revision, QUESTION["summary"], "en")
    assert read is not None and (read.text, read.beside) == (IN_FRENCH, SUMMARY)


def test_a_new_version_a_copy_and_a_snapshot_carry_the_translations(world: World):
    person = world.focal_point()
    told = {"language": "en", "summary_translation": IN_FRENCH, "lessons": "Start early", "lessons_translation": "Tôt"}
    initiative = world.published(person, **told)
    revision = open_revision(initiative, person.actor)
    assert answers(revision) == answers(initiative.published)
    assert differences(initiative.published, revision) == {}
    assert answers(copy(revision, person.actor).latest)["lessons_translation"] == "Tôt"
    snapshot = db.session.scalar(select(Event.snapshot).where(Event.action == Action.SUBMIT))
    assert snapshot["summary_translation"] == IN_FRENCH
    world.answer(revision, person, lessons_translation="Commencer tôt")
    assert differences(initiative.published, revision) == {"lessons_translation": ["Tôt", "Commencer tôt"]}
    assert initiative.published.lessons_translation == "Tôt"


@pytest.mark.parametrize("words", ["EPARGNE", "épargne des travailleurs", "savings scheme", "Recrutement équitable"])
def test_the_search_finds_the_words_of_either_language(world: World, words):
    world.published(language="en", title_fr="Recrutement équitable", summary_translation=IN_FRENCH)
    world.published(title="Another", summary=SUMMARY.replace("savings", "credit"))
    assert count_listed(world.analyst().actor, Selection(q=words)) == 1


def test_what_is_no_longer_translated_is_no_longer_found(world: World):
    person = world.focal_point()
    revision = world.draft(person, summary=SUMMARY, summary_translation=IN_FRENCH).latest
    world.answer(revision, person, summary_translation=None)
    assert count_listed(person.actor, Selection(q="épargne")) == 0


def test_the_texts_that_stand_in_one_language_are_named(world: World):
    person = world.focal_point()
    revision = world.complete(person, Kind.POLICY, language="fr", title_en="A law", issuing_body="Parlement").latest
    assert [asked.name for asked in untranslated(revision)] == ["summary", "issuing_body"]
    world.answer(revision, person, issuing_body_translation="Parliament", summary_translation="A summary")
    assert untranslated(revision) == []
    world.answer(revision, person, title_en=None)
    assert [asked.name for asked in untranslated(revision)] == ["title"]
    world.answer(revision, person, language=None)
    assert untranslated(revision) == []
