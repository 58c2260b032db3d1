"""Answers that a Partner gave by e-mail or note instead of here: what is kept of the letter they came in."""

from dataclasses import dataclass
from datetime import date

from app.domain.labelled import Labelled
from app.domain.text import _


class Channel(Labelled):
    EMAIL = "email", _("E-mail")
    NOTE = "note", _("Note")


@dataclass(frozen=True)
class Letter:
    """`sender` is who wrote it, `text` what it says or the reference under which it is filed."""

    channel: Channel
    received_on: date
    sender: str
    text: str
