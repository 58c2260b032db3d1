"""The columns that most reports share, and the cells that fill them."""

from app.domain.choices import FundingType
from app.domain.text import _
from app.queries.figures import Counts, Sums
from reports.kit.declared import Column, Empty, Kind, Value

FIGURES = (
    Column("initiatives", _("Initiatives"), Kind.COUNT),
    Column("projects", _("of which projects"), Kind.COUNT, {"kind": "project"}),
    Column("policies", _("of which policies"), Kind.COUNT, {"kind": "policy"}),
    Column("committed", _("Committed, EUR"), Kind.MONEY, {"money": "committed"}),
    Column("disbursed", _("Disbursed, EUR"), Kind.MONEY, {"money": "disbursed"}),
)

ONCE = _("Published initiatives are counted once each, linked duplicates once together.")
MONEY = _(
    "Amounts are converted to EUR at the average rate of the funding line’s year. Committed and disbursed amounts "
    "stand in columns of their own and are not added to each other. A policy has no money."
)
PARTS = _(
    "The money of a project within a programme lies within the programme’s and is not counted again; of linked "
    "duplicates the money of one is counted."
)


def cells(counts: Counts, sums: Sums, empty: Empty = Empty.NONE) -> dict[str, Value]:
    """The five figures of a row; `empty` says why there is no initiative."""
    counted: dict[str, Value] = {
        "initiatives": counts.initiatives or empty,
        "projects": counts.projects or (Empty.NONE if counts.initiatives else empty),
        "policies": counts.policies or (Empty.NONE if counts.initiatives else empty),
    }
    return {**counted, **money_cells(counts, sums, empty)}


def money_cells(counts: Counts, sums: Sums, empty: Empty = Empty.NONE) -> dict[str, Value]:
    return {str(kind): _eur(kind, counts, sums, empty) for kind in FundingType}


def _eur(kind: FundingType, counts: Counts, sums: Sums, empty: Empty) -> Value:
    if kind in sums.eur:
        return sums.eur[kind]
    if kind in sums.elsewhere:
        return Empty.ELSEWHERE
    if counts.projects:
        return Empty.NOT_REPORTED
    return Empty.NO_MONEY if counts.policies else empty
