"""Every action from every status is a row of the table or is refused."""

from itertools import product

import pytest

from app.domain.access import Actor, Permission, Role, Subject
from app.domain.errors import NotPossible
from app.domain.status import EDITABLE, WORKING, Status
from app.domain.workflow import PERMISSION_OF, STEPS, Action, step, steps_from

# the product's table: action, from, to, permission, needs a note, needs completeness
TABLE = {
    (Action.HAND_OVER, Status.DRAFT): (Status.AWAITING_SIGN_OFF, Permission.REVISION_HAND_OVER, False, False),
    (Action.HAND_OVER, Status.RETURNED): (Status.AWAITING_SIGN_OFF, Permission.REVISION_HAND_OVER, False, False),
    (Action.SEND_BACK, Status.AWAITING_SIGN_OFF): (Status.DRAFT, Permission.REVISION_SEND_BACK, True, False),
    (Action.SUBMIT, Status.DRAFT): (Status.SUBMITTED, Permission.REVISION_SUBMIT, False, True),
    (Action.SUBMIT, Status.AWAITING_SIGN_OFF): (Status.SUBMITTED, Permission.REVISION_SUBMIT, False, True),
    (Action.SUBMIT, Status.RETURNED): (Status.SUBMITTED, Permission.REVISION_SUBMIT, False, True),
    (Action.TAKE_BACK, Status.SUBMITTED): (Status.DRAFT, Permission.REVISION_TAKE_BACK, False, False),
    (Action.RETURN, Status.SUBMITTED): (Status.RETURNED, Permission.REVISION_REVIEW, True, False),
    (Action.PUBLISH, Status.SUBMITTED): (Status.PUBLISHED, Permission.REVISION_REVIEW, False, False),
    (Action.DECLINE, Status.SUBMITTED): (Status.DECLINED, Permission.REVISION_REVIEW, True, False),
    (Action.SUPERSEDE, Status.PUBLISHED): (Status.SUPERSEDED, Permission.REVISION_SUPERSEDE, False, False),
    (Action.WITHDRAW, Status.PUBLISHED): (Status.WITHDRAWN, Permission.INITIATIVE_WITHDRAW, True, False),
    (Action.DISCARD, Status.DRAFT): (Status.DISCARDED, Permission.REVISION_DISCARD, False, False),
    (Action.DISCARD, Status.AWAITING_SIGN_OFF): (Status.DISCARDED, Permission.REVISION_DISCARD, False, False),
    (Action.DISCARD, Status.RETURNED): (Status.DISCARDED, Permission.REVISION_DISCARD, False, False),
    (Action.RESTORE, Status.DISCARDED): (Status.DRAFT, Permission.REVISION_OPEN, False, False),
    (Action.UNDO, Status.PUBLISHED): (Status.SUBMITTED, Permission.REVISION_UNDO, False, False),
    (Action.UNDO, Status.RETURNED): (Status.SUBMITTED, Permission.REVISION_UNDO, False, False),
    (Action.UNDO, Status.DECLINED): (Status.SUBMITTED, Permission.REVISION_UNDO, False, False),
    (Action.DROP, Status.SUBMITTED): (Status.DISCARDED, Permission.REVISION_CORRECT, False, False),
    (Action.REINSTATE, Status.SUPERSEDED): (Status.PUBLISHED, Permission.REVISION_SUPERSEDE, False, False),
}


@pytest.mark.parametrize(("action", "status"), list(product(Action, Status)))
def test_an_action_from_a_status_is_a_row_or_is_refused(action, status):
    expected = TABLE.get((action, status))
    if expected is None:
        with pytest.raises(NotPossible) as refused:
            step(action, status)
        assert refused.value.params == {"status": status}
    else:
        row = step(action, status)
        assert (row.target, row.permission, row.needs_note, row.needs_complete) == expected


def test_every_action_has_one_permission():
    assert set(PERMISSION_OF) == set(Action)


def test_declining_withdrawing_and_discarding_are_careful_acts_and_the_others_are_not():
    assert {row.action for row in STEPS if row.careful} == {
        Action.DECLINE,
        Action.WITHDRAW,
        Action.DISCARD,
        Action.DROP,
    }


def test_discarding_says_that_nothing_is_deleted():
    assert all("Nothing is deleted" in row.told for row in STEPS if row.action is Action.DISCARD)


def test_what_is_editable_is_working_and_what_is_decided_is_neither():
    assert EDITABLE < WORKING
    ends = {Status.DECLINED, Status.SUPERSEDED, Status.WITHDRAWN, Status.DISCARDED}
    assert {Status.PUBLISHED, *ends} == set(Status) - WORKING


def test_no_step_but_an_undoing_leads_out_of_an_end():
    ends = {Status.DECLINED, Status.SUPERSEDED, Status.WITHDRAWN}
    undoing = (Action.UNDO, Action.REINSTATE)
    assert [row for row in STEPS if row.source in ends and row.action not in undoing] == []


def test_every_status_can_be_reached_from_a_draft():
    reached = {Status.DRAFT}
    for _round in Status:
        reached |= {row.target for row in STEPS if row.source in reached}
    assert reached == set(Status)


@pytest.mark.parametrize(
    ("role", "status", "offered"),
    [
        (Role.CONTRIBUTOR, Status.DRAFT, [Action.HAND_OVER, Action.DISCARD]),
        (Role.CONTRIBUTOR, Status.AWAITING_SIGN_OFF, []),
        (Role.CONTRIBUTOR, Status.SUBMITTED, []),
        (Role.CONTRIBUTOR, Status.RETURNED, [Action.HAND_OVER]),
        (Role.CONTRIBUTOR, Status.PUBLISHED, []),
        (Role.FOCAL_POINT, Status.DRAFT, [Action.SUBMIT, Action.DISCARD]),
        (Role.FOCAL_POINT, Status.AWAITING_SIGN_OFF, [Action.SUBMIT, Action.SEND_BACK, Action.DISCARD]),
        (Role.FOCAL_POINT, Status.SUBMITTED, [Action.TAKE_BACK]),
        (Role.FOCAL_POINT, Status.RETURNED, [Action.SUBMIT, Action.DISCARD]),
        (Role.FOCAL_POINT, Status.DISCARDED, [Action.RESTORE]),
        (Role.CONTRIBUTOR, Status.DISCARDED, [Action.RESTORE]),
        (Role.SECRETARIAT, Status.DISCARDED, []),
        (Role.FOCAL_POINT, Status.PUBLISHED, [Action.WITHDRAW]),
        (Role.SECRETARIAT, Status.DRAFT, []),
        (Role.SECRETARIAT, Status.SUBMITTED, [Action.PUBLISH, Action.RETURN, Action.DECLINE, Action.DROP]),
        (Role.SECRETARIAT, Status.PUBLISHED, [Action.WITHDRAW]),
        (Role.ADMINISTRATOR, Status.SUBMITTED, [Action.PUBLISH, Action.RETURN, Action.DECLINE, Action.DROP]),
        (Role.ANALYST, Status.PUBLISHED, []),
        (Role.FOCAL_POINT, Status.DECLINED, []),
        (Role.FOCAL_POINT, Status.WITHDRAWN, []),
        (Role.SECRETARIAT, Status.SUPERSEDED, []),
    ],
)
def test_the_buttons_of_a_role_are_those_of_its_rights(role, status, offered):
    of_partner = {"partner": "ET", "entity": "ET-MOLS"} if role.of_a_partner else {}
    subject = Subject(partner="ET", entity="ET-MOLS", status=status, published=status is Status.PUBLISHED)
    assert [row.action for row in steps_from(status, Actor(name="A", role=role, **of_partner), subject)] == offered
    stranger = Actor(name="B", role=role, partner="SN", entity="SN-X") if role.of_a_partner else None
    if stranger:
        assert list(steps_from(status, stranger, subject)) == []


@pytest.mark.parametrize("status", Status)
def test_a_status_has_a_label_and_says_who_acts(status):
    assert status.label[0].isupper()
    assert status.who_acts.endswith(".")
