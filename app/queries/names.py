"""The names behind the codes of answers: one query a list."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import exists, select

from app.db import db
from app.domain.access import Actor
from app.domain.questions import CodeList
from app.domain.status import Status
from app.models import Country, Currency, Domain, Entity, Initiative, Priority, Revision, TaxonomyVersion
from app.models.named import Named
from app.queries.text import plain
from app.queries.visible import visible_revisions

N = TypeVar("N", bound=Named)

_MODELS: dict[CodeList, Any] = {
    CodeList.ENTITIES: Entity,
    CodeList.DOMAINS: Domain,
    CodeList.PRIORITIES: Priority,
    CodeList.COUNTRIES: Country,
    CodeList.CURRENCIES: Currency,
}


def names_of(codes: CodeList, locale: str, version: str) -> dict[str, str]:
    """{code: name in the reader's language}; `version` is the taxonomy's, for domains and priorities."""
    model = _MODELS[codes]
    name = model.name_fr if locale == "fr" else model.name_en
    found = select(model.code, name)
    if hasattr(model, "version"):
        found = found.where(model.version == version)
    return dict(db.session.execute(found).all())


def find_title(reference: str, actor: Actor, locale: str) -> str | None:
    """The title of an initiative that the actor may read, None of any other."""
    found = (
        select(Revision)
        .join(Initiative, Initiative.id == Revision.initiative_id)
        .where(Initiative.reference == reference, visible_revisions(actor))
        .order_by(Revision.published_at.is_(None), Revision.number.desc())
        .limit(1)
    )
    revision = db.session.scalar(found)
    return (revision.title_in(locale) or reference) if revision else None


def by_name(found: Iterable[N], locale: str) -> list[N]:
    """What has a name, in the order of the alphabet: accents do not send a name to its end, as they do in SQL."""
    return sorted(found, key=lambda row: plain(row.name(locale)))


def domain_shorts(locale: str) -> dict[tuple[str, str], str]:
    """{(taxonomy version, domain): short name} of every version."""
    short = Domain.short_fr if locale == "fr" else Domain.short_en
    return {
        (version, code): text for version, code, text in db.session.execute(select(Domain.version, Domain.code, short))
    }


def is_provisional(version: str) -> bool:
    """Whether this taxonomy version stands in for the official list."""
    return db.session.get_one(TaxonomyVersion, version).provisional


def provisional_versions() -> set[str]:
    """The taxonomy versions that stand in for the official list and are still in use: current, or in the reports."""
    used = exists().where(Revision.taxonomy_version == TaxonomyVersion.name, Revision.status == Status.PUBLISHED)
    in_use = TaxonomyVersion.current | used
    return set(db.session.scalars(select(TaxonomyVersion.name).where(TaxonomyVersion.provisional, in_use)))
