"""With what a record is linked, as its readers see it."""

from dataclasses import dataclass

from app.domain.access import Permission, can
from app.domain.links import Tie
from app.models import Initiative, Revision
from app.queries.counted_money import elsewhere_among
from app.queries.links import links_of, members_of
from app.web.access import actor
from app.web.presenting import initiative_link
from app.wording import say

_SHOWN = (Tie.SAME, Tie.PART_OF, Tie.WHOLE_OF)


@dataclass(frozen=True)
class Linked:
    """`ties` are (words, links); `counted_with` is the reference with which its money is counted."""

    ties: list[tuple[str, list[str]]]
    counted_with: str

    def __bool__(self) -> bool:
        return bool(self.ties)


def linked_with(initiative: Initiative, shown: Revision) -> Linked:
    """Only those that the signed-in person may read; what was found distinct concerns those who decide."""
    found: dict[Tie, list[Initiative]] = {
        Tie.SAME: [member for member in members_of(initiative) if member.id != initiative.id]
    }
    for link in links_of(initiative):
        tie = link.tie_of(initiative.id)
        if tie is not Tie.SAME:
            found.setdefault(tie, []).append(link.beside(initiative.id))
    offered = (*_SHOWN, Tie.DISTINCT) if can(actor(), Permission.OVERLAP_LINK) else _SHOWN
    ties = [(say(tie.label), _links(found.get(tie, []))) for tie in offered]
    return Linked([pair for pair in ties if pair[1]], elsewhere_among([shown], None).get(initiative.id, ""))


def _links(others: list[Initiative]) -> list[str]:
    who = actor()
    return [initiative_link(other.reference) for other in others if can(who, Permission.INITIATIVE_READ, other.subject)]
