"""Answers that came by e-mail or note, put down by the secretariat: they count as the Partner's own.

They change nothing that is published: *ended* stands with its day, and the Partner enters the end in an update.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.db import now
from app.domain.access import Actor, Permission
from app.domain.cycles import Saying
from app.domain.errors import DomainError, NotPossible
from app.domain.letters import Letter
from app.domain.text import _
from app.models import Attestation, Cycle, Initiative
from app.queries.initiatives import lock_initiative
from app.services.attestations import (
    check_end,
    enter,
    find_attested,
    put_down,
    standing_answer,
    standing_domain_answer,
    was_recorded,
)


@dataclass(frozen=True)
class Stated:
    """What a letter says of one initiative (by its reference) or of one domain."""

    said: Saying
    reference: str = ""
    domain: str = ""
    ended_on: date | None = None


def record(
    cycle: Cycle, partner: str, letter: Letter, stated: Sequence[Stated], by: Actor, *, key: str = ""
) -> list[Attestation]:
    """Put down all that a letter states, or nothing of it. Sent twice with one `key`, it is put down once.

    Raises NotAllowed, NotPossible where the cycle is not open or an answer stands already, or DomainError on a field.
    """
    enter(cycle, partner, by, Permission.CYCLE_RECORD)
    if done := find_attested(cycle, key, by):
        return [done]
    if letter.received_on > now().date():
        raise DomainError(_("This day has not come yet"), field="received_on")
    if not stated:
        raise DomainError(_("Say what the letter answers: tick at least one line, or everything"), field="accurate")
    keys = [key, *[""] * len(stated)]
    return [
        _put_down(cycle, partner, letter, one, by, own_key)
        for one, own_key in zip(_in_order(stated), keys, strict=False)
    ]


def take_back_recorded(
    cycle: Cycle, partner: str, by: Actor, *, reference: str = "", domain: str = "", key: str = ""
) -> Attestation:
    """Take back what was put down from a letter; what the Partner answered itself stays the Partner's."""
    enter(cycle, partner, by, Permission.CYCLE_RECORD)
    if done := find_attested(cycle, key, by):
        return done
    initiative = _initiative(partner, reference) if reference else None
    if not was_recorded(cycle, partner, initiative.id if initiative else domain):
        raise NotPossible(_("Nothing was recorded here, or it was taken back already."))
    return put_down(cycle, partner, Saying.TAKEN_BACK, by, key, initiative or domain)


def _in_order(stated: Iterable[Stated]) -> list[Stated]:
    """Initiatives before domains, so that what is refused is always the same."""
    return sorted(stated, key=lambda one: (one.domain, one.reference))


def _put_down(cycle: Cycle, partner: str, letter: Letter, one: Stated, by: Actor, key: str) -> Attestation:
    if one.domain:
        if standing_domain_answer(cycle, partner, one.domain) is not None:
            raise NotPossible(_("An answer for domain %(code)s stands already."), code=one.domain)
        return put_down(cycle, partner, one.said, by, key, one.domain, letter=letter)
    initiative = _initiative(partner, one.reference)
    if standing_answer(cycle, initiative) is not None:
        raise NotPossible(_("An answer for %(reference)s stands already."), reference=one.reference)
    if one.ended_on:
        check_end(cycle, initiative, one.ended_on)
    return put_down(cycle, partner, one.said, by, key, initiative, letter=letter, ended_on=one.ended_on)


def _initiative(partner: str, reference: str) -> Initiative:
    initiative = lock_initiative(reference)
    if initiative.partner_code != partner:
        raise NotPossible(_("%(reference)s is not an initiative of this Partner."), reference=reference)
    return initiative
