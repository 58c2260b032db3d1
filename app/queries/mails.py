"""The mails that lie in the demo's folder, newest first."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}\.eml")
MOST = 200


@dataclass(frozen=True)
class Mail:
    name: str
    to: str
    subject: str
    at: datetime
    text: str


def mails(folder: Path) -> list[Mail]:
    """The newest mails, at most 200."""
    names = sorted((path.name for path in folder.glob("*.eml") if _NAME.fullmatch(path.name)), reverse=True)
    return [_read(folder / name) for name in names[:MOST]]


def find_mail(folder: Path, name: str) -> Mail | None:
    path = folder / name
    return _read(path) if _NAME.fullmatch(name) and path.is_file() else None


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Mail(
        name=path.name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        text=body.get_content() if body else "",
    )
