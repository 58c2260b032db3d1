"""The page of exchange rates: who loads them, the preview, and what loading does to figures, to the cent."""

from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.domain.access import Role
from app.models import Allocation, AuditEntry, ExchangeRate, FundingLine
from app.queries.figures import money_in_all
from app.queries.selection import Selection
from seed.reference import load_reference
from tests import pages
from tests.integration.test_money import funding

OURS = "currency,year,per_eur,source\n"
GAP = OURS + "SDG,2023,600,Bank of Sudan\n"


def upload(client, content: str):
    sent = {"csrf_token": client.token(), "file": (BytesIO(content.encode()), "rates.csv")}
    return client.post("/rates", data=sent, content_type="multipart/form-data")


def confirm(client, answer, **changed):
    form = next(f for f in pages.forms(pages.parse(answer.text)) if f.get("action") == "/rates/load")
    return client.post("/rates/load", data={**pages.form_values(form), **changed})


def count(session, model=ExchangeRate) -> int:
    return session.scalar(select(func.count()).select_from(model))


def published_eur():
    return sum(money_in_all(Selection()).eur.values())


def standing(session, code="SDG", year=2023):
    return session.get(ExchangeRate, (code, year), populate_existing=True)


@pytest.fixture
def office(sign_in_as, world):
    return sign_in_as(world.secretariat())


@pytest.mark.parametrize("role", list(Role))
def test_who_may_load(sign_in_as, world, role, session):
    client = sign_in_as(world.person(role, entity="ET-MOLS"))
    may, before = role in (Role.SECRETARIAT, Role.ADMINISTRATOR), count(session)
    for address in ("/rates", "/rates/SDG", *(f"/rates/examples/{name}.csv" for name in ("ours", "inforeuro", "imf"))):
        assert client.get(address).status_code == (200 if may else 403)
    assert upload(client, GAP).status_code == (200 if may else 403)
    assert client.post_form("/rates/load").status_code == (400 if may else 403)
    assert ('"/rates"' in client.get("/review").text) is may
    assert count(session) == before


@pytest.mark.parametrize("address", ["/rates/XXX", "/rates/examples/other.csv"])
def test_what_is_not_there_is_not_found(office, address):
    assert office.get(address).status_code == 404


def test_an_unknown_filter_is_said(office):
    assert office.get("/rates?show=none").status_code == 400
    assert "MAD" in office.get("/rates?show=all").text


def test_a_file_with_commas_for_points_is_refused_in_words_and_nothing_is_half_done(office, session):
    before = count(session)
    answer = upload(office, (OURS + "SDG,2023,600.5,x\n").replace(",", ";") + "SSP;2023;1053,2;x\n")
    assert answer.status_code == 422
    assert "1 thing is wrong in this file. Nothing was loaded." in answer.text
    assert "Line 3: “1053,2” has a comma; write a point as the decimal sign" in answer.text
    assert (count(session), standing(session)) == (before, None)


def test_without_a_file_it_is_asked_for(office):
    answer = office.post_form("/rates")
    assert answer.status_code == 422 and "Choose a file" in answer.text


def test_the_page_says_which_rates_are_missing_for_how_many_amounts(office, world):
    world.published(funding=funding(("600", "SDG", 2023), ("1200", "SDG", 2023), ("5", "USD", 2020)))
    world.draft(funding=funding(("9", "SDG", 2023)))
    world.declined(funding=funding(("9", "SSP", 2023)))
    text = " ".join(pages.text_of(pages.parse(office.get("/rates").text)).split())
    assert "3 amounts wait for a rate. 1 rate is missing." in text and "missing 3 amounts" in text
    assert "SSP" not in text
    assert "IMF yearly average" in office.get("/rates/USD").text


def test_a_missing_rate_is_previewed_and_loaded_and_the_figures_follow(office, world, session):
    world.published(funding=funding(("600", "SDG", 2023), ("1000", "SDG", 2022), ("10", "EUR", 2023)))
    waiting = world.draft(funding=funding(("1200", "SDG", 2023)))
    decoy = world.published(funding=funding(("100", "USD", 2020)))
    before = published_eur()
    answer = upload(office, GAP)
    for words in (
        "1 amount of what is published gets its value",
        "together state EUR 1 more",
        "Nothing has changed yet",
    ):
        assert words in answer.text.replace("\N{NO-BREAK SPACE}", " "), words
    assert standing(session) is None
    assert confirm(office, answer).status_code == 303
    made = standing(session)
    assert (made.per_eur, made.source) == (600, "Bank of Sudan") and made.loaded_at
    assert published_eur() == before + 1
    assert waiting.latest.funding_rows[0].eur == 2
    assert decoy.published.funding_rows[0].rate == standing(session, "USD", 2020).per_eur
    page = office.get("/rates/SDG").text
    assert "Bank of Sudan" in page and "600" in page


def test_a_changed_rate_moves_every_version_to_the_cent(office, world, session):
    initiative = world.published(funding=funding(("1000.00", "USD", 2020), ("7", "EUR", 2020)))
    world.revised(initiative, title="A second version")
    decoys = [world.published(funding=funding(("1000.00", *other))) for other in (("USD", 2019), ("KES", 2020))]
    kept, before, was = (
        [one.published.funding_rows[0].eur for one in decoys],
        published_eur(),
        standing(session, "USD", 2020),
    )
    old = (1000 / was.per_eur).quantize(Decimal("0.01"))
    answer = upload(office, OURS + "USD,2020,3,Another source\n")
    assert "1 amount of what is published changes its value" in answer.text and "less than before" in answer.text
    assert confirm(office, answer).status_code == 303
    assert published_eur() == before - old + Decimal("333.33")
    lines = session.scalars(select(FundingLine).where(FundingLine.currency == "USD", FundingLine.year == 2020)).all()
    assert [line.eur for line in lines] == [Decimal("333.33")] * 2
    split = session.scalar(select(func.sum(Allocation.eur)).where(Allocation.line_id == lines[0].id))
    assert split == Decimal("333.33")
    assert [one.published.funding_rows[0].eur for one in decoys] == kept
    entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == "rates_loaded")).one()
    assert "USD 2020: " in entry.details and "→ 3" in entry.details


def test_what_is_confirmed_must_be_what_was_previewed_and_still_fit(office, session):
    first, second = upload(office, GAP), upload(office, GAP.replace("600", "700"))
    assert confirm(office, first, previewed="made.up").status_code == 400
    assert confirm(office, first).status_code == 303
    assert confirm(office, second).status_code == 409
    assert standing(session).per_eur == 600
    assert confirm(office, first).status_code == 409


def test_one_rate_that_moved_meanwhile_keeps_the_whole_file_out(office, session):
    both = upload(office, GAP + "SSP,2023,1053.2,x\n")
    assert confirm(office, upload(office, OURS + "SSP,2023,1000,x\n")).status_code == 303
    assert confirm(office, both).status_code == 409
    assert standing(session) is None and standing(session, "SSP").per_eur == 1000


def test_what_stands_already_is_nothing_to_load(office, session):
    same = f"{OURS}USD,2020,{standing(session, 'USD', 2020).per_eur},Another source\n"
    answer = upload(office, same)
    assert "There is nothing to load" in answer.text and "1 rate of the file stands like this already." in answer.text
    assert 'action="/rates/load"' not in answer.text


def test_seeding_the_code_lists_again_keeps_what_was_loaded(office, session):
    confirm(office, upload(office, OURS + "USD,2020,3,Another source\n"))
    load_reference()
    assert standing(session, "USD", 2020).per_eur == 3


def test_the_pages_are_french_for_french_readers(office):
    office.post_form("/language", {"language": "fr"})
    assert "Taux de change" in office.get("/rates").text
    assert "Ce que ce fichier change" in upload(office, GAP).text
    assert "comporte une virgule" in upload(office, OURS + 'SDG,2023,"600,5",x\n').text


def test_the_shell_loads_a_file_or_says_why_not(app, session, tmp_path):
    file = tmp_path / "rates.csv"
    file.write_text(GAP)
    done = app.test_cli_runner().invoke(args=["rates", "load", str(file)])
    assert (done.exit_code, done.output) == (0, "1 new, 0 changed, 0 as they were; 0 amounts converted.\n")
    file.write_text(GAP.replace("600", "0"))
    done = app.test_cli_runner().invoke(args=["rates", "load", str(file)])
    assert done.exit_code == 1 and "Line 2: a rate is more than 0" in done.stderr
