"""The list and the record."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.db import now
from app.domain.questions import Kind
from app.domain.workflow import Action
from tests.web.statements import counted

USD = {"funder": "USAID", "amount": Decimal(2500000), "currency": "USD", "year": 2019, "type": "committed"}


def text_of(response):
    return response.get_data(as_text=True)


def test_the_list_shows_one_row_for_each_initiative_that_the_reader_may_see(world, sign_in_as):
    world.published(title="Published of Ethiopia")
    world.complete(title="Draft of Ethiopia")
    world.complete(partner="IT", title="Draft of Italy")
    world.published(partner="IT", title="Published of Italy")

    def seen(person):
        page = text_of(sign_in_as(person).get("/initiatives"))
        titles = ("Published of Ethiopia", "Draft of Ethiopia", "Draft of Italy", "Published of Italy")
        return [title for title in titles if title in page]

    assert seen(world.analyst()) == ["Published of Ethiopia", "Published of Italy"]
    assert seen(world.focal_point("ET")) == ["Published of Ethiopia", "Draft of Ethiopia", "Published of Italy"]
    assert len(seen(world.secretariat())) == 4


def test_a_revised_initiative_is_one_row_the_working_one_for_its_desk_and_the_published_one_for_others(
    world, sign_in_as
):
    initiative = world.published(title="As it stands")
    world.revised(initiative, title="As it will be")
    own = text_of(sign_in_as(world.focal_point()).get("/initiatives"))
    other = text_of(sign_in_as(world.analyst()).get("/initiatives"))
    assert "As it will be" in own and "As it stands" not in own
    assert "As it stands" in other and "As it will be" not in other
    assert "1 initiative" in own and "1 initiative" in other


def test_a_filter_looks_only_at_the_version_that_is_shown(world, sign_in_as):
    initiative = world.published(title="Wells in the valley")
    world.revised(initiative, title="Schools in the valley")
    client = sign_in_as(world.focal_point())
    assert "No initiative matches" in text_of(client.get("/initiatives?q=wells"))
    assert "Wells in the valley" in text_of(client.get("/initiatives?q=wells&status=published"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=policy", ["A law"]),
        ("q=LAW", ["A law"]),
        ("domain=2", ["A project"]),
        ("country=KE", ["A law", "A project"]),
        ("country=SN", []),
        ("partner=ET&kind=project", ["A project"]),
        ("partner=ET&partner=IT&kind=policy", ["A law"]),
        ("process=rabat", []),
        ("year_from=2021&year_to=2021", ["A project"]),
        ("status=published", ["A law", "A project"]),
        ("status=draft", []),
    ],
)
def test_the_filters_narrow_the_list(world, sign_in_as, query, found):
    world.published(title="A project", domains=["2"], main_domain="2", domain_shares=[])
    _law(world)
    page = text_of(sign_in_as(world.analyst()).get(f"/initiatives?{query}"))
    assert [title for title in ("A law", "A project") if f">{title}<" in page] == found


def _law(world):
    return world.published(
        kind=Kind.POLICY,
        title="A law",
        domains=["1"],
        main_domain="1",
        domain_shares=[],
        starts_on=None,
        ends_on=None,
        adopted_on=date(2019, 5, 1),
        in_force_from=None,
    )


@pytest.mark.parametrize(
    "query",
    ["domain=9", "country=XX", "status=gone", "sort=colour", "page=x", "page=0", "as_at=yesterday", "year_from=abc"],
)
def test_an_unknown_filter_answers_400(world, sign_in_as, query):
    assert sign_in_as(world.analyst()).get(f"/initiatives?{query}").status_code == 400


def test_as_at_does_not_go_with_an_unpublished_status(world, sign_in_as):
    day = now().date().isoformat()
    client = sign_in_as(world.analyst())
    assert client.get(f"/initiatives?as_at={day}&status=draft").status_code == 400
    assert client.get(f"/initiatives?as_at={day}&status=published").status_code == 200


def test_as_at_shows_what_stood_in_the_reports_then_without_a_link_to_what_may_not_be_read_any_more(
    world, sign_in_as, session
):
    initiative = world.withdrawn(title="Was there once")
    revision = initiative.latest
    revision.published_at, revision.retired_at = now() - timedelta(days=10), now() - timedelta(days=2)
    session.commit()
    client = sign_in_as(world.analyst())
    then = (now() - timedelta(days=5)).date().isoformat()
    page = text_of(client.get(f"/initiatives?as_at={then}"))
    assert "Was there once" in page
    assert f"/initiatives/{initiative.reference}" not in page
    assert "Was there once" not in text_of(client.get("/initiatives"))


@pytest.mark.parametrize("sort", ["reference", "title", "partner", "start", "amount", "changed"])
def test_every_sort_works_both_ways_with_empty_values_last(world, sign_in_as, sort):
    world.draft(title="Alpha")
    world.published(title="Beta")
    world.published(title="Gamma", partner="IT", funding=[USD])
    client = sign_in_as(world.secretariat())

    def order(by):
        page = text_of(client.get(f"/initiatives?sort={by}"))
        return sorted(("Alpha", "Beta", "Gamma"), key=lambda title: page.index(f">{title}<"))

    up, down = order(sort), order(f"-{sort}")
    if sort in ("start", "amount"):
        assert up[-1] == down[-1] == "Alpha"
    if sort in ("title", "amount"):
        assert (up[0], down[0]) == (("Alpha", "Gamma") if sort == "title" else ("Beta", "Gamma"))


def test_the_list_comes_in_pages_of_25(world, sign_in_as):
    for number in range(27):
        world.draft(title=f"Number {number:02}")
    client = sign_in_as(world.focal_point())
    first, second = (text_of(client.get(f"/initiatives?sort=title&page={page}")) for page in (1, 2))
    assert "Number 24" in first and "Number 25" not in first
    assert "Number 26" in second and "Number 24" not in second
    assert "27 initiatives" in first
    assert client.get("/initiatives?page=3").status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_rows(world, sign_in_as):
    world.published(title="The first", funding=[USD])
    client = sign_in_as(world.secretariat())

    def statements():
        with counted() as sent:
            assert client.get("/initiatives").status_code == 200
        return len(sent)

    few = statements()
    for number in range(6):
        world.published(title=f"Number {number}", partner=["ET", "IT", "SN"][number % 3], funding=[USD])
    world.complete(kind=Kind.POLICY)
    assert statements() == few


def test_an_empty_list_says_what_to_do_first(world, sign_in_as):
    assert "Start an initiative" in text_of(sign_in_as(world.focal_point()).get("/initiatives"))
    page = text_of(sign_in_as(world.analyst()).get("/initiatives"))
    assert "There is no initiative yet" in page and "/initiatives/new" not in page


def test_a_policy_has_no_amount_and_a_missing_one_is_not_nought(world, sign_in_as):
    world.published(kind=Kind.POLICY, title="A law")
    world.published(title="Without money", funding=[])
    page = text_of(sign_in_as(world.analyst()).get("/initiatives"))
    assert "A policy has no amount" in page and "Not stated" in page
    assert "EUR\u00a00" not in page


def test_the_record_shows_every_answer_and_what_is_missing(world, sign_in_as):
    initiative = world.published(
        title="A project", funding=[USD], links=[{"url": "https://example.org/a", "label": "A"}]
    )
    page = text_of(sign_in_as(world.analyst()).get(f"/initiatives/{initiative.reference}"))
    assert "USD\u00a02,500,000" in page and "1 EUR =" in page
    assert '<a href="https://example.org/a" rel="noopener nofollow">A</a>' in page
    assert "Ethiopia" in page and "Kenya" in page
    assert "Nothing stated" in page
    assert "Provisional list of domains and priorities" in page


def test_the_contact_person_is_shown_to_the_partner_and_the_secretariat_only(world, sign_in_as):
    initiative = world.published()

    def shown(person):
        return "desk@demo.example" in text_of(sign_in_as(person).get(f"/initiatives/{initiative.reference}"))

    assert shown(world.focal_point("ET")) and shown(world.secretariat())
    assert not shown(world.analyst()) and not shown(world.focal_point("IT"))


def test_a_foreign_draft_answers_404_whoever_asks_and_so_does_its_history(world, sign_in_as):
    initiative = world.complete()
    world.entity("ET-RRS")
    for person in (world.focal_point("IT"), world.analyst(), world.contributor(entity="ET-RRS")):
        for rest in ("", "/history", "?version=1"):
            assert sign_in_as(person).get(f"/initiatives/{initiative.reference}{rest}").status_code == 404
    assert sign_in_as(world.secretariat()).get("/initiatives/JVAP-ET-9999").status_code == 404


def test_readers_see_the_published_version_and_their_own_desk_is_told_of_both(world, sign_in_as):
    initiative = world.published(title="As it stands")
    world.revised(initiative, title="As it will be")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    address = f"/initiatives/{initiative.reference}"

    reader = sign_in_as(world.analyst())
    assert "As it stands" in text_of(reader.get(address))
    assert reader.get(f"{address}?version=2").status_code == 404

    reviewer = sign_in_as(world.secretariat())
    page = text_of(reviewer.get(address))
    assert "As it will be" in page
    assert "Version 2 is with the secretariat; version 1 stands in the reports." in page
    assert "As it stands" in text_of(reviewer.get(f"{address}?version=1"))
    assert reviewer.get(f"{address}?version=7").status_code == 404


def test_a_programme_lists_its_parts_and_a_part_names_its_programme(world, sign_in_as):
    programme = world.published(title="The programme")
    part = world.published(title="The part", parent=programme.reference)
    client = sign_in_as(world.analyst())
    page = text_of(client.get(f"/initiatives/{programme.reference}"))
    assert "Parts of this programme" in page and "The part" in page
    assert "The programme" in text_of(client.get(f"/initiatives/{part.reference}"))


def test_a_published_initiative_can_be_updated_by_its_partner_only(world, sign_in_as):
    initiative = world.published()
    address = f"/initiatives/{initiative.reference}"
    assert "Update this initiative" in text_of(sign_in_as(world.focal_point()).get(address))
    for person in (world.analyst(), world.secretariat(), world.focal_point("IT")):
        assert "Update this initiative" not in text_of(sign_in_as(person).get(address))


def test_the_steps_of_the_table_stand_on_the_record_or_on_the_review_page(world, sign_in_as):
    initiative = world.submitted()
    address = f"/initiatives/{initiative.reference}"
    page = text_of(sign_in_as(world.secretariat()).get(f"/review/{initiative.reference}"))
    assert [action for action in ("publish", "return", "decline", "take-back") if f'value="{action}"' in page] == [
        "publish",
        "return",
        "decline",
    ]
    assert 'value="take-back"' in text_of(sign_in_as(world.focal_point()).get(address))


def test_what_a_person_typed_is_never_markup(world, sign_in_as):
    initiative = world.published(
        title="<script>alert(1)</script>",
        lead_organisation="<b>bold</b>",
        links=[{"url": "https://example.org/?a=1&b=2", "label": "<i>label</i>"}],
    )
    for person in (world.secretariat(), world.analyst()):
        client = sign_in_as(person)
        for address in ("/initiatives", f"/initiatives/{initiative.reference}"):
            page = text_of(client.get(address))
            assert "<script>alert" not in page and "<b>bold" not in page and "<i>label" not in page


def test_the_record_needs_no_more_statements_for_more_rows(world, sign_in_as):
    initiative = world.published(funding=[USD])
    big = world.published(
        funding=[USD] * 8,
        countries=["ET", "KE", "SD", "SO", "UG"],
        implementers=[{"name": f"Organisation {number}"} for number in range(8)],
    )
    client = sign_in_as(world.secretariat())

    def statements(reference):
        with counted() as sent:
            assert client.get(f"/initiatives/{reference}").status_code == 200
        return len(sent)

    assert statements(big.reference) == statements(initiative.reference)


def test_known_organisations_are_suggested_by_name_and_alias_where_one_is_asked_for(world, sign_in_as):
    draft = world.complete()
    client = sign_in_as(world.focal_point())
    for section, field in (("who", "lead_organisation"), ("money", "funding-0-funder")):
        page = text_of(client.get(f"/initiatives/{draft.reference}/edit/{section}"))
        assert 'list="organisations"' in page and field in page
        option = page.split('<option value="International Organization for Migration">')[1].split("</option>")[0]
        assert "IOM" in option and "OIM" in option
    assert "datalist" not in text_of(client.get(f"/initiatives/{draft.reference}/edit/basics"))
