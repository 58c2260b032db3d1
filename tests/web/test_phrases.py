"""Phrases for questions: the secretariat's list in both languages."""

import pytest
from sqlalchemy import select

from app.models import QUESTION, Phrase
from app.queries.documents import DOCUMENTS
from app.queries.phrases import phrases
from seed.reference import load_reference


def test_only_the_secretariat_edits_phrases(world, sign_in_as, client):
    for person, may in ((world.secretariat(), True), (world.focal_point(), False), (world.analyst(), False)):
        asked = sign_in_as(person)
        assert asked.get("/phrases").status_code == (200 if may else 403)
        if not may:
            assert asked.post_form("/phrases", {"text_en": "a", "text_fr": "b"}).status_code == 403
            assert asked.post_form("/phrases/1/retire").status_code == 403
    assert client.get("/phrases").status_code == 302
    assert ("/phrases" in sign_in_as(world.secretariat()).get("/review").text) is True


def test_the_shipped_phrases_suit_fields_that_exist_and_stand_in_both_languages(session):
    shipped = phrases()
    assert len(shipped) >= 12
    assert all(one.text_en and one.text_fr and one.question in (None, DOCUMENTS, *QUESTION) for one in shipped)


def test_a_phrase_is_added_changed_retired_and_taken_up_again(world, session, sign_in_as):
    client = sign_in_as(world.secretariat())
    data = {"text_en": "Which decree?", "text_fr": "Quel décret ?", "question": "binding"}
    assert client.post_form("/phrases", data).status_code == 303
    made = session.scalars(select(Phrase).where(Phrase.text_en == "Which decree?")).one()
    assert made.question == "binding" and made == phrases()[-1]
    changed = {"text_en": "Which law?", "text_fr": "Quelle loi ?", "question": ""}
    assert client.post_form(f"/phrases/{made.id}", changed).status_code == 303
    assert (made.text_fr, made.question) == ("Quelle loi ?", None)
    assert client.post_form(f"/phrases/{made.id}/retire").status_code == 303
    assert made not in phrases() and "Retired" in client.get("/phrases").text
    assert client.post_form(f"/phrases/{made.id}", changed).status_code == 303
    assert made in phrases()


def test_what_the_secretariat_edited_or_retired_stays_so_when_the_lists_are_loaded_again(world, session, sign_in_as):
    client = sign_in_as(world.secretariat())
    first, second = phrases()[:2]
    client.post_form(f"/phrases/{first.id}", {"text_en": "Ours", "text_fr": "La nôtre"})
    client.post_form(f"/phrases/{second.id}/retire")
    assert load_reference()["phrases"] == 0
    assert first.text_en == "Ours" and second not in phrases()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"text_en": "Only English", "text_fr": " "}, "Write the phrase in both languages"),
        ({"text_en": "x" * 2001, "text_fr": "y"}, "Shorten this to 2,000 characters"),
        ({"text_en": "x", "text_fr": "y", "question": "salary"}, "Choose one from the list"),
    ],
)
def test_a_phrase_that_cannot_be_used_is_refused_on_its_field(world, sign_in_as, data, told):
    client = sign_in_as(world.secretariat())
    before = len(phrases())
    refused = client.post_form("/phrases", data)
    assert refused.status_code == 422 and told in refused.text
    assert len(phrases()) == before
    number = phrases()[0].id
    assert told in client.post_form(f"/phrases/{number}", data).text
    assert client.post_form("/phrases/999999", data).status_code == 404
