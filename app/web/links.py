"""Links in both directions: addresses in mails, and where a form may lead back to."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for

LOCAL = "http://127.0.0.1:5000"


def outside(endpoint: str, **values: Any) -> str:
    """The full address of a page, for a mail.

    From PUBLIC_URL; only the demo, where no mail leaves the machine, takes the name by which the request called us,
    since a stranger may have chosen that.
    """
    base = current_app.config["PUBLIC_URL"] or (request.host_url if current_app.config["DEMO"] else LOCAL)
    return f"{base.rstrip('/')}{url_for(endpoint, **values)}"


def came_from() -> str | None:
    """The page of ours from which the request came, to lead back to."""
    if not request.referrer or urlsplit(request.referrer).netloc != request.host:
        return None
    came = urlsplit(request.referrer)
    return f"{came.path}?{came.query}" if came.query else came.path


def local(address: str | None) -> str:
    """The address if it leads to a page of ours, otherwise the home page's."""
    if address and re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x1f]*", address):
        return address
    return url_for("home.home")
