"""Links are typed in the form with which a file is attached: no button loses them, and descriptions can be changed."""

from io import BytesIO

import pytest
from obstore.store import MemoryStore
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.models import Document, Event
from app.storage import Storage, digest_of
from tests import files
from tests.pages import form_values, forms, parse
from tests.world import PASSWORD

LAW = files.pdf("law")
DIGEST = digest_of(LAW)
LINK = {"links-0-url": "https://www.example.org/law", "links-0-label": "The law"}
UNREADABLE = {"links-0-url": "no address at all", "links-0-label": "The law"}


@pytest.fixture(autouse=True)
def store(app, monkeypatch):
    monkeypatch.setitem(app.extensions, "documents", Storage(MemoryStore()))


@pytest.fixture
def draft(world):
    return world.draft()


@pytest.fixture
def focal(world, sign_in_as):
    return sign_in_as(world.focal_point())


def text_of(response):
    return response.get_data(as_text=True)


def section(initiative):
    return f"/initiatives/{initiative.reference}/edit/documents"


def send(client, initiative, *, content=LAW, name="law.pdf", values=None, **typed):
    """The whole form of the section by the button "Attach"."""
    if values is None:
        _action, values = client.form_at(section(initiative))
    plain = {key: value[-1] if isinstance(value, list) else value for key, value in {**values, **typed}.items()}
    boundary, body = encode_multipart({**plain, "file": FileStorage(BytesIO(content), name)})
    address = f"/initiatives/{initiative.reference}/documents"
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def press(client, initiative, place, **typed):
    _action, values = client.form_at(section(initiative))
    return client.post(f"/initiatives/{initiative.reference}/documents/{place}", data={**values, **typed})


def urls(initiative):
    return [row["url"] for row in initiative.working.links]


def test_attaching_keeps_the_links_that_were_typed(draft, focal):
    answer = send(focal, draft, **LINK, label="As adopted")
    assert answer.status_code == 303 and answer.location.endswith("?saved=documents#documents")
    assert urls(draft) == [LINK["links-0-url"]]
    page = text_of(focal.get(section(draft)))
    assert LINK["links-0-url"] in page
    documents = page.index('id="documents"')
    assert page.count("Attached: law.pdf.") == 1 and page.index("Attached: law.pdf.") > documents


def test_links_that_cannot_be_read_come_back_as_typed_and_the_file_is_attached(draft, focal, session):
    assert send(focal, draft, **UNREADABLE).status_code == 303
    page = text_of(focal.get(section(draft)))
    assert "no address at all" in page and "Attached: law.pdf." in page and 'id="links-0-url-errors"' in page
    assert session.scalar(select(Document.name)) == "law.pdf" and urls(draft) == []


@pytest.mark.parametrize("typed", [LINK, UNREADABLE])
def test_a_refused_file_leaves_the_links_as_typed(draft, focal, typed):
    answer = send(focal, draft, content=b"MZ", **typed)
    page = text_of(answer)
    assert answer.status_code == 422 and 'id="file-errors"' in page and typed["links-0-url"] in page
    assert "data-unsaved" in page and urls(draft) == []


def test_links_that_somebody_else_changed_are_shown_beside_and_the_file_is_attached(world, draft, focal, session):
    _action, values = focal.form_at(section(draft))
    world.answer(draft.working, world.focal_point(), links=[{"url": "https://www.example.org/other", "label": None}])
    answer = send(focal, draft, values=values, **LINK)
    page = text_of(answer)
    assert answer.status_code == 409 and "https://www.example.org/other" in page and LINK["links-0-url"] in page
    assert "Attached: law.pdf." in page and session.scalar(select(Document.name)) == "law.pdf"


def test_removing_keeps_the_links_too(draft, focal):
    send(focal, draft)
    assert press(focal, draft, "remove", document=DIGEST, **LINK).status_code == 303
    assert urls(draft) == [LINK["links-0-url"]]
    assert "Removed: law.pdf." in text_of(focal.get(section(draft)))


def test_saving_with_a_file_that_was_chosen_and_not_attached_says_so(draft, focal):
    answer = focal.fill(section(draft), {**LINK, "file": "C:\\fakepath\\law.pdf"})
    assert answer.status_code == 303 and answer.location.endswith("#documents")
    assert "law.pdf was not attached: choose it again" in text_of(focal.get(answer.location))
    assert urls(draft) == [LINK["links-0-url"]]


def test_the_same_file_with_another_description_gets_it(draft, focal, session):
    send(focal, draft, label="First")
    send(focal, draft, label="Second")
    assert session.scalars(select(Document.label)).all() == ["Second"]
    assert "its description is the new one now" in text_of(focal.get(section(draft)))
    for label in ("Second", ""):
        send(focal, draft, label=label)
        assert "nothing has changed" in text_of(focal.get(section(draft)))
    assert session.scalars(select(Document.label)).all() == ["Second"]


def test_a_description_is_changed_and_the_history_says_so(draft, focal, session):
    send(focal, draft, label="First")
    answer = press(focal, draft, "describe", document=DIGEST, **{f"label-{DIGEST}": "  As \n adopted "}, **LINK)
    assert answer.status_code == 303 and urls(draft) == [LINK["links-0-url"]]
    assert session.scalar(select(Document.label)) == "As adopted"
    assert "Description saved: law.pdf." in text_of(focal.get(section(draft)))
    changes = [
        event.changes["documents"]
        for event in session.query(Event).order_by(Event.id)
        if "documents" in (event.changes or {})
    ]
    assert [[row["label"] for row in side] for side in changes[-1]] == [["First"], ["As adopted"]]
    history = text_of(focal.get(f"/initiatives/{draft.reference}/history"))
    assert "First" in history and "As adopted" in history


def test_a_description_is_saved_by_whatever_button_is_pressed(draft, focal, session):
    send(focal, draft, label="First")
    page = " ".join(text_of(focal.get(section(draft))).split())
    assert f'name="was-{DIGEST}" value="First"' in page and f'name="label-{DIGEST}"' in page
    focal.fill(section(draft), {f"was-{DIGEST}": "First", f"label-{DIGEST}": "Second"})
    assert session.scalar(select(Document.label)) == "Second"
    send(focal, draft, content=files.png(), name="a.png", **{f"was-{DIGEST}": "Second", f"label-{DIGEST}": "Third"})
    assert set(session.scalars(select(Document.label))) == {"Third", ""}


def test_a_description_too_long_is_told_beside_it(draft, focal, session):
    send(focal, draft, label="First")
    answer = press(focal, draft, "describe", document=DIGEST, **{f"label-{DIGEST}": "x" * 201}, **LINK)
    page = text_of(answer)
    assert answer.status_code == 422 and f'id="label-{DIGEST}-errors"' in page and LINK["links-0-url"] in page
    assert session.scalar(select(Document.label)) == "First"


@pytest.mark.parametrize("digest", ["", "0" * 64, "x", "9" * 500])
def test_a_document_that_is_not_there_is_not_described(draft, focal, session, digest):
    answer = focal.post_form(f"/initiatives/{draft.reference}/documents/describe", {"document": digest})
    assert answer.status_code == 303
    assert "This document has been removed." in text_of(focal.get(section(draft)))


def test_what_is_published_keeps_its_description(world, focal):
    initiative = world.published()
    send(focal, initiative, label="First")
    world.step(initiative, "submit", world.focal_point())
    world.step(initiative, "publish", world.secretariat())
    press(focal, initiative, "describe", document=DIGEST, **{f"label-{DIGEST}": "Second"})
    assert "First" in text_of(focal.get(f"/initiatives/{initiative.reference}?version=2"))
    assert "Second" in text_of(focal.get(f"/initiatives/{initiative.reference}?version=3"))


@pytest.mark.parametrize("who", ["secretariat", "analyst"])
def test_only_its_writers_describe(world, draft, focal, sign_in_as, session, who):
    send(focal, draft, label="First")
    client = sign_in_as(getattr(world, who)())
    address = f"/initiatives/{draft.reference}/documents/describe"
    answer = client.post_form(address, {"document": DIGEST, f"label-{DIGEST}": "Mine"})
    assert answer.status_code in (403, 404) and session.scalar(select(Document.label)) == "First"


def test_a_request_far_too_large_leads_back_to_the_documents_and_says_the_limit(draft, focal):
    answer = send(focal, draft, content=b"%PDF-1.7" + b"x" * (31 * 1024 * 1024))
    page = text_of(answer)
    assert answer.status_code == 413 and "10 MB at most" in page and "your browser’s own Back button" in page
    assert f'href="{section(draft)}#documents"' in page


def test_after_the_end_of_a_session_the_links_are_kept_and_the_file_has_to_be_chosen_again(
    world, draft, client, session
):
    person = world.person(password=PASSWORD)
    client.sign_in(person)
    _action, values = client.form_at(section(draft))
    with client.session_transaction() as state:
        state.clear()
    answer = send(client, draft, values=values, **LINK)
    page = text_of(answer)
    assert answer.status_code == 401 and "A file has to be chosen again" in page and LINK["links-0-url"] in page
    assert f'action="{section(draft)}"' in page
    fields = _fields(page, section(draft))
    sent = client.post(section(draft), data={**fields, "sign_in_email": person.email, "sign_in_password": PASSWORD})
    assert sent.status_code == 303 and sent.location.endswith("#documents")
    assert urls(draft) == [LINK["links-0-url"]] and session.scalar(select(Document.id)) is None


def _fields(page, action):

    (form,) = [one for one in forms(parse(page)) if one.get("action") == action]
    return form_values(form)


def test_a_file_too_large_to_be_read_from_a_stranger_is_not_read(draft, client):
    answer = send(client, draft, content=b"x" * (5 * 1024 * 1024), values={"seen": ""})
    assert answer.status_code == 401 and "choose it again" in text_of(answer)


TYPED = {f"was-{DIGEST}": "First", f"label-{DIGEST}": "Typed anew"}


def field_of(response):
    return " ".join(text_of(response).split())


@pytest.mark.parametrize("more", [{"rows": "add:links"}, UNREADABLE])
def test_a_description_comes_back_as_typed_when_the_section_is_drawn_again(draft, focal, more):
    send(focal, draft, label="First")
    page = field_of(focal.fill(section(draft), {**TYPED, **more}))
    assert f'name="label-{DIGEST}" form="section" value="Typed anew"' in page


def test_a_description_comes_back_as_typed_when_a_file_is_refused_or_links_differ(world, draft, focal):
    send(focal, draft, label="First")
    _action, values = focal.form_at(section(draft))
    refused = send(focal, draft, content=b"MZ", values=values, **TYPED)
    world.answer(draft.working, world.focal_point(), links=[{"url": "https://www.example.org/other", "label": None}])
    differs = focal.post(section(draft), data={**values, **LINK, **TYPED})
    assert (refused.status_code, differs.status_code) == (422, 409)
    for answer in (refused, differs):
        assert 'value="Typed anew"' in field_of(answer)


def test_a_description_is_saved_although_the_links_cannot_be_read(draft, focal, session):
    send(focal, draft, label="First")
    assert focal.fill(section(draft), {**TYPED, **UNREADABLE}).status_code == 422
    assert session.scalar(select(Document.label)) == "Typed anew"


def test_a_description_too_long_is_refused_in_words_and_the_links_are_saved(draft, focal, session):
    send(focal, draft, label="First")
    answer = focal.fill(section(draft), {**TYPED, f"label-{DIGEST}": "x" * 201, **LINK})
    assert answer.status_code == 422 and f'id="label-{DIGEST}-errors"' in text_of(answer)
    assert "x" * 201 in text_of(answer) and urls(draft) == [LINK["links-0-url"]]
    assert session.scalar(select(Document.label)) == "First"
