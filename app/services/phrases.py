"""The phrases for questions: the secretariat adds, edits and retires them."""

from sqlalchemy import func, select

from app.db import db, now
from app.domain.access import Actor, Permission, require
from app.domain.errors import DomainError
from app.domain.review import LONGEST_QUESTION
from app.domain.text import _
from app.models import QUESTION, Phrase
from app.queries.documents import DOCUMENTS


def write_phrase(phrase: Phrase | None, text_en: str, text_fr: str, question: str | None, by: Actor) -> Phrase:
    """A new phrase, or new words for one; `question` is the field it suits, None for any. A retired one comes back."""
    require(by, Permission.PHRASE_EDIT)
    texts = {"text_en": text_en.strip(), "text_fr": text_fr.strip()}
    for name, text in texts.items():
        if not text:
            raise DomainError(_("Write the phrase in both languages"), field=name)
        if len(text) > LONGEST_QUESTION:
            message = _("Shorten this to %(limit)s characters or fewer: it has %(length)s")
            raise DomainError(message, field=name, limit=LONGEST_QUESTION, length=len(text))
    if question and question not in (*QUESTION, DOCUMENTS):
        raise DomainError(_("Choose one from the list"), field="question")
    phrase = phrase or Phrase(position=_last() + 1)
    phrase.text_en, phrase.text_fr = texts["text_en"], texts["text_fr"]
    phrase.question, phrase.retired_at = question or None, None
    db.session.add(phrase)
    db.session.flush()
    return phrase


def _last() -> int:
    return db.session.scalar(select(func.max(Phrase.position))) or 0


def retire_phrase(phrase: Phrase, by: Actor) -> None:
    """Take it out of use, also for the next seeding of the code lists."""
    require(by, Permission.PHRASE_EDIT)
    phrase.retired_at = phrase.retired_at or now()
    db.session.flush()
