"""Two people, one section: what the one typed beside what the other saved, or was typing, meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from app.domain.questions import Question, Section
from app.models import HeldInput, Revision
from app.models.answers import as_json, fingerprint, section_answers
from app.web.presenting import Presented, present
from forms.kit.build import AnswersForm

Typed = Mapping[str, Sequence[str]]


KEEP, THEIRS = "keep-", "theirs"


@dataclass(frozen=True)
class Difference:
    """One question: `name` is that of the choice between the two."""

    question: Question
    typed: Presented
    saved: Presented

    @property
    def name(self) -> str:
        return KEEP + self.question.name


def held_input(revision: Revision, section: Section) -> HeldInput | None:
    """The section's form kept as typed, if something in it could not be read."""
    return next((held for held in revision.held if held.section is section), None)


def state_of(revision: Revision, section: Section) -> str:
    """Changes with the section's answers and with what is kept as typed: what a form of it has seen."""
    held = held_input(revision, section)
    return fingerprint({**section_answers(revision, section), "as typed": dict(held.fields) if held else None})


def has_moved(revision: Revision, section: Section) -> bool:
    """Whether the section is not as the form has seen it; one that does not say what it saw is taken at its word."""
    return request.form.get("seen", "") not in ("", state_of(revision, section))


def base_of(revision: Revision, section: Section) -> str:
    """What each question of a form begins with, as fingerprints: "title=1f0c… summary=…"."""
    saved = section_answers(revision, section)
    return " ".join(f"{name}={fingerprint({name: value})}" for name, value in saved.items())


def _base() -> dict[str, str]:
    return dict(part.split("=", 1) for part in request.form.get("base", "").split() if "=" in part)


def take_untouched(revision: Revision, section: Section, form: AnswersForm) -> None:
    """Put what stands now into the fields that the person left as they were when the form was opened.

    Only where the section moved since; text of others that cannot be read yet is compared as a whole.
    """
    base = _base()
    if not has_moved(revision, section) or held_input(revision, section):
        return
    typed, saved = form.answers(), section_answers(revision, section)
    for name, value in typed.items():
        if base.get(name) == fingerprint({name: value}) and as_json(value) != as_json(saved[name]):
            form.put_back(name, {}, saved[name])


def differences(revision: Revision, section: Section, form: AnswersForm, typed: Typed) -> list[Difference]:
    """The questions whose typed answer differs from the present one, if the section moved since the form was opened."""
    if not has_moved(revision, section):
        return []
    if held := held_input(revision, section):
        return _from_held(form.questions, typed, held.fields)
    return _from_saved(revision, section, form)


def _from_saved(revision: Revision, section: Section, form: AnswersForm) -> list[Difference]:
    saved, typed, version = section_answers(revision, section), form.answers(), revision.taxonomy_version
    return [
        Difference(
            question,
            present(question, typed[question.name], version=version),
            present(question, saved[question.name], version=version),
        )
        for question in form.questions
        if as_json(typed[question.name]) != as_json(saved[question.name]) and _moved(question, saved[question.name])
    ]


def _moved(question: Question, saved: object) -> bool:
    """Whether somebody else changed this answer since the form was opened; a form that cannot tell is asked of all."""
    return _base().get(question.name) != fingerprint({question.name: saved})


def _from_held(questions: Sequence[Question], typed: Typed, held: Typed) -> list[Difference]:
    """What cannot be read is compared, and shown, as it was typed."""
    pairs = ((question, _raw(question, typed), _raw(question, held)) for question in questions)
    return [Difference(question, mine, theirs) for question, mine, theirs in pairs if mine != theirs]


def take_theirs(revision: Revision, section: Section, form: AnswersForm) -> None:
    """Put what stands now into the fields for which the person chose it over their own."""
    held, saved = held_input(revision, section), section_answers(revision, section)
    for question in form.questions:
        if request.form.get(KEEP + question.name) == THEIRS:
            typed = {n: v for n, v in held.fields.items() if n.partition("-")[0] == question.name} if held else {}
            form.put_back(question.name, typed, saved[question.name])


def _raw(question: Question, typed: Typed) -> Presented:
    named = (values for name, values in sorted(typed.items()) if name.partition("-")[0] == question.name)
    return Presented(tuple(text for values in named for value in values if (text := value.strip())), listed=True)
