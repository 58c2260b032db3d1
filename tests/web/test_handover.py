"""A Focal Point hands over: the successor has everything at once, the history keeps the old name."""

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.access import Role
from app.models import Invitation, Person
from tests import pages
from tests.web.test_accounts import OTHER, link_in, mails
from tests.web.test_people import find
from tests.world import PASSWORD

NEW = {"name": "Hanna Tesfaye", "email": "hanna@gov.example", "language": "fr"}


@pytest.fixture
def leaving(world):
    return world.person("focal_point", "ET", name="Abeba Tesfaye", password=PASSWORD)


def at(person):
    return f"/people/{person.id}/handover"


def again(person):
    return db.session.get_one(Person, person.id)


def test_the_desk_shows_what_a_successor_takes_over(world, sign_in_as, leaving):
    contributor = world.contributor()
    world.complete(leaving, title="Still a draft")
    world.returned(leaving, title="Came back", note="Which year is meant?")
    world.published(leaving, title="In the reports")
    world.complete(partner="SN", title="Foreign")
    page = sign_in_as(leaving).get(at(leaving)).text
    for text in ("Still a draft", "Came back", "Which year is meant?", "1 published initiative", contributor.name):
        assert text in page, text
    assert "Foreign" not in page


def test_a_colleague_takes_over_at_once_and_the_old_name_stays(world, sign_in_as, leaving):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    draft = world.complete(leaving)
    client, later = sign_in_as(leaving), sign_in_as(colleague)
    assert client.fill(at(leaving), {"successor": str(colleague.id)}).status_code == 303
    assert (again(colleague).role, again(colleague).entity_code) == (Role.FOCAL_POINT, None)
    assert not again(leaving).active
    assert client.get("/").status_code == 302
    assert "Check your answers" in later.get(f"/initiatives/{draft.reference}").text
    assert "Abeba Tesfaye" in later.get(f"/initiatives/{draft.reference}/history").text


def test_somebody_new_is_invited_and_the_old_account_closes_when_they_come_in(
    world, client, sign_in_as, leaving, session, mail_folder
):
    assert sign_in_as(leaving).fill(at(leaving), NEW).status_code == 303
    assert again(leaving).active
    (mail,) = mails(mail_folder)
    assert client.fill(link_in(mail), {"password": OTHER, "password_confirm": OTHER}).status_code == 303
    person = find(session)
    assert (person.role, person.partner_code) == (Role.FOCAL_POINT, "ET")
    assert not again(leaving).active


def test_an_invitation_sent_again_still_replaces(world, sign_in_as, leaving, session, mail_folder):
    sign_in_as(leaving).fill(at(leaving), NEW)
    sign_in_as(world.secretariat()).post_form(f"/people/{find(session).id}/invite-again")
    assert [one.replaces_id for one in db.session.scalars(select(Invitation))] == [leaving.id, leaving.id]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_half_done(world, sign_in_as, leaving, language):
    taken = world.person("focal_point", "SN", email="taken@gov.example")
    leaving.language = language
    db.session.commit()
    client = sign_in_as(leaving)
    wrong = (
        {},
        {"successor": str(leaving.id)},
        {"successor": str(taken.id)},
        {"successor": "x"},
        {**NEW, "email": "no address"},
        {**NEW, "email": "taken@gov.example"},
        {"name": "Only a name"},
        {**NEW, "successor": str(world.contributor().id)},
    )
    for typed in wrong:
        answer = client.fill(at(leaving), typed)
        assert answer.status_code == 422, typed
        assert pages.parse(answer.text).get("lang") == language
        assert "error-summary" in answer.text
    assert again(leaving).active
    assert not db.session.scalars(select(Invitation)).all()


def test_who_may_hand_over_whom(world, sign_in_as, leaving):
    seen = {
        200: (leaving, world.person("focal_point", "ET"), world.secretariat(), world.administrator()),
        403: (world.contributor(), world.analyst()),
        404: (world.focal_point("SN"),),
    }
    for status, readers in seen.items():
        for reader in readers:
            found = sign_in_as(reader).get(at(leaving)).status_code
            assert found == status or (status == 403 and found == 404), reader.role
    assert sign_in_as(leaving).get(at(world.contributor())).status_code == 404


def test_the_secretariat_sees_which_partners_have_nobody(world, sign_in_as, leaving):
    page = sign_in_as(world.secretariat()).get("/people").text
    assert "74 Partners have no Focal Point who can sign in" in page
    assert "have no Focal Point" not in sign_in_as(leaving).get("/people").text


def test_one_handover_at_a_time_and_a_colleague_ends_the_other(world, client, sign_in_as, leaving, mail_folder):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    desk = sign_in_as(leaving)
    assert desk.fill(at(leaving), NEW).status_code == 303
    refused = desk.fill(at(leaving), {**NEW, "email": "other@gov.example"})
    assert refused.status_code == 422 and "under way already" in refused.text
    assert desk.fill(at(leaving), {"successor": str(colleague.id)}).status_code == 303
    assert client.get(link_in(mails(mail_folder)[0])).status_code == 410
