"""What is kept, whoever sends what, twice, late or together: nothing typed is lost, nothing foreign is told."""

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.workflow import Action
from app.models import Event
from tests import pages
from tests.journeys.records import at, page_of, stored


@pytest.mark.parametrize(
    "address", ["/initiatives/JVAP%00", "/initiatives?q=a%00b", "/reports/by-domain?partner=E%00T"]
)
def test_an_address_with_a_character_that_nobody_types_is_a_bad_request(client, address):
    assert client.get(address).status_code == 400


def test_a_note_and_a_key_with_such_characters_or_too_long_are_taken_without_them(
    world, sign_in_as, client, draft, desk
):
    world.step(draft, Action.SUBMIT, desk)
    secretariat = sign_in_as(world.secretariat())
    sent = {"action": "return", "note": "Which\0 year?", "key": "\0" + "k" * 100}
    assert secretariat.post_form(at(draft), sent).status_code == 303
    assert db.session.scalars(select(Event.note).where(Event.action == Action.RETURN)).one() == "Which year?"


def test_a_person_whose_number_no_column_holds_is_not_found(world, sign_in_as):
    secretariat = sign_in_as(world.secretariat())
    for number in ("9999999999", "9" * 23):
        assert secretariat.post_form(f"/people/{number}/suspend").status_code == 404


def test_the_same_key_of_two_people_makes_two_drafts(world, sign_in_as, client):
    sent = {"kind": "project", "title": "Of each his own", "key": "k1"}
    mine = client.post_form("/initiatives", sent)
    theirs = sign_in_as(world.focal_point("SN")).post_form("/initiatives", sent)
    assert mine.location.endswith("JVAP-ET-0001") and theirs.location.endswith("JVAP-SN-0001")
    assert client.post_form("/initiatives", sent).location == mine.location


def test_adding_a_row_hides_nobody_elses_save(world, sign_in_as, client, draft):
    address, form = client.form_at(at(draft, "who"))
    colleague = sign_in_as(world.person("focal_point", "ET"))
    assert colleague.fill(address, {"contact_name": "As the colleague has it"}).status_code == 303
    response = client.post(address, data={**form, "rows": "add:implementers"})
    (again,) = [part for part in pages.forms(page_of(response)) if part.get("action") == address]
    assert client.post(address, data={**pages.form_values(again), "lead_organisation": "Mine"}).status_code == 303
    kept = stored(draft)[3]
    assert (kept["contact_name"], kept["lead_organisation"]) == ("As the colleague has it", "Mine")


def test_what_one_person_has_half_typed_is_not_lost_when_another_saves(world, sign_in_as, client, draft):
    address, form = client.form_at(at(draft, "when"))
    colleague = sign_in_as(world.person("focal_point", "ET"))
    assert colleague.fill(address, {"starts_on": "spring 2021"}).status_code == 422
    refused = client.post(address, data={**form, "starts_on": "1 3 2021"})
    assert refused.status_code == 409
    assert "spring 2021" in pages.text_of(page_of(refused))
    assert client.fill(address, {"starts_on": "1 3 2021"}).status_code == 303


def test_a_reviewer_asked_for_the_note_still_decides_on_what_they_read(world, sign_in_as, client, draft, desk):
    world.step(draft, Action.SUBMIT, desk)
    secretariat = sign_in_as(world.secretariat())
    page = f"/review/{draft.reference}"
    asked = secretariat.fill(page, {"do": "decline", "reason": ""})
    assert asked.status_code == 422
    for action in (Action.TAKE_BACK, Action.SUBMIT):
        world.step(draft, action, desk)
    (again,) = [part for part in pages.forms(page_of(asked)) if (part.get("action") or "").startswith(page)]
    sent = {**pages.form_values(again), "do": "decline", "reason": "No"}
    assert secretariat.post(page, data=sent).status_code == 409


def test_a_list_with_more_rows_than_it_takes_is_refused_whole(client, draft):
    rows = {f"implementers-{number}-name": f"Organisation {number}" for number in range(201)}
    before = stored(draft)
    assert client.fill(at(draft, "who"), rows).status_code == 422
    assert stored(draft) == before


def test_a_list_is_emptied_when_its_last_row_is_removed(client, draft):
    assert client.post_form(at(draft, "money"), {"seen": ""}).status_code == 303
    assert stored(draft)[3]["funding"] == []


def test_a_funding_line_is_what_was_sent_and_nothing_of_the_one_before(client, draft):
    assert client.post_form(at(draft, "money"), {"funding-0-funder": "Somebody"}).status_code == 422


def test_a_contributor_cannot_give_a_draft_away(world, sign_in_as):
    contributor = world.contributor()
    draft = world.complete(contributor)
    client = sign_in_as(contributor)
    world.entity("ET-OTHER")
    for entity in ("", "ET-OTHER"):
        assert client.fill(at(draft, "basics"), {"entity": entity}).status_code == 422, entity
    assert stored(draft)[3]["entity"] == contributor.entity_code


def test_a_focal_point_with_an_entity_keeps_that_of_others(world, sign_in_as):
    draft = world.complete(world.contributor())
    entity = stored(draft)[3]["entity"]
    other = world.entity("ET-OTHER")
    focal = world.person("focal_point", "ET", entity=other.code)
    assert sign_in_as(focal).fill(at(draft, "basics"), {"partner_reference": "7"}).status_code == 303
    assert stored(draft)[3]["entity"] == entity


def test_a_search_tells_nothing_of_foreign_submissions(world, sign_in_as, desk):
    world.submitted(partner="SN", title="Zanzibarite")
    reader = sign_in_as(desk)
    found, not_found = (
        reader.get(f"/reports/by-domain?partner=SN&q={word}").text for word in ("zanzibarite", "basalt")
    )
    assert "submission that may match" in found and "submission that may match" in not_found


def test_a_draft_of_others_is_not_betrayed_by_the_check_for_circles(world, client, desk):
    mine, programme = world.published(desk), world.published(partner="SN")
    world.revised(programme, parent=mine.reference)
    assert client.fill(at(mine, "basics"), {"parent": programme.reference}).status_code == 303


def test_a_programme_that_was_withdrawn_keeps_nobody_from_correcting_the_rest(world, sign_in_as, client, draft):
    programme = world.published(partner="SN")
    assert client.fill(at(draft, "basics"), {"parent": programme.reference}).status_code == 303
    world.step(programme, Action.WITHDRAW, world.secretariat(), "It never began.")
    assert client.fill(at(draft, "basics"), {"partner_reference": "7"}).status_code == 303


def test_a_row_added_to_a_published_one_opens_no_new_version(world, client, desk):
    published = world.published(desk)
    before = stored(published)
    assert client.fill(at(published, "who"), {"rows": "add:implementers"}).status_code == 200
    assert stored(published) == before
