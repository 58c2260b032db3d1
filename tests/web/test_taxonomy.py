"""Loading a version of the domains and priorities: faults, the preview, what follows retired codes."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.domain.access import Role
from app.domain.classification import Level
from app.domain.taxonomy_file import COLUMNS, MOST_LINES, read
from app.models import AuditEntry, Domain, TaxonomyMapping, TaxonomyVersion
from app.services.initiatives import open_revision

PRESENT = Path("seed/reference/taxonomy/provisional.csv").read_text("utf-8")
HEADER = ",".join(COLUMNS)
GOOD = ["domain,1,,One,Un,One,Un", "area,1.1,1,Area,Domaine,,", "priority,1.1.1,1.1,First,Première,,"]


def lines_of(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode()


def changed(edit) -> bytes:
    """The present list after `edit(rows)`, which gets a list of dictionaries."""
    rows = edit(list(csv.DictReader(StringIO(PRESENT))))
    into = StringIO()
    writer = csv.DictWriter(into, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return into.getvalue().encode()


def without_the_second(rows):
    """Domain 2 is retired with everything under it; domain 6 comes; the first is renamed."""
    kept = [row for row in rows if not row["code"].startswith("2")]
    kept[0]["label_fr"] = "Un nouveau nom"
    new = {"level": "domain", "code": "6", "parent": "", "label_en": "Mobility", "label_fr": "Mobilité"}
    return [*kept, {**new, "short_en": "Mobility", "short_fr": "Mobilité"}]


def upload(client, content: bytes, name="2027", **fields):
    sent = {"csrf_token": client.token(), "name": name, "file": (BytesIO(content), "list.csv"), **fields}
    return client.post("/taxonomy", data=sent, content_type="multipart/form-data")


def confirm(client, answer, **chosen):
    from tests import pages

    form = next(f for f in pages.forms(pages.parse(answer.text)) if f.get("action") == "/taxonomy/load")
    return client.post("/taxonomy/load", data={**pages.form_values(form), **chosen})


def versions(session) -> int:
    return session.scalar(select(func.count()).select_from(TaxonomyVersion))


@pytest.fixture
def office(sign_in_as, world):
    return sign_in_as(world.secretariat())


FAULTS = {
    "columns": (b"code,level\n1,domain\n", ["The first line must name the columns"]),
    "nothing": (b"", ["The first line must name the columns"]),
    "only a header": (HEADER.encode(), ["The file holds no lines"]),
    "another encoding": (lines_of(*GOOD).replace(b"Un,", "Été,".encode("latin-1")), ["not in UTF-8"]),
    "a workbook": (b"PK\x03\x04\x00\x00", ["This is no CSV file"]),
    "an open quote": (lines_of('domain,1,,"One,Un,One,Un'), ["This is no CSV file"]),
    "too many lines": (lines_of(*["domain,1,,a,b,c,d"] * (MOST_LINES + 1)), ["more than"]),
    "too large": (b"x" * 450_000, ["larger than"]),
    "a column too many": (lines_of(*GOOD, "priority,2,1.1,a,b,,,x"), ["Line 5 has another number of columns"]),
    "a missing parent": (lines_of(GOOD[0], GOOD[2]), ["Line 3: the parent “1.1” does not stand above it"]),
    "no area": (lines_of(*GOOD, "priority,1.1.2,,a,b,,"), ["Line 5: the parent “” does not stand above it"]),
    "a repeated code": (lines_of(*GOOD, GOOD[2]), ["Line 5: the code “1.1.1” stands twice"]),
    "an unknown level": (lines_of(*GOOD, "theme,9,,a,b,,"), ["Line 5: the level “theme” is unknown"]),
    "a domain with a parent": (lines_of(*GOOD, "domain,2,1,a,b,c,d"), ["Line 5: a domain has no parent"]),
    "an empty label": (lines_of(*GOOD, "priority,1.1.2,1.1,a,,,"), ["Line 5: “label_fr” is empty"]),
    "a long label": (lines_of(*GOOD, f"priority,1.1.2,1.1,{'a' * 251},b,,"), ["Line 5: “label_en” has more than 250"]),
    "no priority": (lines_of(*GOOD[:2]), ["The file holds no priority"]),
    "several at once": (
        lines_of(*GOOD, "theme,9,,a,b,,", "area,1.2,7,,b,,"),
        ["Line 5: the level", "Line 6: “label_en” is empty", "Line 6: the parent “7”"],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_everything_wrong_with_a_file_is_said_at_once_and_nothing_is_loaded(office, session, case):
    content, told = FAULTS[case]
    answer = upload(office, content)
    assert answer.status_code == 422
    assert [words for words in told if words not in answer.text] == []
    assert len(read(content)[1]) == len(told)
    assert versions(session) == 1


def test_a_file_parted_by_semicolons_with_a_mark_and_blank_lines_at_its_end_is_read():
    content = b"\xef\xbb\xbf" + lines_of(*GOOD).replace(b",", b";") + b"\r\n;;;;;;\r\n\r\n"
    lines, faults = read(content)
    assert (len(lines), faults) == (3, [])


@pytest.mark.parametrize("role", list(Role))
def test_who_may_load(sign_in_as, world, role, session):
    client = sign_in_as(world.person(role, entity="ET-MOLS"))
    may = role in (Role.SECRETARIAT, Role.ADMINISTRATOR)
    for address in ("/taxonomy", "/taxonomy/example.csv"):
        assert client.get(address).status_code == (200 if may else 403)
    assert upload(client, PRESENT.encode()).status_code == (200 if may else 403)
    assert client.post_form("/taxonomy/load").status_code == (400 if may else 403)
    assert versions(session) == 1


def test_the_preview_says_what_changes_and_writes_nothing(office, world, session):
    world.published()
    world.draft(domains=["2"], main_domain="2")
    world.declined()
    text = upload(office, changed(without_the_second)).text
    for words in ("6 Mobility", "→ Un nouveau nom", "2 Legal migration", "Published initiatives: 1. Being written: 1."):
        assert words in text, words
    assert 'name="domain-2"' in text and 'name="domain-3"' not in text and 'name="priority-2.1.1"' not in text
    assert versions(session) == 1


def test_what_was_previewed_is_loaded_with_what_follows_the_retired_codes(office, world, session):
    published = world.published()
    answer = confirm(office, upload(office, changed(without_the_second)), **{"domain-2": "6"})
    assert (answer.status_code, answer.location) == (303, "/taxonomy")
    made = session.get(TaxonomyVersion, "2027")
    assert made.current and not made.provisional and session.get(Domain, ("2027", "6")).name_fr == "Mobilité"
    (mapping,) = session.scalars(select(TaxonomyMapping))
    assert (mapping.version, mapping.level, mapping.code, mapping.to_code) == ("2027", Level.DOMAIN, "2", "6")
    assert (
        session.scalars(select(AuditEntry).where(AuditEntry.deed == "taxonomy_loaded")).all()[-1].object_key == "2027"
    )
    assert published.published.taxonomy_version == "provisional" and published.published.domains == ["1", "2"]
    assert "2027" in office.get("/taxonomy").text


def test_a_new_version_of_an_initiative_takes_the_codes_over_whole_or_not_at_all(office, world, session):
    mapped, decoy = world.published(), world.published(domains=["3"], main_domain="3", domain_shares=[])
    lost = world.published(domains=["2", "5"], main_domain="5", domain_shares=[], priorities=["2.1.1"])
    working = world.draft(domains=["2"], main_domain="2")
    confirm(office, upload(office, changed(without_the_second)), **{"domain-2": "6", "priority-2.1.1": ""})
    by = world.focal_point().actor
    new, same, kept = (open_revision(one, by) for one in (mapped, decoy, lost))
    assert (new.taxonomy_version, new.domains, new.main_domain) == ("2027", ["1", "6"], "6")
    assert new.domain_shares == [{"domain": "1", "percent": Decimal(40)}, {"domain": "6", "percent": Decimal(60)}]
    assert (same.taxonomy_version, same.domains) == ("2027", ["3"])
    assert (kept.taxonomy_version, kept.domains, kept.priorities) == ("provisional", ["2", "5"], ["2.1.1"])
    assert (working.latest.taxonomy_version, working.latest.domains) == ("provisional", ["2"])
    assert mapped.published.domains == ["1", "2"]


def test_two_codes_that_one_follows_have_their_shares_together(office, world):
    both = world.published()
    confirm(office, upload(office, changed(without_the_second)), **{"domain-2": "1"})
    new = open_revision(both, world.focal_point().actor)
    assert (new.domains, new.main_domain) == (["1"], "1")
    assert new.domain_shares == [{"domain": "1", "percent": Decimal(100)}]


def test_what_is_confirmed_must_be_what_was_previewed(office, world, session):
    world.published()
    first, second = upload(office, changed(without_the_second)), upload(office, PRESENT.encode(), "2028")
    assert confirm(office, first, previewed="made.up").status_code == 400
    assert confirm(office, first, **{"domain-2": "77"}).status_code == 422
    assert versions(session) == 1
    assert confirm(office, first).status_code == 303
    assert confirm(office, second).status_code == 409
    assert confirm(office, first).status_code == 409
    assert versions(session) == 2


@pytest.mark.parametrize(("name", "words"), [("", "1 to 60"), ("x" * 61, "1 to 60"), ("provisional", "already")])
def test_the_name_of_a_version_is_new_and_short(office, session, name, words):
    answer = upload(office, PRESENT.encode(), name)
    assert answer.status_code == 422 and words in answer.text


def test_without_a_file_it_is_asked_for(office):
    answer = office.post_form("/taxonomy", {"name": "2027"})
    assert answer.status_code == 422 and "Choose a file" in answer.text
