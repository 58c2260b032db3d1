"""Start initiatives, open new versions of them, save their sections."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from app.db import db, now
from app.domain.access import Actor, Permission, can, require
from app.domain.choices import Language
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.domain.questions import Kind, Section
from app.domain.rules import in_section, invalid
from app.domain.status import Status
from app.domain.text import _
from app.models import QUESTIONS, HeldInput, Initiative, Occasion, Partner, Revision
from app.models.answers import answers, changes, put, section_answers
from app.queries.documents import documents_of
from app.queries.people import entities_for
from app.queries.taxonomy import current_version, domain_of_priorities
from app.queries.text import plain
from app.services.assignments import end_all
from app.services.events import record, record_edit
from app.services.links import is_within
from app.services.money import convert
from app.services.recoding import taken_over


def create(by: Actor, kind: Kind, title: str, *, language: Language | None = None, key: str = "") -> Initiative:
    """Start a draft for the actor's own Partner; a repeated `key` returns what it made the first time.

    `language` is that of its texts, None where nobody said it.
    """
    require(by, Permission.INITIATIVE_CREATE)
    partner = by.partner
    assert partner is not None
    if made := _made_with(key, by):
        return made
    number = _next_number(partner)
    initiative = Initiative(
        reference=f"JVAP-{partner}-{number:04d}",
        kind=kind,
        partner_code=partner,
        number=number,
        entity_code=by.entity,
        creation_key=key or None,
        created_at=now(),
        created_by_id=by.person_id,
    )
    db.session.add(initiative)
    revision = _add_revision(initiative, by)
    put(revision, {"title": title.strip(), "language": language, "entity": by.entity})
    _index(revision)
    db.session.flush()
    record(revision, Occasion.CREATED, by, to_status=revision.status)
    db.session.flush()
    return initiative


def _made_with(key: str, by: Actor) -> Initiative | None:
    """What the actor has made with the form of that key before; whoever else makes something of the Partner waits."""
    db.session.execute(select(Partner.code).where(Partner.code == by.partner).with_for_update())
    same = select(Initiative).where(Initiative.creation_key == key, Initiative.created_by_id == by.person_id)
    return db.session.scalar(same) if key else None


def copy(source: Revision, by: Actor, *, key: str = "") -> Initiative:
    """Start a draft with the answers of another initiative of the actor's own desk; the event says of which.

    It is a new initiative: files, and what reviewers said, stay with the old one. A repeated `key` copies once.
    """
    require(by, Permission.WORKING_READ, source.initiative.subject)
    if source.initiative.discarded:
        message = _("%(reference)s was discarded: take it up again to work with its answers.")
        raise NotPossible(message, reference=source.initiative.reference)
    require(by, Permission.INITIATIVE_CREATE)
    if made := _made_with(key, by):
        return made
    initiative = create(by, source.initiative.kind, source.title or "", key=key)
    revision = initiative.latest
    revision.taxonomy_version = source.taxonomy_version
    put(revision, {**answers(source), "entity": by.entity or source.entity})
    _settle(revision, by)
    db.session.flush()
    initiative.copied_from = source.initiative
    record(revision, Occasion.COPIED, by)
    db.session.flush()
    return initiative


def _next_number(partner: str) -> int:
    taken = update(Partner).where(Partner.code == partner).values(last_number=Partner.last_number + 1)
    return db.session.execute(taken.returning(Partner.last_number)).scalar_one()


def _add_revision(initiative: Initiative, by: Actor, status: Status = Status.DRAFT) -> Revision:
    with db.session.no_autoflush:
        revision = Revision(
            initiative=initiative,
            number=len(initiative.revisions) + 1,
            status=status,
            taxonomy_version=current_version().name,
            created_at=now(),
            changed_at=now(),
            changed_by_id=by.person_id,
        )
    db.session.add(revision)
    return revision


def open_revision(initiative: Initiative, by: Actor) -> Revision:
    """The working revision; if there is none, a new one with the answers of the published (or newest) one."""
    require(by, Permission.REVISION_OPEN, initiative.subject)
    if initiative.working:
        return initiative.working
    return _open(initiative, by, Status.DRAFT)


def open_to_correct(initiative: Initiative, by: Actor) -> Revision:
    """A new version of what is published, with the secretariat from its first moment; what is there already stays.

    Raises NotAllowed, or NotPossible where the Partner is writing one or nothing is published.
    """
    require(by, Permission.REVISION_REVIEW, initiative.subject)
    if initiative.working is None and initiative.published:
        revision = _open(initiative, by, Status.SUBMITTED)
        revision.submitted_at = now()
        db.session.flush()
        return revision
    if initiative.working is None or initiative.working.status is not Status.SUBMITTED:
        message = _(
            "It is “%(status)s”: what can be corrected is with the secretariat, or is published while nobody writes "
            "a new version."
        )
        raise NotPossible(message, status=(initiative.working or initiative.latest).status)
    return initiative.working


def _open(initiative: Initiative, by: Actor, status: Status) -> Revision:
    source = initiative.published or initiative.latest
    version, copied = taken_over(answers(source), source.taxonomy_version)
    if status is Status.DRAFT:
        end_all(initiative)
    revision = _add_revision(initiative, by, status)
    revision.taxonomy_version = version
    put(revision, copied)
    convert(revision.funding_rows)
    _index(revision)
    db.session.add_all(document.copy_to(revision) for document in documents_of(source))
    put_on_desk(initiative)
    record(revision, Occasion.REVISED, by, to_status=revision.status)
    db.session.flush()
    return revision


def put_on_desk(initiative: Initiative) -> None:
    """It lies where its present version says: opening one and discarding one may move it."""
    initiative.entity_code = initiative.present.entity
    db.session.flush()


def require_editable(initiative: Initiative, by: Actor, section: Section | None = None) -> None:
    """Raise NotAllowed, or NotPossible where only the present status stands in the way.

    Without a working revision the right to open one decides. Without a `section` it is enough to have any of them.
    """
    subject = replace(initiative.subject, section=section)
    if initiative.working is None:
        require(by, Permission.REVISION_OPEN, subject)
    elif not can(by, Permission.REVISION_EDIT, subject):
        if can(by, Permission.REVISION_EDIT, initiative.subject):
            message = _("“%(section)s” was not handed to you: you can read it, and change the sections that were.")
            raise NotAllowed(message, section=section)
        require(by, Permission.REVISION_EDIT, replace(subject, status=Status.DRAFT))
        raise NotPossible(_("It is “%(status)s”: answers cannot be changed now."), status=initiative.working.status)


def new_key() -> str:
    """A key for a form that creates something: sent twice, it creates once."""
    return secrets.token_urlsafe(24)


def save_section(
    revision: Revision, section: Section, values: Mapping[str, Any], by: Actor, *, sitting: str = ""
) -> dict[str, list[Any]]:
    """Set a section's answers and leave an event with what changed ({question: [old, new]}).

    The answers must have passed `app.domain.rules.invalid`; whatever the form had held is let go.
    """
    require_editable(revision.initiative, by, section)
    if changed := put_section(revision, section, values, by):
        record_edit(revision, section, by, changed, sitting)
    db.session.flush()
    return changed


def put_section(revision: Revision, section: Section, values: Mapping[str, Any], by: Actor) -> dict[str, list[Any]]:
    """Set a section's answers, whoever may; the event of what changed is the caller's."""
    asked = in_section(QUESTIONS, section, revision.initiative.kind)
    if problems := invalid(asked, values):
        raise NotPossible(problems[0].message, field=problems[0].question, **problems[0].params)
    _check_entity(revision, values, by)
    _check_priorities(revision, values)
    _check_parent(revision, values.get("parent"), by)
    before = section_answers(revision, section)
    put(revision, {question.name: values[question.name] for question in asked if question.name in values})
    changed = changes(before, section_answers(revision, section))
    _let_go(revision, section)
    if changed:
        _settle(revision, by)
    db.session.flush()
    return changed


def _check_entity(revision: Revision, values: Mapping[str, Any], by: Actor) -> None:
    """It is the Partner's, and the draft stays on the actor's own desk; who was handed Basics moves it nowhere."""
    if "entity" not in values or values["entity"] == revision.entity:
        return
    code = values["entity"]
    if code not in [None, *(entity.code for entity in entities_for(revision.initiative, by))]:
        raise DomainError(_("This ministry or agency is not one of those for which you write"), field="entity")
    if not can(by, Permission.REVISION_OPEN, replace(revision.initiative.desk, entity=code)):
        message = _("Choose the ministry or agency: without it you could not open this draft again")
        raise DomainError(message, field="entity")


def _check_priorities(revision: Revision, values: Mapping[str, Any]) -> None:
    chosen = values.get("priorities") or []
    if not chosen:
        return
    domain_of = domain_of_priorities(revision.taxonomy_version)
    astray = [code for code in chosen if domain_of.get(code) not in values.get("domains", ())]
    if astray:
        message = _("These priorities belong to domains that are not ticked: %(codes)s")
        raise DomainError(message, field="priorities", codes=", ".join(astray))


def _check_parent(revision: Revision, reference: str | None, by: Actor) -> None:
    """The programme must be there for the actor to see, and not be this initiative or within it.

    What stands already may stay: a programme that was withdrawn meanwhile keeps nobody from correcting the rest.
    Only what the actor may read is looked at, so that nobody learns of another's draft.
    """
    if not reference or reference == revision.parent:
        return
    seen = {revision.initiative.reference}
    above: str | None = reference
    while above:
        if above in seen:
            raise DomainError(_("This would make a circle: a programme cannot be part of itself"), field="parent")
        seen.add(above)
        above = _parent_of(above, by)
    if is_within(reference, revision.initiative):
        raise DomainError(_("This would make a circle: a programme cannot be part of itself"), field="parent")


def _parent_of(reference: str, by: Actor) -> str | None:
    programme = db.session.scalar(select(Initiative).where(Initiative.reference == reference))
    if programme is None or programme.discarded or not can(by, Permission.INITIATIVE_READ, programme.subject):
        raise DomainError(_("There is no initiative with this reference"), field="parent")
    own = can(by, Permission.WORKING_READ, programme.subject)
    read = programme.present if own else programme.published
    return read.parent if read else None


def _settle(revision: Revision, by: Actor) -> None:
    """What follows from a change of answers."""
    convert(revision.funding_rows)
    _index(revision)
    touch(revision, by)
    revision.initiative.entity_code = revision.entity


def touch(revision: Revision, by: Actor) -> None:
    """Say who changed it last and when, and raise the optimistic lock."""
    revision.changed_at, revision.changed_by_id = now(), by.person_id
    _move(revision)


def _move(revision: Revision) -> None:
    """Raise the optimistic lock, also where only rows beside the revision change."""
    flag_modified(revision, "changed_at")


def _index(revision: Revision) -> None:
    texts = [
        revision.initiative.reference,
        revision.title,
        revision.title_en,
        revision.title_fr,
        revision.summary,
        *(row.text for row in revision.translation_rows if row.question == "summary"),
        revision.partner_reference,
        revision.lead_organisation,
        *(row["name"] for row in revision.implementers),
        *(row["funder"] for row in revision.funding),
    ]
    revision.search_text = plain(" ".join(text for text in texts if text))
    revision.sort_en, revision.sort_fr = (plain(revision.title_in(locale) or "")[:300] for locale in ("en", "fr"))


def hold(revision: Revision, section: Section, fields: Mapping[str, list[str]], by: Actor) -> None:
    """Keep a section's form exactly as typed because something in it could not be read."""
    require_editable(revision.initiative, by, section)
    _let_go(revision, section)
    _move(revision)
    db.session.flush()
    revision.held.append(HeldInput(section=section, fields=dict(fields), at=now(), by_id=by.person_id))
    db.session.flush()


def _let_go(revision: Revision, section: Section) -> None:
    revision.held[:] = [held for held in revision.held if held.section is not section]
