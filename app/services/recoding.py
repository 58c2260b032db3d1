"""Takes a new revision over from an older version of the taxonomy to the current one, whole or not at all."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.classification import Level
from app.queries.taxonomy import current_version, domain_of_priorities
from app.queries.taxonomy_changes import successors

Answers = dict[str, Any]


def taken_over(values: Mapping[str, Any], version: str) -> tuple[str, Answers]:
    """(the version that a new revision with these answers is tagged with, the answers in its codes).

    It stays with the version of its source where one of its codes has no successor, or a priority's successor
    belongs to a domain that it does not serve: nothing is guessed, and nothing is dropped.
    """
    current = current_version().name
    if version == current:
        return version, dict(values)
    domains = successors(Level.DOMAIN, version)
    follows = {Level.DOMAIN: domains, Level.PRIORITY: successors(Level.PRIORITY, version)}
    coded = {name: [follows[level].get(code) for code in values[name] or []] for name, level in _LISTS.items()}
    if None in (*coded["domains"], *coded["priorities"]):
        return version, dict(values)
    serves = domain_of_priorities(current)
    if any(serves.get(code or "") not in coded["domains"] for code in coded["priorities"]):
        return version, dict(values)
    return current, {
        **values,
        **{name: list(dict.fromkeys(codes)) for name, codes in coded.items()},
        "main_domain": domains.get(values["main_domain"]),
        "domain_shares": _shares(values["domain_shares"] or [], domains),
    }


_LISTS = {"domains": Level.DOMAIN, "priorities": Level.PRIORITY}


def _shares(rows: list[dict[str, Any]], domains: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Two domains that one follows have their shares together."""
    summed: dict[str | None, Decimal] = {}
    for row in rows:
        code = domains.get(row["domain"])
        summed[code] = summed.get(code, Decimal()) + (row["percent"] or 0)
    return [{"domain": code, "percent": percent} for code, percent in summed.items()]
