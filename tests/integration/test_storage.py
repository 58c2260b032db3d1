"""Where the content of documents lies: a folder, and a bucket on a server of the S3 protocol."""

from pathlib import Path

import pytest
from obstore.store import MemoryStore

from app.storage import Damaged, Storage, StorageError, digest_of, storage
from tests import stores

CONTENT = bytes(range(256)) * 5000


@pytest.fixture(scope="module")
def server():
    with stores.s3_server() as address:
        yield address


@pytest.fixture(params=stores.KINDS)
def place(request, tmp_path):
    """(which kind, where)"""
    return request.param, str(tmp_path / "documents") if request.param == "folder" else request.getfixturevalue(
        "server"
    )


@pytest.fixture
def store(app, place, monkeypatch):
    """The application's own, as its settings make it; empty."""
    monkeypatch.delitem(app.extensions, "documents", raising=False)
    for name, value in stores.settings(*place).items():
        monkeypatch.setitem(app.config, name, value)
    with app.app_context():
        made = storage()
        assert storage() is made
        yield made
        for digest in list(made.digests()):
            made.delete(digest)
    app.extensions.pop("documents")


def test_what_is_put_comes_back_as_it_was(store):
    digest = store.put(CONTENT)
    assert digest == digest_of(CONTENT)
    with store.open(digest) as found:
        assert found.read() == CONTENT


def test_the_same_content_is_stored_once(store):
    assert store.put(b"law") == store.put(b"law")
    store.put(b"another law")
    assert sorted(store.digests()) == sorted(map(digest_of, (b"law", b"another law")))


def test_it_tells_what_is_there_and_what_is_not(store):
    digest = store.put(b"law")
    assert store.exists(digest) and not store.exists(digest_of(b"no law"))
    store.delete(digest)
    store.delete(digest)
    assert not store.exists(digest) and list(store.digests()) == []
    with pytest.raises(StorageError):
        store.open(digest)


def test_content_that_was_changed_where_it_lies_is_not_handed_out():
    kept = MemoryStore()
    store = Storage(kept)
    digest = store.put(b"law")
    kept.put(f"{digest[:2]}/{digest}", b"lie")
    with pytest.raises(Damaged):
        store.open(digest)


def test_foreign_files_in_the_place_are_left_alone(store, place):
    if place[0] == "folder":
        Path(place[1], "readme.txt").write_text("not ours")
    digest = store.put(b"law")
    assert list(store.digests()) == [digest]


def test_a_server_that_does_not_answer_is_told_plainly(app, monkeypatch):
    monkeypatch.delitem(app.extensions, "documents", raising=False)
    for name, value in stores.settings("bucket", "http://127.0.0.1:9").items():
        monkeypatch.setitem(app.config, name, value)
    with app.app_context():
        for attempt in (
            lambda: storage().put(b"law"),
            lambda: storage().exists("0" * 64),
            lambda: list(storage().digests()),
        ):
            with pytest.raises(StorageError):
                attempt()
    app.extensions.pop("documents")
