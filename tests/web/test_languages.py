"""A text and its translation on the pages: in the form side by side, for a reader once, and marked where it is not there."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.db import db
from app.domain.choices import Language
from app.domain.questions import Kind, Section
from app.models import HeldInput, Initiative
from tests import pages
from tests.journeys.records import at, page_of, summary, values_of
from tests.world import SUMMARY, World

MARK = "not translated · in French"
SIMILAR = "/initiatives/similar?title=Recrutement équitable des migrants"
IN_FRENCH = "Les bureaux municipaux enregistrent les migrants avant leur départ."


def newest():
    return db.session.scalars(select(Initiative).order_by(Initiative.id.desc())).first()


def element(page, name):
    return next(found for found in page.iter() if found.get("name") == name)


def folds(page):
    """{name of a translation's field: whether it lies open}."""
    found = [fold for fold in page.iter("details") if fold.get("class") == "translation"]
    names = [next(inner.get("name") for inner in fold.iter() if inner.get("name")) for fold in found]
    return {name: fold.get("open") is not None for name, fold in zip(names, found, strict=True)}


def texts_in(page, language):
    return [pages.text_of(found) for found in page.iter() if found.get("lang") == language and found.tag != "html"]


@pytest.mark.parametrize(("language", "offered"), [("en", "en"), ("fr", "fr")])
def test_a_new_draft_is_offered_the_language_of_who_begins_it(world: World, sign_in_as, language, offered):
    client = sign_in_as(world.person("focal_point", "ET", language=Language(language)))
    _, form = client.form_at("/initiatives/new", "/initiatives")
    assert form["language"] == [offered]
    client.post("/initiatives", data={**form, "kind": "project", "title": "A title"})
    assert newest().latest.language == offered


def test_nobody_is_taken_to_write_in_a_language_that_was_not_stated(world: World, sign_in_as):
    client = sign_in_as(world.focal_point())
    client.post_form("/initiatives", {"kind": "project", "title": "A title"})
    assert newest().latest.language is None


def test_a_translation_lies_beside_its_text_folded_until_it_is_there(world: World, sign_in_as):
    person = world.focal_point()
    draft = world.draft(person, Kind.POLICY, language="fr", lessons="Tôt", lessons_translation="Early")
    client = sign_in_as(person)
    page = page_of(client.get(at(draft, "results")))
    assert folds(page) == {
        "objectives_translation": False,
        "target_groups_translation": False,
        "results_translation": False,
        "lessons_translation": True,
    }
    said = pages.text_of(page)
    assert "Add the English translation" in said and "Your texts are written in French." in said
    assert (element(page, "lessons").get("lang"), element(page, "lessons_translation").get("lang")) == ("fr", "en")
    assert folds(page_of(client.get(at(draft, "legal")))) == {
        "issuing_body_translation": False,
        "amends_translation": False,
    }


def test_where_the_language_is_not_stated_the_form_asks_for_it_and_claims_nothing(world: World, sign_in_as):
    draft = world.draft(lessons="Tôt")
    page = page_of(sign_in_as(world.focal_point()).get(at(draft, "results")))
    said = pages.text_of(page)
    assert "In which language are your texts written?" in said and "Add a translation" in said
    assert element(page, "lessons").get("lang") is None


def test_a_translation_is_saved_with_its_section_and_by_itself(world: World, sign_in_as):
    draft = world.draft(language="en", lessons="Start early")
    client = sign_in_as(world.focal_point())
    address, form = client.form_at(at(draft, "results"))
    answer = client.post(f"{address}/autosave", data={**form, "lessons_translation": "Commencer"})
    assert answer.json["state"] == "saved"
    form["seen"] = [answer.json["seen"]]
    assert client.post(address, data={**form, "lessons_translation": "Commencer tôt"}).status_code == 303
    assert draft.latest.lessons_translation == "Commencer tôt"
    assert "Commencer tôt" in client.get(f"/initiatives/{draft.reference}/history").text


def test_a_translation_that_is_too_long_is_kept_as_typed_and_lies_open(world: World, sign_in_as):
    draft = world.draft(language="en")
    client = sign_in_as(world.focal_point())
    answer = client.fill(at(draft, "basics"), {"summary_translation": "x" * 3001})
    page = page_of(answer)
    assert answer.status_code == 422 and folds(page)["summary_translation"]
    assert "summary_translation" in summary(page)
    assert db.session.scalar(select(HeldInput.section)) is Section.BASICS


def test_two_who_change_a_text_and_its_translation_lose_neither(world: World, sign_in_as):
    draft = world.draft(language="en", lessons="Start early", lessons_translation="Tôt")
    client = sign_in_as(world.focal_point())
    address, form = client.form_at(at(draft, "results"))
    world.answer(draft.latest, world.focal_point(), lessons_translation="Commencer tôt")
    assert client.post(address, data={**form, "lessons": "Start very early"}).status_code == 303
    assert (draft.latest.lessons, draft.latest.lessons_translation) == ("Start very early", "Commencer tôt")
    refused = client.post(address, data={**form, "lessons_translation": "Au plus tôt"})
    assert refused.status_code == 409
    assert values_of(page_of(refused), address)["lessons_translation"] == ["Au plus tôt"]


def test_the_record_shows_the_readers_language_with_the_original_at_hand(world: World, sign_in_as):
    told = {"title": "Titre", "title_en": "Title", "language": "fr", "summary_translation": "In English."}
    made = world.published(**told, summary=IN_FRENCH * 5, lessons="Commencer tôt")
    page = page_of(sign_in_as(world.analyst()).get(f"/initiatives/{made.reference}"))
    (fold,) = [found for found in page.iter("details") if found.get("class") == "other-text"]
    assert pages.text_of(fold) == f"Original, in French {IN_FRENCH * 5}"
    said = pages.text_of(page)
    assert "In English." in said and "Translation of the summary" not in said
    assert said.count(MARK) == 1 and "Commencer tôt" in texts_in(page, "fr")


def test_a_reader_of_the_written_language_sees_no_mark(world: World, sign_in_as):
    made = world.published(language="fr", title_en="Title", lessons="Tôt", lessons_translation="Early")
    page = sign_in_as(world.person("analyst", language=Language.FR)).get(f"/initiatives/{made.reference}")
    assert "non traduit" not in page.text and "other-text" not in page.text


@pytest.mark.parametrize("address", ["/initiatives", "/", "/exports/initiatives"])
def test_a_title_in_another_language_is_marked_wherever_it_is_listed(world: World, sign_in_as, address):
    world.published(title="Un titre", language="fr")
    world.published(title="Un autre", title_en="Another", language="fr")
    world.published(title="Who knows")
    page = page_of(sign_in_as(world.analyst()).get(address))
    assert pages.text_of(page).count(MARK) == 1
    assert "Un titre" in texts_in(page, "fr") and "Another" in texts_in(page, "en")


def test_the_queue_marks_it_too(world: World, sign_in_as):
    world.submitted(title="Un titre", language="fr")
    assert MARK in sign_in_as(world.secretariat()).get("/review").text


def test_a_report_marks_the_titles_that_it_names(world: World, sign_in_as):
    no_rate = {"funder": "Sida", "amount": Decimal(5), "currency": "SEK", "year": 1990, "type": "committed"}
    world.published(title="Un titre", language="fr", funding=[no_rate])
    assert MARK in sign_in_as(world.analyst()).get("/reports/by-domain").text


def test_a_cycle_marks_them_for_the_secretariat(world: World, sign_in_as):
    world.published(title="Un titre", language="fr")
    cycle = world.cycle()
    assert MARK in sign_in_as(world.secretariat()).get(f"/cycles/{cycle.slug}?partner=ET").text


def test_what_looks_alike_is_marked_too(world: World, sign_in_as):
    world.published(title="Recrutement équitable des migrants", language="fr", partner="SN")
    client = sign_in_as(world.focal_point("ET"))
    found = client.get(SIMILAR)
    assert MARK in found.json["html"] and 'lang="fr"' in found.json["html"]


def test_the_check_page_names_what_is_not_translated_and_still_lets_it_go(world: World, sign_in_as):
    draft = world.complete(language="fr", objectives="Protéger")
    page = page_of(sign_in_as(world.focal_point()).get(f"/initiatives/{draft.reference}/check"))
    said = pages.text_of(page)
    assert "3 texts are not translated: Title, Summary, Objectives." in said
    assert "readers in English see the original" in said
    assert "Translation of the objectives" in said and "Translation of the lessons" not in said
    assert summary(page) == {}


def test_the_download_tells_the_languages_apart(world: World, sign_in_as):
    world.published(title="Un titre", language="fr", summary_translation="In English")
    world.published(title="A title", language="en", summary=SUMMARY)
    world.published(title="Who knows")
    client = sign_in_as(world.analyst())
    found = client.get("/exports/initiatives.csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(found)))
    told = {row["Title as shown"]: (row["Title is not translated"], row["Language of the texts"]) for row in rows}
    assert told == {
        "Un titre": ("Yes", "French"),
        "A title": ("No", "English"),
        "Who knows": ("language not stated", ""),
    }
    assert {row["Translation of the summary"] for row in rows} == {"In English", ""}
    book = load_workbook(BytesIO(client.get("/exports/initiatives.xlsx").data))
    described = {row[0] for row in book["Dictionary"].iter_rows(values_only=True)}
    assert {"untranslated", "summary_translation", "lessons_translation"} <= described


def test_a_french_title_that_is_said_to_be_english_is_doubted_and_left_as_it_is(world, sign_in_as):
    client = sign_in_as(world.focal_point())
    title = "Recrutement équitable des travailleurs dans les régions"
    started = client.fill(
        "/initiatives/new", {"kind": "project", "title": title, "language": "en"}, action="/initiatives"
    )
    page = client.get(started.location).get_data(as_text=True)
    assert "The title looks French" in page and "under “Basics”" in page
    basics = f"{started.location}/edit/basics"
    assert "The title looks French" in client.get(basics).get_data(as_text=True)
    assert client.fill(basics, {"language": "fr"}).status_code == 303
    assert "looks French" not in client.get(basics).get_data(as_text=True)
