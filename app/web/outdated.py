"""A form of a version that was discarded or published meanwhile opens no new one unasked."""

from flask import request

from app.models import Initiative


def writing_of(initiative: Initiative, *, still: bool) -> str:
    """The number of the version that a form writes in, "" where saving opens one; `still`: what it was before."""
    if still:
        return request.form.get("writing", "")
    return str(initiative.working.number) if initiative.working else ""


def is_outdated(initiative: Initiative) -> bool:
    """Whether the form that was sent wrote in a version that is not written any more."""
    return request.form.get("writing", "") not in ("", writing_of(initiative, still=False))
