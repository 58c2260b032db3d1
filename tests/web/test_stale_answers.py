"""An answer sent from a page that has grown old leads back to the cycle as it stands now, and says why."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.choices import Language
from app.domain.workflow import Action
from app.models import Attestation
from app.services.cycles import close_cycle
from tests.pages import form_values, forms, parse

PAGE, ANSWERS = "/cycles/collection", "/cycles/collection/answers"


@pytest.fixture
def published(world):
    with at(now() - timedelta(60)):
        return world.published(title="Fair recruitment", ends_on=None)


@pytest.fixture
def cycle(world):
    return world.cycle()


@pytest.fixture
def focal(world, sign_in_as, published, cycle):
    return sign_in_as(world.focal_point())


def text_of(response):
    return response.get_data(as_text=True)


def form_of(client, answer):
    found = [form_values(form) for form in forms(parse(text_of(client.get(PAGE)))) if form.get("action") == ANSWERS]
    return next(values for values in found if values["answer"] == [answer])


def refused(response, words):
    page = text_of(response)
    assert response.status_code == 409 and words in page and 'role="alert"' in page
    assert "Fair recruitment" in page and "answers given" in page
    return page


@pytest.mark.parametrize("answer", ["still-accurate", "nothing-to-report"])
def test_a_cycle_that_was_closed_meanwhile(world, focal, cycle, session, answer):
    form = form_of(focal, answer)
    close_cycle(cycle, world.secretariat().actor)
    page = refused(focal.post(ANSWERS, data=form), "is closed")
    assert "The cycle is closed" in page and session.query(Attestation).count() == 0


def test_an_answer_that_stands_already(world, focal, published, session):
    form = form_of(focal, "still-accurate")
    world.revised(published, title="Fair recruitment of all")
    world.step(published, Action.SUBMIT, world.focal_point())
    refused(focal.post(ANSWERS, data=form), "stands already")
    assert session.query(Attestation).count() == 0


def test_what_was_taken_back_already(focal):
    focal.post(ANSWERS, data=form_of(focal, "still-accurate"))
    form = form_of(focal, "take-back")
    focal.post(ANSWERS, data=form)
    refused(focal.post(ANSWERS, data={**form, "key": "another"}), "There is nothing to take back.")


def test_an_end_for_which_a_version_was_opened_meanwhile(world, focal, published):
    address = f"{PAGE}/ended/{published.reference}"
    _action, form = focal.form_at(address)
    world.revised(published, title="Fair recruitment of all")
    refused(focal.get(address), "is open already")
    day = now().date()
    refused(focal.post(address, data={**form, "ends_on": f"{day.day} {day.month} {day.year}"}), "is open already")


def test_it_is_said_in_french(world, sign_in_as, published, cycle):
    client = sign_in_as(world.person(language=Language.FR))
    form = form_of(client, "still-accurate")
    close_cycle(cycle, world.secretariat().actor)
    page = text_of(client.post(ANSWERS, data=form))
    assert "Rien n’a été modifié" in page


def test_closing_twice_leads_back_to_the_cycle(world, sign_in_as, cycle):
    client = sign_in_as(world.secretariat())
    assert client.post_form(f"{PAGE}/close").status_code == 303
    answer = client.post_form(f"{PAGE}/close")
    assert answer.status_code == 409 and f'href="{PAGE}"' in text_of(answer)
