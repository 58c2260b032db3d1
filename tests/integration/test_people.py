"""Who may invite and suspend whom, what an account needs, and the lockout by rate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.access import Permission, Role, can
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.models import Entity, PersonState, SignInAttempt
from app.queries.people import Sifted, invitable_partners, invitable_roles, people_page, visible_people
from app.services import people
from app.services.people import Newcomer
from app.services.sign_in import Attempt, Purpose, Throttle, forgive, is_admitted
from tests.world import World

C, F, S, A, X = Role.CONTRIBUTOR, Role.FOCAL_POINT, Role.SECRETARIAT, Role.ANALYST, Role.ADMINISTRATOR
PASSWORD = "several plain words"

MAY_INVITE = {
    # who: the roles they may give for Ethiopia, and for Kenya (where they are of Ethiopia)
    C: (set(), set()),
    F: ({C}, set()),
    S: ({C, F, S, A}, {C, F, S, A}),
    A: (set(), set()),
    X: (set(Role), set(Role)),
}


def newcomer(role=C, partner="ET", **changed):
    own = partner if role.of_a_partner else None
    entity = f"{own}-MOLS" if role is C else None
    return Newcomer(
        **{"email": "new@gov.example", "name": "New", "role": role, "partner": own, "entity": entity, **changed}
    )


@pytest.mark.parametrize("partner", ["ET", "KE"])
@pytest.mark.parametrize("invited", list(Role))
@pytest.mark.parametrize("inviter", list(Role))
def test_who_may_invite_and_suspend_whom(world: World, inviter, invited, partner):
    world.entity("ET-MOLS"), world.entity("KE-MOLS", "KE")
    by = world.person(inviter, entity="ET-MOLS").actor
    foreign = partner == "KE" and invited.of_a_partner
    if invited in MAY_INVITE[inviter][foreign]:
        made = people.invite(newcomer(invited, partner), by).person
        assert made.state is PersonState.INVITED
        people.suspend(made, by)
        assert made.state is PersonState.SUSPENDED
    else:
        with pytest.raises(NotAllowed):
            people.invite(newcomer(invited, partner), by)
        standing = world.person(invited, partner, f"{partner}-MOLS")
        with pytest.raises(NotAllowed):
            people.suspend(standing, by)


@pytest.mark.parametrize("role", list(Role))
def test_the_offered_choices_are_those_the_table_grants(world: World, role):
    actor = world.person(role, entity="ET-MOLS").actor
    assert set(invitable_roles(actor)) == MAY_INVITE[role][0]
    offered = {partner.code for partner in invitable_partners(actor)}
    assert offered == {"ET"} if role is F else len(offered) == (75 if role in (S, X) else 0)


@pytest.mark.parametrize("role", list(Role))
def test_the_list_and_the_rule_agree(world: World, session, role):
    everybody = [world.person(other, partner, f"{partner}-MOLS") for other in Role for partner in ("ET", "KE")]
    me = world.person(role, entity="ET-MOLS")
    readable = {p.id for p in [*everybody, me] if can(me.actor, Permission.PEOPLE_READ, p.subject)}
    assert {p.id for p in session.scalars(visible_people(me.actor))} == readable


def test_a_search_finds_names_e_mails_and_partners(world: World):
    me = world.secretariat()
    world.person(F, "KE", name="Wanjiku 100%")
    assert [p.name for p in people_page(me.actor, Sifted("100%"), 0, 9)[1]] == ["Wanjiku 100%"]
    assert people_page(me.actor, Sifted("KENYA wanj"), 0, 9)[0] == 1
    assert people_page(me.actor, Sifted("nobody"), 0, 9)[0] == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b\0.example"}, "email"),
        ({"email": "x" * 300 + "@gov.example"}, "email"),
        ({"email": "TAKEN@demo.example"}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"partner": None, "entity": None}, "partner"),
        ({"partner": "XX"}, "partner"),
        ({"role": S}, "partner"),
        ({"entity": None}, "entity"),
        ({"entity": "KE-MOLS"}, "entity"),
        ({"entity": "ET-NOTHING"}, "entity"),
    ],
)
def test_a_wrong_newcomer_is_refused_on_the_field(world: World, changed, field):
    world.person(F, email="taken@demo.example", name="Secret Person")
    world.entity("ET-MOLS"), world.entity("KE-MOLS", "KE")
    with pytest.raises(DomainError) as refused:
        people.add(replace(newcomer(), **changed), world.secretariat().actor)
    assert refused.value.field == field
    assert "Secret" not in refused.value.message


def test_an_invitation_is_good_once(world: World):
    world.entity("ET-MOLS")
    invitation = people.invite(newcomer(), world.focal_point().actor)
    assert people.accept(invitation, PASSWORD).state is PersonState.ACTIVE
    with pytest.raises(NotPossible):
        people.accept(invitation, PASSWORD)


def test_an_invitation_lasts_thirty_days(world: World):
    world.entity("ET-MOLS")
    invitation = people.invite(newcomer(), world.focal_point().actor)
    with at(now() + timedelta(days=29, hours=23)):
        assert invitation.is_open
    with at(now() + timedelta(days=30)), pytest.raises(NotPossible):
        people.accept(invitation, PASSWORD)


def test_sending_again_closes_the_earlier_invitation(world: World, session):
    world.entity("ET-MOLS")
    first = people.invite(newcomer(), world.focal_point().actor)
    second = people.invite_again(first.person, world.focal_point().actor)
    session.expire_all()
    assert (first.is_open, second.is_open) == (False, True)
    people.accept(second, PASSWORD)
    with pytest.raises(NotPossible):
        people.invite_again(second.person, world.focal_point().actor)


def test_who_is_suspended_cannot_use_the_invitation(world: World):
    world.entity("ET-MOLS")
    invitation = people.invite(newcomer(), world.focal_point().actor)
    people.suspend(invitation.person, world.focal_point().actor)
    assert not invitation.is_open


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 129])
def test_a_password_has_twelve_to_128_characters(world: World, password):
    with pytest.raises(DomainError) as refused:
        people.add(newcomer(F), world.secretariat().actor, password)
    assert refused.value.field == "password"


def test_a_name_is_one_line_of_printable_text(world: World):
    assert people.add(newcomer(F, name=" A\0da\n  Lovelace "), world.secretariat().actor).name == "Ada Lovelace"


def test_nobody_suspends_themselves(world: World):
    me = world.secretariat()
    with pytest.raises(NotPossible):
        people.suspend(me, me.actor)


def test_an_entity_gets_a_code_of_its_partner(world: World):
    by = world.focal_point("ET").actor
    first = people.add_entity("ET", "Agency for Élan & Hope", "Agence", by)
    assert first.code == "ET-AGENCY-FOR-ELAN-HOPE"
    long = [people.add_entity("ET", "x" * 60 + end, "", by).code for end in ("a", "b")]
    assert long[1] == long[0] + "-2"
    only_french = people.add_entity("ET", "", "Ministère", by)
    assert (only_french.name_en, only_french.name_fr) == ("Ministère", "Ministère")


@pytest.mark.parametrize(("name", "field"), [("", "name_en"), ("...", "name_en"), ("x" * 251, "name_en"), ("ministry et-mols", "name_en")])  # fmt: skip
def test_a_wrong_entity_is_refused(world: World, name, field):
    world.entity("ET-MOLS")
    with pytest.raises(DomainError) as refused:
        people.add_entity("ET", name, "", world.focal_point("ET").actor)
    assert refused.value.field == field


def test_an_entity_is_added_for_the_own_partner_only(world: World, session):
    with pytest.raises(NotAllowed):
        people.add_entity("KE", "Ministry", "", world.focal_point("ET").actor)
    people.add_entity("KE", "Ministry", "", world.secretariat().actor)
    assert session.get(Entity, "KE-MINISTRY")


def test_demo_accounts_are_admitted_in_the_demo_only(world: World):
    demo, real = world.person(F), world.person(F, email="real@gov.example")
    assert is_admitted(demo, demo=True) and not is_admitted(demo, demo=False)
    assert is_admitted(real, demo=False)


THROTTLE = Throttle(per_email=3, per_address=5, window=timedelta(minutes=15))


def attempt(email="a@gov.example", address="10.0.0.1", purpose=Purpose.SIGN_IN):
    return Attempt(purpose, email, address, "key")


def test_an_email_waits_until_the_oldest_of_its_failures_is_forgotten(session):
    start = now()
    for minute in (0, 1, 2):
        with at(start + timedelta(minutes=minute)):
            assert THROTTLE.wait(attempt()) is None
            THROTTLE.note(attempt())
    with at(start + timedelta(minutes=5)):
        assert THROTTLE.wait(attempt("A@gov.example ", "10.9.9.9")) == timedelta(minutes=10)
        assert THROTTLE.wait(attempt("other@gov.example")) is None
        assert THROTTLE.wait(attempt(purpose=Purpose.RESET)) is None
    with at(start + timedelta(minutes=15)):
        assert THROTTLE.wait(attempt()) is None


def test_an_address_waits_whatever_e_mails_it_tries(session):
    for number in range(5):
        THROTTLE.note(attempt(f"{number}@gov.example"))
    assert THROTTLE.wait(attempt("new@gov.example"))
    assert THROTTLE.wait(attempt("new@gov.example", "10.0.0.2")) is None
    forgive(attempt("1@gov.example"))
    assert THROTTLE.wait(attempt("new@gov.example"))


def test_old_failures_go_when_new_ones_come_and_nothing_is_stored_in_clear(session):
    with at(now() - timedelta(hours=1)):
        THROTTLE.note(attempt())
    THROTTLE.note(attempt())
    (kept,) = session.query(SignInAttempt).all()
    assert "gov" not in kept.email_digest and "10." not in kept.address
