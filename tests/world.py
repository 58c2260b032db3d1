"""Small builders that make people and initiatives the way the application does: through the services."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.db import db, now
from app.domain.access import Role
from app.domain.choices import Language
from app.domain.questions import Kind, Section
from app.domain.rules import in_section, sections_of
from app.domain.workflow import Action
from app.models import QUESTIONS, Cycle, Entity, Initiative, Person, Revision
from app.models.answers import section_answers
from app.services.cycles import open_cycle
from app.services.initiatives import create, open_revision, save_section
from app.services.workflow import perform

PASSWORD = "Lac Tana 1915 and a boat"
_numbers = count(1)

SUMMARY = (
    "Municipal offices register labour migrants before departure, explain contracts in their own language and "
    "follow up complaints with the embassy. Returned workers are referred to training and to a savings scheme. "
    "The initiative works in three regions with the ministry of labour, trade unions and local associations, "
    "and publishes its figures twice a year."
)

_COMMON: dict[str, Any] = {
    "title": "Fair recruitment of labour migrants",
    "summary": SUMMARY,
    "domains": ["1", "2"],
    "main_domain": "2",
    "priorities": [],
    "domain_shares": [{"domain": "1", "percent": Decimal(40)}, {"domain": "2", "percent": Decimal(60)}],
    "scope": "several_countries",
    "countries": ["ET", "KE"],
    "country_shares": [],
    "lead_organisation": "International Labour Organization",
    "implementers": [{"name": "International Labour Organization"}, {"name": "Confederation of Trade Unions"}],
    "contact_name": "A desk officer",
    "contact_email": "desk@demo.example",
    "starts_on": date(2021, 1, 1),
    "ends_on": date(2024, 12, 31),
    "implementation_status": "ongoing",
}
_OF_KIND: dict[Kind, dict[str, Any]] = {
    Kind.PROJECT: {
        "funding": [
            {"funder": "European Union", "amount": Decimal("1000000.01"), "currency": "EUR", "year": 2021, "type": "committed"},
        ],
    },
    Kind.POLICY: {
        "policy_type": "law",
        "binding": "binding",
        "legal_status": "in_force",
        "adopted_on": date(2021, 1, 1),
        "in_force_from": date(2021, 7, 1),
        "issuing_body": "Parliament",
    },
}  # fmt: skip


def complete_answers(kind: Kind = Kind.PROJECT, **changed: Any) -> dict[str, Any]:
    """Answers with which an initiative of that kind can be submitted; `changed` replaces some of them."""
    answers = {**_COMMON, **_OF_KIND[kind], **changed}
    asked = {question.name: question for question in QUESTIONS if question.asked_of(kind)}
    return {name: _typed(asked[name], value) for name, value in answers.items()}


def _typed(question: Any, value: Any) -> Any:
    if question.choices and isinstance(value, str):
        return question.choices(value)
    if question.columns and value:
        return [{name: _typed(question.column(name), item) for name, item in row.items()} for row in value]
    return value


class World:
    """Each method commits what it makes, into the transaction that is undone when the test ends."""

    def person(
        self,
        role: Role | str = Role.FOCAL_POINT,
        partner: str | None = "ET",
        entity: str | None = None,
        *,
        password: str | None = None,
        **columns: Any,
    ) -> Person:
        """Someone with that role; Partner and entity are left away for roles that have none."""
        role = Role(role)
        number = next(_numbers)
        if not role.of_a_partner:
            partner = entity = None
        made = Person(
            **{
                "email": f"{role}.{number}@demo.example",
                "name": f"{role.label} {number}",
                "language": Language.EN,
                "active": True,
                "fs_uniquifier": uuid4().hex,
                "created_at": now(),
                "password": _hashed(password),
                **columns,
            },
            role=role,
            partner_code=partner,
            entity_code=self.entity(entity, partner).code if entity and partner else None,
        )
        db.session.add(made)
        db.session.commit()
        return made

    def entity(self, code: str = "ET-MOLS", partner: str = "ET") -> Entity:
        """The entity of that code, made where it is missing."""
        found = db.session.get(Entity, code)
        if found is None:
            found = Entity(code=code, partner_code=partner, name_en=f"Ministry {code}", name_fr=f"Ministère {code}")
            db.session.add(found)
            db.session.commit()
        return found

    def focal_point(self, partner: str = "ET") -> Person:
        """The first Focal Point of that Partner, made where there is none."""
        return self._first(Role.FOCAL_POINT, partner) or self.person(Role.FOCAL_POINT, partner)

    def contributor(self, partner: str = "ET", entity: str = "ET-MOLS") -> Person:
        return self.person(Role.CONTRIBUTOR, partner, entity)

    def secretariat(self) -> Person:
        return self._first(Role.SECRETARIAT) or self.person(Role.SECRETARIAT)

    def analyst(self) -> Person:
        return self._first(Role.ANALYST) or self.person(Role.ANALYST)

    def administrator(self) -> Person:
        return self._first(Role.ADMINISTRATOR) or self.person(Role.ADMINISTRATOR)

    def _first(self, role: Role, partner: str | None = None) -> Person | None:
        alike = select(Person).where(Person.role == role, Person.partner_code == partner, Person.active)
        return db.session.scalar(alike.order_by(Person.id).limit(1))

    def draft(
        self, by: Person | None = None, kind: Kind = Kind.PROJECT, *, partner: str = "ET", **answers: Any
    ) -> Initiative:
        """A draft with these answers only, and a title."""
        by = by or self.focal_point(partner)
        initiative = create(by.actor, kind, answers.get("title") or _COMMON["title"])
        self.answer(initiative.latest, by, **answers)
        return initiative

    def complete(
        self, by: Person | None = None, kind: Kind = Kind.PROJECT, *, partner: str = "ET", **changed: Any
    ) -> Initiative:
        """A draft that can be submitted."""
        return self.draft(by, kind, partner=partner, **complete_answers(kind, **changed))

    def answer(self, revision: Revision, by: Person, **answers: Any) -> None:
        """Save the sections that hold these questions."""
        kind = revision.initiative.kind
        for section in sections_of(QUESTIONS, kind):
            names = {question.name for question in in_section(QUESTIONS, section, kind)}
            if chosen := {name: value for name, value in answers.items() if name in names}:
                self.save(revision, section, chosen, by)
        db.session.commit()

    def save(self, revision: Revision, section: Section, values: dict[str, Any], by: Person) -> None:
        """Save one section as its form would: with the answers that stand already."""
        asked = {q.name: q for q in in_section(QUESTIONS, section, revision.initiative.kind)}
        typed = {name: _typed(asked[name], value) for name, value in values.items()}
        save_section(revision, section, {**section_answers(revision, section), **typed}, by.actor)

    def step(self, initiative: Initiative, action: Action, by: Person, note: str = "") -> Revision:
        """Take a step with the working revision, or with the published one where there is none."""
        revision = initiative.working or initiative.published or initiative.latest
        perform(revision, action, by=by.actor, note=note)
        db.session.commit()
        return revision

    def submitted(self, by: Person | None = None, kind: Kind = Kind.PROJECT, **changed: Any) -> Initiative:
        initiative = self.complete(by, kind, **changed)
        self.step(initiative, Action.SUBMIT, self._focal_point_of(initiative, by))
        return initiative

    def published(self, by: Person | None = None, kind: Kind = Kind.PROJECT, **changed: Any) -> Initiative:
        initiative = self.submitted(by, kind, **changed)
        self.step(initiative, Action.PUBLISH, self.secretariat())
        return initiative

    def returned(self, by: Person | None = None, kind: Kind = Kind.PROJECT, note: str = "Which year is meant?", **changed: Any) -> Initiative:  # fmt: skip
        initiative = self.submitted(by, kind, **changed)
        self.step(initiative, Action.RETURN, self.secretariat(), note)
        return initiative

    def declined(self, by: Person | None = None, kind: Kind = Kind.PROJECT, **changed: Any) -> Initiative:
        initiative = self.submitted(by, kind, **changed)
        self.step(initiative, Action.DECLINE, self.secretariat(), "Reported twice.")
        return initiative

    def withdrawn(self, by: Person | None = None, kind: Kind = Kind.PROJECT, **changed: Any) -> Initiative:
        initiative = self.published(by, kind, **changed)
        self.step(initiative, Action.WITHDRAW, self.secretariat(), "It never began.")
        return initiative

    def discarded(self, by: Person | None = None, kind: Kind = Kind.PROJECT, **changed: Any) -> Initiative:
        initiative = self.complete(by, kind, **changed)
        self.step(initiative, Action.DISCARD, by or self.focal_point(initiative.partner_code))
        return initiative

    def revised(self, initiative: Initiative, by: Person | None = None, **changed: Any) -> Revision:
        """A working revision of a published initiative, with these answers changed."""
        by = by or self._focal_point_of(initiative, None)
        revision = open_revision(initiative, by.actor)
        self.answer(revision, by, **changed)
        return revision

    def cycle(self, name: str = "Collection", days: tuple[int, int] = (-30, 30)) -> Cycle:
        """A cycle that opens and closes so many days from today."""
        today = now().date()
        made = open_cycle(name, today + timedelta(days[0]), today + timedelta(days[1]), self.secretariat().actor)
        db.session.commit()
        return made

    def _focal_point_of(self, initiative: Initiative, by: Person | None) -> Person:
        return by if by and by.role is Role.FOCAL_POINT else self.focal_point(initiative.partner_code)


def _hashed(password: str | None) -> str | None:
    from flask_security import hash_password

    return None if password is None else str(hash_password(password))
