"""What a slow line carries: pages are compressed, and what they share is fetched once until it changes.

The stylesheets, and the scripts, go over the line as one file each: a request costs more than the bytes it brings.
"""

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app
from flask_compress import Compress

from app.web.access import public

KEPT_FOR = timedelta(days=365)
BUNDLES: dict[str, tuple[str, ...]] = {
    "site.css": ("css/base.css", "css/frame.css", "css/forms.css", "css/components.css"),
    "site.js": (
        "js/page.js",
        "js/rows.js",
        "js/files.js",
        "js/autosave.js",
        "js/suggestions.js",
        "js/similar.js",
        "js/eur.js",
        "js/phrases.js",
        "js/queue.js",
    ),
}
"""In the order in which a browser reads them."""

TYPES = {".css": "text/css", ".js": "text/javascript"}

blueprint = Blueprint("assets", __name__)


@blueprint.get("/assets/<any({names}):name>".format(names=", ".join(f'"{name}"' for name in BUNDLES)))
@public
def bundle(name: str) -> Response:
    response = Response(_bundled(name), mimetype=TYPES[Path(name).suffix])
    response.cache_control.public, response.cache_control.max_age = True, int(KEPT_FOR.total_seconds())
    return response


@cache
def _bundled(name: str) -> bytes:
    """Each script in a block of its own, so that none sees the names of another."""
    folder = Path(str(current_app.static_folder))
    parts = [(folder / path).read_text(encoding="utf-8") for path in BUNDLES[name]]
    return "\n".join(f"{{\n{part}}}\n" if name.endswith(".js") else part for part in parts).encode()


def init_app(app: Flask) -> None:
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br", "gzip"]
    Compress(app)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_FOR
    folder = Path(str(app.static_folder))

    @cache
    def stamp(endpoint: str, name: str) -> str:
        content = (folder / name).read_bytes() if endpoint == "static" else _bundled(name)
        return hashlib.sha256(content).hexdigest()[:12]

    @app.url_defaults
    def _with_its_stamp(endpoint: str, values: dict[str, Any]) -> None:
        """The address changes with the content."""
        if endpoint in ("static", "assets.bundle") and "v" not in values:
            values["v"] = stamp(endpoint, values.get("filename") or values["name"])

    @app.after_request
    def _close_the_file(response: Response) -> Response:
        """The compression, which comes after this, reads a file but leaves it open."""
        if close := getattr(response.response, "close", None):
            response.call_on_close(close)
        return response
