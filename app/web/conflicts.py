"""Two people, one section: what the one typed beside what the other saved meanwhile."""

from dataclasses import dataclass

from flask import request

from app.domain.questions import Section
from app.models import Revision
from app.models.answers import as_json, fingerprint, section_answers
from app.web.presenting import Presented, present
from forms.kit.build import AnswersForm


@dataclass(frozen=True)
class Difference:
    label: str
    typed: Presented
    saved: Presented


def differences(revision: Revision, section: Section, form: AnswersForm) -> list[Difference]:
    """The questions whose typed answer differs from the saved one, if the section changed since the form was opened.

    A form that does not say what it has seen is taken at its word.
    """
    saved = section_answers(revision, section)
    if request.form.get("seen", "") in ("", fingerprint(saved)):
        return []
    typed, version = form.answers(), revision.taxonomy_version
    return [
        Difference(
            question.label,
            present(question, typed[question.name], version=version),
            present(question, saved[question.name], version=version),
        )
        for question in form.questions
        if as_json(typed[question.name]) != as_json(saved[question.name])
    ]
