"""How often the suggestions hold a domain that the EU Trust Fund's own objectives give a programme, by its title alone.

`python -m benchmarks.classification` prints the table of docs/classification.md. The list of programmes is read from
where `EUTF_CSV` says; nothing of it is used to make the suggestions.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.journeys import trust_fund

Ranking = Sequence[str]


@dataclass(frozen=True)
class Case:
    title: str
    right: frozenset[str]


def main() -> None:
    if not trust_fund.LIST.exists():
        print(f"The list of programmes is not here: {trust_fund.LIST.name}. Say in EUTF_CSV where it is.")
        return
    listed = trust_fund.programmes()
    cases = [Case(found.title, frozenset(found.domains)) for found in listed if found.domains]
    frequent = [code for code, _ in Counter(code for case in cases for code in case.right).most_common()]
    print(f"{len(listed)} programmes, {len(cases)} with an objective, of these with the domain:", end=" ")
    print(", ".join(f"{code}: {sum(code in case.right for case in cases)}" for code in sorted(frequent)))
    suggested = {case.title: ranking for case, ranking in zip(cases, rankings(cases), strict=True)}
    report("all titles", cases, lambda case: suggested[case.title], frequent)
    with_any = [case for case in cases if suggested[case.title]]
    report("titles with a suggestion", with_any, lambda case: suggested[case.title], frequent)
    singles = {code: [case for case in cases if case.right == {code}] for code in sorted(frequent)}
    for code, single in singles.items():
        report(f"titles of domain {code} only", single, lambda case: suggested[case.title], frequent)
    each = [share(single, lambda case: suggested[case.title], 1) for single in singles.values()]
    print(f"mean of these domains: first {sum(each) / len(each):.1%}   always {frequent[0]}: {1 / len(each):.1%}")
    first = Counter(ranking[0] if ranking else "none" for ranking in suggested.values())
    print("first suggestion:", ", ".join(f"{code}: {count}" for code, count in sorted(first.items())))


def rankings(cases: Sequence[Case]) -> list[Ranking]:
    """The domains that the application suggests for each title, on a fresh database with the shipped terms."""
    os.environ.update(INSTANCE_PATH=tempfile.mkdtemp(prefix="jvap-bench-"))
    from app import create_app
    from app.db import db
    from app.domain.classification import Level
    from app.queries.classification import suggestions_for
    from app.queries.taxonomy import current_version
    from seed.reference import load_reference

    address = f"sqlite:///{Path(os.environ['INSTANCE_PATH']) / 'classification.sqlite'}"
    app = create_app({"SQLALCHEMY_DATABASE_URI": address, "TESTING": True})
    with app.app_context():
        db.create_all()
        load_reference()
        version = current_version().name
        return [[s.code for s in suggestions_for([case.title], version)[Level.DOMAIN]] for case in cases]


def report(what: str, cases: Sequence[Case], suggested: Callable[[Case], Ranking], frequent: Ranking) -> None:
    ours = [share(cases, suggested, most) for most in (1, 3)]
    always = [share(cases, lambda _: frequent, most) for most in (1, 3)]
    shown = sum(len(suggested(case)) for case in cases) / len(cases)
    print(
        f"{what:<28}{len(cases):>5}   first {ours[0]:6.1%}   first three {ours[1]:6.1%}   shown {shown:.1f}"
        f"   always {frequent[0]}: {always[0]:6.1%}   always {', '.join(frequent[:3])}: {always[1]:6.1%}"
    )


def share(cases: Sequence[Case], ranking: Callable[[Case], Ranking], most: int) -> float:
    """Of the cases, those in which one of the first so many is right."""
    return sum(not case.right.isdisjoint(ranking(case)[:most]) for case in cases) / len(cases)


if __name__ == "__main__":
    main()
