"""Files that a page hands out: their types, and names that carry the day."""

from collections.abc import Iterable

from flask import Response, request

from app.db import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(content: bytes, name: str) -> Response:
    return _attached(Response(content, mimetype=XLSX), f"jvap-{name}-{now():%Y-%m-%d}.xlsx")


def csv_response(lines: Iterable[str], name: str) -> Response:
    content = "".join(lines).encode()
    return _attached(Response(content, content_type="text/csv; charset=utf-8"), f"jvap-{name}-{now():%Y-%m-%d}.csv")


def site() -> str:
    """The address of the site, for links in files."""
    return request.url_root.rstrip("/")


def _attached(response: Response, filename: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
