"""The automatic checks: what each of them doubts, and what it leaves alone."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.checks import Check, Facts, doubts
from app.domain.choices import FundingType, ImplementationStatus, Language
from app.domain.questions import Kind

TODAY = date(2026, 6, 1)
DOMAIN_OF = {"1.1": "1", "2.1": "2"}


def line(amount, kind=FundingType.COMMITTED, currency="EUR"):
    return {"funder": "European Union", "amount": Decimal(amount), "currency": currency, "year": 2021, "type": kind}


def raised(answers, eur=None, kind=Kind.PROJECT, twins=()):
    rates = [row["amount"] for row in answers.get("funding", [])] if eur is None else eur
    return {doubt.check for doubt in doubts(answers, Facts(kind, TODAY, rates, DOMAIN_OF, twins))}


ONGOING, COMPLETED = ImplementationStatus.ONGOING, ImplementationStatus.COMPLETED
TITLE = "Fair recruitment of labour migrants"
OWN_WORDS = (
    "Municipal offices register workers before departure, explain contracts and follow up complaints with embassies."
)
FRENCH = "Les agents des communes et les services de la ville aident les migrants dans la région avec des conseils et une aide."

CASES = [
    (Check.ENDED_BUT_ONGOING, {"ends_on": date(2026, 3, 2), "implementation_status": ONGOING}, True),
    (Check.ENDED_BUT_ONGOING, {"ends_on": date(2026, 3, 3), "implementation_status": ONGOING}, False),
    (Check.ENDED_BUT_ONGOING, {"ends_on": date(2020, 1, 1), "implementation_status": COMPLETED}, False),
    (Check.ENDED_BUT_ONGOING, {"ends_on": None, "implementation_status": ONGOING}, False),
    (Check.COMPLETED_BEFORE_START, {"starts_on": date(2026, 6, 2), "implementation_status": COMPLETED}, True),
    (Check.COMPLETED_BEFORE_START, {"starts_on": TODAY, "implementation_status": COMPLETED}, False),
    (Check.DISBURSED_OVER_COMMITTED, {"funding": [line(10000), line(10501, FundingType.DISBURSED)]}, True),
    (Check.DISBURSED_OVER_COMMITTED, {"funding": [line(10000), line(10500, FundingType.DISBURSED)]}, False),
    (Check.DISBURSED_OVER_COMMITTED, {"funding": [line(10500, FundingType.DISBURSED)]}, False),
    (Check.AMOUNT_SMALL, {"funding": [line("999.99")]}, True),
    (Check.AMOUNT_SMALL, {"funding": [line(1000)]}, False),
    (Check.AMOUNT_SMALL, {"funding": [line(0)]}, False),
    (Check.AMOUNT_LARGE, {"funding": [line("1000000000.01")]}, True),
    (Check.AMOUNT_LARGE, {"funding": [line(1_000_000_000)]}, False),
    (Check.AMOUNT_LIKE_YEAR, {"funding": [line(2021)]}, True),
    (Check.AMOUNT_LIKE_YEAR, {"funding": [line("2021.50")]}, False),
    (Check.AMOUNT_LIKE_YEAR, {"funding": [line(1999)]}, False),
    (Check.SUMMARY_REPEATS_TITLE, {"title": TITLE, "summary": f"{TITLE}. {TITLE}. The project is about that."}, True),
    (Check.SUMMARY_REPEATS_TITLE, {"title": TITLE, "summary": f"{TITLE}: {OWN_WORDS} {OWN_WORDS[::-1]}"}, False),
    (Check.SUMMARY_REPEATS_TITLE, {"title": "Jobs", "summary": "Jobs"}, False),
    (Check.DOMAIN_WITHOUT_PRIORITY, {"domains": ["1", "2"], "priorities": ["1.1"]}, True),
    (Check.DOMAIN_WITHOUT_PRIORITY, {"domains": ["1", "2"], "priorities": ["1.1", "2.1"]}, False),
    (Check.DOMAIN_WITHOUT_PRIORITY, {"domains": ["9"], "priorities": []}, False),
    (Check.SHARES_UNTOUCHED, {"domains": ["1", "2"], "funding": [line(5000)]}, True),
    (Check.SHARES_UNTOUCHED, {"countries": ["ET", "KE"], "funding": [line(5000)]}, True),
    (Check.SHARES_UNTOUCHED, {"domains": ["1", "2"], "funding": []}, False),
    (Check.SHARES_UNTOUCHED, {"domains": ["1", "2"], "domain_shares": [{"domain": "1"}], "funding": [line(5000)]}, False),
    (Check.SHARES_UNTOUCHED, {"domains": ["1"], "countries": ["ET"], "funding": [line(5000)]}, False),
    (Check.PART_WITHOUT_PROGRAMME, {"title": "Training, phase II"}, True),
    (Check.PART_WITHOUT_PROGRAMME, {"summary": "It is part of the Better Migration Management programme."}, True),
    (Check.PART_WITHOUT_PROGRAMME, {"summary": "Financé par le fonds fiduciaire d’urgence."}, True),
    (Check.PART_WITHOUT_PROGRAMME, {"title": "Training, phase II", "parent": "JVAP-EU-0001"}, False),
    (Check.PART_WITHOUT_PROGRAMME, {"summary": "A first phase of training, and a programme of visits."}, False),
    (Check.OTHER_LANGUAGE, {"language": Language.EN, "summary": FRENCH}, True),
    (Check.OTHER_LANGUAGE, {"language": Language.FR, "summary": FRENCH}, False),
    (Check.OTHER_LANGUAGE, {"language": None, "summary": FRENCH}, False),
]  # fmt: skip


@pytest.mark.parametrize(("check", "answers", "doubted"), CASES)
def test_a_check_doubts_what_is_odd_and_nothing_else(check, answers, doubted):
    assert (check in raised(answers)) is doubted


@pytest.mark.parametrize(
    ("url", "odd"),
    [
        ("https://www.iom.int/report?id=1", False),
        ("https://xn--bcher-kva.example.org/a", False),
        ("http://www.iom.int", True),
        ("https://localhost/a", True),
        ("https://intranet/a", True),
        ("https://files.ministry.local/a", True),
        ("https://10.0.0.1/a", True),
        ("https://[::1]/a", True),
        ("https://[broken/a", True),
        ("https://user:secret@iom.int/", True),
        ("https://bit.ly/3abc", True),
        ("https://iom.int/a b", True),
        ("https://", True),
    ],
)
def test_a_link_that_others_may_not_open_is_odd(url, odd):
    assert (Check.LINK_ODD in raised({"links": [{"url": url}]})) is odd


def test_a_line_without_a_rate_is_not_judged_by_its_amount_in_euro():
    lines = {"funding": [line(10, currency="ETB"), line(99, FundingType.DISBURSED)]}
    assert raised(lines, eur=[None, None]) == set()


def test_likely_twins_are_named():
    (doubt,) = doubts({}, Facts(Kind.POLICY, TODAY, twins=("JVAP-EU-0001", "JVAP-IT-0002")))
    assert doubt.params == {"references": "JVAP-EU-0001, JVAP-IT-0002"} and doubt.question == "title"


def test_nothing_is_said_of_an_empty_draft_or_of_a_policy_that_names_a_phase():
    assert raised({}) == set()
    assert raised({"title": "Strategy, phase II"}, kind=Kind.POLICY) == set()
