"""Documents on their pages: attached, shown, handed out, refused in words, in both languages."""

import re
from io import BytesIO

import pytest
from obstore.store import MemoryStore
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.domain.choices import Language
from app.domain.workflow import Action
from app.models import Document
from app.services.documents import attach as attach_document
from app.storage import Storage, digest_of
from tests import files, pages

LAW = files.pdf("law")


@pytest.fixture(autouse=True)
def store(app, monkeypatch):
    made = Storage(MemoryStore())
    monkeypatch.setitem(app.extensions, "documents", made)
    return made


def text_of(response):
    return response.get_data(as_text=True)


def at(initiative, place=""):
    return f"/initiatives/{initiative.reference}/documents{place}"


def form_of(initiative):
    return f"/initiatives/{initiative.reference}/edit/documents"


def send(client, initiative, content=LAW, name="law.pdf", **fields):
    return send_to(at(initiative), client, content, name, csrf_token=client.token(), **fields)


def send_to(address, client, content, name="law.pdf", **fields):
    """The body is made here: the client of the tests would leave a temporary file open."""
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name), **fields})
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def press(client, initiative, place, **typed):
    """Press a button that belongs to the form of the section, with the links as they stand in it."""
    _action, values = client.form_at(form_of(initiative))
    return client.post(at(initiative, f"/{place}"), data={**values, **typed})


def made_of(world, initiative, content=LAW, name="law.pdf", **more):
    return attach_document(initiative, content, name, world.focal_point().actor, **more)


def fetched(client, address):
    """As a server does it: the response is closed once it is read."""
    return client.get(address, buffered=True)


def number_of_rows(session):
    return session.scalar(select(func.count(Document.id)))


def test_a_file_is_attached_shown_handed_out_and_removed(world, sign_in_as, store):
    person = world.person(name="Abeba Tesfaye")
    initiative = world.draft(person)
    client = sign_in_as(person)
    sent = send(client, initiative, name="Décret n° 12.pdf", label=" The law\nas adopted ")
    assert sent.status_code == 303 and sent.location.endswith("/edit/documents#documents")
    page = text_of(client.get(form_of(initiative)))
    assert "Attached: Décret n° 12.pdf." in page
    assert all(text in page for text in ("The law as adopted", "PDF, 1\u00a0kB", "Abeba Tesfaye"))
    found = fetched(client, re.search(r'href="([^"]+/documents/\d+)"', page)[1])
    assert found.get_data() == LAW
    gone = press(client, initiative, "remove", document=digest_of(LAW))
    assert gone.status_code == 303
    page = text_of(client.get(form_of(initiative)))
    assert "Removed: Décret n° 12.pdf." in page and "No document is attached yet." in page
    assert store.exists(digest_of(LAW))


def test_it_is_handed_out_as_a_file_to_keep_and_never_shown_or_run(world, sign_in_as):
    initiative = world.draft()
    document = made_of(world, initiative, files.png(), 'a "map"; x.png')
    found = fetched(sign_in_as(world.focal_point()), at(initiative, f"/{document.id}"))
    assert found.status_code == 200 and found.get_data() == files.png()
    assert found.headers["Content-Disposition"].startswith("attachment;")
    assert found.headers["Content-Type"] == "image/png"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in found.headers["Content-Security-Policy"]
    assert found.headers["Content-Length"] == str(len(files.png()))
    assert "no-store" in found.headers["Cache-Control"]


def test_a_name_in_another_script_is_kept(world, sign_in_as):
    initiative = world.draft()
    document = made_of(world, initiative, name="قانون.pdf")
    found = fetched(sign_in_as(world.focal_point()), at(initiative, f"/{document.id}"))
    assert "filename*=UTF-8''%D9%82" in found.headers["Content-Disposition"]


REFUSED = {
    "an empty file": (b"", "a.pdf", 422, "The file is empty", "Le fichier est vide"),
    "one of 11 MB": (files.large_pdf(11 * 1024 * 1024), "a.pdf", 413, "10 MB or less", "10\u00a0Mo au plus"),
    "a zip bomb": (files.bomb(), "a.xlsx", 422, "unpacks to far more", "Une fois décompressé"),
    "macros": (files.docx({"word/vbaProject.bin": b""}), "a.docx", 422, "The file holds macros", "contient des macros"),
    "a program": (b"MZ" + b"\0" * 99, "a.pdf", 422, "this is none", "n’en est pas un"),
    "a name that lies": (LAW, "a.docx", 422, "but the content is of the kind “PDF”", "du type «\u00a0PDF\u00a0»"),
    "no file": (b"", "", 422, "Choose a file", "Choisissez un fichier"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("language", Language)
def test_a_refusal_stands_on_its_field_in_the_readers_language_and_leaves_nothing(
    world, session, sign_in_as, store, case, language
):
    content, name, code, *words = REFUSED[case]
    person = world.person(language=language)
    initiative = world.published(person)
    answer = send(sign_in_as(person), initiative, content, name, label="Kept as typed")
    page = text_of(answer)
    assert answer.status_code == code
    assert words[list(Language).index(language)] in page
    assert 'href="#file"' in page and 'id="file-errors"' in page and "Kept as typed" in page
    assert number_of_rows(session) == 0 and list(store.digests()) == []
    assert initiative.working is None


def test_a_request_too_large_to_be_read_says_so(app, world, session, sign_in_as):
    initiative = world.draft()
    answer = send(sign_in_as(world.focal_point()), initiative, b"%PDF-1.7" + b"x" * (31 * 1024 * 1024))
    assert answer.status_code == 413
    assert "10 MB at most" in text_of(answer)
    assert number_of_rows(session) == 0


def test_every_other_view_keeps_its_limit_and_takes_no_file(world, sign_in_as):
    initiative = world.draft()
    client = sign_in_as(world.focal_point())
    for content, code in ((LAW, 400), (files.large_pdf(5 * 1024 * 1024), 413)):
        assert send_to(form_of(initiative), client, content, csrf_token=client.token()).status_code == code


def test_a_name_is_never_a_path_nor_a_header(world, session, sign_in_as):
    initiative = world.draft()
    client = sign_in_as(world.focal_point())
    assert send(client, initiative, name="../../etc/a\tb\u202e.pdf").status_code == 303
    assert session.scalar(select(Document.name)) == "a b.pdf"


def test_a_label_too_long_is_told_on_its_field(world, session, sign_in_as):
    answer = send(sign_in_as(world.focal_point()), world.draft(), label="x" * 201)
    assert answer.status_code == 422
    assert 'id="label-errors"' in text_of(answer) and number_of_rows(session) == 0


def test_without_a_token_nothing_is_attached(world, session, client, sign_in_as):
    initiative = world.draft()
    for who, code in ((sign_in_as(world.focal_point()), 400), (client, 401)):
        assert send_to(at(initiative), who, LAW).status_code == code
    assert number_of_rows(session) == 0


def test_who_may_do_what(world, sign_in_as):
    contributor = world.contributor()
    initiative = world.complete(contributor)
    document = made_of(world, initiative)
    people = {
        "Contributor": contributor,
        "Focal Point": world.focal_point(),
        "secretariat": world.secretariat(),
        "analyst": world.analyst(),
        "other entity": world.contributor(entity="ET-OTHER"),
        "Italy": world.focal_point("IT"),
    }

    def answers():
        found = {}
        for name, person in people.items():
            client = sign_in_as(person)
            read = fetched(client, at(initiative, f"/{document.id}")).status_code
            removed = client.post_form(at(initiative, "/remove"), {"document": "0" * 64}).status_code
            found[name] = (read, send(client, initiative, files.png(), "a.png").status_code, removed)
        return found

    assert answers() == {
        "Contributor": (200, 303, 303),
        "Focal Point": (200, 303, 303),
        "secretariat": (200, 403, 403),
        "analyst": (404, 404, 404),
        "other entity": (404, 404, 404),
        "Italy": (404, 404, 404),
    }
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert answers()["Focal Point"] == (200, 409, 409)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert {name: read for name, (read, *_rest) in answers().items()} == dict.fromkeys(people, 200)


def test_a_superseded_version_serves_its_own_to_those_who_may_read_it(world, session, sign_in_as):
    initiative, person = world.complete(), world.focal_point()
    old = made_of(world, initiative).id
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    client = sign_in_as(person)
    press(client, initiative, "remove", document=digest_of(LAW))
    assert send(client, initiative, files.pdf("newer"), "newer.pdf").status_code == 303
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert fetched(client, at(initiative, f"/{old}")).get_data() == LAW
    assert "law.pdf" in text_of(client.get(f"/initiatives/{initiative.reference}?version=1"))
    analyst = sign_in_as(world.analyst())
    assert fetched(analyst, at(initiative, f"/{old}")).status_code == 404
    record = text_of(analyst.get(f"/initiatives/{initiative.reference}"))
    assert "newer.pdf" in record and "law.pdf" not in record and person.name not in record


def test_the_reviewer_sees_which_documents_changed_and_the_history_who_did_it(world, sign_in_as):
    initiative, person = world.published(), world.focal_point()
    made_of(world, initiative)
    world.step(initiative, Action.SUBMIT, person)
    review = text_of(sign_in_as(world.secretariat()).get(f"/review/{initiative.reference}"))
    assert "<ins><span" in review and "law.pdf (1\u00a0kB)</ins>" in review
    history = text_of(sign_in_as(person).get(f"/initiatives/{initiative.reference}/history"))
    assert "Changed answers: Documents and links" in history and "law.pdf" in history


def test_the_check_page_and_the_task_list_know_of_documents(world, sign_in_as):
    initiative = world.complete()
    client = sign_in_as(world.focal_point())
    tasks = f"/initiatives/{initiative.reference}"

    def state():
        page = pages.parse(text_of(client.get(tasks)))
        (row,) = [
            item for item in page.iter("li") if item.get("class") == "task" and "Documents" in pages.text_of(item)
        ]
        return pages.text_of(row)

    assert "Nothing yet" in state()
    made_of(world, initiative)
    assert "Complete" in state()
    assert "law.pdf" in text_of(client.get(f"{tasks}/check"))


def test_content_that_is_gone_or_changed_is_told_and_not_handed_out(world, sign_in_as, store, caplog):
    initiative = world.draft()
    document = made_of(world, initiative)
    store.delete(document.sha256)
    answer = fetched(sign_in_as(world.focal_point()), at(initiative, f"/{document.id}"))
    assert answer.status_code == 503 and "cannot be reached now" in text_of(answer)
    assert "Content-Disposition" not in answer.headers
    assert "storage of documents" in caplog.text


def test_the_workbook_lists_the_documents_with_their_addresses(world, sign_in_as):
    initiative, person = world.complete(), world.focal_point()
    document = made_of(world, initiative, name="=law.pdf", label="The law")
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    book = load_workbook(BytesIO(sign_in_as(world.analyst()).get("/exports/initiatives.xlsx").get_data()))
    rows = list(book["Documents"].iter_rows(min_row=2, max_col=5))
    assert [[cell.value for cell in row] for row in rows] == [[initiative.reference, "=law.pdf", "The law", "PDF", 1]]
    assert rows[0][1].data_type == "s"
    assert rows[0][1].hyperlink.target.endswith(at(initiative, f"/{document.id}"))
