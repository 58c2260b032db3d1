"""Descriptions of documents that were typed when another button of the section was pressed."""

from collections.abc import Iterator, Sequence

from flask import request

from app.domain.errors import DomainError
from app.models import Document, Initiative
from app.services import documents
from app.web.access import actor
from app.wording import say_error

_WAS, _TYPED = "was-", "label-"

Refused = tuple[str, str, str]
"""A document's digest, what was typed as its description, and what is wrong with that."""


def take_descriptions(initiative: Initiative) -> Refused | None:
    """Save those that differ from what the form had shown, so that nothing typed is lost; one that was refused."""
    refused = None
    for digest, label in list(_changed()):
        try:
            documents.describe(initiative, digest, label, actor())
        except DomainError as error:
            if error.field != "label":
                raise
            refused = digest, label, say_error(error)
    return refused


def typed_descriptions(shown: Sequence[Document]) -> dict[str, str]:
    """{digest: description} as a page that is drawn again shows them: as typed, where somebody typed another."""
    return {document.sha256: document.label for document in shown} | dict(_changed())


def clean_label(typed: str) -> str:
    """As one line; PostgreSQL stores no NUL."""
    return " ".join(typed.replace("\0", "").split())


def _changed() -> Iterator[tuple[str, str]]:
    """(digest, description) of those that differ from what the form had shown (`was-<digest>`)."""
    for name, was in request.form.items():
        if name.startswith(_WAS):
            digest = name.removeprefix(_WAS).replace("\0", "")[:64]
            label = clean_label(request.form.get(_TYPED + digest, was))
            if label != clean_label(was):
                yield digest, label
