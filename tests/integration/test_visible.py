"""The SQL twin of the rights to read agrees with the table, for every role, relation and status."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.access import Actor, Permission, Role, can
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Assignment, Revision
from app.queries.visible import visible_revisions


@dataclass(frozen=True)
class Relation:
    partner: str
    entity: str | None


OWN_ENTITY, OWN_PARTNER, FOREIGN = Relation("ET", "ET-MOLS"), Relation("ET", "ET-RRS"), Relation("IT", None)

ACTORS = [
    Actor("nobody"),
    Actor("a Contributor", Role.CONTRIBUTOR, 1, "ET", "ET-MOLS"),
    Actor("a Contributor without an entity", Role.CONTRIBUTOR, 1, "ET"),
    Actor("a Focal Point", Role.FOCAL_POINT, 1, "ET"),
    Actor("a Focal Point with an entity", Role.FOCAL_POINT, 1, "ET", "ET-MOLS"),
    Actor("the secretariat", Role.SECRETARIAT, 1),
    Actor("an analyst", Role.ANALYST, 1),
    Actor("an administrator", Role.ADMINISTRATOR, 1),
]


def in_status(world, status: Status, relation: Relation) -> Revision:
    """A revision of that relation in that status."""
    person = world.focal_point(relation.partner)
    world.entity("ET-MOLS")
    world.entity("ET-RRS")
    match status:
        case Status.DRAFT:
            made = world.complete(person, entity=relation.entity)
        case Status.AWAITING_SIGN_OFF:
            made = world.complete(person, entity=relation.entity)
            made.working.status = Status.AWAITING_SIGN_OFF
        case Status.SUPERSEDED:
            made = world.published(person, entity=relation.entity)
            world.revised(made)
            world.step(made, Action.SUBMIT, person)
            world.step(made, Action.PUBLISH, world.secretariat())
        case _:
            made = getattr(world, status.value)(person, entity=relation.entity)
    db.session.commit()
    revision = made.revisions[0]
    assert revision.status is status
    return revision


def granted(actor: Actor, revision: Revision) -> bool:
    """What the table says: a published revision may be read, any other only with the right to unpublished content."""
    needed = Permission.INITIATIVE_READ if revision.status is Status.PUBLISHED else Permission.WORKING_READ
    return can(actor, needed, revision.initiative.subject)


def sees(actor: Actor, revision: Revision) -> bool:
    """What the twin says."""
    seen = select(Revision.id).join(Revision.initiative).where(visible_revisions(actor), Revision.id == revision.id)
    return bool(db.session.scalars(seen).all())


@pytest.mark.parametrize("relation", [OWN_ENTITY, OWN_PARTNER, FOREIGN], ids=["own entity", "own Partner", "foreign"])
@pytest.mark.parametrize("status", Status, ids=str)
def test_twin_and_table_agree(world, status, relation):
    revision = in_status(world, status, relation)
    for actor in ACTORS:
        assert sees(actor, revision) is granted(actor, revision), actor


@pytest.mark.parametrize("status", Status, ids=str)
def test_twin_and_table_agree_on_what_was_handed_out(world, status):
    revision = in_status(world, status, OWN_PARTNER)
    handed, colleague = world.contributor(), world.contributor()
    assignment = Assignment(contributor_id=handed.id, given_by_name="A", given_at=now(), words="")
    revision.initiative.assignments.append(assignment)
    for change in ({}, {"handed_back_at": now()}, {"ended_at": now()}):
        for name, value in change.items():
            setattr(assignment, name, value)
        db.session.commit()
        assert sees(handed.actor, revision) is granted(handed.actor, revision), change
        assert sees(handed.actor, revision) is (assignment.ended_at is None or status is Status.PUBLISHED)
        assert sees(colleague.actor, revision) is granted(colleague.actor, revision) is (status is Status.PUBLISHED)


def test_nothing_is_handed_across_partners(world):
    revision = in_status(world, Status.DRAFT, FOREIGN)
    stranger = world.contributor()
    handed = Assignment(contributor_id=stranger.id, given_by_name="A", given_at=now(), words="")
    revision.initiative.assignments.append(handed)
    db.session.commit()
    assert sees(stranger.actor, revision) is granted(stranger.actor, revision) is False


def test_both_speak_of_every_role():
    assert {actor.role for actor in ACTORS} == {None, *Role}


def test_the_published_version_stays_visible_to_all_while_a_new_one_is_written(world):
    initiative = world.published()
    working = world.revised(initiative, title="Another title")
    for actor in ACTORS:
        seen = select(Revision).join(Revision.initiative).where(visible_revisions(actor))
        numbers = {revision.number for revision in db.session.scalars(seen)}
        desk = can(actor, Permission.WORKING_READ, initiative.subject)
        assert numbers == ({1, working.number} if desk else {1} if actor.role else set()), actor
