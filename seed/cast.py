"""The people of the demo world. Their names are invented."""

import sys
from dataclasses import dataclass
from datetime import date

from app.domain.access import Role

PASSWORD = "Valletta-2015-demo"  # noqa: S105 - published on purpose; refused where DEMO=0
FOUNDED_ON = date(2025, 1, 13)


@dataclass(frozen=True)
class Member:
    account: str
    name: str
    role: Role
    partner: str | None = None
    entity: str | None = None
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.account}@demo.example"


def _focal_point(partner: str, name: str, language: str = "en") -> Member:
    return Member(f"focal.{partner.lower()}", name, Role.FOCAL_POINT, partner, language=language)


CAST = (
    Member("contributor.et", "Selamawit Girma", Role.CONTRIBUTOR, "ET", "ET-MOLS"),
    _focal_point("ET", "Dawit Tesfaye"),
    _focal_point("SN", "Aminata Ndiaye", "fr"),
    _focal_point("IT", "Giulia Ferraro"),
    _focal_point("EU", "Katarzyna Nowak"),
    Member("secretariat", "Marta Lindqvist", Role.SECRETARIAT),
    Member("analyst", "Tomás Carvalho", Role.ANALYST),
    Member("admin", "Ruth Abela", Role.ADMINISTRATOR),
    Member("contributor.rrs.et", "Yohannes Kebede", Role.CONTRIBUTOR, "ET", "ET-RRS"),
    _focal_point("AU", "Naledi Mokoena"),
    _focal_point("DE", "Jonas Brandt"),
    _focal_point("FR", "Claire Dumont", "fr"),
    _focal_point("IGAD", "Hodan Warsame"),
    _focal_point("IOM", "Peter Achieng"),
    _focal_point("KE", "Wanjiru Kamau"),
    _focal_point("MA", "Youssef El Idrissi", "fr"),
    _focal_point("NE", "Halima Moussa", "fr"),
    _focal_point("NG", "Chidi Okonkwo"),
    _focal_point("SD", "Amna Osman"),
    _focal_point("TN", "Leïla Trabelsi", "fr"),
)

SHOWN = CAST[:8]
"""The accounts that `make run` prints."""


def _tell() -> None:
    """Print the accounts that a visitor of the demo signs in with."""
    lines = [
        f"  {member.email:<30}{member.role.label}{f', {member.partner}' if member.partner else ''}" for member in SHOWN
    ]
    sys.stdout.write("\n".join((f"Demo accounts, all with the password {PASSWORD}:", *lines, "")))


if __name__ == "__main__":
    _tell()
