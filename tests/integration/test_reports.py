"""What reports count, with decoys that must not count; on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.db import at, db, now
from app.domain.questions import Kind
from app.domain.workflow import Action
from app.queries.selection import Selection, UnknownFilter
from reports import REPORTS
from reports.kit.declared import Empty
from reports.kit.files import report_csv
from reports.kit.result import run


def line(amount="100", currency="EUR", year=2021, kind="committed", funder="European Union"):
    return {"funder": funder, "amount": Decimal(amount), "currency": currency, "year": year, "type": kind}


@dataclass
class Table:
    rows: dict[Any, dict[str, Any]]
    totals: dict[str, Any]
    result: Any

    def figure(self, key, column):
        return self.rows[key][column]


def table(app, slug, **chosen) -> Table:
    """The report by the first word of each row's name."""
    report = REPORTS[slug]
    with app.test_request_context():
        result = run(report, Selection(**chosen), "A person")
    first = report.columns[0].name

    def key(value):
        return str(value).split(" ")[0] if slug == "by-domain" else value

    rows = {key(row.cells[first]): dict(row.cells) for row in result.rows}
    return Table(rows, dict(result.totals.cells), result)


def figures(cells):
    return [cells[name] for name in ("initiatives", "projects", "policies", "committed", "disbursed")]


@pytest.fixture
def decoys(world):
    """Everything that must not count, each with money that would show."""
    million = [line("1000000")]
    world.complete(funding=million, title="Draft")
    world.submitted(funding=million, title="Submitted")
    world.returned(funding=million, title="Returned")
    world.declined(funding=million, title="Declined")
    world.withdrawn(funding=million, title="Withdrawn")
    world.complete(partner="IT", funding=million, title="Draft of another Partner")


@pytest.mark.usefixtures("decoys")
def test_only_what_is_published_is_counted(app, world):
    world.published(funding=[line("100.01"), line("40", kind="disbursed")])
    world.published(kind=Kind.POLICY)
    for slug in REPORTS:
        made = table(app, slug)
        assert figures(made.totals) == [2, 1, 1, Decimal("100.01"), Decimal("40.00")], slug


@pytest.mark.usefixtures("decoys")
def test_what_is_published_does_not_move_until_its_revision_is(app, world):
    initiative = world.published(funding=[line("100")], domains=["1"], domain_shares=[], main_domain="1")
    changed = {"funding": [line("900")], "domains": ["2"], "main_domain": "2"}
    world.revised(initiative, **changed)
    assert figures(table(app, "by-domain").rows["1"])[3] == Decimal(100)
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    made = table(app, "by-domain")
    assert figures(made.rows["1"]) == [Empty.NONE] * 5
    assert figures(made.rows["2"])[:4] == [1, 1, Empty.NONE, Decimal(900)]


def test_by_domain_an_initiative_is_counted_whole_in_each_and_its_money_split(app, world):
    shares = [{"domain": "1", "percent": Decimal(40)}, {"domain": "2", "percent": Decimal(60)}]
    world.published(domains=["1", "2"], domain_shares=shares, funding=[line("100.01")])
    world.published(domains=["1", "2", "3"], domain_shares=[], funding=[line("100")])
    made = table(app, "by-domain")
    assert [made.figure(code, "initiatives") for code in "12345"] == [2, 2, 1, Empty.NONE, Empty.NONE]
    money = [made.figure(code, "committed") for code in "123"]
    assert money == [Decimal("73.34"), Decimal("93.34"), Decimal("33.33")]
    assert sum(money) == made.totals["committed"] == Decimal("200.01")
    assert made.totals["initiatives"] == 2


def test_priorities_are_counted_under_their_domain_and_have_no_money(app, world):
    world.published(domains=["1", "2"], domain_shares=[], priorities=["1.1.1", "1.1.2"])
    made = table(app, "by-domain")
    assert figures(made.rows["1.1.1"]) == [1, 1, Empty.NONE, Empty.NOT_SPLIT, Empty.NOT_SPLIT]
    assert made.figure("1.1.3", "initiatives") is Empty.NONE
    levels = [row.level for row in made.result.rows]
    assert levels[:2] == [0, 1]
    assert levels.count(0) == 5


def test_by_country_money_follows_the_stated_shares(app, world):
    shares = [{"country": "ET", "percent": Decimal(75)}]
    world.published(countries=["ET", "KE"], country_shares=shares, funding=[line("0.03")])
    made = table(app, "by-country")
    assert [made.figure(name, "committed") for name in ("Ethiopia", "Kenya")] == [Decimal("0.02"), Decimal("0.01")]
    assert made.totals["committed"] == Decimal("0.03")
    assert [row["initiatives"] for row in made.rows.values()] == [1, 1]


@pytest.mark.parametrize("slug", list(REPORTS))
def test_many_awkward_amounts_still_add_up_to_the_cent(app, world, slug):
    domains, countries = ["1", "2", "3"], ["ET", "KE", "SD", "SO", "UG", "DJ", "ER"]
    for number in range(7):
        world.published(
            domains=domains[: 1 + number % 3], main_domain="1", domain_shares=[], countries=countries[: number + 1],
            funding=[line(f"{number}33.{number}7", year=2015 + number), line("0.01", kind="disbursed")],
        )  # fmt: skip
    made = table(app, slug)
    for column in ("committed", "disbursed"):
        sums = [row[column] for row in made.rows.values() if isinstance(row[column], Decimal)]
        assert sum(sums) == made.totals[column]
    assert made.totals["committed"] == sum(Decimal(f"{n}33.{n}7") for n in range(7))


def test_linked_duplicates_are_counted_once_with_the_money_of_the_one_they_are_counted_as(app, world):
    own = world.published(partner="EU", funding=[line("500")])
    same = world.published(partner="ET", funding=[line("480")])
    same.counted_as_id = own.id
    db.session.commit()
    made = table(app, "by-partner")
    assert figures(made.totals)[:4] == [1, 1, Empty.NONE, Decimal(500)]
    assert figures(made.rows["Ethiopia"])[:4] == [1, 1, Empty.NONE, Empty.ELSEWHERE]
    assert made.figure("European Union", "committed") == Decimal(500)
    assert table(app, "by-partner", partner=("ET",)).totals["committed"] is Empty.ELSEWHERE


def test_the_money_of_a_duplicate_counts_where_the_other_states_none_or_has_left(app, world):
    own = world.published(partner="EU", funding=[])
    same = world.published(partner="ET", funding=[line("480")])
    same.counted_as_id = own.id
    db.session.commit()
    assert table(app, "by-partner").totals["committed"] == Decimal(480)


def test_a_part_adds_nothing_to_its_programme_at_any_depth(app, world):
    programme = world.published(partner="EU", funding=[line("1000")])
    part = world.published(partner="IT", parent=programme.reference, funding=[line("300")])
    world.published(partner="ET", parent=part.reference, funding=[line("100")])
    made = table(app, "by-partner")
    assert figures(made.totals)[:4] == [3, 3, Empty.NONE, Decimal(1000)]
    assert made.figure("Italy", "committed") is Empty.ELSEWHERE
    assert made.figure("Ethiopia", "committed") is Empty.ELSEWHERE


def test_a_part_keeps_its_money_where_its_programme_states_none_or_is_not_published(app, world):
    silent = world.published(partner="EU", funding=[])
    draft = world.complete(partner="EU", funding=[line("1000")])
    gone = world.published(partner="EU", funding=[line("1000")])
    for number, programme in enumerate((silent, draft, gone), 1):
        world.published(partner="EU", parent=programme.reference, funding=[line(f"{number}")])
    world.step(gone, Action.WITHDRAW, world.secretariat(), "Ended before it began.")
    assert table(app, "by-partner").totals["committed"] == Decimal(6)


def test_a_part_of_a_duplicate_is_a_part_of_both(app, world):
    own = world.published(partner="EU", funding=[line("500")])
    same = world.published(partner="IT", funding=[line("480")])
    world.published(partner="ET", parent=same.reference, funding=[line("70")])
    same.counted_as_id = own.id
    db.session.commit()
    assert table(app, "by-partner").totals["committed"] == Decimal(500)


def test_two_that_name_each_other_as_their_programme_lose_no_money(app, world):
    one = world.published(partner="EU", funding=[line("500")])
    other = world.published(partner="IT", parent=one.reference, funding=[line("30")])
    one.published.parent = other.reference
    db.session.commit()
    assert table(app, "by-partner").totals["committed"] == Decimal(530)


def test_a_line_without_a_rate_is_listed_and_in_no_sum(app, world):
    world.published(title="With a gap", funding=[line("100"), line("5000", "SDG", 2099)])
    made = table(app, "by-year")
    assert made.totals["committed"] == Decimal(100)
    (listed,) = made.result.unconverted
    assert (listed.title, listed.amount, listed.currency, listed.year) == ("With a gap", Decimal(5000), "SDG", 2099)
    assert any("1 amount has no exchange rate" in s for note in said(app, made) for s in note.sentences)


def said(app, made):
    with app.test_request_context():
        return made.result.notes


def test_by_year_initiatives_stand_in_the_year_of_their_start_and_money_in_that_of_its_line(app, world):
    world.published(starts_on=date(2019, 5, 1), funding=[line("10", year=2020), line("20", year=2021)])
    world.published(kind=Kind.POLICY, starts_on=None, ends_on=None, adopted_on=date(2020, 3, 1), in_force_from=None)
    world.published(kind=Kind.POLICY, starts_on=None, ends_on=None, adopted_on=None, in_force_from=None)
    made = table(app, "by-year")
    assert list(made.rows) == [2019, 2020, 2021, "no year stated"]
    assert figures(made.rows[2019]) == [1, 1, Empty.NONE, Empty.NONE, Empty.NONE]
    assert figures(made.rows[2020]) == [1, Empty.NONE, 1, Decimal(10), Empty.NONE]
    assert figures(made.rows[2021]) == [Empty.NONE, Empty.NONE, Empty.NONE, Decimal(20), Empty.NONE]
    assert figures(made.rows["no year stated"])[:3] == [1, Empty.NONE, 1]


def test_a_policy_has_no_money_and_it_is_never_a_zero(app, world):
    world.published(kind=Kind.POLICY)
    made = table(app, "by-partner")
    assert figures(made.rows["Ethiopia"])[3:] == [Empty.NO_MONEY, Empty.NO_MONEY]
    assert made.totals["committed"] is Empty.NO_MONEY


def test_an_empty_cell_says_which_it_is(app, world):
    world.published(partner="ET", domains=["1"], main_domain="1", domain_shares=[])
    world.submitted(partner="IT")
    world.complete(partner="SN")
    made = table(app, "by-partner", domain=("2",))
    reasons = {name: made.figure(name, "initiatives") for name in ("Ethiopia", "Italy", "Senegal", "Kenya")}
    assert reasons == {
        "Ethiopia": Empty.NONE,
        "Italy": Empty.UNDER_REVIEW,
        "Senegal": Empty.NOT_REPORTED,
        "Kenya": Empty.NOT_REPORTED,
    }


def test_every_partner_is_listed_in_the_order_of_the_alphabet(app, world):
    world.published()
    names = list(table(app, "by-partner").rows)
    assert len(names) == 75
    assert names.index("Côte d'Ivoire") < names.index("Croatia")
    assert len(table(app, "by-partner", process=("khartoum",)).rows) < 75


def test_coverage_says_who_answered_what_is_stated_and_what_waits(app, world):
    world.published(partner="ET")
    world.published(partner="IT", funding=[])
    world.published(partner="IT", kind=Kind.POLICY)
    world.submitted(partner="SN")
    found = table(app, "by-domain").result.coverage
    assert (found.answering, found.asked) == (2, 75)
    assert (found.projects, found.projects_stating, found.unreviewed) == (2, 1, 1)
    sentences = [sentence for note in said(app, table(app, "by-domain")) for sentence in note.sentences]
    assert any(sentence.startswith("2 of 75 Partners") for sentence in sentences)
    narrow = table(app, "by-domain", partner=("ET", "KE")).result.coverage
    assert (narrow.answering, narrow.asked, narrow.unreviewed) == (1, 2, 0)


def test_filters_on_domain_and_country_narrow_the_money_to_what_falls_on_them(app, world):
    world.published(domains=["1", "2"], domain_shares=[], countries=["ET", "KE"], funding=[line("100")])
    made = table(app, "by-domain", domain=("1",), country=("KE",))
    assert [row.cells["domain"][0] for row in made.result.rows if not row.level] == ["1"]
    assert made.totals["committed"] == Decimal(25)
    rule = next(note for note in said(app, made) if note.label == "Counting rule")
    assert "only the part that falls on these" in rule.sentences[-1]


def test_filters_choose_initiatives(app, world):
    world.published(partner="ET", starts_on=date(2017, 1, 1), title="Wells")
    world.published(partner="IT", kind=Kind.POLICY, starts_on=None, ends_on=None, title="A decree")
    chosen = {
        1: ({"kind": ("policy",)}, {"partner": ("ET",)}, {"year_to": 2018}, {"process": ("khartoum",), "q": "wells"}),
        2: ({}, {"domain": ("1", "3")}, {"partner": ("ET", "IT")}, {"country": ("ET",)}),
        Empty.NONE: ({"domain": ("5",)}, {"q": "bridges"}, {"year_from": 2022}, {"country": ("SN",)}),
    }
    for expected, selections in chosen.items():
        for selection in selections:
            assert table(app, "by-country", **selection).totals["initiatives"] == expected, selection


def test_as_at_a_past_day_everything_stands_as_it_stood(app, world):
    start = now() - timedelta(days=100)
    with at(start):
        initiative = world.published(funding=[line("100")])
        gone = world.published(funding=[line("7")])
    with at(start + timedelta(days=10)):
        world.submitted(partner="IT")
        world.revised(initiative, funding=[line("900")])
        world.step(initiative, Action.SUBMIT, world.focal_point())
        world.step(initiative, Action.PUBLISH, world.secretariat())
        world.step(gone, Action.WITHDRAW, world.secretariat(), "It never began.")

    def seen(days):
        made = table(app, "by-partner", as_at=(start + timedelta(days=days)).date())
        return made.totals["initiatives"], made.totals["committed"], made.result.coverage.unreviewed

    assert seen(-1) == (Empty.NONE, Empty.NONE, 0)
    assert seen(5) == (2, Decimal(107), 0)
    assert seen(20) == (1, Decimal(900), 1)
    assert table(app, "by-partner").totals["committed"] == Decimal(900)


def test_a_report_refuses_any_status_but_published(app, world):
    assert table(app, "by-domain", status=("published",)).totals["initiatives"] is Empty.NONE
    with pytest.raises(UnknownFilter, match="only what is published"):
        table(app, "by-domain", status=("draft",))


def test_an_empty_world_gives_tables_that_say_so(app, session):
    for slug in REPORTS:
        made = table(app, slug)
        assert made.totals["initiatives"] is Empty.NONE
        assert made.result.coverage.answering == 0
        with app.test_request_context():
            assert len(list(report_csv(made.result))) == len(made.result.rows) + 2


def test_the_moment_is_said_in_utc(app, world):
    with at(datetime(2026, 8, 31, 12, 30, tzinfo=UTC)):
        made = table(app, "by-domain")
        assert any("31 August 2026, 12:30 (UTC)" in note.sentences for note in said(app, made))
