"""The secretariat's pages of overlaps: the list, a pair with its evidence, deciding and undoing."""

import pytest

from app.domain.choices import Resemblance
from app.domain.links import Relation
from app.models import OverlapLink
from app.queries.links import find_standing
from app.services.links import link
from app.services.overlaps import give_opinion
from tests.pages import parse, text_of
from tests.world import SUMMARY

TITLE = "Oasis schools for nomadic families"


@pytest.fixture
def client(world, sign_in_as):
    return sign_in_as(world.secretariat())


@pytest.fixture
def two(world):
    return [
        world.published(
            world.focal_point(partner),
            title=TITLE,
            title_fr="Écoles des oasis",
            summary=f"{SUMMARY} Under T05-EUTF-HOA-REG-09 of <b>2015</b>.",
        )
        for partner in ("IT", "ET")
    ]


def words_of(response, code=200):
    assert response.status_code == code
    return text_of(parse(response.get_data(as_text=True)))


def address(one, other):
    return f"/overlaps/{one.reference}/{other.reference}"


def test_the_list_shows_both_sides_and_what_is_alike(client, two):
    words = words_of(client.get("/overlaps"))
    for shown in (TITLE, two[0].reference, two[1].reference, "Italy", "Ethiopia", "same title", "100"):
        assert shown in words
    assert "No pair waits" in words_of(client.get("/overlaps?partner=SN"))
    assert f"{address(*two)}?partner=IT" in client.get("/overlaps?partner=IT").get_data(as_text=True)


@pytest.mark.parametrize("query", ["partner=XX", "country=Nowhere", "domain=99", "said=perhaps", "score_from=most", "state=open", "page=0"])  # fmt: skip
def test_an_unknown_filter_is_a_clear_400(client, two, query):
    assert "“" in words_of(client.get(f"/overlaps?{query}"), 400)


def test_the_evidence_on_a_pair(client, world, two):
    world.revised(two[1])
    give_opinion(two[1], two[0].published, Resemblance.SAME, "<i>Ours</i> too.", world.focal_point().actor)
    page = client.get(address(*two))
    words = words_of(page)
    for shown in (TITLE, "Écoles des oasis", "EUR 1,000,000.01 (2021)", "1 January 2021", "Kenya", "European Union", "<i>Ours</i> too.", "How the score comes about", "same amount"):  # fmt: skip
        assert shown in words
    html = page.get_data(as_text=True)
    assert html.count("<mark>T05-EUTF-HOA-REG-09</mark>") == 2 and "&lt;b&gt;2015" in html


@pytest.mark.parametrize(
    ("sent", "told", "counted"),
    [
        ({"relation": "same"}, "Decided: The same", 1),
        ({"relation": "part_of", "head": 0}, "Decided: Part of the other", 0),
        ({"relation": "distinct", "reason": "Two phases."}, "Decided: Distinct", 2),
    ],
)
def test_a_decision_is_taken_shown_on_both_records_and_undone(client, world, two, sent, told, counted):
    sent = {**sent, "head": two[0].reference} if "head" in sent else sent
    assert client.fill(address(*two), sent).status_code == 303
    words = words_of(client.get(address(*two)))
    assert told in words and world.secretariat().name in words and sent.get("reason", "") in words
    for ours, theirs in (two, two[::-1]):
        record = words_of(client.get(f"/initiatives/{ours.reference}"))
        assert "Linked with" in record and theirs.reference in record
    assert "No pair waits" in words_of(client.get("/overlaps"))
    assert two[1].reference in words_of(client.get("/overlaps?state=decided"))
    undone = client.fill(address(*two), {"reason": "A mistake."}, action=f"{address(*two)}/undo")
    assert undone.status_code == 303
    words = words_of(client.get(address(*two)))
    assert "A mistake." in words and "Your decision" in words
    assert "Linked with" not in words_of(client.get(f"/initiatives/{two[0].reference}"))
    assert "A link was undone" in words_of(client.get(f"/initiatives/{two[0].reference}/history"))


def test_readers_see_what_is_linked_and_not_what_was_found_distinct(client, world, sign_in_as, two):
    third = world.published(world.focal_point("SN"))
    by = world.secretariat().actor
    link(*two, Relation.PART_OF, by, head=two[0])
    link(two[0], third, Relation.DISTINCT, by, reason="Seen in its files.")
    reader = sign_in_as(world.analyst())
    words = words_of(reader.get(f"/initiatives/{two[0].reference}"))
    assert "Has as its part" in words and "distinct" not in words
    words = words_of(reader.get(f"/initiatives/{two[1].reference}"))
    assert f"Its money is counted with {two[0].reference}" in words
    assert "Seen in" not in words_of(reader.get(f"/initiatives/{two[0].reference}/history"))
    assert "distinct from" in words_of(client.get(f"/initiatives/{two[0].reference}"))


def test_a_mistake_is_told_on_its_field_and_keeps_what_was_typed(client, two):
    for sent, told in (
        ({}, "Choose one from the list"),
        ({"relation": "twins"}, "Choose one from the list"),
        ({"relation": "part_of"}, "Choose which of the two is the programme"),
        ({"relation": "same", "head": "JVAP-ET-9999"}, "Choose one from the list"),
        ({"relation": "same", "reason": "x" * 1001}, "Shorten this to 1,000"),
    ):
        words = words_of(client.post_form(address(*two), {"reason": "As agreed.", **sent}), 422)
        assert told in words and ("As agreed." in words or "x" * 1001 in words)
    assert find_standing(two[0].id, two[1].id) is None


def test_a_circle_is_told_with_its_way(client, session, world, two):
    third = world.published(world.focal_point("SN"))
    by = world.secretariat().actor
    link(two[0], two[1], Relation.PART_OF, by, head=two[1])
    link(two[1], third, Relation.PART_OF, by, head=third)
    session.commit()
    sent = {"relation": "part_of", "head": two[0].reference}
    words = words_of(client.post_form(address(third, two[0]), sent), 422)
    assert f"{two[0].reference} → {two[1].reference} → {third.reference}" in words


def test_the_same_decision_twice_is_one_and_another_is_told_what_stands(client, session, world, sign_in_as, two):
    for _time in range(2):
        assert client.post_form(address(*two), {"relation": "same"}).status_code == 303
    second = sign_in_as(world.administrator())
    words = words_of(second.post_form(address(*two), {"relation": "distinct"}), 409)
    assert world.secretariat().name in words and "“The same”" in words
    assert session.query(OverlapLink).count() == 1


def test_an_undoing_names_the_decision_that_was_seen(client, session, world, sign_in_as, two):
    made = link(*two, Relation.SAME, world.secretariat().actor)
    session.commit()
    undo = f"{address(*two)}/undo"
    for sent in ("", "x", "99999", "-1", "9" * 30):
        assert client.post_form(undo, {"link": sent}).status_code == 404
    assert client.post_form(undo, {"link": made.id, "reason": "x" * 1001}).status_code == 422
    assert client.post_form(undo, {"link": made.id}).status_code == 303
    assert client.post_form(undo, {"link": made.id}).status_code == 303
    assert sign_in_as(world.administrator()).post_form(undo, {"link": made.id}).status_code == 409


def test_the_next_pair_is_offered_with_the_filters(client, world, two):
    world.published(world.focal_point("SN"), title=TITLE)
    html = client.get(f"{address(*two)}?country=ET").get_data(as_text=True)
    assert "Next pair" in html and "country=ET" in html
    answer = client.fill(f"{address(*two)}?country=ET", {"relation": "distinct"}, action=f"{address(*two)}?country=ET")
    assert answer.location.endswith("?country=ET")


def test_any_two_can_be_compared(client, world, two):
    query = {"one": two[0].reference.lower(), "other": two[1].reference}
    assert client.get("/overlaps/pair", query_string=query).location == address(*two)
    draft = world.draft()
    for one, other, told in (
        ("", two[0].reference, "Enter a reference"),
        (two[0].reference, two[0].reference, "not linked with itself"),
        (two[0].reference, "JVAP-ET-9999", "no published initiative"),
        (two[0].reference, draft.reference, "no published initiative"),
    ):
        assert told in words_of(client.get("/overlaps/pair", query_string={"one": one, "other": other}), 422)
    assert "not linked with itself" in words_of(client.get(address(two[0], two[0])), 400)
    assert client.get("/overlaps/JVAP-ET-9999/x").status_code == 404


def test_it_is_the_secretariats(world, sign_in_as, two):
    for person in (world.focal_point("IT"), world.contributor(), world.analyst()):
        visitor = sign_in_as(person)
        for path in ("/overlaps", "/overlaps/pair", address(*two)):
            assert visitor.get(path).status_code == 403
        assert visitor.post_form(address(*two), {"relation": "same"}).status_code == 403
