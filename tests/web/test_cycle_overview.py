"""A cycle as the secretariat follows it: list, filters, files, matrix, recording, snapshot, commands."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from app.db import at, now
from app.domain.snapshots import digest_of
from app.models import AuditEntry, Cycle
from app.queries.snapshots import find_snapshot
from app.services.attestations import attest_accurate, attest_nothing
from app.services.cycles import open_cycle
from app.services.snapshots import freeze_ended

PAGE = "/cycles/collection"


@pytest.fixture
def published(world):
    with at(now() - timedelta(200)):
        return world.published(title="Fair recruitment", ends_on=None)


@pytest.fixture
def earlier(world, published, session):
    """Ethiopia answered everything in it, on its third day; it is frozen."""
    focal, start = world.focal_point().actor, now() - timedelta(150)
    with at(start):
        made = open_cycle("Earlier", start.date(), start.date() + timedelta(20), world.secretariat().actor)
    with at(start + timedelta(3)):
        attest_accurate(made, published, focal)
        for code in "345":
            attest_nothing(made, code, focal)
    freeze_ended()
    session.commit()
    return made


@pytest.fixture
def cycle(world, earlier):
    return world.cycle()


@pytest.fixture
def secretariat(world, sign_in_as, cycle):
    return sign_in_as(world.secretariat())


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.get_data(as_text=True)


def table_of(page):
    return page[page.index("<tbody") : page.rindex("</tbody>")]


def test_the_list_says_state_left_last_time_and_whom_to_write_to(world, secretariat):
    page = read(secretariat, f"{PAGE}?q=ethiopia")
    assert "No answer" in page and "4 of 4" in page and world.focal_point().email in page
    assert "mailto:?bcc=" in page and "Kenya" not in table_of(page)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("only=answered-before", "Ethiopia", "Kenya"),
        ("only=no-focal-point", "Kenya", "Ethiopia"),
        ("state=no_answer&kind=country", "Kenya", "IGAD"),
        ("kind=organisation", "IGAD", "Kenya"),
        ("process=khartoum", "Ethiopia", "Senegal"),
    ],
)
def test_the_filters_narrow_the_list_and_its_files(world, secretariat, query, there, gone):
    world.person(email="a@demo.example", password="Lac Tana 1915")
    world.focal_point().password = "x"
    page = table_of(read(secretariat, f"{PAGE}?{query}"))
    assert there in page and gone not in page
    file = read(secretariat, f"{PAGE}/partners.csv?{query}")
    assert there in file and gone not in file


@pytest.mark.parametrize("query", ["state=perhaps", "only=x", "sort=colour", "kind=planet", "process=x"])
def test_an_unknown_choice_is_refused(secretariat, query):
    for address in (PAGE, f"{PAGE}/partners.csv", f"{PAGE}/partners.xlsx", "/cycle-matrix", "/cycle-matrix.xlsx"):
        assert secretariat.get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize("sort", ["partner", "-partner", "state", "left", "-left", "changed", "-before"])
def test_it_is_sorted_every_way(secretariat, sort):
    assert "Ethiopia" in read(secretariat, f"{PAGE}?sort={sort}")


def test_the_files_hold_addresses_and_no_formulas(world, secretariat, session):
    world.focal_point().name = "=HYPERLINK(1)"
    session.commit()
    rows = list(csv.DictReader(StringIO(read(secretariat, f"{PAGE}/partners.csv?q=ethiopia").lstrip("\ufeff"))))
    assert rows[0]["E-mail address"] == world.focal_point().email and rows[0]["Focal Point"] != "=HYPERLINK(1)"
    book = load_workbook(BytesIO(secretariat.get(f"{PAGE}/partners.xlsx").data))
    cells = [cell for row in book["Partners"].iter_rows() for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells) or any(
        "HYPERLINK" in str(cell.value) and cell.data_type == "s" for cell in cells
    )
    told = [entry.object_key for entry in session.query(AuditEntry) if entry.deed.endswith("_downloaded")]
    assert told == ["collection", "collection"]


def test_the_matrix_shows_every_cycle_in_words(secretariat):
    page = table_of(read(secretariat, "/cycle-matrix?only=answered-before"))
    assert "Ethiopia" in page and "Answered" in page and "No answer" in page and "Kenya" not in page
    book = load_workbook(BytesIO(secretariat.get("/cycle-matrix.xlsx?q=ethiopia").data))
    heads, cells = list(book["Partners by cycle"].iter_rows(values_only=True))[:2]
    assert heads[2::2] == ("Collection", "Earlier") and cells[2::2] == ("No answer", "Answered")


def test_without_a_cycle_the_matrix_says_so(world, sign_in_as):
    assert "No cycle yet" in read(sign_in_as(world.secretariat()), "/cycle-matrix")


def test_an_answer_by_mail_is_recorded_shown_to_the_partner_and_taken_back(world, secretariat, published, sign_in_as):
    form = f"{PAGE}/record?partner=ET"
    sent = {"channel": "email", "received_on": "3 11 2020", "received_from": "The director", "received_text": "Stands."}
    response = secretariat.fill(form, {**sent, "whole": ["everything"]}, action=f"{PAGE}/record")
    assert response.status_code == 303, response.get_data(as_text=True)
    page = read(secretariat, f"{PAGE}?partner=ET")
    assert "4 of 4" in page and "By e-mail of" in page and "Stands." in page and "The director" in page
    focal = sign_in_as(world.focal_point())
    assert "By e-mail of" in read(focal, PAGE)
    back = {"answer": "take-back", "domain": "5"}
    assert focal.post_form(f"{PAGE}/answers", back).status_code == 303
    taken = secretariat.post_form(f"{PAGE}/record/taken-back?partner=ET", {"initiative": published.reference})
    assert taken.status_code == 303
    assert "2 of 4" in read(secretariat, f"{PAGE}?partner=ET")


def test_what_is_wrong_with_a_recorded_answer_stands_on_its_field(secretariat, published):
    form, action = f"{PAGE}/record?partner=ET", f"{PAGE}/record"
    page = secretariat.fill(form, {"channel": "email"}, action=action)
    assert page.status_code == 422 and "This answer is missing" in page.get_data(as_text=True)
    sent = {"channel": "note", "received_on": "3 11 2020", "received_from": "X", "received_text": "Y"}
    for wrong, words in (
        ({}, "tick at least one line"),
        ({"ended": published.reference}, "Enter the day on which it ended"),
        ({"ended_on": "1 1 2021"}, "Choose the initiative"),
        ({"ended": published.reference, "ended_on": "1 1 1999"}, "before the start"),
        ({"received_on": (now().date() + timedelta(1)).isoformat(), "whole": ["everything"]}, "has not come yet"),
    ):
        page = secretariat.fill(form, {**sent, **wrong}, action=action)
        assert page.status_code == 422 and words in page.get_data(as_text=True), words


def test_recording_and_following_are_the_secretariats(world, cycle, sign_in_as):
    focal, analyst = sign_in_as(world.focal_point()), sign_in_as(world.analyst())
    for address in (f"{PAGE}/record?partner=ET", f"{PAGE}/partners.csv", f"{PAGE}/snapshot.json", "/cycle-matrix"):
        assert focal.get(address).status_code in (403, 404), address
        assert analyst.get(address).status_code in (403, 404), address
    assert focal.post_form(f"{PAGE}/extend", {"closes_on": "1 1 2099"}).status_code in (403, 404)


def test_a_cycle_is_extended_on_its_own_page(secretariat, session, cycle):
    day = cycle.closes_on + timedelta(7)
    assert secretariat.fill(f"{PAGE}/extend", {"closes_on": day.isoformat()}).status_code == 303
    assert session.query(Cycle).filter_by(slug="collection").one().closes_on == day
    page = read(secretariat, PAGE)
    assert "Changes of the days" in page
    wrong = secretariat.fill(f"{PAGE}/extend", {"closes_on": day.isoformat()})
    assert wrong.status_code == 422 and "not shortened" in wrong.get_data(as_text=True)


def test_an_announced_cycle_opens_with_one_button(world, sign_in_as, session):
    world.cycle("Next", (10, 20))
    secretariat = sign_in_as(world.secretariat())
    assert secretariat.fill("/cycles/next", {}, action="/cycles/next/open").status_code == 303
    assert session.query(Cycle).filter_by(slug="next").one().opens_on == now().date()


def test_a_closed_cycle_shows_its_frozen_figures_and_hands_them_out(secretariat, published):
    page = read(secretariat, "/cycles/earlier")
    file = secretariat.get("/cycles/earlier/snapshot.json")
    digest = digest_of(file.get_data(as_text=True))
    assert digest in page and "1,000,000" in page and "Frozen on" in page
    assert json.loads(file.data)["cycle"]["slug"] == "earlier"
    book = load_workbook(BytesIO(secretariat.get("/cycles/earlier/snapshot.xlsx").data))
    assert book.sheetnames == ["About", "Partners", "Answers", "By domain"]
    assert any(published.reference in row and "Still accurate" in row for row in book["Answers"].values)
    assert secretariat.get(f"{PAGE}/snapshot.json").status_code == 404


def test_until_the_jobs_have_run_the_page_says_so(world, sign_in_as, session):
    start = now() - timedelta(50)
    with at(start):
        open_cycle("Over", start.date(), start.date() + timedelta(5), world.secretariat().actor)
    page = read(sign_in_as(world.secretariat()), "/cycles/over")
    assert "will be frozen by the next run" in page


def test_closing_leads_to_the_snapshot(secretariat):
    response = secretariat.fill(PAGE, {}, action=f"{PAGE}/close")
    assert (response.status_code, response.location) == (303, PAGE)
    assert "Frozen on" in read(secretariat, PAGE)


def test_the_home_of_the_secretariat_counts_answers_and_days(secretariat):
    page = read(secretariat, "/")
    assert "0 of 75 Partners have answered." in page and "30 days are left." in page


def test_the_shell_extends_and_verifies(app, session, world, cycle, earlier):
    session.commit()
    runner = app.test_cli_runner()
    day = cycle.closes_on + timedelta(7)
    result = runner.invoke(args=["cycles", "extend", "collection", "--closes", day.isoformat()])
    assert (result.exit_code, str(day) in result.output) == (0, True), result.output
    assert (
        runner.invoke(args=["cycles", "verify", "Earlier"])
        .output.strip()
        .endswith(digest_of_snapshot(session, earlier))
    )
    assert runner.invoke(args=["cycles", "verify", "Collection"]).exit_code == 1


def digest_of_snapshot(session, cycle):
    return find_snapshot(session.merge(cycle)).digest
