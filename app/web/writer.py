"""Whose text a form holds: it goes with the form, signed, so that no other account takes it for its own."""

from flask import current_app, request
from flask_security import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from app.models import Person
from app.queries.people import find_person

FIELD = "writer"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=FIELD)


def sign_writer() -> str:
    """For the hidden field of a form in which somebody writes at length."""
    return str(_signer().dumps(current_user.id)) if current_user.is_authenticated else ""


def sent_writer() -> Person | None:
    """Who opened the form that was sent; None where it does not say so."""
    try:
        return find_person(int(_signer().loads(request.form.get(FIELD, ""))))
    except (BadSignature, TypeError, ValueError):
        return None
