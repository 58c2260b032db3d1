"""Corrections by the secretariat: which answers it may correct, and how a contest of one ends."""

from collections.abc import Iterable

from app.domain.labelled import Labelled
from app.domain.questions import Question
from app.domain.text import _

LONGEST_WORDS = 2000


class Verdict(Labelled):
    """What the secretariat answers to a contest."""

    KEPT = "kept", _("The correction stays")
    TAKEN_BACK = "taken_back", _("The correction was taken back")


def is_correctable(question: Question) -> bool:
    """Who is in charge at the Partner's, and how they are reached, is the Partner's alone."""
    return not question.private and question.name != "entity"


def beyond_correction(questions: Iterable[Question]) -> frozenset[str]:
    return frozenset(question.name for question in questions if not is_correctable(question))
