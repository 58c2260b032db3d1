"""The forms of the secretariat's side of a cycle: a later last day, and an answer that came by e-mail or note."""

from collections.abc import Sequence

from wtforms import HiddenField
from wtforms.fields.core import UnboundField

from app.domain.letters import Channel
from app.domain.questions import Answer, Kind, Question
from app.domain.text import _
from app.wording import say
from forms.kit import fields
from forms.kit.build import AnswersForm, form_for

Pairs = Sequence[tuple[str, str]]

_CLOSES_ON = Question(
    "closes_on",
    _("New last day"),
    Answer.DATE,
    help=_("A day after the present one: a cycle can be extended, not shortened."),
    required=True,
    width="20",
)
_CHANNEL = Question("channel", _("How it came"), Answer.CHOICE, choices=Channel, required=True)
_RECEIVED_ON = Question(
    "received_on",
    _("Received on"),
    Answer.DATE,
    help=_("Day, month and year, for example 31 1 2020."),
    required=True,
    width="20",
)
_RECEIVED_FROM = Question(
    "received_from",
    _("From whom"),
    Answer.TEXT,
    help=_("Name and function of the sender."),
    required=True,
    max_length=120,
)
_RECEIVED_TEXT = Question(
    "received_text",
    _("What it says, or its reference"),
    Answer.LONG_TEXT,
    help=_("The words of the letter, or the reference under which it is filed. The Partner reads this too."),
    required=True,
    max_length=2000,
)
_LETTER = (_CHANNEL, _RECEIVED_ON, _RECEIVED_FROM, _RECEIVED_TEXT)
EVERYTHING = "everything"

_WHOLE = Question("whole", _("The whole Partner"), Answer.CODES)
_ACCURATE = Question("accurate", _("Initiatives that are still accurate"), Answer.CODES)
_NOTHING = Question("nothing", _("Domains with nothing to report"), Answer.CODES)
_ENDED = Question("ended", _("An initiative that has ended"), Answer.CODE)
_ENDED_ON = Question("ended_on", _("End"), Answer.DATE, width="20")


def extension_form() -> AnswersForm:
    made = type(
        "ExtensionForm", (form_for((_CLOSES_ON,), Kind.PROJECT, {}),), {"key": HiddenField(), "must": (_CLOSES_ON,)}
    )
    return made()


def recorded_form(initiatives: Pairs, domains: Pairs) -> AnswersForm:
    """`initiatives` (by reference) and `domains` (by code) are those that have no answer yet."""
    whole = [(EVERYTHING, say(_("Everything that has no answer yet: still accurate, nothing to report")))]
    members = {
        "key": HiddenField(),
        "must": _LETTER,
        "whole": _ticks(_WHOLE, whole),
        "accurate": _ticks(_ACCURATE, initiatives),
        "nothing": _ticks(_NOTHING, domains),
        "ended": UnboundField(
            fields.Select,
            choices=fields.options([("", ""), *initiatives]),
            coerce=fields.coerce_code,
            question=_ENDED,
            optional=True,
        ),
    }
    made = type("RecordedForm", (form_for((*_LETTER, _ENDED_ON), Kind.PROJECT, {}),), members)
    return made()


def _ticks(question: Question, choices: Pairs) -> "UnboundField[fields.Tick]":
    return UnboundField(fields.Tick, choices=fields.options(choices), question=question, optional=True)
