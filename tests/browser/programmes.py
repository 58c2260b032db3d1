"""What is typed in the journeys: one invented programme, and programmes of the Trust Fund's own list."""

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

TRUST_FUND = Path(__file__).parents[3] / "shared/data/eutf/EUTF-Projects-Database-2022-01.csv"
COUNTRIES = Path(__file__).parents[2] / "seed/reference/countries.csv"

DOMAIN_OF = {
    "Greater economic and employment opportunities": "1",
    "Strengthening resilience": "3",
    "Improved migration management": "4",
    "Improved governance and conflict prevention": "1",
}
"""The Trust Fund's four objectives as domains."""


@dataclass(frozen=True)
class Money:
    funder: str
    amount: str
    currency: str
    year: str
    kind: str = "Committed"


@dataclass(frozen=True)
class Programme:
    """As typed: dates as day, month, year; the first domain is the main one; `shares` by domain."""

    title: str
    summary: str
    domains: tuple[str, ...]
    countries: tuple[str, ...]
    lead: str
    implementers: tuple[str, ...]
    starts_on: str
    ends_on: str
    status: str
    funding: tuple[Money, ...]
    links: tuple[str, ...]
    scope: str = "National"
    own_reference: str = ""
    priorities: tuple[str, ...] = ()
    shares: dict[str, str] = field(default_factory=dict)


def invented(title: str) -> Programme:
    return Programme(
        title=title,
        summary=(
            "The project gives women and men who have come back to Ethiopia six months of training in a trade, "
            "with a stipend and a place in a workshop near their homes. Social workers visit the families, and the "
            "regional bureaus of labour follow each trainee for a year afterwards. Host communities take part on the "
            "same terms, so that help for those who return is not at the cost of their neighbours."
        ),
        domains=("5", "3"),
        countries=("Ethiopia",),
        lead="Ministry of Labor and Skills",
        implementers=("Bureau of Labour of Amhara", "Bureau of Labour of Oromia"),
        starts_on="31 1 2020",
        ends_on="30 June 2023",
        status="Completed",
        funding=(
            Money("European Union", "1 250 000,50", "EUR", "2020"),
            Money("Ministry of Finance", "250,000", "EUR", "2021", "Disbursed"),
        ),
        links=("https://example.org/returnees",),
        own_reference="MOLS/2020/17",
        priorities=("5.2.1", "3.1.1"),
        shares={"5": "70", "3": "30"},
    )


def trust_fund(reference: str) -> tuple[dict[str, str], Programme]:
    """A line of the list as it stands, and what its Focal Point types. What the list lacks stays empty."""
    with TRUST_FUND.open(encoding="utf-8-sig", newline="") as file:
        line = next(row for row in csv.DictReader(file) if row["ProjectID"] == reference)
    themes = [theme for theme in DOMAIN_OF if theme in line["ProjectTheme"]]
    countries = tuple(_english(name) for name in _parts(line["ProjectLocation"]))
    implementers = tuple(_parts(line["ProjectImplementor"]))
    return line, Programme(
        title=line["ProjectTitle"],
        summary=_told(line),
        domains=tuple(dict.fromkeys(DOMAIN_OF[theme] for theme in themes)),
        countries=countries,
        lead=implementers[0],
        implementers=implementers,
        starts_on=_typed(line["ProjectStartDate"]),
        ends_on=_typed(line["ProjectEndDate"]),
        status="Completed" if line["ProjectEndDate"] else "Ongoing",
        funding=(
            Money("EU Emergency Trust Fund for Africa", line["ProjectBudget"], "EUR", line["ProjectAdoptionDate"][:4]),
        ),
        links=tuple(_parts(line["ProjectLinks"])),
        scope="Several countries" if len(countries) > 1 else "National",
        own_reference=reference,
    )


def adopted_on(line: dict[str, str]) -> str:
    return _typed(line["ProjectAdoptionDate"])


def budget(line: dict[str, str]) -> Decimal:
    return Decimal(line["ProjectBudget"])


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def _typed(iso: str) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _told(line: dict[str, str]) -> str:
    """The list has no summaries: a text from the facts of the line, long enough to be submitted."""
    return (
        f"“{line['ProjectTitle']}” is a programme of the European Union Emergency Trust Fund for Africa, region "
        f"{line['Region']}. It was adopted on {line['ProjectAdoptionDate']} with a budget of EUR "
        f"{line['ProjectBudget']}. It is carried out in {line['ProjectLocation']} by {line['ProjectImplementor']}. "
        f"Its objectives within the Trust Fund: {line['ProjectTheme']}. The list of programmes gives no more than "
        "this; the Delegation completes the summary when the programme is next reviewed."
    )


def _english(name: str) -> str:
    """A country's name as the English form shows it, from its name in either language."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return next(row["name_en"] for row in csv.DictReader(file) if name in (row["name_en"], row["name_fr"]))
