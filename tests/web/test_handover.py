"""A Focal Point hands over: the successor has everything at once, the history keeps the old name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.access import Role
from app.domain.questions import Section
from app.mail.delivery import deliver
from app.models import Invitation, Person
from app.queries.handover import people_of
from app.services.assignments import assign
from app.services.people import make_invitation
from app.web.invitations import mail_invitation
from tests import pages
from tests.web.statements import counted
from tests.web.test_accounts import OTHER, link_in, mails, words
from tests.web.test_people import find
from tests.world import PASSWORD

NEW = {"name": "Hanna Tesfaye", "email": "hanna@gov.example", "language": "fr"}


@pytest.fixture
def leaving(world):
    return world.person("focal_point", "ET", name="Abeba Tesfaye", password=PASSWORD)


def at(person):
    return f"/people/{person.id}/handover"


def hand_over(client, leaving, typed):
    """Fill in the form, read what will happen, confirm it."""
    asked = client.fill(at(leaving), typed)
    if asked.status_code != 200:
        return asked
    form = next(form for form in pages.forms(pages.parse(asked.text)) if "confirmed" in pages.form_values(form))
    return client.post(at(leaving), data=pages.form_values(form))


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
    assert hand_over(client, leaving, {"successor": str(colleague.id)}).status_code == 303
    assert (again(colleague).role, again(colleague).entity_code) == (Role.FOCAL_POINT, None)
    assert not again(leaving).active
    assert client.get("/").status_code == 302
    assert "Check your answers" in later.get(f"/initiatives/{draft.reference}").text
    assert "Abeba Tesfaye" in later.get(f"/initiatives/{draft.reference}/history").text


def test_somebody_new_is_invited_and_the_old_account_closes_when_they_come_in(
    world, client, sign_in_as, leaving, session, mail_folder
):
    assert hand_over(sign_in_as(leaving), leaving, NEW).status_code == 303
    assert again(leaving).active
    mail = mail_to(mail_folder, NEW["email"])
    assert client.fill(link_in(mail), {"password": OTHER, "password_confirm": OTHER}).status_code == 303
    person = find(session)
    assert (person.role, person.partner_code) == (Role.FOCAL_POINT, "ET")
    assert not again(leaving).active


def test_an_invitation_sent_again_still_replaces(world, sign_in_as, leaving, session, mail_folder):
    hand_over(sign_in_as(leaving), leaving, NEW)
    sign_in_as(world.secretariat()).post_form(f"/people/{find(session).id}/invite-again")
    assert [one.replaces_id for one in db.session.scalars(select(Invitation))] == [leaving.id, leaving.id]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_half_done(world, sign_in_as, leaving, language):
    taken = world.person("focal_point", "SN", email="taken@gov.example")
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
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
        {**NEW, "successor": str(colleague.id)},
        {"successor": str(world.contributor().id)},
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


def test_one_handover_at_a_time_and_the_first_can_be_withdrawn_by_either_side(
    world, client, sign_in_as, leaving, session, mail_folder
):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    for who in (leaving, world.secretariat()):
        desk = sign_in_as(who)
        assert hand_over(desk, leaving, NEW).status_code == 303
        for second in ({**NEW, "email": "other@gov.example"}, {"successor": str(colleague.id)}):
            refused = desk.post_form(at(leaving), {**second, "confirmed": "1"})
            assert refused.status_code == 422
            assert "under way already" in refused.text and "Withdraw the handover" in refused.text
        assert desk.fill(at(leaving), {}, action=f"{at(leaving)}/withdraw").status_code == 303
        assert "A handover is under way" not in desk.get(at(leaving)).text
    assert [person.email for person in session.scalars(select(Person).where(~Person.active))] == [NEW["email"]]
    for link in map(link_in, mails_to(mail_folder, NEW["email"])):
        assert "ask the person who invited you, or the secretariat" in client.get(link).text
        assert client.post_form(f"{link}/again").status_code == 409
    assert desk.post_form(f"{at(leaving)}/withdraw").status_code == 409


def test_a_handover_under_way_is_seen_by_the_desk_and_the_secretariat_only(world, sign_in_as, leaving):
    hand_over(sign_in_as(leaving), leaving, NEW)
    for who in (leaving, world.secretariat()):
        client = sign_in_as(who)
        people, desk = client.get("/people").text, client.get(at(leaving)).text
        assert "1 handover is under way" in people and f'href="{at(leaving)}"' in people
        assert "A handover is under way" in desk and "Successor" not in desk
    assert "under way" not in sign_in_as(world.focal_point("SN")).get("/people").text
    assert sign_in_as(world.focal_point("SN")).post_form(f"{at(leaving)}/withdraw").status_code == 404


def test_the_page_before_says_what_moves_and_what_becomes_of_the_account(world, sign_in_as, leaving):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    world.complete(leaving)
    world.returned(leaving)
    cycle = world.cycle("Collection 2026")
    asked = sign_in_as(leaving).fill(at(leaving), {"successor": str(colleague.id)})
    for said in ("1 draft", "1 initiative returned with questions", "1 Contributor", cycle.name, colleague.name):
        assert said in asked.text, said
    assert "Your own account is closed at once" in asked.text
    assert again(leaving).active
    asked = sign_in_as(world.secretariat()).fill(at(leaving), {"successor": str(colleague.id)})
    assert f"The account of {leaving.name} is closed at once" in asked.text
    asked = sign_in_as(leaving).fill(at(leaving), NEW)
    assert "good for 30 days" in asked.text and "At that moment your own account is closed" in asked.text
    assert not db.session.scalars(select(Invitation)).all()


def test_successor_and_predecessor_are_told_each_in_their_language(world, sign_in_as, leaving, mail_folder):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD, language="fr")
    world.complete(leaving)
    hand_over(sign_in_as(leaving), leaving, {"successor": str(colleague.id)})
    told, receipt = mail_to(mail_folder, colleague.email), mail_to(mail_folder, leaving.email)
    assert "1 brouillon" in words(told) and leaving.name in words(told) and "http" in words(told)
    assert "Your account is closed" in words(receipt) and colleague.name in words(receipt)


def test_the_invitation_says_whom_one_replaces_and_the_predecessor_hears_twice(
    world, client, sign_in_as, leaving, mail_folder
):
    world.complete(leaving)
    hand_over(sign_in_as(leaving), leaving, NEW)
    invitation, begun = mail_to(mail_folder, NEW["email"]), mail_to(mail_folder, leaving.email)
    assert leaving.name in words(invitation) and "1 brouillon" in words(invitation)
    assert at(leaving) in words(begun) and NEW["email"] in words(begun)
    client.fill(link_in(invitation), {"password": OTHER, "password_confirm": OTHER})
    assert "Your account is closed" in words(mails_to(mail_folder, leaving.email)[-1])


def test_the_form_offers_who_can_take_over_and_marks_what_is_needed(world, sign_in_as, leaving):
    client = sign_in_as(leaving)
    alone = client.get(at(leaving)).text
    assert "Successor" not in alone and "(optional)" not in alone
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    world.person("focal_point", "ET", password=PASSWORD, active=False, email="suspended@gov.example")
    page = pages.parse(client.get(at(leaving)).text)
    offered = [option.get("value") for option in page.iter() if option.tag.endswith("option")]
    assert offered == ["", str(colleague.id)]


def mails_to(folder, address):
    return [mail for mail in mails(folder) if mail["To"] == address]


def mail_to(folder, address):
    (mail,) = mails_to(folder, address)
    return mail


def invited(email):
    return db.session.scalars(select(Invitation).join(Invitation.person).where(Person.email == email)).all()[-1]


def expire(email):
    invited(email).expires_at = now() - timedelta(1)
    db.session.commit()


SECOND = {**NEW, "email": "second@gov.example", "name": "Second Choice"}


def test_whoever_was_invited_first_does_not_come_in_beside_the_second(
    world, client, sign_in_as, leaving, session, mail_folder
):
    desk = sign_in_as(leaving)
    hand_over(desk, leaving, NEW)
    first = link_in(mail_to(mail_folder, NEW["email"]))
    expire(NEW["email"])
    assert hand_over(desk, leaving, SECOND).status_code == 303
    assert client.post_form(f"{first}/again").status_code == 409
    assert not again(find(session)).active and find(session).email == NEW["email"]
    assert "1 handover is under way" in desk.get("/people").text


def test_after_a_handover_to_a_colleague_no_invitation_leads_in_any_more(
    world, client, sign_in_as, leaving, mail_folder
):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    desk = sign_in_as(leaving)
    hand_over(desk, leaving, NEW)
    first = link_in(mail_to(mail_folder, NEW["email"]))
    expire(NEW["email"])
    hand_over(desk, leaving, {"successor": str(colleague.id)})
    assert client.post_form(f"{first}/again").status_code == 409
    assert client.post_form(first, {"password": OTHER, "password_confirm": OTHER}).status_code == 410


def two_successors(world, leaving, folder):
    """As they could be invited before a handover was looked at as one; the links of both."""
    for newcomer in (NEW, SECOND):
        account = world.person("focal_point", "ET", email=newcomer["email"], name=newcomer["name"])
        mail_invitation(make_invitation(account, leaving.actor, replaces=leaving))
    db.session.commit()
    deliver()
    return [link_in(mail_to(folder, newcomer["email"])) for newcomer in (NEW, SECOND)]


def test_who_comes_in_closes_every_other_invitation_to_the_same_desk(world, client, leaving, mail_folder):
    one, other = two_successors(world, leaving, mail_folder)
    assert client.post_form(one, {"password": OTHER, "password_confirm": OTHER}).status_code == 303
    assert client.post_form(other, {"password": OTHER, "password_confirm": OTHER}).status_code == 410
    inside = [person.email for person in people_of("ET") if person.role is Role.FOCAL_POINT and person.active]
    assert inside == [NEW["email"]]


def test_an_expired_invitation_is_not_renewed_while_another_successor_is_expected(
    world, client, sign_in_as, leaving, mail_folder
):
    link, _other = two_successors(world, leaving, mail_folder)
    expire(NEW["email"])
    refused = client.post_form(f"{link}/again")
    assert refused.status_code == 409 and "invited somebody else to take over" in refused.text
    person = invited(NEW["email"]).person_id
    assert sign_in_as(world.secretariat()).post_form(f"/people/{person}/invite-again").status_code == 409


def test_once_the_focal_point_is_suspended_only_the_secretariat_invites_the_successor_again(
    world, client, sign_in_as, leaving, mail_folder
):
    hand_over(sign_in_as(leaving), leaving, NEW)
    link = link_in(mail_to(mail_folder, NEW["email"]))
    expire(NEW["email"])
    office = sign_in_as(world.secretariat())
    office.post_form(f"/people/{leaving.id}/suspend")
    assert client.post_form(f"{link}/again").status_code == 409
    assert office.post_form(f"/people/{invited(NEW['email']).person_id}/invite-again").status_code == 303
    assert invited(NEW["email"]).replaces_id is None


def test_a_handover_takes_back_nothing_that_the_secretariat_has_decided(world, sign_in_as, leaving, session):
    desk, office = sign_in_as(leaving), sign_in_as(world.secretariat())
    hand_over(desk, leaving, NEW)
    office.post_form(f"/people/{find(session).id}/suspend")
    assert hand_over(desk, leaving, SECOND).status_code == 303
    desk.post_form(f"{at(leaving)}/withdraw")
    refused = hand_over(desk, leaving, NEW)
    assert refused.status_code == 422 and "already has an account" in refused.text
    assert not find(session).active
    assert hand_over(desk, leaving, SECOND).status_code == 303


def test_a_name_is_looked_at_also_of_whoever_is_invited_once_more(world, sign_in_as, leaving, session):
    desk = sign_in_as(leaving)
    hand_over(desk, leaving, NEW)
    desk.post_form(f"{at(leaving)}/withdraw")
    for confirmed in ({}, {"confirmed": "1"}):
        refused = desk.post_form(at(leaving), {**NEW, "name": "x" * 200, **confirmed})
        assert refused.status_code == 422 and "Shorten the name" in refused.text
    assert desk.post_form(at(leaving), {**NEW, "name": "Hanna\x00  Tesfaye B.", "confirmed": "1"}).status_code == 303
    assert find(session).name == "Hanna Tesfaye B."


def test_the_invitation_is_sent_once_although_its_button_is_pressed_twice(sign_in_as, leaving, mail_folder):
    desk = sign_in_as(leaving)
    asked = desk.fill(at(leaving), NEW)
    (sent,) = [
        values for form in pages.forms(pages.parse(asked.text)) if "confirmed" in (values := pages.form_values(form))
    ]
    assert [desk.post(at(leaving), data=sent).location for _ in range(2)] == [at(leaving)] * 2
    assert len(mails_to(mail_folder, NEW["email"])) == 1


def test_of_two_at_once_the_second_waits_for_what_the_first_has_done(world, client, sign_in_as, leaving, mail_folder):
    """SQLite has one writer at a time anyway."""
    on_postgresql = db.session.get_bind().dialect.name == "postgresql"
    desk = sign_in_as(leaving)
    asked = desk.fill(at(leaving), NEW)
    form = next(form for form in pages.forms(pages.parse(asked.text)) if "confirmed" in pages.form_values(form))
    with counted() as handing_over:
        desk.post(at(leaving), data=pages.form_values(form))
    link = link_in(mail_to(mail_folder, NEW["email"]))
    with counted() as accepting:
        client.post_form(link, {"password": OTHER, "password_confirm": OTHER})
    for sent in (handing_over, accepting):
        assert any("FOR UPDATE OF people" in statement for statement in sent) is on_postgresql


def test_a_contributor_who_takes_over_has_nothing_to_hand_back(world, sign_in_as, leaving):
    colleague = world.person("contributor", "ET", "ET-MOLS", password=PASSWORD)
    draft = world.draft(leaving)
    assign(draft, colleague, [Section.WHEN], leaving.actor)
    hand_over(sign_in_as(leaving), leaving, {"successor": str(colleague.id)})
    assert "I am done with my part" not in sign_in_as(colleague).get(f"/initiatives/{draft.reference}").text


def test_whose_handover_was_withdrawn_can_be_invited_as_a_contributor(world, sign_in_as, leaving, session):
    world.entity()
    desk = sign_in_as(leaving)
    hand_over(desk, leaving, NEW)
    desk.post_form(f"{at(leaving)}/withdraw")
    sent = {"email": NEW["email"], "name": "Hanna", "role": "contributor", "entity": "ET-MOLS"}
    assert desk.fill("/people/invite", sent).status_code == 303
    person = find(session)
    assert (person.role, person.entity_code, person.active) == ("contributor", "ET-MOLS", True)
    assert invited(NEW["email"]).replaces_id is None
