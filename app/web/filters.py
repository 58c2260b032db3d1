"""The filters of lists, reports and downloads as a panel: groups to tick, chips that take a filter away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request

from app.queries.filter_values import Stated, stated, values_of
from app.queries.selection import FILTER_LABELS, LISTS, Selection, parse
from app.wording import locale, say
from reports.kit.notes import in_words

OF_REPORTS = ("kind", "domain", "priority", "country", "partner", "entity", "process", "year_from", "year_to", "as_at")
"""A report counts what is published, so there is no status to choose."""

OF_LISTS = (
    "q",
    "kind",
    "domain",
    "priority",
    "country",
    "partner",
    "entity",
    "status",
    "process",
    "year_from",
    "year_to",
)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    selected: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A filter with its options, as `components/filters.html` draws it."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Single:
    """A filter that is typed: a year or a day."""

    name: str
    label: str
    value: str
    is_day: bool = False


@dataclass(frozen=True)
class Panel:
    """Everything that `components/filter_panel.html` needs; `q` is None where there is no search box."""

    groups: list[Group]
    singles: list[Single]
    chips: list[tuple[str, str]]
    clear_href: str
    q: str | None = None
    hidden: list[tuple[str, Any]] = field(default_factory=list)


def selection_of_request() -> Selection:
    """The selection in the address; raises UnknownFilter (400)."""
    return parse(request.args.to_dict(flat=False))


def filter_panel(
    selection: Selection, names: Sequence[str] = OF_REPORTS, keep: Mapping[str, Any] | None = None
) -> Panel:
    """The panel that offers the filters `names`; `keep` are other parameters of the address, such as a sorting."""
    kept = dict(keep or {})
    offered = (_group(name, selection) for name in names if name in LISTS)
    groups = [group for group in offered if group.options]
    shown = {group.name for group in groups} | {name for name in names if name not in LISTS}
    return Panel(
        groups=groups,
        singles=[_single(name, selection) for name in names if name in ("year_from", "year_to", "as_at")],
        chips=[(in_words(one), address(without(selection, one), kept)) for one in stated(selection, locale())],
        clear_href=address(Selection(), kept),
        q=selection.q if "q" in names else None,
        hidden=[*kept.items(), *_unshown(selection, shown)],
    )


def address(selection: Selection, keep: Mapping[str, Any] | None = None, path: str | None = None) -> str:
    """The address of this page (or of `path`) with another selection."""
    query = urlencode({**selection.params(), **(keep or {})}, doseq=True)
    return f"{path or request.path}?{query}" if query else path or request.path


def without(selection: Selection, one: Stated) -> Selection:
    """The selection less one of its values."""
    if one.name in LISTS:
        return selection.narrowed(**{one.name: tuple(c for c in getattr(selection, one.name) if c != one.code)})
    return selection.narrowed(**{one.name: "" if one.name == "q" else None})


def _group(name: str, selection: Selection) -> Group:
    chosen = getattr(selection, name)
    options = [Option(v.code, say(v.text), v.code in chosen) for v in values_of(name, selection, locale())]
    return Group(name, say(FILTER_LABELS[name]), options)


def _single(name: str, selection: Selection) -> Single:
    value = getattr(selection, name)
    return Single(name, say(FILTER_LABELS[name]), "" if value is None else str(value), is_day=name == "as_at")


def _unshown(selection: Selection, shown: set[str]) -> list[tuple[str, Any]]:
    """Filters set in the address that this panel does not offer: kept when it is sent."""
    params = {name: value for name, value in selection.params().items() if name not in shown}
    return [(name, v) for name, value in params.items() for v in (value if isinstance(value, list) else [value])]
