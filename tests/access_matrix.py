"""Every right of every role, as lines that a person can read; `access_matrix.csv` says what they must be.

`python -m tests.access_matrix` prints the lines as the code has them, for a review against the product.
"""

import csv
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from app.domain.access import GRANTS, Actor, Handed, Permission, Role, Subject, can
from app.domain.questions import Section
from app.domain.status import Status

FILE = Path(__file__).with_name("access_matrix.csv")
COLUMNS = ("permission", "role", "relation", "unpublished", "published")
SUBJECTS = {
    "own entity": {"partner": "ET", "entity": "ET-MOLS"},
    "own Partner": {"partner": "ET", "entity": "ET-MOJ"},
    "handed to them": {"partner": "ET", "entity": "ET-MOJ", "handed": (Handed(1),)},
    "another section handed to them": {
        "partner": "ET",
        "entity": "ET-MOJ",
        "handed": (Handed(1, frozenset({Section.WHERE})),),
        "section": Section.MONEY,
    },
    "handed back by them": {"partner": "ET", "entity": "ET-MOJ", "handed": (Handed(1, open=False),)},
    "handed to a colleague": {"partner": "ET", "entity": "ET-MOJ", "handed": (Handed(2),)},
    "handed to them by another Partner": {"partner": "SN", "entity": "SN-MOLS", "handed": (Handed(1),)},
    "foreign": {"partner": "SN", "entity": "SN-MOLS"},
}
_ABOUT_PEOPLE = (Permission.PERSON_INVITE, Permission.PERSON_SUSPEND, Permission.PERSON_CHANGE)
Line = tuple[str, ...]


def lines_of_the_code() -> Iterator[Line]:
    for permission, role in product(GRANTS, Role):
        actor = _actor(role)
        for relation in SUBJECTS if role.of_a_partner else ("any",):
            yield (
                permission,
                role,
                relation,
                _when(actor, permission, relation, False),
                _when(actor, permission, relation, True),
            )


def lines_of_the_file() -> list[Line]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        assert tuple(next(rows)) == COLUMNS
        return [tuple(row) for row in rows]


def _actor(role: Role) -> Actor:
    if role.of_a_partner:
        return Actor(name="A", role=role, person_id=1, partner="ET", entity="ET-MOLS")
    return Actor(name="A", role=role, person_id=1)


def _when(actor: Actor, permission: Permission, relation: str, published: bool) -> str:
    """`always`, `never`, or what it depends on: the statuses (the persons' roles) with which it is granted."""
    about = Role if permission in _ABOUT_PEOPLE else (*Status, None)
    granted = [one for one in about if _granted(actor, permission, relation, published, one)]
    if len(granted) == len(list(about)):
        return "always"
    return " ".join(one or "without" for one in granted) or "never"


def _granted(actor: Actor, permission: Permission, relation: str, published: bool, one: Role | Status | None) -> bool:
    place = SUBJECTS["foreign" if relation == "any" else relation]
    varied = {"role": one} if isinstance(one, Role) else {"status": one}
    return can(actor, permission, Subject(**place, **varied, published=published))  # type: ignore[arg-type]


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines_of_the_code())
