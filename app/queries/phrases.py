"""The phrases for questions, and the language in which a Partner is asked."""

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.domain.access import Role
from app.domain.choices import Language
from app.models import Person, Phrase, Revision
from app.queries.people import LARGEST_ID


def phrases(*, retired: bool = False) -> Sequence[Phrase]:
    """Those in use, or those that were retired."""
    which = Phrase.retired_at.is_not(None) if retired else Phrase.retired_at.is_(None)
    return db.session.scalars(select(Phrase).where(which).order_by(Phrase.position, Phrase.id)).all()


def find_phrase(phrase_id: int) -> Phrase | None:
    return db.session.get(Phrase, phrase_id) if phrase_id <= LARGEST_ID else None


def language_of_the_partner(revision: Revision) -> Language:
    """That of the Partner's Focal Point, otherwise that of the record."""
    focal_points = select(Person.language).where(
        Person.role == Role.FOCAL_POINT, Person.partner_code == revision.initiative.partner_code, Person.active
    )
    return db.session.scalar(focal_points.order_by(Person.id).limit(1)) or revision.language or Language.EN
