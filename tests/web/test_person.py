"""The page of one person: who sees it, who changes what, what a move ends; the filters of the list."""

import pytest
from sqlalchemy import select

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.questions import Section
from app.domain.reviewing import Duty
from app.domain.status import Status
from app.models import Assignment, AuditEntry, Event, Occasion, Person, Reviewer
from app.services.assignments import assign
from app.services.handover import hand_over_to_newcomer
from app.services.people import Newcomer
from app.services.reviewing import assign_reviewer
from tests.web.test_accounts import is_signed_in, mails, settings  # noqa: F401


@pytest.fixture
def office(sign_in_as, world):
    return sign_in_as(world.secretariat())


@pytest.fixture
def admin(sign_in_as, world):
    return sign_in_as(world.administrator())


def page(person: Person) -> str:
    return f"/people/{person.id}"


def deeds(session, deed: str) -> list[str]:
    return list(session.scalars(select(AuditEntry.object_name).where(AuditEntry.deed == deed)))


def test_who_sees_whom(sign_in_as, world):
    whom, abroad = world.contributor(), world.contributor("SN", "SN-MOLS")
    seen = {
        world.contributor(): (404, 404),
        world.focal_point(): (200, 404),
        world.secretariat(): (200, 200),
        world.analyst(): (404, 404),
        world.administrator(): (200, 200),
    }
    for person, statuses in seen.items():
        client = sign_in_as(person)
        assert tuple(client.get(page(one)).status_code for one in (whom, abroad)) == statuses, person.role
    assert sign_in_as(world.secretariat()).get("/people/99999999999").status_code == 404


def test_name_and_language_are_changed_and_told(office, world, session):
    whom = world.contributor()
    answer = office.fill(page(whom), {"name": "  Hanna   Tesfaye ", "language": "fr"}, action=f"{page(whom)}/details")
    assert (answer.status_code, answer.location) == (303, page(whom))
    assert (whom.name, whom.language) == ("Hanna Tesfaye", Language.FR)
    assert deeds(session, "person_renamed") == ["Hanna Tesfaye"]
    office.fill(page(whom), {}, action=f"{page(whom)}/details")
    assert "Nothing differs" in office.get(page(whom)).text and len(deeds(session, "person_renamed")) == 1
    for bad in ({"name": "  "}, {"name": "x" * 121}, {"language": "de"}):
        assert office.fill(page(whom), bad, action=f"{page(whom)}/details").status_code == 422
    assert whom.name == "Hanna Tesfaye"


def test_a_focal_point_moves_contributors_between_entities_of_their_own_partner_only(sign_in_as, world, session):
    whom, abroad = world.contributor(), world.contributor("SN", "SN-MOLS")
    world.entity("ET-MOJ")
    focal = sign_in_as(world.focal_point())
    form = focal.get(page(whom)).text
    assert 'name="role"' not in form and 'name="partner"' not in form and "SN-MOLS" not in form
    sent = {"entity": "ET-MOJ", "role": "administrator", "partner": "SN"}
    assert focal.fill(page(whom), sent, action=f"{page(whom)}/place").status_code == 303
    assert (whom.role, whom.partner_code, whom.entity_code) == (Role.CONTRIBUTOR, "ET", "ET-MOJ")
    assert focal.post_form(f"{page(whom)}/place", {"entity": "SN-MOLS"}).status_code == 422
    assert focal.post_form(f"{page(abroad)}/place", {"entity": "ET-MOJ"}).status_code == 404
    colleague = world.person(Role.FOCAL_POINT)
    assert focal.post_form(f"{page(colleague)}/place", {"entity": "ET-MOJ"}).status_code == 403
    assert focal.post_form(f"{page(whom)}/duty", {"duty": "head"}).status_code == 403


def test_a_move_counts_at_once_ends_what_was_handed_out_and_leaves_what_was_written(sign_in_as, office, world, session):
    whom, bystander = world.contributor(), world.contributor()
    written = world.draft(whom)
    handed = world.draft(world.focal_point())
    for contributor in (whom, bystander):
        assign(handed, contributor, [Section.BASICS], world.focal_point().actor)
    theirs = sign_in_as(whom)
    assert is_signed_in(theirs)
    world.entity("SN-MOLS", "SN")
    sent = {"partner": "SN", "entity": "SN-MOLS"}
    assert office.fill(page(whom), sent, action=f"{page(whom)}/place").status_code == 303
    assert (whom.partner_code, whom.entity_code) == ("SN", "SN-MOLS")
    assert not is_signed_in(theirs)
    ended = {a.contributor_id: a.ended_at is not None for a in session.scalars(select(Assignment))}
    assert ended == {whom.id: True, bystander.id: False}
    assert session.scalar(select(Event.occasion).order_by(Event.id.desc()).limit(1)) is Occasion.UNASSIGNED
    assert (written.partner_code, written.latest.changed_by_id) == ("ET", whom.id)
    assert deeds(session, "person_moved") == [whom.name]


def test_a_place_that_does_not_fit_is_refused_in_words(office, world, session):
    whom = world.contributor()
    world.entity("SN-MOLS", "SN")
    refused = {
        "This entity does not belong": {"entity": "SN-MOLS"},
        "Choose the ministry or agency": {"entity": ""},
        "Choose the Partner of this person": {"role": "focal_point", "partner": ""},
        "Choose one from the list": {"role": "administrator"},
    }
    for words, sent in refused.items():
        answer = office.fill(page(whom), sent, action=f"{page(whom)}/place")
        assert answer.status_code == 422 and words in answer.text, words
    assert (whom.role, whom.partner_code, whom.entity_code) == (Role.CONTRIBUTOR, "ET", "ET-MOLS")


def test_nobody_changes_their_own_role_and_the_secretariat_no_administrator(office, admin, world):
    me, boss = world.secretariat(), world.administrator()
    assert f"{page(me)}/place" not in office.get(page(me)).text
    assert office.post_form(f"{page(me)}/place", {"role": "analyst"}).status_code == 409
    assert office.post_form(f"{page(boss)}/place", {"role": "analyst"}).status_code == 403
    assert office.post_form(f"{page(boss)}/details", {"name": "X", "language": "en"}).status_code == 403
    assert admin.post_form(f"{page(boss)}/place", {"role": "analyst"}).status_code == 409
    assert me.role is Role.SECRETARIAT and boss.role is Role.ADMINISTRATOR


def test_an_administrator_changes_another_one_while_somebody_is_left(admin, world):
    other = world.person(Role.ADMINISTRATOR)
    answer = admin.fill(page(other), {"role": "analyst"}, action=f"{page(other)}/place")
    assert answer.status_code == 422 and "last Administrator" in answer.text
    world.administrator().password = "set"
    assert admin.fill(page(other), {"role": "analyst"}, action=f"{page(other)}/place").status_code == 303
    assert other.role is Role.ANALYST


def test_the_last_focal_point_leaves_only_when_that_is_confirmed(office, world):
    last = world.focal_point("KE")
    last.password = "set"
    invited = world.person(Role.FOCAL_POINT, "KE")
    assert invited.password is None
    answer = office.fill(page(last), {"role": "analyst"}, action=f"{page(last)}/place")
    assert answer.status_code == 422 and "without a Focal Point" in answer.text
    assert last.role is Role.FOCAL_POINT
    sent = {"role": "analyst", "leaving_nobody": "yes"}
    assert office.fill(page(last), sent, action=f"{page(last)}/place").status_code == 303
    assert (last.role, last.partner_code) == (Role.ANALYST, None)


def test_no_move_while_the_desk_is_being_handed_over(office, world, session):
    leaving = world.focal_point("KE")
    hand_over_to_newcomer(leaving, Newcomer("next@demo.example", "Next", Role.FOCAL_POINT), world.secretariat().actor)
    session.commit()
    sent = {"role": "analyst", "leaving_nobody": "yes"}
    answer = office.post_form(f"{page(leaving)}/place", sent)
    assert answer.status_code == 422 and "withdraw it first" in answer.text
    assert leaving.role is Role.FOCAL_POINT


def test_a_duty_is_given_taken_away_and_lost_with_the_role(office, admin, world, session):
    whom = world.person(Role.SECRETARIAT)
    submitted = world.submitted()
    assign_reviewer(submitted.latest, whom, world.secretariat().actor)
    assert office.fill(page(whom), {"duty": "head"}, action=f"{page(whom)}/duty").status_code == 303
    assert whom.duty is Duty.HEAD and "Head of the secretariat" in office.get(page(whom)).text
    assert office.fill(page(whom), {"duty": "emperor"}, action=f"{page(whom)}/duty").status_code == 422
    assert admin.fill(page(whom), {"role": "analyst"}, action=f"{page(whom)}/place").status_code == 303
    assert whom.duty is None and session.scalars(select(Reviewer)).all() == []
    assert submitted.latest.status is Status.SUBMITTED
    assert f"{page(whom)}/duty" not in office.get(page(whom)).text
    assert office.post_form(f"{page(whom)}/duty", {"duty": "head"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [("role=analyst", "A"), ("partner=SN", "S"), ("state=suspended", "S"), ("state=invited&role=analyst", ""), ("", "ASE")],
)  # fmt: skip
def test_the_list_is_sifted(office, world, query, found):
    named = {
        "A": world.person(Role.ANALYST, name="Analyst A", password="a long enough one"),
        "S": world.person(partner="SN", name="Focal S", active=False),
        "E": world.person(name="Focal E"),
    }
    text = office.get(f"/people?{query}").text
    assert "".join(letter for letter, person in named.items() if f'href="{page(person)}"' in text) == found


def test_unknown_values_of_the_filters_are_refused(office, sign_in_as, world):
    for query in ("role=king", "partner=XX", "state=asleep"):
        assert office.get(f"/people?{query}").status_code == 400
    assert sign_in_as(world.focal_point()).get("/people?partner=SN").status_code == 400
