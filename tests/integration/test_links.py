"""Initiatives that the secretariat links, what follows for the figures, and undoing it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import at, now
from app.domain.choices import FundingType
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.domain.links import Relation, Same, Tie, groups, heads, way
from app.domain.questions import Kind
from app.domain.workflow import Action
from app.models import Allocation, Event, Initiative, Occasion, OverlapLink
from app.queries.counted_money import counted_elsewhere
from app.queries.figures import counts_in_all, money_by, money_in_all
from app.queries.links import find_standing, find_way, links_of
from app.queries.selection import Selection
from app.queries.similar import twins_of
from app.services.links import LONGEST_REASON, link, undo

SAME, PART_OF, DISTINCT = Relation


def money(amount):
    line = {"funder": "European Union", "currency": "EUR", "year": 2021, "type": "committed"}
    return [{**line, "amount": Decimal(amount)}]


@pytest.fixture
def by(world):
    return world.secretariat().actor


@pytest.fixture
def published(world):
    """Makes a published project of a Partner with an amount, and a title of its own."""

    def make(partner="ET", amount="100", **answers):
        return world.published(world.focal_point(partner), funding=money(amount), **answers)

    return make


def committed(**selection):
    return money_in_all(Selection(**selection)).eur.get(FundingType.COMMITTED)


def counted_as(session, *initiatives):
    session.expire_all()
    return [initiative.counted_as_id for initiative in initiatives]


# what follows


def test_the_same_are_counted_once_with_the_one_that_was_published_first(session, published, by):
    with at(now() - timedelta(days=9)):
        first = published("IT", "100.10")
    second = published("ET", "99.99")
    link(second, first, SAME, by)
    assert counted_as(session, first, second) == [None, first.id]
    assert counts_in_all(Selection()).initiatives == 1
    assert committed() == Decimal("100.10")
    assert counted_elsewhere(None) == {second.id: first.reference}


def test_the_secretariat_may_choose_with_which_one_both_are_counted(session, published, by):
    first, second = published("IT", "100.10"), published("ET", "99.99")
    link(first, second, SAME, by, head=second)
    assert counted_as(session, first, second) == [second.id, None]
    assert committed() == Decimal("99.99")


def test_a_part_adds_nothing_to_its_programme_and_is_counted_as_an_initiative(published, by):
    programme, part = published("IT", "100.10"), published("ET", "40.05")
    link(part, programme, PART_OF, by, head=programme)
    assert counts_in_all(Selection()).initiatives == 2
    assert committed() == Decimal("100.10")
    assert counted_elsewhere(None) == {part.id: programme.reference}
    assert find_way(part, programme) == [part.reference, programme.reference]


def test_split_money_follows_to_the_cent(published, by):
    programme, part = published("IT", "100.01"), published("ET", "33.33", countries=["ET", "KE", "SN"])
    link(part, programme, PART_OF, by, head=programme)
    by_country = money_by(Selection(), Allocation.country_code)
    stated = {code: sums.eur.get(FundingType.COMMITTED) for code, sums in by_country.items()}
    assert stated["SN"] is None and by_country["SN"].elsewhere == {FundingType.COMMITTED}
    assert sum(eur for eur in stated.values() if eur) == Decimal("100.01")


def test_distinct_changes_no_figure_and_ends_the_warning(world, published, by):
    one, other = published("IT", "100"), published("ET", "40")
    assert [twin.revision.initiative for twin in twins_of(one.published)] == [other]
    link(one, other, DISTINCT, by)
    assert (counts_in_all(Selection()).initiatives, committed()) == (2, 140)
    assert twins_of(one.published) == twins_of(other.published) == []


def test_undoing_brings_the_figures_back_at_once(session, published, by):
    programme, part, twin = published("IT", "100"), published("ET", "40"), published("SN", "100")
    links = [link(part, programme, PART_OF, by, head=programme), link(programme, twin, SAME, by)]
    assert (counts_in_all(Selection()).initiatives, committed()) == (2, 100)
    for made in links:
        undo(made, by)
    assert (counts_in_all(Selection()).initiatives, committed()) == (3, 240)
    assert counted_as(session, programme, part, twin) == [None] * 3
    assert counted_elsewhere(None) == {}


def test_drafts_and_withdrawn_or_older_versions_change_nothing(world, published, by):
    programme, part = published("IT", "100"), published("ET", "40")
    link(part, programme, PART_OF, by, head=programme)
    world.revised(part, funding=money("7000"))
    world.complete(world.focal_point("SN"), funding=money("500"), parent=programme.reference)
    assert committed() == 100
    world.step(programme, Action.WITHDRAW, world.secretariat(), "It never began.")
    assert committed() == 40, "a programme that left the reports covers nothing"


def test_a_link_is_knowledge_of_the_past_too(world, by):
    with at(now() - timedelta(days=30)):
        one = world.published(world.focal_point("IT"), funding=money("100"))
        other = world.published(world.focal_point("ET"), funding=money("100"))
    past = (now() - timedelta(days=10)).date()
    assert committed(as_at=past) == 200
    made = link(one, other, SAME, by)
    assert committed(as_at=past) == 100
    undo(made, by)
    assert committed(as_at=past) == 200


def test_what_the_partner_says_stands_beside_what_the_secretariat_decides(world, published, by):
    programme, upper = published("IT", "100"), published("SN", "1000")
    part = published("ET", "40", parent=programme.reference)
    made = link(programme, upper, PART_OF, by, head=upper)
    assert committed() == 1000
    assert counted_elsewhere(None).keys() == {programme.id, part.id}
    assert find_way(part, upper) == [part.reference, programme.reference, upper.reference]
    undo(made, by)
    assert committed() == 100 + 1000
    assert part.published.parent == programme.reference


# what is refused, in words


def refusal(kind, do, *args, **kwargs):
    with pytest.raises(kind) as error:
        do(*args, **kwargs)
    return error.value


def nothing_written(session):
    return (
        not session.scalars(select(OverlapLink)).all()
        and not session.scalars(select(Event).where(Event.occasion.in_([Occasion.LINKED, Occasion.UNLINKED]))).all()
    )


def test_an_initiative_is_not_linked_with_itself(session, published, by):
    one = published()
    for relation in Relation:
        assert refusal(DomainError, link, one, one, relation, by, head=one).field == "other"
    assert nothing_written(session)


def test_only_the_secretariat_links(session, world, published):
    one, other = published("IT"), published("ET")
    for person in (world.focal_point("IT"), world.contributor(), world.analyst()):
        refusal(NotAllowed, link, one, other, SAME, person.actor)
    assert nothing_written(session)
    made = link(one, other, SAME, world.administrator().actor)
    refusal(NotAllowed, undo, made, world.analyst().actor)


def test_what_is_not_published_is_not_linked(session, world, published, by):
    one = published("IT")
    for make in (world.complete, world.submitted, world.returned, world.declined, world.withdrawn):
        assert "published" in refusal(NotPossible, link, one, make(), SAME, by).message
    assert nothing_written(session)


def test_a_part_of_needs_to_know_the_programme(session, world, published, by):
    one, other, third = published("IT"), published("ET"), published("SN")
    assert refusal(DomainError, link, one, other, PART_OF, by).field == "head"
    assert refusal(DomainError, link, one, other, PART_OF, by, head=third).field == "head"
    assert refusal(DomainError, link, one, other, SAME, by, head=third).field == "head"
    assert nothing_written(session)


def test_a_circle_is_refused_with_its_way(session, world, published, by):
    a, b, c = published("IT"), published("ET"), published("SN")
    link(a, b, PART_OF, by, head=b)
    link(b, c, PART_OF, by, head=c)
    error = refusal(DomainError, link, c, a, PART_OF, by, head=a)
    assert (error.field, error.params["way"]) == ("relation", f"{a.reference} → {b.reference} → {c.reference}")
    assert find_standing(a.id, c.id) is None and len(links_of(c)) == 1


def test_the_other_way_round_is_refused_as_decided_already(session, published, by):
    a, b = published("IT"), published("ET")
    link(a, b, PART_OF, by, head=b)
    refusal(NotPossible, link, a, b, PART_OF, by, head=a)


def test_a_circle_with_what_a_partner_answered_is_refused(session, published, by):
    programme = published("IT")
    part = published("ET", parent=programme.reference)
    error = refusal(DomainError, link, programme, part, PART_OF, by, head=part)
    assert error.params["way"] == f"{part.reference} → {programme.reference}"
    for relation in (SAME, DISTINCT):
        assert refusal(DomainError, link, programme, part, relation, by).field == "relation"
    assert nothing_written(session)
    link(part, programme, PART_OF, by, head=programme)


def test_a_circle_through_the_same_is_refused(session, published, by):
    a, b, c = published("IT"), published("ET"), published("SN")
    link(a, b, SAME, by)
    link(b, c, PART_OF, by, head=c)
    for relation, head in ((PART_OF, a), (SAME, a), (DISTINCT, None)):
        assert refusal(DomainError, link, c, a, relation, by, head=head).field == "relation"
    link(a, c, PART_OF, by, head=c)


def test_those_counted_together_are_neither_distinct_nor_part_of_each_other(session, published, by):
    a, b, c = published("IT"), published("ET"), published("SN")
    link(a, b, SAME, by)
    link(b, c, SAME, by)
    for relation, head in ((PART_OF, a), (SAME, a), (DISTINCT, None)):
        assert "together" in refusal(DomainError, link, c, a, relation, by, head=head).message


def test_what_was_found_distinct_is_not_joined_by_way_of_a_third(session, published, by):
    a, b, c = published("IT"), published("ET"), published("SN")
    link(a, b, SAME, by)
    made = link(b, c, DISTINCT, by)
    error = refusal(DomainError, link, a, c, SAME, by)
    assert {error.params["one"], error.params["other"]} == {b.reference, c.reference}
    undo(made, by)
    link(a, c, SAME, by)


def test_a_project_and_a_policy_are_not_the_same(session, world, published, by):
    policy = world.published(world.focal_point("IT"), Kind.POLICY)
    assert refusal(DomainError, link, published(), policy, SAME, by).field == "relation"


def test_a_reason_has_its_length(session, published, by):
    one, other = published("IT"), published("ET")
    assert refusal(DomainError, link, one, other, SAME, by, reason="x" * (LONGEST_REASON + 1)).field == "reason"
    assert nothing_written(session)
    made = link(one, other, SAME, by, reason="x" * LONGEST_REASON)
    assert refusal(DomainError, undo, made, by, "x" * (LONGEST_REASON + 1)).field == "reason"
    assert made.undone_at is None


# twice, and two at once


def test_the_same_decision_twice_is_one_link(session, published, by):
    one, other = published("IT"), published("ET")
    assert link(one, other, SAME, by, reason="As agreed.") is link(other, one, SAME, by)
    assert session.scalars(select(OverlapLink.reason)).all() == ["As agreed."]
    assert len(session.scalars(select(Event).where(Event.occasion == Occasion.LINKED)).all()) == 2


def test_whoever_decides_second_is_told_what_stands(session, world, published, by):
    one, other = published("IT"), published("ET")
    link(one, other, SAME, by)
    error = refusal(NotPossible, link, one, other, DISTINCT, world.administrator().actor)
    assert (error.params["name"], error.params["relation"]) == (by.name, SAME)


def test_undoing_twice_is_undoing_once_and_somebody_else_is_told(session, world, published, by):
    made = link(published("IT"), published("ET"), SAME, by)
    undo(made, by, "A mistake.")
    undo(made, by, "Again.")
    assert made.undone_reason == "A mistake."
    assert refusal(NotPossible, undo, made, world.administrator().actor).params["name"] == by.name


def test_a_pair_can_be_decided_anew_after_undoing(session, published, by):
    one, other = published("IT"), published("ET")
    undo(link(one, other, SAME, by), by)
    link(one, other, DISTINCT, by)
    assert [made.undone_at is None for made in session.scalars(select(OverlapLink).order_by(OverlapLink.id))] == [
        False,
        True,
    ]


# what the Partners do meanwhile


def test_a_parent_that_would_make_a_circle_is_refused_while_writing(session, world, published, by):
    ours, part = published("ET"), published("IT")
    link(part, ours, PART_OF, by, head=ours)
    assert refusal(DomainError, world.revised, ours, parent=part.reference).field == "parent"


def test_a_parent_named_before_the_link_is_refused_at_publication(session, world, published, by):
    ours, part = published("ET"), published("IT")
    world.revised(ours, parent=part.reference)
    world.step(ours, Action.SUBMIT, world.focal_point())
    made = link(part, ours, PART_OF, by, head=ours)
    session.commit()
    error = refusal(NotPossible, world.step, ours, Action.PUBLISH, world.secretariat())
    assert error.params["programme"] == part.reference
    session.rollback()
    undo(made, by)
    world.step(ours, Action.PUBLISH, world.secretariat())
    assert ours.published.parent == part.reference


def test_both_histories_tell_who_linked_and_why(session, published, by):
    programme, part = published("IT"), published("ET")
    undo(link(part, programme, PART_OF, by, head=programme, reason="Its Ethiopian strand."), by, "Another one.")
    told = session.execute(
        select(Event.initiative_id, Event.occasion, Event.changes, Event.note)
        .where(Event.occasion.in_([Occasion.LINKED, Occasion.UNLINKED]))
        .order_by(Event.id)
    ).all()
    seen = {(row.initiative_id, row.occasion): (row.changes, row.note) for row in told}
    assert seen == {
        (part.id, Occasion.LINKED): ({programme.reference: [None, Tie.PART_OF]}, "Its Ethiopian strand."),
        (programme.id, Occasion.LINKED): ({part.reference: [None, Tie.WHOLE_OF]}, "Its Ethiopian strand."),
        (part.id, Occasion.UNLINKED): ({programme.reference: [Tie.PART_OF, None]}, "Another one."),
        (programme.id, Occasion.UNLINKED): ({part.reference: [Tie.WHOLE_OF, None]}, "Another one."),
    }


# however links are made and undone

MEMBERS = 5
STEPS = st.lists(st.tuples(st.integers(0, MEMBERS - 1), st.integers(0, MEMBERS - 1), st.booleans()), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_groups_stay_one_level_deep_whatever_is_linked_and_undone(session, world, by, steps):
    """Linking a pair that is linked undoes it; afterwards each is counted with the head of its component."""
    made = [world_member(session, world, number) for number in range(MEMBERS)]
    for standing in session.scalars(select(OverlapLink).where(OverlapLink.undone_at.is_(None))).all():
        undo(standing, by)
    for first, second, chooses_first in steps:
        if first == second:
            continue
        standing = find_standing(made[first].id, made[second].id)
        if standing:
            undo(standing, by)
        else:
            try_to_link(made[first], made[second], by, made[first] if chooses_first else made[second])
        holds(session, made)


def world_member(session, world, number):
    partners = ("ET", "IT", "SN", "KE", "FR")
    found = session.scalar(select(Initiative).where(Initiative.partner_code == partners[number]))
    return found or world.published(world.focal_point(partners[number]), title=f"Member {number}")


def try_to_link(one, other, by, head):
    try:
        link(one, other, SAME, by, head=head)
    except DomainError as error:
        assert "together" in error.message


def holds(session, made):
    session.expire_all()
    ids = [initiative.id for initiative in made]
    standing = session.scalars(select(OverlapLink).where(OverlapLink.undone_at.is_(None))).all()
    for group in groups(ids, [(row.one_id, row.other_id) for row in standing]):
        counted = {initiative.counted_as_id or initiative.id for initiative in made if initiative.id in group}
        assert len(counted) == 1 and counted <= group
        newest = max((row for row in standing if row.one_id in group), key=lambda row: row.id, default=None)
        if newest:
            assert counted == {newest.head_id}


def test_of_a_group_the_newest_link_says_with_which_it_is_counted():
    links = [Same(1, 2, head=1, order=1), Same(3, 4, head=3, order=2), Same(2, 3, head=3, order=3)]
    assert heads([1, 2, 3, 4, 5], links) == {1: 3, 2: 3, 3: 3, 4: 3, 5: 5}
    assert heads([1, 2, 3, 4], links[:2]) == {1: 1, 2: 1, 3: 3, 4: 3}


def test_the_shortest_way_up_is_found_and_a_circle_ends():
    above = {1: [2, 3], 2: [1], 3: [4], 4: [5], 5: [3]}
    assert way(1, 5, lambda keys: {key: above.get(key, []) for key in keys}) == [1, 3, 4, 5]
    assert way(3, 1, lambda keys: {key: above.get(key, []) for key in keys}) == []
