"""The demo world's own cycle: made by the services, with Partners in every state."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import select

from app.db import at
from app.domain.cycles import Answered, PartnerState, Phase, state_of
from app.models import Initiative
from app.queries.cycles import cycles, progress_by_partner
from app.queries.partner_list import Only, Sought, followed
from app.queries.snapshots import find_snapshot
from seed.collection import FROZEN_ON
from seed.demo import load_demo


def test_partners_have_answered_begun_and_not_begun(session):
    load_demo()
    cycle, earlier = cycles()
    with at(datetime(2026, 11, 20, tzinfo=UTC)):
        assert (cycle.slug, cycle.phase) == ("collection-2026", Phase.OPEN)
        found = {partner.code: progress for partner, progress in progress_by_partner(cycle)}
    states = {code: state_of(progress) for code, progress in found.items()}
    assert {code for code, state in states.items() if state is PartnerState.ANSWERED} == {"FR", "KE", "NG", "SD"}
    assert {"ET", "SN", "IT", "DE", "AU", "MA"} == {
        code for code, state in states.items() if state is PartnerState.IN_PROGRESS
    }
    assert Counter(states.values())[PartnerState.NO_ANSWER] == 65
    ended = session.scalar(select(Initiative.id).where(Initiative.reference == "JVAP-KE-0003"))
    assert found["KE"].initiatives[ended] is Answered.ENDED
    assert Answered.UPDATED in found["DE"].initiatives.values()
    assert (earlier.slug, find_snapshot(earlier).frozen_at.date()) == ("collection-2025", FROZEN_ON)
    with at(datetime(2026, 11, 20, tzinfo=UTC)):
        silent = followed(cycle, Sought(only=(Only.ANSWERED_BEFORE,)), "en")
    assert [row.partner.code for row in silent] == ["ET", "IT", "MA"]
