"""Addresses in mails."""

from typing import Any

from flask import current_app, has_request_context, request

LOCAL = "http://127.0.0.1:5000"


def address(endpoint: str, **values: Any) -> str:
    """The full address of a page, for a mail.

    From PUBLIC_URL; only the demo, where no mail leaves the machine, takes the name by which the request called us,
    since a stranger may have chosen that.
    """
    called = request.host_url if current_app.config["DEMO"] and has_request_context() else LOCAL
    base = current_app.config["PUBLIC_URL"] or called
    return f"{base.rstrip('/')}{current_app.url_map.bind('').build(endpoint, values)}"
