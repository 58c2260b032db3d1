"""Cycles: when one is open, what counts as an answer, and how far a Partner is. Plain values, no database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.domain.labelled import Labelled
from app.domain.text import _


class Phase(Labelled):
    PLANNED = "planned", _("Not open yet")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Saying(Labelled):
    """What an attestation says; the label is what its trace says was done."""

    STILL_ACCURATE = "still_accurate", _("Still accurate")
    ENDED = "ended", _("Ended")
    NOTHING_TO_REPORT = "nothing_to_report", _("Nothing to report")
    TAKEN_BACK = "taken_back", _("Answer taken back")


class Answered(Labelled):
    """How a published initiative is answered for in a cycle."""

    STILL_ACCURATE = "still_accurate", _("Still accurate")
    UPDATED = "updated", _("Updated")
    ENDED = "ended", _("Ended")
    NEW = "new", _("New")


class DomainAnswer(Labelled):
    """How a domain is answered for; a domain that is REPORTED asks nothing of its own."""

    REPORTED = "reported", _("Reported")
    SUBMITTED = "submitted", _("New initiative submitted")
    NOTHING = "nothing", _("Nothing to report")


class PartnerState(Labelled):
    NO_ANSWER = "no_answer", _("No answer")
    IN_PROGRESS = "in_progress", _("In progress")
    ANSWERED = "answered", _("Answered")


@dataclass(frozen=True)
class Period:
    """The days of a cycle, both included, in UTC; `closed_at` where it was closed by hand."""

    opens_on: date
    closes_on: date
    closed_at: datetime | None = None

    @property
    def opens_at(self) -> datetime:
        return datetime.combine(self.opens_on, time.min, UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment at which nothing can be answered any more."""
        last = datetime.combine(self.closes_on + timedelta(days=1), time.min, UTC)
        return min(last, self.closed_at) if self.closed_at else last

    @property
    def was_called_off(self) -> bool:
        """Whether it was closed before it had opened: nobody was ever asked anything."""
        return self.closed_at is not None and self.closed_at < self.opens_at

    def phase(self, moment: datetime) -> Phase:
        if moment >= self.ends_at:
            return Phase.CLOSED
        return Phase.OPEN if moment >= self.opens_at else Phase.PLANNED

    def until(self, moment: datetime) -> datetime:
        """What happened before this counts: all up to the moment or, once closed, to the end of the cycle.

        Moments are kept to the second: what happened within the present one counts.
        """
        return min(moment + timedelta(seconds=1), self.ends_at)


def answer_of(
    attested: Saying | None, *, submitted: bool, is_new: bool = False, recorded: bool = False
) -> Answered | None:
    """The answer that stands for a published initiative.

    `attested` is its newest attestation in the cycle; `submitted` whether a version of it was submitted in the
    cycle and not taken back; `is_new` whether it was in no report before the cycle opened; `recorded` whether the
    secretariat put the attestation down for the Partner: then *ended* stands without a submission. What the
    secretariat decides on a submission does not undo the answer.
    """
    if submitted:
        if is_new:
            return Answered.NEW
        return Answered.ENDED if attested is Saying.ENDED else Answered.UPDATED
    if attested is Saying.ENDED and recorded:
        return Answered.ENDED
    return Answered.STILL_ACCURATE if attested is Saying.STILL_ACCURATE else None


def domain_answer_of(*, reported: bool, submitted: bool, attested: Saying | None) -> DomainAnswer | None:
    """The answer that stands for a domain.

    `reported`: an initiative in it is published, or waits since before the cycle; `submitted`: one was submitted
    in the cycle; `attested`: the newest attestation about the domain.
    """
    if reported:
        return DomainAnswer.REPORTED
    if submitted:
        return DomainAnswer.SUBMITTED
    return DomainAnswer.NOTHING if attested is Saying.NOTHING_TO_REPORT else None


@dataclass(frozen=True)
class Progress:
    """What a Partner is asked in a cycle, and what stands.

    `initiatives` are those published now (in a closed cycle: at its end), `new` those submitted in the cycle that
    are in no report yet. Keys are whatever names them.
    """

    initiatives: Mapping[int, Answered | None]
    domains: Mapping[str, DomainAnswer | None]
    new: Collection[int] = ()

    @property
    def asked(self) -> int:
        """How many answers are wanted: one an initiative, and one a domain in which nothing is reported."""
        return len(self.initiatives) + sum(answer is not DomainAnswer.REPORTED for answer in self.domains.values())

    @property
    def answered(self) -> int:
        given = sum(answer is not None for answer in self.initiatives.values())
        return given + sum(answer not in (None, DomainAnswer.REPORTED) for answer in self.domains.values())


def state_of(progress: Progress) -> PartnerState:
    """The state of a Partner in a cycle (see docs/cycles.md)."""
    if progress.answered == progress.asked > 0:
        return PartnerState.ANSWERED
    return PartnerState.IN_PROGRESS if progress.answered or progress.new else PartnerState.NO_ANSWER
