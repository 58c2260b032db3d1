"""The one table of rights: who may do what.

A permission is granted if all rules of any of its clauses hold. Views, services and templates name a
permission and never a role; the page "who may do what" is drawn from `GRANTS`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.errors import NotAllowed
from app.domain.labelled import Labelled
from app.domain.questions import Section
from app.domain.status import EDITABLE, Status
from app.domain.text import _


class Role(Labelled):
    CONTRIBUTOR = "contributor", _("Contributor")
    FOCAL_POINT = "focal_point", _("Focal Point")
    SECRETARIAT = "secretariat", _("Secretariat")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def of_a_partner(self) -> bool:
        return self in (Role.CONTRIBUTOR, Role.FOCAL_POINT)


class Permission(StrEnum):
    INITIATIVE_CREATE = "initiative.create"
    INITIATIVE_READ = "initiative.read"
    INITIATIVE_WITHDRAW = "initiative.withdraw"
    WORKING_READ = "working.read"
    CONTACT_READ = "contact.read"
    REVISION_OPEN = "revision.open"
    REVISION_EDIT = "revision.edit"
    REVISION_HAND_OVER = "revision.hand_over"
    REVISION_SEND_BACK = "revision.send_back"
    REVISION_SUBMIT = "revision.submit"
    REVISION_TAKE_BACK = "revision.take_back"
    REVISION_DISCARD = "revision.discard"
    REVISION_REVIEW = "revision.review"
    REVISION_UNDO = "revision.undo"
    REVISION_CORRECT = "revision.correct"
    CORRECTION_CONTEST = "correction.contest"
    REVISION_SUPERSEDE = "revision.supersede"
    ASSIGNMENT_GIVE = "assignment.give"
    ASSIGNMENT_HAND_BACK = "assignment.hand_back"
    QUEUE_READ = "queue.read"
    REVIEWER_ASSIGN = "reviewer.assign"
    DUTY_GIVE = "duty.give"
    REPORT_READ = "report.read"
    EXPORT_DOWNLOAD = "export.download"
    PEOPLE_READ = "people.read"
    PERSON_INVITE = "person.invite"
    PERSON_SUSPEND = "person.suspend"
    PERSON_CHANGE = "person.change"
    FOCAL_POINT_HAND_OVER = "focal_point.hand_over"
    ENTITY_ADD = "entity.add"
    CODE_LIST_LOAD = "code_list.load"
    RATE_LOAD = "rate.load"
    TERM_EDIT = "term.edit"
    OVERLAP_LINK = "overlap.link"
    PHRASE_EDIT = "phrase.edit"
    ORGANISATION_MERGE = "organisation.merge"
    MAIL_READ = "mail.read"
    MAIL_READ_LINK = "mail.read_link"
    MAIL_SETTLE = "mail.settle"
    MAIL_TEXT_EDIT = "mail_text.edit"
    CYCLE_READ = "cycle.read"
    CYCLE_ANSWER = "cycle.answer"
    CYCLE_RUN = "cycle.run"
    CYCLE_RECORD = "cycle.record"
    AUDIT_READ = "audit.read"


@dataclass(frozen=True)
class Actor:
    """The person (or the system) on whose behalf something happens."""

    name: str
    role: Role | None = None
    person_id: int | None = None
    partner: str | None = None
    entity: str | None = None


SYSTEM = Actor(name="JVAP Follow-up")
"""Acts where a rule acts, such as superseding. It has no role and no person."""


OPERATOR = Actor(name="command line", role=Role.ADMINISTRATOR)
"""Whoever can run commands on the server may do what an administrator may."""


@dataclass(frozen=True)
class Handed:
    """What a person was handed of an initiative: these sections, or all of it where none is named.

    Not `open` once they have handed it back: from then on they read it and change nothing.
    """

    person_id: int
    sections: frozenset[Section] = frozenset()
    open: bool = True

    def is_for(self, person_id: int | None, section: Section | None) -> bool:
        """Whether that person may change that section of it; of no section in particular: anything at all."""
        named = section is None or not self.sections or section in self.sections
        return self.open and self.person_id == person_id and named


@dataclass(frozen=True)
class Subject:
    """What a rule needs to know of the object of a permission.

    `status` is that of the revision in question (None where there is none), `published` whether the
    initiative has a published revision, `submitted` whether the revision in question was ever submitted, `role` the
    role of the person concerned, `handed` to whom what of the initiative was handed, `section` the one in question
    (None: any of them).
    """

    partner: str | None = None
    entity: str | None = None
    status: Status | None = None
    published: bool = False
    submitted: bool = False
    role: Role | None = None
    handed: tuple[Handed, ...] = ()
    section: Section | None = None


@dataclass(frozen=True)
class Rule:
    """A named condition; `label` is shown on the page "who may do what"."""

    label: str
    holds: Callable[[Actor, Subject], bool] = field(compare=False)


def _has_role(*roles: Role) -> Callable[[Actor, Subject], bool]:
    return lambda actor, subject: actor.role in roles


contributor = Rule(_("Contributor"), _has_role(Role.CONTRIBUTOR))
focal_point = Rule(_("Focal Point"), _has_role(Role.FOCAL_POINT))
secretariat = Rule(_("Secretariat or Administrator"), _has_role(Role.SECRETARIAT, Role.ADMINISTRATOR))
administrator = Rule(_("Administrator"), _has_role(Role.ADMINISTRATOR))
reader = Rule(_("Everyone who is signed in"), _has_role(*Role))
system = Rule(_("the system itself"), lambda actor, subject: actor == SYSTEM)

own_partner = Rule(
    _("of their own Partner"),
    lambda actor, subject: actor.partner is not None and actor.partner == subject.partner,
)
own_entity = Rule(
    _("of their own entity"),
    lambda actor, subject: (
        actor.partner is not None
        and actor.entity is not None
        and (actor.partner, actor.entity) == (subject.partner, subject.entity)
    ),
)
handed_to_them = Rule(
    _("if it was handed to them"),
    lambda actor, subject: any(handed.person_id == actor.person_id for handed in subject.handed),
)
handed_section = Rule(
    _("in the sections handed to them, until they hand them back"),
    lambda actor, subject: any(handed.is_for(actor.person_id, subject.section) for handed in subject.handed),
)
editable = Rule(
    _("while it is a draft, awaits sign-off or was returned"),
    lambda actor, subject: subject.status in EDITABLE,
)
unsigned = Rule(
    _("while it is a draft or was returned"),
    lambda actor, subject: subject.status in (Status.DRAFT, Status.RETURNED),
)
unsent = Rule(
    _("while it is a draft that was never submitted"),
    lambda actor, subject: subject.status is Status.DRAFT and not subject.submitted,
)
correctable = Rule(
    _("while it is with the secretariat, or published and nobody writes a new version"),
    lambda actor, subject: subject.status in (Status.SUBMITTED, Status.PUBLISHED),
)
published = Rule(_("if it is published"), lambda actor, subject: subject.published)
about_no_administrator = Rule(
    _("if the person is not an Administrator"), lambda actor, subject: subject.role is not Role.ADMINISTRATOR
)
about_a_contributor = Rule(_("if the person is a Contributor"), lambda actor, subject: subject.role is Role.CONTRIBUTOR)

Clause = tuple[Rule, ...]

_HANDED: Clause = (contributor, own_partner, handed_to_them)
_HANDED_SECTION: Clause = (contributor, own_partner, handed_section, editable)

_OVER_PEOPLE: tuple[Clause, ...] = (
    (focal_point, own_partner, about_a_contributor),
    (secretariat, about_no_administrator),
    (administrator,),
)

GRANTS: dict[Permission, tuple[Clause, ...]] = {
    Permission.INITIATIVE_CREATE: ((focal_point, own_partner), (contributor, own_entity)),
    Permission.INITIATIVE_READ: (
        (focal_point, own_partner),
        (contributor, own_entity),
        _HANDED,
        (secretariat,),
        (reader, published),
    ),
    Permission.INITIATIVE_WITHDRAW: ((secretariat,), (focal_point, own_partner)),
    Permission.WORKING_READ: ((focal_point, own_partner), (contributor, own_entity), _HANDED, (secretariat,)),
    Permission.CONTACT_READ: ((focal_point, own_partner), (contributor, own_entity), _HANDED, (secretariat,)),
    Permission.REVISION_OPEN: ((focal_point, own_partner), (contributor, own_entity), _HANDED_SECTION),
    Permission.REVISION_EDIT: (
        (focal_point, own_partner, editable),
        (contributor, own_entity, unsigned),
        _HANDED_SECTION,
    ),
    Permission.REVISION_HAND_OVER: ((contributor, own_entity),),
    Permission.REVISION_SEND_BACK: ((focal_point, own_partner),),
    Permission.REVISION_SUBMIT: ((focal_point, own_partner),),
    Permission.REVISION_TAKE_BACK: ((focal_point, own_partner),),
    Permission.REVISION_DISCARD: ((focal_point, own_partner), (contributor, own_entity, unsent)),
    Permission.REVISION_REVIEW: ((secretariat,),),
    Permission.REVISION_UNDO: ((secretariat,),),
    Permission.REVISION_CORRECT: ((secretariat, correctable),),
    Permission.CORRECTION_CONTEST: ((focal_point, own_partner),),
    Permission.REVISION_SUPERSEDE: ((system,),),
    Permission.ASSIGNMENT_GIVE: ((focal_point, own_partner),),
    Permission.ASSIGNMENT_HAND_BACK: (_HANDED_SECTION,),
    Permission.QUEUE_READ: ((secretariat,),),
    Permission.REVIEWER_ASSIGN: ((secretariat,),),
    Permission.DUTY_GIVE: ((secretariat,),),
    Permission.REPORT_READ: ((reader,),),
    Permission.EXPORT_DOWNLOAD: ((reader,),),
    Permission.PEOPLE_READ: ((focal_point, own_partner), (secretariat,)),
    Permission.PERSON_INVITE: _OVER_PEOPLE,
    Permission.PERSON_SUSPEND: _OVER_PEOPLE,
    Permission.PERSON_CHANGE: _OVER_PEOPLE,
    Permission.FOCAL_POINT_HAND_OVER: ((focal_point, own_partner), (secretariat,)),
    Permission.ENTITY_ADD: ((focal_point, own_partner), (secretariat,)),
    Permission.CODE_LIST_LOAD: ((secretariat,),),
    Permission.RATE_LOAD: ((secretariat,),),
    Permission.TERM_EDIT: ((secretariat,),),
    Permission.OVERLAP_LINK: ((secretariat,),),
    Permission.PHRASE_EDIT: ((secretariat,),),
    Permission.MAIL_READ: ((secretariat,),),
    Permission.MAIL_READ_LINK: ((administrator,),),
    Permission.MAIL_SETTLE: ((secretariat,),),
    Permission.MAIL_TEXT_EDIT: ((secretariat,),),
    Permission.ORGANISATION_MERGE: ((secretariat,),),
    Permission.CYCLE_READ: ((focal_point, own_partner), (contributor, own_partner), (secretariat,)),
    Permission.CYCLE_ANSWER: ((focal_point, own_partner),),
    Permission.CYCLE_RUN: ((secretariat,),),
    Permission.CYCLE_RECORD: ((secretariat,),),
    Permission.AUDIT_READ: ((administrator,),),
}

PERMISSION_LABELS: dict[Permission, str] = {
    Permission.INITIATIVE_CREATE: _("Start a draft"),
    Permission.INITIATIVE_READ: _("Read an initiative"),
    Permission.INITIATIVE_WITHDRAW: _("Withdraw a published initiative"),
    Permission.WORKING_READ: _("Read what is not published yet, and the history"),
    Permission.CONTACT_READ: _("See the contact person"),
    Permission.REVISION_OPEN: _("Open a new version of an initiative, or take a discarded one up again"),
    Permission.REVISION_EDIT: _("Change answers"),
    Permission.REVISION_HAND_OVER: _("Hand a draft over to the Focal Point"),
    Permission.REVISION_SEND_BACK: _("Send a draft back to its Contributor"),
    Permission.REVISION_SUBMIT: _("Submit to the secretariat"),
    Permission.REVISION_TAKE_BACK: _("Take a submission back"),
    Permission.REVISION_DISCARD: _("Discard a draft or an open version"),
    Permission.REVISION_REVIEW: _("Return, publish or decline a submission"),
    Permission.REVISION_UNDO: _("Undo a decision within ten minutes"),
    Permission.REVISION_CORRECT: _("Correct answers, except the entity and the contact"),
    Permission.CORRECTION_CONTEST: _("Contest a correction by the secretariat"),
    Permission.REVISION_SUPERSEDE: _("Replace a published version by the next one"),
    Permission.ASSIGNMENT_GIVE: _("Hand an initiative, or sections of it, to a Contributor"),
    Permission.ASSIGNMENT_HAND_BACK: _("Hand it back to the Focal Point"),
    Permission.QUEUE_READ: _("See the review queue"),
    Permission.REVIEWER_ASSIGN: _("Say who reviews a submission"),
    Permission.DUTY_GIVE: _("Say who looks after what has waited too long"),
    Permission.REPORT_READ: _("Read the reports"),
    Permission.EXPORT_DOWNLOAD: _("Download workbooks and tables"),
    Permission.PEOPLE_READ: _("See people and their roles"),
    Permission.PERSON_INVITE: _("Invite a person"),
    Permission.PERSON_SUSPEND: _("Suspend a person"),
    Permission.PERSON_CHANGE: _("Change a person’s name, language, role or place"),
    Permission.FOCAL_POINT_HAND_OVER: _("Hand the Focal Point’s desk over to a successor"),
    Permission.ENTITY_ADD: _("Add a ministry or agency"),
    Permission.CODE_LIST_LOAD: _("Load a list of domains and priorities"),
    Permission.RATE_LOAD: _("Load exchange rates"),
    Permission.TERM_EDIT: _("Edit the terms that suggest domains and priorities"),
    Permission.OVERLAP_LINK: _("Link initiatives that overlap, and undo it"),
    Permission.PHRASE_EDIT: _("Edit the phrases for questions"),
    Permission.MAIL_READ: _("See which mails were sent"),
    Permission.MAIL_READ_LINK: _("Read the mails of the demonstration that hold a personal link"),
    Permission.MAIL_SETTLE: _("Send a mail that did not leave again, or set it aside"),
    Permission.MAIL_TEXT_EDIT: _("Edit the texts of mails"),
    Permission.ORGANISATION_MERGE: _("Name and merge the organisations that are suggested"),
    Permission.CYCLE_READ: _("See the answers of a Partner in a cycle"),
    Permission.CYCLE_ANSWER: _("Answer in a cycle"),
    Permission.CYCLE_RUN: _("Open and close cycles"),
    Permission.CYCLE_RECORD: _("Record an answer that came by e-mail or note"),
    Permission.AUDIT_READ: _("Read and download the audit log"),
}


def can(actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether all rules of any clause hold."""
    subject = subject or Subject(partner=actor.partner, entity=actor.entity)
    return any(all(rule.holds(actor, subject) for rule in clause) for clause in GRANTS[permission])


def require(actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Raise NotAllowed unless granted."""
    if not can(actor, permission, subject):
        raise NotAllowed(_("You may not do this with this record."))
