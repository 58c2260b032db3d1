"""Long lists in pages: which one the address asks for, and the way to the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from flask import abort, request

from app.domain.text import _
from app.queries.selection import UnknownFilter


def asked_page() -> int:
    """`page` in the address; anything but a whole number from 1 is refused like an unknown filter (400)."""
    text = request.args.get("page") or "1"
    if not (text.isascii() and text.isdigit() and int(text[:9]) >= 1 and len(text) < 8):
        raise UnknownFilter(_("There is no page “%(value)s”"), value=text[:20])
    return int(text)


@dataclass(frozen=True)
class Page:
    """Fits the macro `pager`. Its addresses keep whatever else the present address says."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def previous_href(self) -> str | None:
        return here(page=self.number - 1) if self.number > 1 else None

    @property
    def next_href(self) -> str | None:
        return here(page=self.number + 1) if self.number < self.pages else None

    @property
    def hrefs(self) -> list[tuple[int, str | None]]:
        """The first, the last and the near pages; None stands for those between."""
        return [(number, here(page=number) if number else None) for number in self._offered()]

    def _offered(self) -> Iterator[int]:
        before = 0
        for number in range(1, self.pages + 1):
            if number in (1, self.pages) or abs(number - self.number) <= 2:
                if number - before > 1:
                    yield 0
                yield number
                before = number


def page_of(total: int, size: int) -> Page:
    """The page asked for; one beyond the last answers 404."""
    page = Page(asked_page(), size, total)
    if page.number > page.pages:
        abort(404)
    return page


def here(**changed: object) -> str:
    """The present address with other values (or lists of values) of some parameters; None takes one away."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed and value]
    listed = [(name, value if isinstance(value, list) else [value]) for name, value in changed.items()]
    stated = [(name, str(value)) for name, values in listed for value in values if value is not None]
    query = urlencode(kept + [(n, v) for n, v in stated if (n, v) != ("page", "1")])
    return f"{request.path}?{query}" if query else request.path
