"""Mails: their kinds, how far one is, which reminder of a cycle is due. Plain values, no database."""

from datetime import date, datetime, timedelta
from typing import Self

from app.domain.cycles import Period, Phase
from app.domain.labelled import Labelled
from app.domain.text import _


class MailKind(Labelled):
    """`is_urgent`: it leaves as soon as it is written. `is_secret`: it holds a link that lets its reader in."""

    is_urgent: bool
    is_secret: bool

    def __new__(cls, value: str, label: str = "", is_urgent: bool = False, is_secret: bool = False) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.is_urgent = is_urgent
        member.is_secret = is_secret
        return member

    INVITATION = "invitation", _("Invitation"), True, True
    RESET = "reset", _("Link to a new password"), True, True
    PASSWORD_CHANGED = "password_changed", _("Notice of a changed password"), True
    SUCCESSOR_INVITATION = "successor_invitation", _("Invitation of a new Focal Point"), True, True
    DESK_TAKEN_OVER = "desk_taken_over", _("To a new Focal Point: the desk is theirs"), True
    DESK_HANDED_OVER = "desk_handed_over", _("To the Focal Point who leaves: the desk has passed on"), True
    DESK_HANDOVER_BEGUN = "desk_handover_begun", _("To the Focal Point who leaves: a successor is invited"), True
    ASSIGNED = "assigned", _("Work handed to a Contributor")
    HANDED_BACK = "handed_back", _("Work handed back by a Contributor")
    CYCLE_OPENS = "cycle_opens", _("Opening of a cycle")
    CYCLE_REMINDER = "cycle_reminder", _("Reminder before a cycle closes")
    CYCLE_CLOSED = "cycle_closed", _("End of a cycle, answers missing")
    CYCLE_THANKS = "cycle_thanks", _("End of a cycle, everything answered")
    DIGEST = "digest", _("News of the day")
    AT_ONCE = "at_once", _("News at once")
    GONE_ON = "gone_on", _("Submissions that have waited too long")


class MailState(Labelled):
    """A mail found in SENDING long after has an unknown fate: it may have left, so it is never sent again by itself."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNSURE = "unsure", _("Perhaps sent")
    FAILED = "failed", _("Not sent")
    CANCELLED = "cancelled", _("Not to be sent")


STUCK = frozenset({MailState.UNSURE, MailState.FAILED})
"""A person decides what becomes of these."""


class MailChoice(Labelled):
    DAILY = "daily", _("One mail a day, if there is something new")
    AT_ONCE = "at_once", _("A mail at once for each thing that happens")


class Stage(Labelled):
    """The occasions on which a cycle is written about."""

    OPENING = "opening", _("At the opening")
    DAYS_30 = "days_30", _("30 days before closing")
    DAYS_7 = "days_7", _("7 days before closing")
    DAYS_1 = "days_1", _("The day before closing")
    AFTER = "after", _("After closing")


_BEFORE_CLOSING = ((Stage.DAYS_30, 30), (Stage.DAYS_7, 7), (Stage.DAYS_1, 1))
TOLD_WITHIN = timedelta(days=14)
"""Of a cycle that closed longer ago nobody is written to any more."""


def stage_due(period: Period, moment: datetime) -> Stage | None:
    """The latest stage whose day has come; those that were missed before it are not made up for.

    A day that lies before the opening, or on it, is no stage of its own.
    """
    match period.phase(moment):
        case Phase.PLANNED:
            return None
        case Phase.CLOSED:
            opened = period.ends_at > period.opens_at
            return Stage.AFTER if opened and moment < period.ends_at + TOLD_WITHIN else None
    reached = [stage for stage, days in _BEFORE_CLOSING if _is_reached(period, days, moment.date())]
    return reached[-1] if reached else Stage.OPENING


def _is_reached(period: Period, days: int, today: date) -> bool:
    day = period.closes_on - timedelta(days)
    return period.opens_on < day <= today


RETRIES = 12
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)


def pause_after(attempts: int) -> timedelta:
    """How long a mail waits after so many attempts: each time twice as long, at most six hours."""
    return min(_FIRST_PAUSE * (1 << min(attempts - 1, 16)), _LONGEST_PAUSE)
