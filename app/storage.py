"""Where the content of documents lies: a folder, or a bucket that speaks S3.

Content is named by its SHA-256 and by nothing else: the same content is stored once, whoever attached it, and
what comes back can be checked against its name.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from flask import current_app
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

if TYPE_CHECKING:
    from obstore.store import RetryConfig

_PIECE = 256 * 1024
_IN_MEMORY = 1024 * 1024
_RETRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}


class StorageError(Exception):
    """The content cannot be stored or read now."""


class Damaged(StorageError):
    """What is stored is not what was put there."""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Storage:
    """Bytes by their digest; each method raises StorageError where the store does not do it."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, content: bytes) -> str:
        """Store the content, as a whole or not at all; its digest. Putting it again changes nothing."""
        digest = digest_of(content)
        with _told_plainly():
            self._store.put(_path(digest), content)
        return digest

    def open(self, digest: str) -> IO[bytes]:
        """The content from its beginning, proved to be that of this digest before the first byte is given."""
        found = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever receives it closes it
        try:
            self._copy(digest, found)
        except BaseException:
            found.close()
            raise
        found.seek(0)
        return found

    def _copy(self, digest: str, target: IO[bytes]) -> None:
        seen = hashlib.sha256()
        with _told_plainly():
            for piece in self._store.get(_path(digest)).stream(min_chunk_size=_PIECE):
                seen.update(piece)
                target.write(piece)
        if seen.hexdigest() != digest:
            raise Damaged(digest)

    def exists(self, digest: str) -> bool:
        with _told_plainly():
            try:
                self._store.head(_path(digest))
            except FileNotFoundError:
                return False
            return True

    def delete(self, digest: str) -> None:
        """Afterwards it is not there, whether or not it was."""
        with _told_plainly():
            try:
                self._store.delete(_path(digest))
            except FileNotFoundError:
                return

    def digests(self) -> Iterator[str]:
        """Of everything that is stored."""
        with _told_plainly():
            for page in self._store.list():
                yield from (match[1] for found in page if (match := _STORED.fullmatch(found["path"])))


_STORED = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})")


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise StorageError(str(error)) from error


def storage() -> Storage:
    """That of the application, made at its first use: its threads do not outlive a fork."""
    kept = current_app.extensions
    if "documents" not in kept:
        kept["documents"] = Storage(_chosen(current_app.config))
    made: Storage = kept["documents"]
    return made


def _chosen(config: Mapping[str, Any]) -> ObjectStore:
    if config["S3_BUCKET"]:
        return _bucket(config)
    folder = Path(config["DOCUMENTS_FOLDER"])
    return LocalStore(folder, mkdir=True)


def _bucket(config: Mapping[str, Any]) -> S3Store:
    """Without keys of its own it takes those that the machine's role is given."""
    endpoint = config["S3_ENDPOINT"]
    given = {
        "endpoint": endpoint,
        "access_key_id": config["S3_ACCESS_KEY_ID"],
        "secret_access_key": config["S3_SECRET_ACCESS_KEY"],
    }
    return S3Store(
        config["S3_BUCKET"],
        region=config["S3_REGION"],
        client_options={"connect_timeout": "5s", "timeout": "60s", "allow_http": endpoint.startswith("http://")},
        retry_config=_RETRIES,
        **{name: value for name, value in given.items() if value},
    )
