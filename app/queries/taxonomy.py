"""The taxonomy as pages and forms need it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.errors import NotFound
from app.domain.text import _
from app.models import Domain, Priority, PriorityArea, TaxonomyVersion


def current_version() -> TaxonomyVersion:
    """The version that new revisions are tagged with; raises NotFound before any was loaded."""
    found = db.session.scalar(select(TaxonomyVersion).where(TaxonomyVersion.current))
    if found is None:
        raise NotFound(_("No taxonomy is loaded yet."))
    return found


def domains(version: str) -> Sequence[Domain]:
    """Domains with their areas and priorities loaded, in the order of their codes."""
    found = (
        select(Domain)
        .where(Domain.version == version)
        .order_by(Domain.code)
        .options(selectinload(Domain.areas).selectinload(PriorityArea.priorities))
    )
    return db.session.scalars(found).all()


def domain_of_priorities(version: str) -> dict[str, str]:
    """{priority code: domain code}."""
    pairs = (
        select(Priority.code, PriorityArea.domain_code)
        .join(PriorityArea, (PriorityArea.version == Priority.version) & (PriorityArea.code == Priority.area_code))
        .where(Priority.version == version)
    )
    return dict(db.session.execute(pairs).all())
