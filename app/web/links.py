"""Where a form may lead back to."""

import re
from urllib.parse import urlsplit

from flask import request, url_for


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
