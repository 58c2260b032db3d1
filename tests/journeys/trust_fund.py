"""The 253 programmes of the EU Trust Fund for Africa, as a Focal Point reads them off the published list.

Each section holds what the list says, as it stands there; what the list lacks stays empty, and `lacks` names it.
`filled` holds what the Focal Point knows besides.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

LIST = Path(
    os.environ.get("EUTF_CSV")
    or Path(__file__).parents[3] / "shared" / "data" / "eutf" / "EUTF-Projects-Database-2022-01.csv"
)
NEWEST = "2022-01-31"
"""Until when the list tells what happened."""

DOMAINS = {
    "Greater economic and employment opportunities": "1",
    "Strengthening resilience": "3",
    "Improved migration management": "4",
    "Improved governance and conflict prevention": "1",
}
"""The Fund's objectives as domains; two objectives of one domain are that domain once."""

DOMAIN_WITHOUT_OBJECTIVE = "4"
COUNTRY_WITHOUT_LOCATION = {"HOA": "ET", "NOA": "LY", "SAH": "NE", "REG": "SN", "": "SN"}
"""By window of the Fund: what the Focal Point fills in where the list has no country."""

Fields = dict[str, str | list[str]]
Codes = Callable[[str], str]
MISSING = "This answer is missing"
UNREADABLE = "Something in this section could not be read: open it and correct it"
_FRENCH = {"des", "les", "et", "pour", "dans", "du", "la", "le", "à", "au", "aux", "en", "par"}


def load() -> pd.DataFrame:
    """The list as text, empty cells as empty text."""
    return pd.read_csv(LIST, dtype=str, keep_default_na=False)


def programmes() -> list["Programme"]:
    return [Programme(row) for row in load().to_dict("records")]


def parts(cell: str) -> list[str]:
    """The distinct values of a cell, in their order."""
    return list(dict.fromkeys(part.strip() for part in cell.split(", ") if part.strip()))


@dataclass(frozen=True)
class Programme:
    row: Mapping[str, str]

    @property
    def identity(self) -> str:
        return self.row["ProjectID"]

    @property
    def title(self) -> str:
        return self.row["ProjectTitle"]

    @property
    def start(self) -> str:
        return self.row["ProjectStartDate"]

    @property
    def end(self) -> str:
        return self.row["ProjectEndDate"]

    @property
    def adopted(self) -> str:
        return self.row["ProjectAdoptionDate"]

    @property
    def countries(self) -> list[str]:
        return parts(self.row["ProjectLocation"])

    @property
    def implementers(self) -> list[str]:
        return parts(self.row["ProjectImplementor"])

    @cached_property
    def domains(self) -> list[str]:
        return list(dict.fromkeys(DOMAINS[theme] for theme in parts(self.row["ProjectTheme"])))

    @property
    def year(self) -> str:
        """That of its start, or of its adoption; written short where the list writes the date so."""
        known = self.start or self.adopted
        return known.split(".")[-1] if "." in known else known[:4]

    def sections(self, code: Codes) -> dict[str, Fields]:
        """Section by section what the list says; a section of which it says nothing is left out."""
        found = {
            "basics": self._basics(),
            "domains": self._domains(self.domains),
            "where": self._where([code(name) for name in self.countries]),
            "who": self._who(self.implementers),
            "when": {"starts_on": self.start, "ends_on": self.end, "implementation_status": self._status()},
            "money": self._money(self.year),
            "documents": self._documents(),
        }
        return {section: fields for section, fields in found.items() if any(fields.values())}

    @property
    def unreadable(self) -> set[str]:
        """The sections that cannot be saved as the list has them."""
        return set() if self.year.isdigit() and len(self.year) == 4 else {"money"}

    @property
    def lacks(self) -> dict[str, str]:
        """{label of the question: what is said of it} for all that stands between the list and a submission."""
        absent = {
            "Domains": not self.domains,
            "Main domain": not self.domains,
            "Scope": not self.countries,
            "Countries": not self.countries,
            "Lead organisation": not self.implementers,
            "Start": not self.start,
            "Implementation status": not self._status(),
        }
        unreadable = {"Money": UNREADABLE} if self.unreadable else {}
        return {label: MISSING for label, missing in absent.items() if missing} | unreadable

    def filled(self) -> Iterator[tuple[str, Fields]]:
        """The sections that lack something, with what the Focal Point adds to them."""
        if not self.domains:
            yield "domains", self._domains([DOMAIN_WITHOUT_OBJECTIVE])
        if not self.countries:
            yield "where", self._where([COUNTRY_WITHOUT_LOCATION[self.row["Region"]]])
        if not self.implementers:
            yield "who", self._who(["European Commission"])
        if not (self.start and self._status()):
            status = self._status() or "ongoing"
            yield "when", {"starts_on": self._known_start(), "ends_on": self.end, "implementation_status": status}
        if self.unreadable:
            yield "money", self._money(self._known_start().split()[-1][:4])

    @property
    def misread(self) -> Fields:
        """What is refused if the date of adoption is typed as the start just as it stands."""
        if self.start or "." not in self.adopted:
            return {}
        return {"starts_on": self.adopted, "ends_on": self.end, "implementation_status": self._status() or "ongoing"}

    def _known_start(self) -> str:
        if self.misread:
            day, month, year = self.adopted.split(".")
            return f"{int(day)} {int(month)} 20{year}"
        return self.start or self.adopted or "2016-01-01"

    def _status(self) -> str:
        """Known where the list says when it ends."""
        return "" if not self.end else "completed" if self.end <= NEWEST else "ongoing"

    @property
    def language(self) -> str:
        return "fr" if len(_FRENCH & set(self.title.lower().split())) > 1 else "en"

    def _basics(self) -> Fields:
        summary = self._in_french() if self.language == "fr" else self._in_english()
        return {
            "title": self.title,
            "language": self.language,
            "summary": summary,
            "partner_reference": self.identity,
        }

    def _in_english(self) -> str:
        return (
            f"The European Union pays for “{self.title}” out of its Emergency Trust Fund for stability and addressing "
            f"root causes of irregular migration and displaced persons in Africa, with {self.row['ProjectBudget']} EUR. "
            f"It is carried out by {self.row['ProjectImplementor'] or 'partners still to be named'} in "
            f"{self.row['ProjectLocation'] or 'countries still to be named'}, in the programme’s window "
            f"{self.row['Region'] or 'for all of Africa'}. Its objective: "
            f"{self.row['ProjectTheme'].lower() or 'none is stated in the list of programmes'}."
        )

    def _in_french(self) -> str:
        return (
            f"L’Union européenne finance « {self.title} » par son Fonds fiduciaire d’urgence pour la stabilité et la "
            f"lutte contre les causes profondes de la migration irrégulière et du phénomène des personnes déplacées en "
            f"Afrique, à hauteur de {self.row['ProjectBudget']} EUR. La mise en œuvre est confiée à : "
            f"{self.row['ProjectImplementor'] or 'des partenaires à préciser'} ; lieu : "
            f"{self.row['ProjectLocation'] or 'à préciser'} ; volet {self.row['Region'] or 'de toute l’Afrique'}."
        )

    def _domains(self, codes: list[str]) -> Fields:
        """Two domains are given half each in figures; three are left to share equally, as thirds have no figure."""
        if not codes:
            return {}
        halves = [(f"domain_shares-{n}", code) for n, code in enumerate(codes)] if len(codes) == 2 else []
        stated: Fields = {f"{row}-domain": code for row, code in halves} | {f"{row}-percent": "50" for row, _ in halves}
        return {"domains": codes, "main_domain": codes[0], **stated}

    def _where(self, codes: list[str]) -> Fields:
        if not codes:
            return {}
        return {"countries": codes, "scope": "national" if len(codes) == 1 else "several_countries"}

    def _who(self, names: list[str]) -> Fields:
        if not names:
            return {}
        rows: Fields = {f"implementers-{n}-name": name for n, name in enumerate(names)}
        return {"lead_organisation": names[0], **rows}

    def _money(self, year: str) -> Fields:
        return {
            "funding-0-funder": "European Union",
            "funding-0-amount": self.row["ProjectBudget"],
            "funding-0-currency": "EUR",
            "funding-0-year": year,
            "funding-0-type": "committed",
        }

    def _documents(self) -> Fields:
        return {f"links-{n}-url": address for n, address in enumerate(parts(self.row["ProjectLinks"]))}
