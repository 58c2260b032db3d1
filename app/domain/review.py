"""Questions that the secretariat asks on a field of a submission, and what becomes of them."""

from app.domain.labelled import Labelled
from app.domain.text import _

LONGEST_QUESTION = 2000
LONGEST_ANSWER = 5000
LONGEST_REASON = 300


class QuestionState(Labelled):
    """A question asked again is `reopened`, and what is asked then is a question of its own."""

    DRAFT = "draft", _("Not sent yet")
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Settled")
    REOPENED = "reopened", _("Asked again")


WITH_THE_PARTNER = (QuestionState.OPEN, QuestionState.ANSWERED)
"""The states in which the Partner may still answer."""
