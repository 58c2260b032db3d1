"""Delivers mails into a folder, one file each, instead of sending them: for the demo and for tests."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from flask_mailman import EmailMessage
from flask_mailman.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):  # type: ignore[misc]
    """The library finds the class by this name."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(current_app.config["MAIL_FOLDER"])
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            (folder / _file_name()).write_bytes(mail.message().as_bytes())
        return len(email_messages)


def _file_name() -> str:
    """Sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}.eml"
