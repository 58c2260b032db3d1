"""`perform()`: every action, from every status, by everybody; and what a step brings with it."""

from itertools import product

import pytest
from sqlalchemy import func, select

from app.db import at, now
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import DomainError, Incomplete, NotAllowed, NotPossible
from app.domain.questions import Kind, Section
from app.domain.status import WORKING, Status
from app.domain.workflow import PERMISSION_OF, STEPS, Action
from app.models import Event, Occasion
from app.models.answers import answers, as_json
from app.services.initiatives import hold, open_to_correct
from app.services.workflow import perform
from tests.access_matrix import lines_of_the_file

ACTORS = {
    "own entity": {"partner": "ET", "entity": "ET-MOLS"},
    "own Partner": {"partner": "ET", "entity": "ET-MOJ"},
    "foreign": {"partner": "SN", "entity": "SN-MOLS"},
    "any": {},
}
NOTE = "For this reason."
OF_THE_SYSTEM = (Action.SUPERSEDE, Action.REINSTATE)
TARGETS = {(step.action, step.source): step for step in STEPS}


def rights():
    """{(permission, role, relation, published, status): granted}, as the file says."""
    found = {}
    for permission, role, relation, unpublished, published in lines_of_the_file():
        if permission in set(PERMISSION_OF.values()):
            for standing, when in ((False, unpublished), (True, published)):
                for status in Status:
                    granted = when == "always" or status in when.split()
                    found[permission, role, relation, standing, status] = granted
    return found


RIGHTS = rights()


def people():
    for role in Role:
        for relation in ("own entity", "own Partner", "foreign") if role.of_a_partner else ("any",):
            yield role, relation, Actor(name=f"{role} {relation}", role=role, **ACTORS[relation])


def revision_in(world, status, over_published):
    """A revision of ET-MOLS in that status, of an initiative that has a published one besides or not."""
    writer = world.contributor("ET", "ET-MOLS")
    if status is Status.DISCARDED and not over_published:
        return world.discarded(writer).latest
    if status is Status.SUPERSEDED:
        initiative = world.published(writer)
        older = initiative.published
        world.revised(initiative)
        world.step(initiative, Action.SUBMIT, world.focal_point())
        world.step(initiative, Action.PUBLISH, world.secretariat())
        return older
    made = {
        Status.DRAFT: world.complete,
        Status.AWAITING_SIGN_OFF: world.complete,
        Status.SUBMITTED: world.submitted,
        Status.RETURNED: world.returned,
        Status.PUBLISHED: world.published,
        Status.DECLINED: world.declined,
        Status.WITHDRAWN: world.withdrawn,
    }
    if not over_published:
        initiative = made[status](writer)
        if status is Status.AWAITING_SIGN_OFF:
            world.step(initiative, Action.HAND_OVER, writer)
        return initiative.latest
    initiative = world.published(writer)
    revision = world.revised(initiative)
    if status is Status.AWAITING_SIGN_OFF:
        world.step(initiative, Action.HAND_OVER, writer)
    if status is Status.DISCARDED:
        world.step(initiative, Action.DISCARD, writer)
    if status in (Status.SUBMITTED, Status.RETURNED, Status.DECLINED):
        world.step(initiative, Action.SUBMIT, world.focal_point())
    if status in (Status.RETURNED, Status.DECLINED):
        action = Action.RETURN if status is Status.RETURNED else Action.DECLINE
        world.step(initiative, action, world.secretariat(), NOTE)
    return revision


SITUATIONS = [(status, False) for status in Status if status is not Status.SUPERSEDED]
SITUATIONS += [(status, True) for status in (*sorted(WORKING), Status.DECLINED, Status.SUPERSEDED, Status.DISCARDED)]


def outcome(session, revision, action, actor):
    """The status that the step leads to, or the error that refuses it; undone afterwards."""
    with session.begin_nested() as attempt:
        try:
            event = perform(revision, action, by=actor, note=NOTE)
        except (NotAllowed, NotPossible) as error:
            return type(error)
        else:
            assert event.to_status is revision.status
            return event.to_status
        finally:
            attempt.rollback()


def expected(revision, action, granted):
    if not granted:
        return NotAllowed
    step = TARGETS.get((action, revision.status))
    in_the_way = action is Action.DROP or (action is Action.REINSTATE and revision.initiative.published)
    return step.target if step and not in_the_way else NotPossible


@pytest.mark.parametrize(("status", "over_published"), SITUATIONS)
def test_every_step_is_taken_by_whom_the_table_says_and_by_nobody_else(session, world, status, over_published):
    revision = revision_in(world, status, over_published)
    published = revision.initiative.published is not None
    assert revision.status is status
    assert published is (over_published or status is Status.PUBLISHED)
    wrong = []
    for action, (role, relation, actor) in product(Action, people()):
        current = revision.initiative.subject.status
        wanted = expected(revision, action, RIGHTS[PERMISSION_OF[action], role, relation, published, current])
        got = outcome(session, revision, action, actor)
        if got != wanted:
            wrong.append((action, role, relation, got, wanted))
    assert wrong == []
    assert revision.status is status


@pytest.mark.parametrize(("status", "over_published"), SITUATIONS)
def test_the_system_supersedes_and_reinstates_and_takes_no_other_step(session, world, status, over_published):
    revision = revision_in(world, status, over_published)
    for action in Action:
        granted = action in OF_THE_SYSTEM
        assert outcome(session, revision, action, SYSTEM) == expected(revision, action, granted), action


# what a step leaves behind


def events(session, revision, action):
    found = select(Event).where(Event.revision_id == revision.id, Event.action == action).order_by(Event.id)
    return session.scalars(found).all()


@pytest.mark.parametrize(
    "step", [step for step in STEPS if step.action not in OF_THE_SYSTEM], ids=lambda s: f"{s.action}-{s.source}"
)
def test_a_step_leaves_one_event_that_tells_everything(session, world, step):  # fmt: skip
    revision = revision_in(world, step.source, False)
    if step.action is Action.DROP:  # only what the secretariat opened itself
        revision = open_to_correct(world.published(), world.secretariat().actor)
    by = {Action.HAND_OVER: world.contributor, Action.SUBMIT: world.focal_point, Action.SEND_BACK: world.focal_point, Action.TAKE_BACK: world.focal_point, Action.DISCARD: world.focal_point, Action.RESTORE: world.focal_point}  # fmt: skip
    person = by.get(step.action, world.secretariat)()
    before = session.scalar(select(func.count(Event.id)))
    made = perform(revision, step.action, by=person.actor, note=f"  {NOTE}\n")
    assert session.scalar(select(func.count(Event.id))) == before + 1
    session.expire_all()
    assert (made.occasion, made.from_status, made.to_status, made.action) == (
        Occasion.STEPPED,
        step.source,
        step.target,
        step.action,
    )
    assert (made.person_id, made.person_name, made.role, made.note) == (person.id, person.name, person.role, NOTE)
    assert (made.revision, made.initiative, made.at) == (revision, revision.initiative, made.at)
    assert revision.status is step.target


def test_times_are_kept(session, world):
    initiative = world.complete()
    focal, secretariat = world.focal_point().actor, world.secretariat().actor
    revision = initiative.latest
    assert (revision.submitted_at, revision.published_at, revision.retired_at) == (None, None, None)
    moments = [now().replace(year=2026, month=month, day=1) for month in (1, 2, 3)]
    for moment, action, by in zip(moments, (Action.SUBMIT, Action.PUBLISH, Action.WITHDRAW), (focal, secretariat, secretariat), strict=True):  # fmt: skip
        with at(moment):
            assert perform(revision, action, by=by, note=NOTE).at == moment
    session.expire_all()
    assert [revision.submitted_at, revision.published_at, revision.retired_at] == moments


def test_publishing_supersedes_the_standing_version(session, world):
    initiative = world.published()
    older = initiative.published
    newer = world.revised(initiative, title="Another title")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert (older.status, newer.status) == (Status.PUBLISHED, Status.SUBMITTED)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    session.expire_all()
    assert (older.status, newer.status) == (Status.SUPERSEDED, Status.PUBLISHED)
    assert older.retired_at == newer.published_at >= older.published_at
    assert newer.retired_at is None
    assert initiative.published is newer
    (event,) = events(session, older, Action.SUPERSEDE)
    assert (event.person_id, event.person_name, event.role) == (None, SYSTEM.name, None)
    assert older.title != newer.title == "Another title"


def test_a_submission_keeps_all_answers_as_they_were(session, world):
    initiative = world.returned()
    revision = initiative.working
    first = as_json({**answers(revision), "documents": []})
    world.answer(revision, world.focal_point(), title="A clearer title", ends_on=None)
    world.step(initiative, Action.SUBMIT, world.focal_point())
    session.expire_all()
    one, two = events(session, revision, Action.SUBMIT)
    assert one.snapshot == first
    assert two.snapshot == as_json({**answers(revision), "documents": []}) != first
    assert (two.snapshot["title"], two.snapshot["ends_on"]) == ("A clearer title", None)
    assert one.snapshot["funding"][0]["amount"] == "1000000.01"
    others = session.scalars(select(Event.snapshot).where(Event.action.is_distinct_from(Action.SUBMIT)))
    assert set(others) == {None}


# what a step demands


@pytest.mark.parametrize("step", [step for step in STEPS if step.needs_note], ids=lambda s: s.action)
@pytest.mark.parametrize("note", ["", "  \n\t "])
def test_a_step_that_says_why_demands_a_note(session, world, step, note):
    revision = revision_in(world, step.source, False)
    by = world.focal_point() if step.action is Action.SEND_BACK else world.secretariat()
    with pytest.raises(DomainError, match="note") as refused:
        perform(revision, step.action, by=by.actor, note=note)
    assert refused.value.field == "note"
    assert revision.status is step.source
    assert events(session, revision, step.action) == []


def test_a_note_has_a_limit(session, world):
    revision = revision_in(world, Status.SUBMITTED, False)
    by = world.secretariat().actor
    with pytest.raises(DomainError) as refused:
        perform(revision, Action.RETURN, by=by, note="x" * 5001)
    assert (refused.value.field, revision.status) == ("note", Status.SUBMITTED)
    assert len(perform(revision, Action.RETURN, by=by, note="x" * 5000).note) == 5000


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.RETURNED])
@pytest.mark.parametrize("kind", Kind)
def test_what_lacks_an_answer_is_not_submitted(session, world, status, kind):
    initiative = world.returned(kind=kind) if status is Status.RETURNED else world.complete(kind=kind)
    writer = world.contributor("ET", "ET-MOLS")
    if status is Status.AWAITING_SIGN_OFF:
        world.answer(initiative.latest, world.focal_point(), entity="ET-MOLS")
        world.step(initiative, Action.HAND_OVER, writer)
    world.answer(initiative.working, world.focal_point(), scope=None, summary="Too short")
    with pytest.raises(Incomplete) as refused:
        perform(initiative.working, Action.SUBMIT, by=world.focal_point().actor)
    assert [gap.question for gap in refused.value.gaps] == ["summary", "scope"]
    assert refused.value.params == {"count": 2}
    assert initiative.working.status is status


def test_an_incomplete_draft_may_be_handed_over(session, world):
    writer = world.contributor()
    initiative = world.draft(writer)
    assert world.step(initiative, Action.HAND_OVER, writer).status is Status.AWAITING_SIGN_OFF


def test_what_is_kept_as_typed_stands_in_the_way_of_submitting(session, world):
    initiative = world.complete()
    focal = world.focal_point().actor
    hold(initiative.working, Section.MONEY, {"funding-0-amount": ["about two million"]}, focal)
    with pytest.raises(Incomplete) as refused:
        perform(initiative.working, Action.SUBMIT, by=focal)
    assert [gap.question for gap in refused.value.gaps] == ["funding"]


def test_a_step_from_a_status_that_has_moved_is_refused_in_words(session, world):
    initiative = world.published()
    with pytest.raises(NotPossible) as refused:
        perform(initiative.latest, Action.PUBLISH, by=world.secretariat().actor)
    assert refused.value.params == {"status": Status.PUBLISHED}
