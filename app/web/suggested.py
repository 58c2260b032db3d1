"""Suggestions beside a form's domains and priorities: with the words that speak for them, ticked by the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.classification import Level, Suggestion
from app.models import Revision
from app.queries.classification import suggestions
from app.queries.taxonomy import domain_of_priorities
from forms.kit.build import AnswersForm

QUESTIONS = {Level.DOMAIN: "domains", Level.PRIORITY: "priorities"}


@dataclass(frozen=True)
class Offer:
    """A code with its name; `domain` is that of a priority, which is ticked with it, and otherwise empty."""

    code: str
    label: str
    words: tuple[str, ...]
    ticked: bool
    domain: str


Panels = Mapping[str, list[Offer]]


def panels(revision: Revision, form: AnswersForm) -> Panels:
    """{question: what is suggested for it, with what the form has ticked}."""
    domain_of = domain_of_priorities(revision.taxonomy_version)
    found = suggestions(revision)
    return {
        QUESTIONS[Level.DOMAIN]: _offers(form, QUESTIONS[Level.DOMAIN], found[Level.DOMAIN], {}),
        QUESTIONS[Level.PRIORITY]: _offers(form, QUESTIONS[Level.PRIORITY], found[Level.PRIORITY], domain_of),
    }


def _offers(form: AnswersForm, question: str, found: Sequence[Suggestion], domain_of: Mapping[str, str]) -> list[Offer]:
    names = {choice.value: str(choice.label) for choice in form[question].iter_choices()}
    ticked = form[question].data or []
    return [
        Offer(
            code=suggestion.code,
            label=names[suggestion.code].removeprefix(f"{suggestion.code} "),
            words=suggestion.words,
            ticked=suggestion.code in ticked,
            domain=domain_of.get(suggestion.code, ""),
        )
        for suggestion in found
    ]


def tick(form: AnswersForm, command: str, revision: Revision) -> None:
    """`domains:3` or `priorities:3.1.1`: tick it in the form. A priority brings its domain, which it needs."""
    question, _, code = command.partition(":")
    if question == QUESTIONS[Level.PRIORITY]:
        domain = domain_of_priorities(revision.taxonomy_version).get(code, "")
        form.tick(QUESTIONS[Level.DOMAIN], domain)
    form.tick(question, code)
