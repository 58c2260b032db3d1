"""The snapshot of a cycle on both engines: what it holds, that it is reproducible, that nothing changes it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.db import at, now
from app.domain.audit import canonical
from app.domain.cycles import PartnerState
from app.domain.snapshots import digest_of
from app.domain.workflow import Action
from app.models import AuditEntry, CycleSnapshot
from app.queries.snapshots import content_of, find_snapshot, picture_of
from app.queries.standings import standings
from app.services.attestations import attest_accurate, attest_nothing
from app.services.cycles import close_cycle
from app.services.jobs import run_due
from app.services.snapshots import freeze, freeze_ended
from tests.integration.test_cycles import before, later


@pytest.fixture
def published(world):
    with before():
        return world.published(ends_on=None)


@pytest.fixture
def cycle(world):
    return world.cycle()


@pytest.fixture
def answered(world, published, cycle):
    focal = world.focal_point().actor
    with at(now() - timedelta(5)):
        attest_accurate(cycle, published, focal)
        for code in "345":
            attest_nothing(cycle, code, focal)
    return published


def of(content, partner="ET"):
    return next(one for one in content["partners"] if one["code"] == partner)


def decoys(world, published):
    """What happens after the end and must not be seen in the snapshot."""
    world.published(title="Published since")
    world.step(published, Action.WITHDRAW, world.secretariat(), "It never began.")
    world.submitted(world.focal_point("IT"))


def test_closing_freezes_answers_versions_and_figures(world, answered, cycle):
    close_cycle(cycle, world.secretariat().actor)
    content = content_of(find_snapshot(cycle))
    partner = of(content)
    assert (partner["state"], partner["answered"], partner["asked"]) == ("answered", 4, 4)
    (one,) = partner["initiatives"]
    told = (one["reference"], one["version"], one["answer"], one["by"])
    assert told == (answered.reference, 1, "still_accurate", world.focal_point().name)
    assert [one["answer"] for one in partner["domains"]] == ["reported", "reported", "nothing", "nothing", "nothing"]
    assert content["figures"]["total"] == {
        "initiatives": 1, "projects": 1, "policies": 0, "committed_eur": "1000000.01"
    }  # fmt: skip
    shares = {one["domain"]: one["committed_eur"] for one in content["figures"]["domains"]}
    assert (shares["1"], shares["2"], shares["3"]) == ("400000.00", "600000.01", None)
    assert of(content, "IT")["state"] == "no_answer" and len(content["partners"]) == 75
    assert content["taxonomy"]


def test_the_digest_is_that_of_the_canonical_text(world, answered, cycle):
    close_cycle(cycle, world.secretariat().actor)
    snapshot = find_snapshot(cycle)
    assert snapshot.content == canonical(json.loads(snapshot.content))
    assert snapshot.digest == digest_of(snapshot.content) and len(snapshot.digest) == 64


def test_the_passing_of_the_last_day_freezes_the_same_whenever_the_job_runs(world, answered, cycle, session):
    with later(30):
        expected = None if freeze_ended() else "still open"
    assert expected == "still open" and find_snapshot(cycle) is None
    with later(31):
        soon = canonical(picture_of(cycle))
    with later(40):
        decoys(world, answered)
    with later(50):
        told = list(run_due())
        assert any("Froze 1 cycles" in line for line in told)
        assert freeze_ended() == 0
        snapshot = find_snapshot(cycle)
        assert (snapshot.content, snapshot.as_at) == (soon, cycle.period.ends_at)
        assert snapshot.frozen_at == now()
        assert standings(cycle)["ET"].state is PartnerState.ANSWERED
    assert session.scalar(select(func.count(CycleSnapshot.cycle_id))) == 1


def test_what_happens_after_closing_by_hand_changes_nothing(world, answered, cycle):
    with at(now() - timedelta(1)):
        close_cycle(cycle, world.secretariat().actor)
    frozen = find_snapshot(cycle)
    kept, digest = frozen.content, frozen.digest
    decoys(world, answered)
    assert freeze(cycle, world.secretariat().actor).digest == digest
    assert canonical(picture_of(cycle)) == kept


def test_one_that_was_called_off_has_no_snapshot(world):
    cycle = world.cycle("Next", (10, 20))
    close_cycle(cycle, world.secretariat().actor)
    with later(40):
        assert freeze_ended() == 0 and find_snapshot(cycle) is None


@pytest.mark.parametrize("statement", ["UPDATE cycle_snapshots SET content = '{}'", "DELETE FROM cycle_snapshots"])
def test_the_database_itself_refuses_to_change_a_snapshot(world, cycle, session, statement):
    close_cycle(cycle, world.secretariat().actor)
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(text(statement))


def test_freezing_is_told_in_the_audit_log(world, cycle, session):
    close_cycle(cycle, world.secretariat().actor)
    session.commit()
    entry = session.scalar(select(AuditEntry).where(AuditEntry.deed == "cycle_frozen"))
    assert (entry.object_key, json.loads(entry.details)["digest"]) == (cycle.slug, find_snapshot(cycle).digest)
