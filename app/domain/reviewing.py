"""Whose turn it is while a submission waits, how long it has waited, and to whom it goes on when it waits too long."""

from datetime import datetime, timedelta
from typing import Self

from app.domain.labelled import Labelled
from app.domain.text import _

UNDO_WITHIN = timedelta(minutes=10)
"""So long after a decision it can be undone."""


class Turn(Labelled):
    US = "us", _("The secretariat acts next")
    THEM = "them", _("The Partner acts next")


class Duty(Labelled):
    """What somebody of the secretariat does besides reviewing: whom a submission that waits goes on to."""

    SECOND_REVIEWER = "second_reviewer", _("Second reviewer")
    HEAD = "head", _("Head of the secretariat")


class Age(Labelled):
    """How long something has waited, in whole days from `first` on; `escalates_to` is who looks after it then."""

    first: int
    escalates_to: Duty | None

    def __new__(cls, value: str, label: str = "", first: int = 0, escalates_to: Duty | None = None) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.first = first
        member.escalates_to = escalates_to
        return member

    FRESH = "fresh", _("Up to 6 days"), 0
    SECOND = "second", _("7 to 13 days"), 7, Duty.SECOND_REVIEWER
    HEAD = "head", _("14 days and more"), 14, Duty.HEAD

    @property
    def below(self) -> int | None:
        """The first day of the next age, None for the last."""
        return next((age.first for age in Age if age.first > self.first), None)


def age_of(days: int) -> Age:
    return max((age for age in Age if age.first <= days), key=lambda age: age.first)


def whole_days(since: datetime, moment: datetime) -> int:
    return max(0, (moment - since).days)
