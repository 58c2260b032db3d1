"""The statuses of a revision, each with its label and who acts next."""

from typing import Self

from app.domain.labelled import Labelled
from app.domain.text import _


class Status(Labelled):
    """Stored by value; `who_acts` is the sentence shown beside the tag."""

    who_acts: str

    def __new__(cls, value: str, label: str = "", who_acts: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.who_acts = who_acts
        return member

    DRAFT = "draft", _("Draft"), _("The Partner is still writing.")
    AWAITING_SIGN_OFF = "awaiting_sign_off", _("Awaiting sign-off"), _("The Focal Point reads it next.")
    SUBMITTED = "submitted", _("Submitted"), _("The secretariat reviews it next.")
    RETURNED = "returned", _("Returned"), _("The Partner answers the secretariat next.")
    PUBLISHED = "published", _("Published"), _("Nobody needs to act: it stands in the reports.")
    DECLINED = "declined", _("Declined"), _("Nobody needs to act: the secretariat gave its reason.")
    SUPERSEDED = "superseded", _("Superseded"), _("Nobody needs to act: a newer version is published.")
    WITHDRAWN = "withdrawn", _("Withdrawn"), _("Nobody needs to act: it left the reports.")
    DISCARDED = "discarded", _("Discarded"), _("Nobody needs to act: it was set aside.")


WORKING = frozenset({Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.SUBMITTED, Status.RETURNED})
"""A revision in one of these is the initiative's working revision; there is at most one."""

EDITABLE = frozenset({Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.RETURNED})
"""The Partner may change answers in these."""
