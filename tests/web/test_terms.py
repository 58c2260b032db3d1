"""The secretariat's page of terms: who sees it, adding, finding, removing, and what is refused."""

import pytest
from sqlalchemy import select

from app.domain.access import Role
from app.domain.classification import Level
from app.models import ClassificationTerm
from app.queries.classification import standing_terms, terms_page
from app.services.taxonomy import load
from tests import pages
from tests.integration.test_classification import OPERATOR, OTHER

NEW = {"term": "Kakuma", "language": "en", "code": "priority:3.2.3"}


@pytest.fixture
def office(sign_in_as, world):
    return sign_in_as(world.secretariat())


def rows(html):
    return [[pages.text_of(cell) for cell in row][:3] for row in pages.parse(html).iter("tr")][1:]


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_the_page_and_may_change_it(sign_in_as, world, session, role):
    client = sign_in_as(world.person(role, entity="ET-MOLS"))
    may = role in (Role.SECRETARIAT, Role.ADMINISTRATOR)
    term = session.scalars(standing_terms().limit(1)).one().id
    assert client.get("/terms").status_code == (200 if may else 403)
    assert client.post_form("/terms", NEW).status_code == (303 if may else 403)
    assert client.post_form(f"/terms/{term}/remove").status_code == (303 if may else 403)
    assert ("/terms" in client.get("/review").text) is may


def test_a_visitor_is_sent_to_sign_in(client, session):
    assert "/sign-in" in client.get("/terms").location


def test_a_term_is_added_found_and_removed(office, session):
    answer = office.fill("/terms", NEW, action="/terms")
    assert (answer.status_code, answer.location) == (303, "/terms?q=Kakuma")
    assert rows(office.get(answer.location).text) == [
        ["Kakuma", "English", "3.2.3 Improve living conditions and security in camps"]
    ]
    term = session.scalars(select(ClassificationTerm).where(ClassificationTerm.key == "kakuma")).one()
    answer = office.fill("/terms?q=Kakuma", {}, action=f"/terms/{term.id}/remove")
    assert answer.location == "/terms?q=Kakuma"
    assert "No term found" in office.get(answer.location).text
    assert office.post_form(f"/terms/{term.id}/remove").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"term": ""}, "term"), ({"term": "   "}, "term"), ({"term": "x" * 101}, "term"), ({"term": "x" * 100_000}, "term"),
        ({"term": "the"}, "term"), ({"term": "support"}, "term"), ({"term": "\0"}, "term"),
        ({"term": "refugees", "code": "domain:3"}, "term"), ({"term": "REFUGEES", "code": "domain:3"}, "term"),
        ({"code": ""}, "code"), ({"code": "domain:9"}, "code"), ({"code": "3.2.3"}, "code"), ({"code": "area:3.1"}, "code"),
        ({"language": "de"}, "language"), ({"language": ""}, "language"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_term_comes_back_as_typed(office, session, wrong, field):
    before = terms_page("", 0, 1)[0]
    answer = office.fill("/terms", {**NEW, **wrong}, action="/terms")
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    assert terms_page("", 0, 1)[0] == before


def test_nothing_at_all_is_refused(office):
    assert office.post_form("/terms").status_code == 422


@pytest.mark.parametrize("address", ["/terms/0/remove", "/terms/999999/remove"])
def test_a_term_that_is_not_there_cannot_be_removed(office, address):
    assert office.post_form(address).status_code == 404


def test_a_removal_needs_its_token_and_is_no_link(office, session):
    term = session.scalars(standing_terms().limit(1)).one().id
    assert office.post(f"/terms/{term}/remove").status_code == 400
    assert office.get(f"/terms/{term}/remove").status_code == 405


def test_the_list_comes_in_pages_and_is_searched_by_words_and_code(office):
    assert len(rows(office.get("/terms").text)) == 50
    assert office.get("/terms?page=2").status_code == 200
    assert office.get("/terms?page=9999").status_code == 404
    assert office.get("/terms?page=x").status_code == 400
    found = rows(office.get("/terms?q=1.2.9").text)
    assert found and all(row[2].startswith("1.2.9 ") for row in found)
    assert rows(office.get("/terms?q=%25").text) == rows(office.get("/terms").text)
    assert office.get("/terms?q=%00").status_code == 400


def test_a_term_of_a_code_that_the_list_no_longer_has_says_so(office, session):
    load(OTHER, "other", OPERATOR)
    assert "not in the present list" in office.get("/terms?q=refugees").text
    assert office.fill("/terms", NEW, action="/terms").status_code == 422
    assert office.fill("/terms", {**NEW, "code": "priority:7"}, action="/terms").status_code == 303
    assert (
        session.scalars(select(ClassificationTerm.level).where(ClassificationTerm.code == "7")).one() is Level.PRIORITY
    )
