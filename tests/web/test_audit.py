"""The audit log on its page and in its files, what requests leave in it, and `flask audit`."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from app.domain.access import OPERATOR, Role
from app.domain.audit import Deed, Matter, Thing
from app.models import AuditEntry
from app.queries.audit import head, verify
from app.services import audit as telling
from app.services.audit import note
from app.services.documents import attach
from app.web import recording
from reports import audit as words
from tests import files, pages
from tests.integration.test_audit import OFF
from tests.world import PASSWORD

VALUES = {"slug": "by-domain"}
"""For the walk over every address that ends like a file."""


@pytest.fixture
def admin(sign_in_as, world):
    return sign_in_as(world.administrator())


@pytest.fixture
def told(session):
    """`told()` are the entries since the beginning of the test, or since it was asked last."""
    seen = [head().number if head() else 0]

    def since():
        found = session.scalars(select(AuditEntry).where(AuditEntry.id > seen[0]).order_by(AuditEntry.id)).all()
        seen[0] = found[-1].id if found else seen[0]
        return found

    return since


def rows(html):
    """The cells' texts, their lines joined by spaces; the no-break spaces stay."""
    lines = [
        [" ".join(filter(None, (t.strip(" \n") for t in cell.itertext()))) for cell in row]
        for row in pages.parse(html).iter("tr")
    ]
    return lines[1:]


def sign_in(client, email, password=PASSWORD):
    return client.fill("/sign-in", {"email": email, "password": password})


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_read_it_and_take_it_away(sign_in_as, world, role):
    client, expected = sign_in_as(world.person(role, entity="ET-MOLS")), 200 if role is Role.ADMINISTRATOR else 403
    for address in ("/audit", "/audit/entries.csv", "/audit/entries.xlsx"):
        assert client.get(address, buffered=True).status_code == expected
    assert ('href="/audit"' in client.get("/").text) is (role is Role.ADMINISTRATOR)


def test_a_visitor_is_sent_to_sign_in(client, session):
    assert "/sign-in" in client.get("/audit").location


def test_coming_and_going_is_told(client, world, told):
    person = world.person(password=PASSWORD)
    sign_in(client, person.email, "not the password")
    sign_in(client, person.email)
    client.fill(
        "/account/password",
        {"password": PASSWORD, "new_password": PASSWORD + "!", "new_password_confirm": PASSWORD + "!"},
    )
    client.post_form("/sign-out")
    client.fill("/reset-password", {"email": person.email})
    entries = told()
    assert [entry.deed for entry in entries] == [
        "sign_in_refused", "signed_in", "password_changed", "signed_out", "password_link_sent",
    ]  # fmt: skip
    assert {(entry.object_kind, entry.object_key) for entry in entries} == {("person", str(person.id))}
    assert [entry.person_id for entry in entries] == [None, person.id, person.id, person.id, None]
    assert not [entry for entry in entries if person.email in entry.details or PASSWORD in entry.details]


def test_what_is_typed_by_whoever_is_refused_is_kept_as_digests_only(client, session, told):
    sign_in(client, "a.password.typed.here@demo.example", "wrong wrong wrong")
    (entry,) = told()
    assert (entry.deed, entry.object_kind, entry.person_name) == ("sign_in_refused", "", "")
    assert {name: len(value) for name, value in json.loads(entry.details).items()} == {"email": 64, "address": 64}


def test_every_file_that_leaves_is_told(app, admin, told):
    """The walk over every address that ends like a file, also those that were written after this test."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.endswith((".csv", ".xlsx")) and rule.arguments <= set(VALUES)
    ]
    assert len(rules) >= 6
    for rule in rules:
        address = rule.rule.replace("<slug>", VALUES["slug"])
        answer = admin.get(address, buffered=True)
        assert answer.status_code == 200, address
        (entry,) = told()
        assert entry.deed.endswith("_downloaded") and entry.role == "administrator", address
        assert json.loads(entry.details)["file"] in answer.headers["Content-Disposition"]


def test_a_download_tells_what_was_chosen(admin, told):
    admin.get("/reports/by-domain.xlsx?domain=1&domain=2&year_from=")
    admin.get("/exports/initiatives.csv?country=ET")
    report, export = told()
    assert (report.deed, report.object_kind, report.object_key) == ("report_downloaded", "report", "by-domain")
    assert json.loads(report.details)["chosen"] == {"domain": ["1", "2"]}
    assert (export.deed, json.loads(export.details)["chosen"]) == ("export_downloaded", {"country": ["ET"]})


def test_a_document_is_told_by_its_name(world, sign_in_as, session, told):
    initiative = world.draft()
    document = attach(initiative, files.pdf("1"), "Loi n° 12.pdf", world.focal_point().actor)
    session.commit()
    told()
    answer = sign_in_as(world.focal_point()).get(
        f"/initiatives/{initiative.reference}/documents/{document.id}", buffered=True
    )
    assert answer.status_code == 200
    (entry,) = told()
    assert (entry.deed, entry.object_key) == ("document_downloaded", initiative.reference)
    assert json.loads(entry.details)["file"] == "Loi n° 12.pdf"


def test_a_page_a_head_and_a_refused_download_tell_nothing(admin, told):
    admin.get("/reports/by-domain")
    admin.head("/reports/by-domain.csv")
    admin.get("/reports/by-domain.csv?domain=99")
    assert told() == []


def test_no_file_leaves_when_it_cannot_be_told(app, admin, told, monkeypatch, caplog):
    def broken(*_args):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(telling, "_row", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = admin.get("/exports/initiatives.csv")
    assert answer.status_code == 500
    assert "Content-Disposition" not in answer.headers and "jvap" not in answer.headers.get("Content-Type", "")
    monkeypatch.undo()
    assert told() == []
    assert admin.get("/exports/initiatives.csv").status_code == 200


def test_a_change_that_nobody_tells_is_told_by_its_address(sign_in_as, world, told, monkeypatch):
    monkeypatch.delitem(recording.UNTOLD, "accounts.language")
    person = world.analyst()
    told()
    sign_in_as(person).post_form("/language", {"language": "fr"})
    (entry,) = told()
    assert (entry.deed, entry.person_id, json.loads(entry.details)) == (
        "changed",
        person.id,
        {"view": "accounts.language"},
    )


def test_views_that_may_write_untold_are_there_and_have_their_reason(app):
    views = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert set(recording.UNTOLD) <= views
    assert all(len(reason) > 30 for reason in recording.UNTOLD.values())


def test_a_change_that_is_refused_is_not_told(sign_in_as, world, told):
    client = sign_in_as(world.secretariat())
    told()
    assert client.post_form("/terms", {"term": "", "language": "en", "code": "domain:1"}).status_code == 422
    assert told() == []


def test_the_page_tells_who_did_what_to_what(admin, world, sign_in_as):
    initiative = world.submitted()
    name = world.focal_point().name
    number, _when, who, done, thing, details = rows(admin.get("/audit").text)[0]
    assert number == f"{head().number:,}"
    assert (who, done) == (f"{name} Focal Point, ET", "Status changed")
    assert thing.startswith(f"{initiative.reference} Initiative")
    assert details.startswith("Step: Submitted Status before: Draft Status after: Submitted Event:")
    assert f'href="/initiatives/{initiative.reference}"' in admin.get("/audit").text
    assert head().digest in admin.get("/audit").text


def test_the_page_speaks_french(admin, world):
    world.submitted()
    admin.post_form("/language", {"language": "fr"})
    page = admin.get("/audit").text
    assert "Journal d’audit" in page and "Statut modifié" in page
    assert "Statut avant\u00a0: Brouillon" in rows(page)[0][5]
    answer = admin.get("/audit/entries.csv?deed=initiative_stepped", buffered=True)
    assert "Statut modifié" in answer.text and "Date et heure (UTC)" in answer.text


def test_filters_narrow_the_page_and_each_can_be_taken_away(admin, world):
    focal = world.focal_point()
    initiative = world.submitted()
    other = world.draft(world.person(Role.FOCAL_POINT, "SN"), partner="SN")

    def found(query):
        return {row[4].split()[0] for row in rows(admin.get(f"/audit?{query}").text)}

    assert found(f"about={initiative.reference}") == {initiative.reference}
    assert found(f"who={focal.email}") == {initiative.reference}
    assert found("deed=initiative_created") == {initiative.reference, other.reference}
    assert found(f"deed=initiative_created&deed=signed_in&about={other.reference}") == {other.reference}
    assert "No entry found" in admin.get("/audit?until=2001-01-01").text
    page = admin.get("/audit?deed=initiative_created&deed=signed_in&q=ET&before=99999").text
    assert (
        'href="/audit?q=ET&amp;deed=signed_in"' in page
        and 'href="/audit?deed=initiative_created&amp;deed=signed_in"' in page
    )


@pytest.mark.parametrize("query", ["deed=nonsense", "since=yesterday", "before=x", "after=-1", "until=2026-13-01"])
def test_what_cannot_be_read_is_a_clear_400(admin, query):
    assert admin.get(f"/audit?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["before=99999999999", "before=9999999999", "after=9999999999", "since=9999-12-31", "until=9999-12-31"]
)
def test_the_largest_values_are_no_fault(admin, query):
    assert admin.get(f"/audit?{query}").status_code in (200, 400)


def test_older_and_newer_entries_are_a_step_away(admin, session):
    for number in range(60):
        note(Deed.TERM_ADDED, OPERATOR, Thing(Matter.TERM, str(number)))
    session.commit()
    first = admin.get("/audit?deed=term_added").text
    assert len(rows(first)) == 50 and "Newer entries" not in first
    older = next(a.get("href") for a in pages.parse(first).iter("a") if a.get("rel") == "next")
    second = admin.get(older).text
    assert [row[4].split()[0] for row in rows(second)][:10] == [str(number) for number in range(9, -1, -1)]
    assert "Older entries" not in second
    newer = next(a.get("href") for a in pages.parse(second).iter("a") if a.get("rel") == "prev")
    assert rows(admin.get(newer).text) == rows(first)


def test_a_selection_is_a_csv_file(admin, world):
    initiative = world.submitted()
    answer = admin.get(f"/audit/entries.csv?about={initiative.reference}&deed=initiative_stepped", buffered=True)
    assert answer.content_type == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")))
    entry = next(iter(words.rising(words.Sought(deeds=("initiative_stepped",)))))
    assert (row["Number"], row["What was done"], row["Record"]) == (
        str(entry.id),
        "Status changed",
        initiative.reference,
    )
    assert (row["deed"], row["details"], row["digest"]) == (entry.deed, entry.details, entry.digest)


def test_a_selection_is_a_workbook_without_formulas(admin, session):
    note(Deed.TERM_ADDED, OPERATOR, Thing(Matter.TERM, "1", "=1+1"))
    session.commit()
    book = load_workbook(BytesIO(admin.get("/audit/entries.xlsx?deed=term_added").get_data()))
    about, sheet = book.worksheets
    assert "Term for suggestions added" in [cell.value for row in about.iter_rows() for cell in row]
    heads = [cell.value for cell in sheet[1]]
    found = dict(zip(heads, sheet[sheet.max_row], strict=True))
    assert (found["Its name"].value, found["Its name"].data_type) == ("=1+1", "s")
    assert found["digest"].value == session.scalar(select(AuditEntry.digest).where(AuditEntry.deed == "term_added"))


def test_a_workbook_that_would_be_too_long_is_refused_in_words(admin, monkeypatch):
    monkeypatch.setattr(words, "MOST_IN_A_WORKBOOK", 0)
    answer = admin.get("/audit/entries.xlsx")
    assert answer.status_code == 400 and "take the CSV file" in answer.text


def test_a_deed_of_a_later_version_is_shown_as_it_is_stored(admin, session):
    note("walked_on_the_moon", OPERATOR, details={"boots": "white"})
    session.commit()
    row = rows(admin.get("/audit").text)[0]
    assert (row[3], row[5]) == ("walked_on_the_moon", "boots: white")


def test_the_command_proves_the_chain_and_names_what_is_broken(app, session):
    note(Deed.CHANGED, OPERATOR)
    session.commit()
    noted, run = head(), app.test_cli_runner()
    told = run.invoke(args=["audit", "head"])
    assert told.output == f"{noted.number} {noted.digest}\n"
    proved = run.invoke(args=["audit", "verify", "--head", noted.digest])
    assert (proved.exit_code, proved.output) == (0, f"{noted.number} entries, unbroken, last digest {noted.digest}.\n")
    for statement in [*OFF[session.connection().dialect.name], f"DELETE FROM audit_entries WHERE id = {noted.number}"]:
        session.execute(text(statement))
    session.commit()
    broken = run.invoke(args=["audit", "verify", "--head", noted.digest])
    assert broken.exit_code == 1 and f"Broken at entry {noted.number}: " in broken.stderr
    assert verify().broken is None
