"""Who may do what: the whole table, as `tests/access_matrix.csv` says it must be."""

from dataclasses import replace

import pytest

from app.domain.access import GRANTS, PERMISSION_LABELS, SYSTEM, Actor, Permission, Role, Subject, can, require
from app.domain.errors import NotAllowed
from app.domain.status import Status
from tests.access_matrix import lines_of_the_code, lines_of_the_file


def test_the_rights_are_those_of_the_table():
    code, file = list(lines_of_the_code()), lines_of_the_file()
    assert [line for line in code if line not in file] == []
    assert [line for line in file if line not in code] == []
    assert len(file) == len(set(file)) == len(code)


def test_every_permission_is_granted_to_somebody_and_has_a_label():
    assert set(GRANTS) == set(Permission) == set(PERMISSION_LABELS)
    assert all(GRANTS.values())
    assert all(PERMISSION_LABELS.values())


@pytest.mark.parametrize("permission", Permission)
def test_nobody_who_is_not_signed_in_may_do_anything(permission):
    visitor = Actor(name="")
    subjects = [Subject(), Subject(partner="ET", entity="ET-MOLS", published=True, status=Status.PUBLISHED)]
    assert not any(can(visitor, permission, subject) for subject in [*subjects, None])


@pytest.mark.parametrize("permission", Permission)
def test_the_system_supersedes_and_does_nothing_else(permission):
    subject = Subject(partner="ET", status=Status.PUBLISHED, published=True)
    assert can(SYSTEM, permission, subject) is (permission is Permission.REVISION_SUPERSEDE)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_can_pass_for_the_system_by_its_name(permission):
    impostor = Actor(name=SYSTEM.name, role=Role.ADMINISTRATOR, person_id=7)
    assert not can(impostor, Permission.REVISION_SUPERSEDE, Subject(published=True))


def test_a_focal_point_without_a_partner_owns_nothing():
    lost = Actor(name="A", role=Role.FOCAL_POINT)
    assert not can(lost, Permission.INITIATIVE_CREATE)
    assert not can(lost, Permission.WORKING_READ, Subject())


def test_a_contributor_without_an_entity_writes_nothing():
    lost = Actor(name="A", role=Role.CONTRIBUTOR, partner="ET")
    assert not can(lost, Permission.REVISION_EDIT, Subject(partner="ET", status=Status.DRAFT))


@pytest.mark.parametrize("status", Status)
def test_a_contributor_discards_only_a_draft_that_was_never_submitted(status):
    writer = Actor(name="A", role=Role.CONTRIBUTOR, partner="ET", entity="ET-MOLS")
    own = Subject(partner="ET", entity="ET-MOLS", status=status)
    assert can(writer, Permission.REVISION_DISCARD, own) is (status is Status.DRAFT)
    assert not can(writer, Permission.REVISION_DISCARD, replace(own, submitted=True))


def test_an_entity_of_the_same_code_at_another_partner_is_foreign():
    writer = Actor(name="A", role=Role.CONTRIBUTOR, partner="ET", entity="X")
    assert not can(writer, Permission.REVISION_EDIT, Subject(partner="SN", entity="X", status=Status.DRAFT))


def test_a_right_that_is_missing_is_refused_in_words():
    with pytest.raises(NotAllowed):
        require(Actor(name="A", role=Role.ANALYST), Permission.REVISION_REVIEW, Subject(partner="ET"))
    require(Actor(name="A", role=Role.SECRETARIAT), Permission.REVISION_REVIEW, Subject(partner="ET"))
