"""What a slow line carries: pages are compressed, and a static file is fetched once until it changes."""

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask_compress import Compress

KEPT_FOR = timedelta(days=365)


def init_app(app: Flask) -> None:
    app.config["COMPRESS_ALGORITHM"] = app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br", "gzip"]
    Compress(app)
    folder = Path(str(app.static_folder))
    stamp = cache(_stamp) if not app.debug else _stamp

    @app.url_defaults
    def _with_its_stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = stamp(folder / values["filename"])

    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_FOR

    @app.after_request
    def _close_the_file(response: Response) -> Response:
        """The compression, which comes after this, reads a file but leaves it open."""
        if close := getattr(response.response, "close", None):
            response.call_on_close(close)
        return response


def _stamp(path: Path) -> str:
    """Changes with the content, so that the address does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
