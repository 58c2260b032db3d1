"""What the secretariat decides of two initiatives, and how decisions hang together."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from app.domain.labelled import Labelled
from app.domain.text import _


class Relation(Labelled):
    SAME = "same", _("The same")
    PART_OF = "part_of", _("Part of the other")
    DISTINCT = "distinct", _("Distinct")


class Tie(Labelled):
    """A link as one of its two initiatives sees it."""

    SAME = "same", _("The same as")
    PART_OF = "part_of", _("Part of")
    WHOLE_OF = "whole_of", _("Has as its part")
    DISTINCT = "distinct", _("Compared, and distinct from")


@dataclass(frozen=True)
class Same:
    """A standing link of two that are the same; the higher `order`, the later it was decided."""

    one: int
    other: int
    head: int
    order: int


def heads(members: Iterable[int], links: Collection[Same]) -> dict[int, int]:
    """{initiative: with which it is counted}; of a group the newest link says so, who is alone counts itself.

    The result is one level deep: a head is its own head.
    """
    found: dict[int, int] = {}
    for group in groups(members, [(link.one, link.other) for link in links]):
        within = [link for link in links if link.one in group]
        head = max(within, key=lambda link: link.order).head if within else min(group)
        found |= dict.fromkeys(group, head)
    return found


def groups(members: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The members, those together that a chain of pairs connects."""
    group_of = {member: {member} for member in members}
    for one, other in pairs:
        joined = group_of.setdefault(one, {one}) | group_of.setdefault(other, {other})
        group_of |= dict.fromkeys(joined, joined)
    return list({min(group): group for group in group_of.values()}.values())


def way(start: int, goal: int, above: Callable[[Collection[int]], Mapping[int, Collection[int]]]) -> list[int]:
    """The shortest way up from `start` to `goal`, both included; empty where there is none.

    `above` gives, for several at once, what each is part of.
    """
    came_from: dict[int, int | None] = {start: None}
    frontier = {start}
    while frontier and goal not in came_from:
        reached = above(frontier)
        steps = {whole: part for part in sorted(reached) for whole in sorted(reached[part]) if whole not in came_from}
        came_from |= steps
        frontier = set(steps)
    return _back(goal, came_from) if goal in came_from else []


def _back(goal: int, came_from: Mapping[int, int | None]) -> list[int]:
    found: list[int] = []
    here: int | None = goal
    while here is not None:
        found.insert(0, here)
        here = came_from[here]
    return found
