"""What was previewed travels in the form that confirms it, signed, so that just this is loaded."""

from typing import Any

from flask import abort, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

A_DAY = 24 * 60 * 60


def sealed(kind: str, content: Any) -> str:
    """`content` is made of what JSON holds; a seal of one kind does not open as another."""
    return str(_signer(kind).dumps(content))


def unsealed(kind: str, seal: str) -> Any:
    """Answers 400 for what we did not seal within a day."""
    try:
        return _signer(kind).loads(seal, max_age=A_DAY)
    except BadSignature:
        abort(400)


def _signer(kind: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=kind)
