"""Pairs of published initiatives that the secretariat is asked about: how they are found, kept and let go."""

import pytest
from sqlalchemy import delete, func, select

from app.domain.choices import Resemblance
from app.domain.links import Relation
from app.domain.numbers import numbers_in
from app.domain.workflow import Action
from app.models import OverlapCandidate, OverlapSearch, QuotedNumber
from app.queries.candidates import Chosen, candidates, count_candidates, next_candidate
from app.services.candidates import search_due
from app.services.links import link, undo
from app.services.overlaps import give_opinion
from tests.integration.test_overlaps import FAR, TITLE
from tests.world import SUMMARY

QUOTING = f"{SUMMARY} It follows decision T05-EUTF-HOA-REG-09 of the trust fund."


def pairs(**chosen):
    return [(row.one.reference, row.other.reference) for row, _link in candidates(Chosen(**chosen), 1)]


@pytest.fixture
def two(world):
    return [world.published(world.focal_point(partner), title=TITLE) for partner in ("IT", "ET")]


def test_publishing_finds_what_looks_alike_with_the_parts_of_its_score(two):
    ((found, decision),) = candidates(Chosen(), 1)
    assert (found.one_id, found.other_id, found.score, decision) == (two[0].id, two[1].id, 100, None)
    assert [(name, worth) for name, _weight, worth, _words in found.parts] == [
        ("Title", 100), ("Countries", 100), ("Years", 100), ("Amounts", 100), ("Organisations", 100),
    ]  # fmt: skip


def test_only_what_stands_in_the_reports_is_a_candidate(world, two):
    for make in (world.complete, world.submitted, world.returned, world.declined, world.withdrawn):
        make(world.focal_point("SN"), title=TITLE)
    assert len(pairs()) == 1
    world.step(two[0], Action.WITHDRAW, world.secretariat(), "It never began.")
    assert pairs(state="all") == []


def test_a_newer_version_is_weighed_anew(world, two):
    world.revised(two[1], title="Wells along the caravan road", **FAR)
    assert len(pairs()) == 1
    world.step(two[1], Action.SUBMIT, world.focal_point())
    world.step(two[1], Action.PUBLISH, world.secretariat())
    assert pairs() == []


def test_a_number_that_one_quotes_of_the_other_makes_them_candidates(world):
    programme = world.published(world.focal_point("IT"), partner_reference="T05-EUTF-HOA-REG-09")
    other = world.published(title="Wells along the caravan road", summary=QUOTING, **FAR)
    ((found, _link),) = candidates(Chosen(), 1)
    assert (found.one_id, found.other_id, found.quoted) == (programme.id, other.id, ["T05EUTFHOAREG09"])
    assert found.parts[-1] == ["Reference numbers", 50, 100, "same reference number"]


def test_a_reference_of_the_database_is_a_number_too_and_a_named_programme_is_known(world):
    programme = world.published(world.focal_point("IT"))
    told = {"title": "Wells along the caravan road", "summary": f"{SUMMARY} See {programme.reference}.", **FAR}
    world.published(**told, parent=programme.reference)
    assert pairs() == []
    world.published(**told)
    assert len(pairs(score_from=0)) == 2, "with the programme, and with its twin"


@pytest.mark.parametrize(("answer", "count"), [("same", 1), ("part_of", 1), ("different", 0)])
def test_what_a_writer_says_puts_the_pair_on_the_list(world, answer, count):
    other = world.published(world.focal_point("IT"))
    ours = world.complete(title="Wells along the caravan road", **FAR)
    give_opinion(ours, other.published, Resemblance(answer), "", world.focal_point().actor)
    assert pairs() == []
    world.step(ours, Action.SUBMIT, world.focal_point())
    world.step(ours, Action.PUBLISH, world.secretariat())
    assert len(pairs()) == count == len(pairs(said=(answer,)))
    assert pairs(said=("same" if answer == "part_of" else "part_of",)) == []


def test_what_is_decided_leaves_the_list_until_it_is_undone(world, two):
    made = link(*two, Relation.DISTINCT, world.secretariat().actor)
    assert (len(pairs()), len(pairs(state="decided")), len(pairs(state="all"))) == (0, 1, 1)
    undo(made, world.secretariat().actor)
    assert (len(pairs()), len(pairs(state="decided"))) == (1, 0)


def test_what_a_chain_of_links_decides_is_decided(world, two):
    third = world.published(world.focal_point("SN"), title=TITLE)
    by = world.secretariat().actor
    assert len(pairs()) == 3
    link(two[0], two[1], Relation.SAME, by)
    link(two[1], third, Relation.SAME, by)
    assert (len(pairs()), len(pairs(state="decided"))) == (0, 3)


def test_a_decision_on_a_pair_that_nobody_found_stands_among_the_decided(world):
    one, other = world.published(), world.published(title="Wells along the caravan road", **FAR)
    assert pairs() == []
    link(one, other, Relation.DISTINCT, world.secretariat().actor)
    assert pairs(state="decided") == [(one.reference, other.reference)]


def test_the_list_is_filtered_by_either_side(two):
    for chosen in ({"partner": ("IT",)}, {"partner": ("ET",)}, {"country": ("KE",)}, {"domain": ("2",)}, {"score_from": 100}):  # fmt: skip
        assert count_candidates(Chosen(**chosen)) == 1
    for chosen in ({"partner": ("SN",)}, {"country": ("SN",)}, {"domain": ("5",)}, {"said": ("same",)}):
        assert count_candidates(Chosen(**chosen)) == 0


def test_the_next_one_is_further_down_and_then_the_first(world, two):
    world.published(world.focal_point("SN"), title=TITLE)
    rows = [row for row, _link in candidates(Chosen(), 1)]
    assert [next_candidate(Chosen(), row) for row in rows] == [*rows[1:], rows[0]]
    assert next_candidate(Chosen(partner=("FR",)), rows[0]) is None


def test_jobs_search_for_what_came_in_by_another_way_and_once(session, two):
    for table in (OverlapSearch, QuotedNumber, OverlapCandidate):
        session.execute(delete(table))
    assert (search_due(), search_due()) == (2, 0)
    assert len(pairs()) == 1
    assert session.scalar(select(func.count()).select_from(QuotedNumber)) == 2


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Decision T05-EUTF-HOA-REG-09.", ["T05EUTFHOAREG09"]),
        ("see jvap-et-0042, P163829", ["JVAPET0042", "P163829"]),
        ("Commission decision C(2015)7293", ["C20157293"]),
        ("from 2016-2019, on 2021-01-01, 1110/2019, COVID-19 and 3,000 people in 2020", []),
    ],
)
def test_numbers_are_told_from_years_and_amounts(text, keys):
    assert [key for _start, _end, key in numbers_in(text)] == keys
