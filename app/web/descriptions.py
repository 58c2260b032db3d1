"""Descriptions of documents that were typed when another button of the section was pressed."""

from flask import request

from app.domain.documents import LONGEST_LABEL
from app.models import Initiative
from app.services import documents
from app.web.access import actor

_WAS, _TYPED = "was-", "label-"


def take_descriptions(initiative: Initiative) -> None:
    """Save those that differ from what the form had shown (`was-<digest>`), so that nothing typed is lost."""
    for name, was in list(request.form.items()):
        if not name.startswith(_WAS):
            continue
        digest = name.removeprefix(_WAS).replace("\0", "")[:64]
        label = " ".join(request.form.get(_TYPED + digest, was).replace("\0", "").split())[:LONGEST_LABEL]
        if label != was:
            documents.describe(initiative, digest, label, actor())
