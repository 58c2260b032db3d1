"""Whoever loses the right to write, or is overtaken, while they type is told why and keeps their text."""

import pytest

from app.domain.questions import Section
from app.domain.workflow import Action
from app.services.assignments import assign, hand_back, take_back
from tests import pages
from tests.journeys.records import page_of, stored
from tests.web.test_beside_files import DIGEST, LINK
from tests.world import PASSWORD

TYPED = "Twelve trained, <six> placed,\nand two more."


@pytest.fixture
def focal(world):
    return world.person("focal_point", "ET", name="Abeba Tesfaye")


@pytest.fixture
def writer(world):
    return world.person("contributor", "ET", "ET-MOJ", name="Yonas Bekele", password=PASSWORD)


@pytest.fixture
def draft(world, focal):
    return world.complete(focal, title="Fair recruitment")


@pytest.fixture
def handed(draft, writer, focal):
    assign(draft, writer, [Section.RESULTS, Section.DOCUMENTS], focal.actor)
    return draft


def edit(draft, section="results"):
    return f"/initiatives/{draft.reference}/edit/{section}"


def typed_on(response):
    """{question: text} of the fields to copy from."""
    page = page_of(response)
    labels = {label.get("for"): pages.text_of(label) for label in page.iter("label")}
    boxes = [box for box in page.iter("textarea") if "typed" in (box.get("class") or "").split()]
    assert all(box.get("readonly") is not None for box in boxes)
    return {labels[box.get("id")]: box.text for box in boxes}


def test_what_is_taken_back_meanwhile_is_told_with_the_text(sign_in_as, handed, writer, focal):
    client = sign_in_as(writer)
    address, form = client.form_at(edit(handed))
    take_back(handed, writer, focal.actor)
    before = stored(handed)
    refused = client.post(address, data={**form, "results": TYPED})
    assert refused.status_code == 404 and stored(handed) == before
    assert "Abeba Tesfaye took this back on" in refused.text and "Error 404" in refused.text
    assert TYPED in typed_on(refused).values()
    assert "Fair recruitment" not in refused.text and "Open the record" not in refused.text


def test_the_script_is_told_the_same(sign_in_as, handed, writer, focal):
    client = sign_in_as(writer)
    address, form = client.form_at(edit(handed))
    take_back(handed, writer, focal.actor)
    for rest in ("autosave", "open"):
        answer = client.post(f"{address}/{rest}", data={**form, "results": TYPED})
        assert answer.status_code == 404 and "Abeba Tesfaye took this back" in answer.json["told"]


def test_the_address_of_the_mail_says_that_it_was_taken_back(sign_in_as, handed, writer, focal, world):
    take_back(handed, writer, focal.actor)
    page = f"/initiatives/{handed.reference}"
    assert "Abeba Tesfaye took this back" in sign_in_as(writer).get(page).text
    other = sign_in_as(world.person("contributor", "ET", "ET-MOJ")).get(page)
    assert other.status_code == 404 and "took this back" not in other.text


def test_after_handing_back_the_section_says_so(sign_in_as, handed, writer):
    client = sign_in_as(writer)
    address, form = client.form_at(edit(handed))
    hand_back(handed, writer.actor)
    read = client.get(address)
    assert read.status_code == 403 and "You handed it back on" in read.text
    refused = client.post(address, data={**form, "results": TYPED})
    assert refused.status_code == 403 and TYPED in typed_on(refused).values()


def test_a_section_that_was_never_handed_is_told_as_before(sign_in_as, handed, writer):
    refused = sign_in_as(writer).get(edit(handed, "money"))
    assert "“Money” was not handed to you" in refused.text


def test_what_a_colleague_submits_meanwhile_is_told_with_the_text(world, sign_in_as, draft, focal):
    client = sign_in_as(world.person("focal_point", "ET"))
    address, form = client.form_at(edit(draft))
    world.step(draft, Action.SUBMIT, focal)
    before = stored(draft)
    refused = client.post(address, data={**form, "results": TYPED})
    assert refused.status_code == 409 and stored(draft) == before
    assert "Submitted by Abeba Tesfaye on" in refused.text and "Open the record to take it back" in refused.text
    assert TYPED in typed_on(refused).values() and f'href="/initiatives/{draft.reference}"' in refused.text
    told = client.post(f"{address}/autosave", data={**form, "results": TYPED})
    assert told.status_code == 409 and "Submitted by Abeba Tesfaye" in told.json["told"]


def test_a_contributor_is_told_whom_to_ask(sign_in_as, world, handed, writer, focal):
    client = sign_in_as(writer)
    address, form = client.form_at(edit(handed))
    world.step(handed, Action.SUBMIT, focal)
    assert "Ask your Focal Point to take it back" in client.post(address, data=form).text


def test_rows_choices_and_codes_are_written_out(world, sign_in_as, draft, focal):
    client = sign_in_as(focal)
    forms = [client.form_at(edit(draft, section)) for section in ("money", "where")]
    world.step(draft, Action.SUBMIT, focal)
    money, where = (" ".join(typed_on(client.post(address, data=form)).values()) for address, form in forms)
    assert "European Union" in money and "Currency: Euro" in money and "2021" in money
    assert "Kenya" in where


def test_links_and_descriptions_come_back_from_the_buttons_of_documents(sign_in_as, handed, writer, focal):
    client = sign_in_as(writer)
    _address, form = client.form_at(edit(handed, "documents"))
    take_back(handed, writer, focal.actor)
    sent = {**form, **LINK, "document": DIGEST, f"label-{DIGEST}": "The law itself"}
    refused = client.post(f"/initiatives/{handed.reference}/documents/describe", data=sent)
    assert refused.status_code == 404
    said = "\n".join(typed_on(refused).values())
    assert LINK["links-0-url"] in said and "The law itself" in said


def test_who_may_start_no_initiative_keeps_what_they_typed(sign_in_as, world):
    client = sign_in_as(world.analyst())
    refused = client.post_form("/initiatives", {"kind": "policy", "title": "A law in the making"})
    assert refused.status_code == 403 and "A law in the making" in typed_on(refused).values()


def test_an_own_second_window_is_not_called_somebody_else(sign_in_as, draft, focal):
    client = sign_in_as(focal)
    address, form = client.form_at(edit(draft))
    client.fill(address, {"results": "In the first window"})
    told = client.post(f"{address}/autosave", data={**form, "results": TYPED})
    assert told.status_code == 409 and "in another window" in told.json["told"]
    assert "Keep the other window’s" in client.post(address, data={**form, "results": TYPED}).text
