"""The secretariat's pages of organisations: who sees them, finding, naming, merging, undoing, telling apart."""

import pytest
from sqlalchemy import select

from app.domain.access import Role
from app.models import Organisation, OrganisationMerge, OrganisationName
from app.services.organisations import identify
from tests import pages
from tests.web.statements import counted


@pytest.fixture
def office(sign_in_as, world):
    return sign_in_as(world.secretariat())


@pytest.fixture
def two(session):
    """The ids of two that are spelled nearly alike."""
    made = [identify(name).id for name in ("Sahel Water Board", "Sahel Water Boards")]
    session.commit()
    return made


def rows(html):
    return [[pages.text_of(cell) for cell in row] for row in pages.parse(html).iter("tr")][1:]


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_the_pages_and_may_change_them(sign_in_as, world, two, role):
    client = sign_in_as(world.person(role, entity="ET-MOLS"))
    one, other = two
    may = role in (Role.SECRETARIAT, Role.ADMINISTRATOR)
    read = ("", "/likely", "/merges", f"/{one}", f"/{one}/merge", f"/{one}/merge/{other}")
    done = (f"/{one}/apart/{other}", f"/{one}/apart/{other}/ask-again", f"/{one}/merge/{other}", "/merges/1/undo")
    for address in read:
        assert client.get(f"/organisations{address}").status_code == (200 if may else 403), address
    for address in done[: None if not may else 3]:
        assert client.post_form(f"/organisations{address}").status_code == (303 if may else 403), address
    if not may:
        for address in (f"/{one}", f"/{one}/spellings", f"/{one}/spellings/move-out"):
            assert client.post_form(f"/organisations{address}").status_code == 403


def test_a_visitor_is_sent_to_sign_in(client, session):
    assert "/sign-in" in client.get("/organisations").location


def test_the_terms_lead_there(office):
    assert 'href="/organisations"' in office.get("/terms").text


@pytest.mark.parametrize(
    "words", ["IOM", "oim", "international organization for MIGRATION", "internationale pour les migrations"]
)
def test_one_is_found_under_any_of_its_names(office, words):
    found = rows(office.get("/organisations", query_string={"q": words}).text)
    assert any("International Organization for Migration" in row[0] for row in found)


def test_the_list_comes_in_pages_and_its_filters_are_checked(office):
    assert len(rows(office.get("/organisations").text)) == 50
    assert office.get("/organisations?page=2").status_code == 200
    assert office.get("/organisations?page=9999").status_code == 404
    assert office.get("/organisations?used=maybe").status_code == 400
    assert "No organisation found" in office.get("/organisations?q=nothing-like-this").text
    assert office.get("/organisations?used=no").status_code == 200


@pytest.mark.parametrize("address", ["0", "999999", "99999999999999999999", "0/merge", "1/merge/999999"])
def test_what_is_not_there_is_not_found(office, address):
    assert office.get(f"/organisations/{address}").status_code == 404


def test_a_pair_is_previewed_merged_and_undone(office, world, two, session):
    one, other = two
    world.published(lead_organisation="Sahel Water Board")
    pair = next(row for row in rows(office.get("/organisations/likely").text) if "Sahel Water" in row[0])
    assert "nearly the same" in pair[2]
    page = office.get(f"/organisations/{one}/merge/{other}").text
    assert "“Sahel Water Board” becomes part of “Sahel Water Boards”." in page
    assert "Sahel Water Board: 1 initiative" in page
    answer = office.fill(f"/organisations/{one}/merge/{other}", {}, action=f"/organisations/{one}/merge/{other}")
    assert (answer.status_code, answer.location) == (303, f"/organisations/{other}")
    page = office.get(answer.location).text
    assert "Merged. Every spelling of “Sahel Water Board” leads here now." in page and "JVAP-ET-0001" in page
    assert "Merged into another organisation" in office.get(f"/organisations/{one}").text
    assert all(row[0] != "Sahel Water Board" for row in rows(office.get("/organisations?q=sahel").text))
    made = session.scalars(select(OrganisationMerge.id)).one()
    answer = office.fill("/organisations/merges", {}, action=f"/organisations/merges/{made}/undo")
    assert answer.location == f"/organisations/{one}"
    assert "stands again" in office.get(answer.location).text
    assert "Undone" in office.get("/organisations/merges").text


def test_a_double_click_merges_once(office, two, session):
    one, other = two
    for _click in range(2):
        assert office.post_form(f"/organisations/{one}/merge/{other}").status_code == 303
    made = session.scalars(select(OrganisationMerge.id)).one()
    for _click in range(2):
        assert office.post_form(f"/organisations/merges/{made}/undo").status_code == 303


def test_merging_into_itself_says_so_and_does_nothing(office, two, session):
    one = two[0]
    for answer in (
        office.post_form(f"/organisations/{one}/merge/{one}"),
        office.get(f"/organisations/{one}/merge/{one}"),
    ):
        assert answer.status_code == 422
        assert "Choose the organisation that it is." in answer.text
        assert "cannot be merged into itself" in answer.text
    assert session.scalars(select(OrganisationMerge)).all() == []
    assert identify("Sahel Water Board").id == one


def test_what_was_merged_away_is_not_merged_again(office, two):
    one, other = two
    office.post_form(f"/organisations/{one}/merge/{other}")
    third = identify("IOM").id
    for address in (f"{one}/merge/{third}", f"{third}/merge/{one}"):
        assert office.post_form(f"/organisations/{address}").status_code == 409
        assert "in the meantime" in office.get(f"/organisations/{address}").text
    assert office.post_form(f"/organisations/{one}/spellings", {"spelling": "SWB"}).status_code == 409


def test_the_one_to_merge_with_is_searched(office, two):
    one, other = two
    found = rows(office.get(f"/organisations/{one}/merge?q=sahel water").text)
    assert [row[0] for row in found] == ["Sahel Water Boards"]
    assert f"/organisations/{one}/merge/{other}" in office.get(f"/organisations/{one}/merge?q=sahel water").text


def test_two_are_told_apart_and_asked_about_again(office, two):
    one, other = two
    assert office.fill("/organisations/likely", {}, action=f"/organisations/{one}/apart/{other}").status_code == 303
    assert "Sahel Water" not in "".join(row[0] for row in rows(office.get("/organisations/likely").text))
    answer = office.fill(f"/organisations/{one}", {}, action=f"/organisations/{one}/apart/{other}/ask-again")
    assert answer.status_code == 303
    assert "Sahel Water" in "".join(row[0] for row in rows(office.get("/organisations/likely").text))


def test_names_and_spellings_are_kept(office, two, session):
    one = two[0]
    address = f"/organisations/{one}"
    names = {"name_en": "Sahel Water Office", "name_fr": "Office des eaux du Sahel", "acronym_fr": "OES"}
    assert office.fill(address, names, action=address).status_code == 303
    page = office.get(address).text
    assert "Saved: Sahel Water Office" in page and "OES" in page
    answer = office.fill(address, {"spelling": "Eaux du Sahel"}, action=f"{address}/spellings")
    assert answer.status_code == 303
    assert identify("EAUX DU SAHEL").id == one
    answer = office.post_form(f"{address}/spellings/move-out", {"key": "eaux du sahel"})
    made = session.scalars(
        select(OrganisationName.organisation_id).where(OrganisationName.key == "eaux du sahel")
    ).one()
    assert answer.location == f"/organisations/{made}" and made != one
    assert office.post_form(f"{address}/spellings/move-out", {"key": "oes"}).status_code == 409


@pytest.mark.parametrize(
    ("action", "wrong", "field"),
    [
        ("", {"name_en": ""}, "name_en"), ("", {"name_fr": "x" * 300}, "name_fr"), ("", {"name_en": "Sahel water boards"}, "name_en"),
        ("/spellings", {"spelling": ""}, "spelling"), ("/spellings", {"spelling": "\0!"}, "spelling"),
        ("/spellings", {"spelling": "OIM"}, "spelling"), ("/spellings", {"spelling": "x" * 300}, "spelling"),
    ],
)  # fmt: skip
def test_what_cannot_be_comes_back_as_typed(office, two, session, action, wrong, field):
    address = f"/organisations/{two[0]}"
    answer = office.fill(address, wrong, action=address + action)
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    assert session.get(Organisation, two[0]).name_en == "Sahel Water Board"


def test_the_pages_are_french_for_french_readers(office, two):
    office.post_form("/language", {"language": "fr"})
    one, other = two
    page = office.get(f"/organisations/{one}/merge/{other}").text
    assert "« Sahel Water Board » est intégrée à « Sahel Water Boards »." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Probablement identique à une autre" in office.get("/organisations").text


def test_the_audit_log_tells_it(office, two, sign_in_as, world):
    one, other = two
    office.post_form(f"/organisations/{one}/merge/{other}")
    page = sign_in_as(world.administrator()).get("/audit?deed=organisations_merged").text
    assert "Organisations merged" in page and "Sahel Water Boards" in page and f'href="/organisations/{one}"' in page


def test_the_pages_need_the_same_statements_for_many_as_for_few(office, session, world):
    def statements(address):
        with counted() as sent:
            assert office.get(address).status_code == 200
        return len(sent)

    addresses = ("/organisations", "/organisations?used=no&q=board", "/organisations/likely")
    for turn in (1, 2):
        for number in range(40 * turn):
            identify(f"Board {turn} {number}")
        session.commit()
        world.published(lead_organisation=f"Board {turn} 1")
        told = [statements(address) for address in addresses]
        if turn == 1:
            few = told
    assert told == few
