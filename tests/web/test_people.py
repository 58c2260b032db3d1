"""The pages about people, and invitations by mail."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.access import Role
from app.domain.choices import Language
from app.models import Entity, Invitation, Person, PersonState
from tests.web.test_accounts import OTHER, is_signed_in, link_in, mails, settings, words  # noqa: F401
from tests.world import PASSWORD, World

NEW = {"name": "Hanna Tesfaye", "email": "Hanna@gov.example", "entity": "ET-MOLS", "language": "en"}


@pytest.fixture
def ministry(world: World) -> Entity:
    return world.entity("ET-MOLS")


def find(session, email="hanna@gov.example") -> Person:
    return session.query(Person).filter_by(email=email).one()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_contributor_is_invited_chooses_a_password_and_is_in(
    client, sign_in_as, world, session, ministry, mail_folder, language
):
    focal = sign_in_as(world.focal_point())
    answer = focal.fill("/people/invite", {**NEW, "language": language})
    assert (answer.status_code, answer.location) == (303, "/people")
    (mail,) = mails(mail_folder)
    assert mail["To"] == "hanna@gov.example"
    assert f'<html lang="{language}">' in mail.get_body(("html",)).get_content()
    assert "Hanna" in focal.get("/people").text
    link = link_in(mail)
    assert client.get(link).status_code == 200
    assert client.fill(link, {"password": "short", "password_confirm": "short"}).status_code == 422
    assert client.fill(link, {"password": OTHER, "password_confirm": OTHER + "x"}).status_code == 422
    assert client.fill(link, {"password": OTHER, "password_confirm": OTHER}).location == "/"
    assert is_signed_in(client)
    person = find(session)
    assert (person.role, person.partner_code, person.entity_code) == (Role.CONTRIBUTOR, "ET", "ET-MOLS")
    assert person.state is PersonState.ACTIVE and person.last_sign_in_at


def test_a_used_old_or_broken_invitation_says_how_to_get_a_new_one(
    client, sign_in_as, world, session, ministry, mail_folder
):
    focal = sign_in_as(world.focal_point())
    focal.fill("/people/invite", NEW)
    person = find(session)
    focal.post_form(f"/people/{person.id}/invite-again")
    old, new = (link_in(mail) for mail in mails(mail_folder))
    passwords = {"password": OTHER, "password_confirm": OTHER}
    for link, status in ((old, 410), (new + "x", 404), ("/invitation/x", 404)):
        assert client.get(link).status_code == status
        assert client.post_form(link, passwords).status_code == status
    newer = client.get(old).text
    assert "A newer invitation was sent on" in newer and "Use the link of that mail" in newer
    assert f'action="{old}/again"' not in newer, "asking again would end the good one"
    with at(now() + timedelta(days=31)):
        late = client.get(old, frozen=True).text
    assert "too old" in late and world.focal_point().name in late and f'action="{old}/again"' in late
    client.fill(new, passwords)
    client.post_form("/sign-out")
    used = client.get(new)
    assert used.status_code == 410 and "This invitation has been used" in used.text
    assert "This invitation has been used" in client.get(old).text
    assert client.post_form(new, {**passwords, "password": PASSWORD}).status_code == 410
    assert focal.post_form(f"/people/{person.id}/invite-again").status_code == 409


def test_the_invited_person_asks_for_a_new_invitation_themselves(
    client, sign_in_as, world, session, ministry, mail_folder
):
    focal = sign_in_as(world.focal_point())
    focal.fill("/people/invite", NEW)
    old = link_in(mails(mail_folder)[0])
    with at(now() + timedelta(days=31)):
        assert f'action="{old}/again"' in client.get(old, frozen=True).text
        assert client.post_form(f"{old}/again", frozen=True).status_code == 303
    newest = mails(mail_folder)[-1]
    assert len(mails(mail_folder)) == 2 and newest["To"] == "hanna@gov.example"
    assert client.post_form(f"{old}/again").status_code == 410
    assert len(mails(mail_folder)) == 2, "the good link is not ended by who holds an old one"
    passwords = {"password": OTHER, "password_confirm": OTHER}
    assert client.fill(link_in(newest), passwords).status_code == 303
    client.post_form("/sign-out")
    assert client.post_form(f"{old}/again").status_code == 409
    assert client.post_form("/invitation/x/again").status_code == 404
    assert len(mails(mail_folder)) == 2


def test_asking_for_invitations_is_bounded(client, sign_in_as, world, session, ministry, mail_folder):
    focal = sign_in_as(world.focal_point())
    focal.fill("/people/invite", NEW)
    answers = [client.post_form(f"{link_in(mails(mail_folder)[-1])}/again").status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_a_focal_point_is_not_asked_for_role_or_partner_and_cannot_smuggle_them_in(
    sign_in_as, world, session, ministry
):
    focal = sign_in_as(world.focal_point())
    page = focal.get("/people/invite").text
    assert 'name="role"' not in page and 'name="partner"' not in page
    focal.fill("/people/invite", {**NEW, "role": "administrator", "partner": "KE"})
    assert (find(session).role, find(session).partner_code) == (Role.CONTRIBUTOR, "ET")


def test_the_secretariat_invites_no_administrator(sign_in_as, world, session, ministry):
    office = sign_in_as(world.secretariat())
    assert 'value="administrator"' not in office.get("/people/invite").text
    assert office.fill("/people/invite", {**NEW, "role": "administrator"}).status_code == 422
    assert session.query(Invitation).count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_the_secretariat_invites_anybody_else(sign_in_as, world, session, ministry, role):
    office = sign_in_as(world.secretariat())
    place = {"partner": "ET" if role.of_a_partner else "", "entity": "ET-MOLS" if role is Role.CONTRIBUTOR else ""}
    assert office.fill("/people/invite", {**NEW, **place, "role": role.value}).status_code == 303
    assert find(session).role is role


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": "no address"}, {"email": "x@y"}, {"entity": ""}, {"entity": "KE-MOLS"}, {"language": "de"},
     {"email": ""}, {"name": "x" * 100_000}],
)  # fmt: skip
def test_an_invalid_invitation_comes_back_as_typed(sign_in_as, world, session, ministry, mail_folder, wrong):
    world.entity("KE-MOLS", "KE")
    answer = sign_in_as(world.focal_point()).fill("/people/invite", {**NEW, **wrong})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "is-wrong" in answer.text
    kept = {**NEW, **wrong}
    assert f'value="{kept["name"]}"' in answer.text or not kept["name"]
    assert session.query(Invitation).count() == 0 and not mails(mail_folder)


def test_an_e_mail_in_use_is_refused_on_its_field_without_saying_whose(sign_in_as, world, ministry):
    world.person(Role.FOCAL_POINT, "KE", email="taken@gov.example", name="Secret Person")
    answer = sign_in_as(world.focal_point()).fill("/people/invite", {**NEW, "email": "Taken@gov.example"})
    assert answer.status_code == 422 and 'id="email-errors"' in answer.text
    assert "already has an account" in answer.text and "Secret" not in answer.text


def test_an_e_mail_of_ones_own_partner_is_refused_with_the_name_under_which_to_find_it(sign_in_as, world, ministry):
    world.person(Role.CONTRIBUTOR, "ET", "ET-MOLS", email="taken@gov.example", name="Known Person")
    answer = sign_in_as(world.focal_point()).fill("/people/invite", {**NEW, "email": "taken@gov.example"})
    assert answer.status_code == 422 and "Known Person has this e-mail address" in answer.text


def test_a_suspended_person_is_told_whom_to_ask_and_gets_no_other_invitation(
    client, sign_in_as, world, session, ministry, mail_folder
):
    focal = sign_in_as(world.focal_point())
    focal.fill("/people/invite", NEW)
    focal.post_form(f"/people/{find(session).id}/suspend")
    (mail,) = mails(mail_folder)
    told = client.get(link_in(mail))
    assert told.status_code == 410 and "the account was closed" in told.text
    assert f'action="{link_in(mail)}/again"' not in told.text


PAGES = ("/people", "/people/invite", "/people/entities")


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_the_pages(sign_in_as, world, role):
    client = sign_in_as(world.person(role, entity="ET-MOLS"))
    seen = role in (Role.FOCAL_POINT, Role.SECRETARIAT, Role.ADMINISTRATOR)
    assert {client.get(page).status_code == 200 for page in PAGES} == {seen}


def test_the_list_shows_the_own_partner_only(sign_in_as, world):
    own, foreign = world.person(Role.FOCAL_POINT, "ET"), world.person(Role.FOCAL_POINT, "KE")
    page = sign_in_as(own).get("/people").text
    assert own.email in page and foreign.email not in page
    page = sign_in_as(world.secretariat()).get("/people").text
    assert own.email in page and foreign.email in page


def test_the_list_is_searched_and_paged(sign_in_as, world):
    for number in range(51):
        world.person(Role.FOCAL_POINT, "KE", name=f"Person {number:02}")
    client = sign_in_as(world.secretariat())
    assert "page=2" in client.get("/people?q=person").text
    assert client.get("/people?q=person&page=2").status_code == 200
    assert client.get("/people?q=person&page=3").status_code == 404
    assert client.get("/people?page=x").status_code == 400
    assert "Nobody found" in client.get("/people?q=zzz").text
    assert client.get("/people?q=zzz%00").status_code == 400


@pytest.mark.parametrize("step", ["suspend", "reactivate", "invite-again"])
def test_a_foreign_person_is_not_there(sign_in_as, world, step):
    foreign = world.person(Role.CONTRIBUTOR, "KE", "KE-MOLS")
    focal = sign_in_as(world.focal_point("ET"))
    assert focal.post_form(f"/people/{foreign.id}/{step}").status_code == 404
    assert focal.post_form(f"/people/99999/{step}").status_code == 404
    assert focal.post_form(f"/people/{world.secretariat().id}/{step}").status_code == 404
    assert focal.post_form(f"/people/{world.person(Role.FOCAL_POINT, 'ET').id}/{step}").status_code == 403
    assert foreign.active


def test_suspending_and_reactivating_lose_nothing(sign_in_as, world, session):
    contributor = world.contributor()
    world.draft(contributor)
    at_work, focal = sign_in_as(contributor), sign_in_as(world.focal_point())
    assert is_signed_in(at_work)
    assert focal.post_form(f"/people/{contributor.id}/suspend").status_code == 303
    assert not is_signed_in(at_work)
    assert "Suspended" in focal.get("/people").text
    assert "Fair recruitment" in focal.get("/initiatives").text
    focal.post_form(f"/people/{contributor.id}/reactivate")
    assert session.get(Person, contributor.id).active


def test_nobody_is_suspended_by_following_a_link(sign_in_as, world):
    assert sign_in_as(world.focal_point()).get(f"/people/{world.contributor().id}/suspend").status_code == 405


def test_a_ministry_is_added_and_can_be_chosen_at_once(sign_in_as, world, session):
    focal = sign_in_as(world.focal_point())
    names = {"name_en": "Agency for Diaspora", "name_fr": "Agence de la diaspora"}
    assert focal.fill("/people/entities", names).status_code == 303
    assert "ET-AGENCY-FOR-DIASPORA" in focal.get("/people/entities").text
    assert "Agency for Diaspora" in focal.get("/people/invite").text
    again = focal.fill("/people/entities", names)
    assert again.status_code == 422 and "on the list already" in again.text


def test_the_secretariat_adds_a_ministry_for_any_partner(sign_in_as, world, session):
    office = sign_in_as(world.secretariat())
    assert office.fill("/people/entities", {"name_en": "Ministry"}).status_code == 422
    assert office.fill("/people/entities", {"name_en": "Ministry", "partner": "KE"}).status_code == 303
    assert session.get(Entity, "KE-MINISTRY")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_render_in_both_languages(sign_in_as, world, language, ministry):
    for role in (Role.FOCAL_POINT, Role.SECRETARIAT):
        client = sign_in_as(world.person(role, language=Language(language)))
        for page in PAGES:
            assert f'<html lang="{language}">' in client.get(page).text


# the command


def run(app, *arguments, given=""):
    return app.test_cli_runner().invoke(args=["people", "add", *arguments], input=given)


def test_the_command_adds_a_person_with_a_password(app, client, session):
    done = run(app, "boss@gov.example", "--role", "administrator", "--password", "-", given=PASSWORD + "\n")
    assert done.exit_code == 0, done.output
    answer = client.fill("/sign-in", {"email": "boss@gov.example", "password": PASSWORD})
    assert answer.status_code == 302


def test_the_command_invites_where_no_password_is_given(app, client, session, mail_folder):
    done = run(app, "fp@gov.example", "--role", "focal-point", "--partner", "ET", "--language", "fr")
    assert done.exit_code == 0, done.output
    assert client.get(link_in(mails(mail_folder)[0])).status_code == 200
    assert "fp@gov.example" in mails(mail_folder)[0]["To"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["x@gov.example", "--role", "focal_point"], 1),
        (["x@gov.example", "--role", "contributor", "--partner", "ET"], 1),
        (["x@gov.example", "--role", "analyst", "--partner", "ET"], 1),
        (["nonsense", "--role", "analyst"], 1),
        (["x@gov.example", "--role", "analyst", "--password", "-"], 1),
        (["x@gov.example", "--role", "king"], 2),
        (["x@gov.example"], 2),
        ([], 2),
        (["x@gov.example", "--role", "analyst", "--password", "visible"], 2),
    ],
)
def test_the_command_refuses_with_a_reason(app, session, arguments, code):
    done = run(app, *arguments, given="short\n")
    assert done.exit_code == code and done.stderr and not done.stdout
    assert session.query(Person).filter_by(email="x@gov.example").count() == 0
