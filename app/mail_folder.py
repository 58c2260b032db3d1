"""Delivers mails into a folder, one file each, instead of sending them: for the demo and for tests."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from flask import current_app


class FolderCarrier:
    """Takes the two moves of a mail server (see `app.mail.carriers.Carrier`)."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""

    def address(self, sender: str, to: str) -> None:
        """Everybody can be written to."""

    def leave(self) -> None:
        """Nothing was begun."""

    def hand_over(self, content: bytes) -> None:
        folder = Path(current_app.config["MAIL_FOLDER"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _file_name()).write_bytes(content)


def _file_name() -> str:
    """Sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}.eml"
