"""The rules that answers must meet: each limit, each shape, each rule across questions."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.amounts import LARGEST
from app.domain.questions import Answer, Kind
from app.domain.rules import Problem, in_section, incomplete, invalid, sections_of
from app.models import QUESTION, QUESTIONS
from tests.world import complete_answers

ROWS = {question.name: question for question in QUESTIONS if question.columns}
ALL = [*QUESTIONS, *(column for question in ROWS.values() for column in question.columns)]


def problems(**answers):
    return invalid(QUESTIONS, answers)


def blamed(**answers):
    """(question, row, column) of every problem."""
    return [(problem.question, problem.row, problem.column) for problem in problems(**answers)]


def line(**changed):
    return {"funder": "EU", "amount": Decimal(1), "currency": "EUR", "year": 2021, "type": "committed", **changed}


# complete and empty answers


@pytest.mark.parametrize("kind", Kind)
def test_good_answers_have_no_problem(kind):
    answers = complete_answers(kind)
    assert invalid(QUESTIONS, answers) == []
    assert incomplete(QUESTIONS, answers, kind) == []


def test_nothing_is_invalid_about_nothing():
    assert problems() == []
    assert problems(**{q.name: [] if q.answer in (Answer.ROWS, Answer.CODES) else None for q in QUESTIONS}) == []
    assert problems(**{q.name: "" for q in QUESTIONS}) == []


# limits

LONGEST = [(q.name, q.max_length) for q in QUESTIONS if q.max_length and q.answer is not Answer.CODE]


@pytest.mark.parametrize(("name", "limit"), LONGEST, ids=lambda value: str(value))
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(name, limit):
    text = {Answer.EMAIL: "a@b.example", Answer.URL: "https://a.example/"}.get(QUESTION[name].answer, "")
    fits = text.rjust(limit, "x")
    assert (name, None, None) not in blamed(**{name: fits})
    (problem,) = [p for p in problems(**{name: "x" + fits}) if p.question == name and "limit" in p.params]
    assert problem.params == {"limit": limit, "length": limit + 1}


IN_ROWS = [(name, c.name, c.max_length) for name, q in ROWS.items() for c in q.columns if c.max_length and c.answer is Answer.TEXT]  # fmt: skip


@pytest.mark.parametrize(("name", "column", "limit"), IN_ROWS)
def test_a_text_in_a_row_has_its_limit_too(name, column, limit):
    good = {"funding": line(), "implementers": {"name": "A"}, "links": {"url": "https://a.example", "label": "A"}}[name]
    assert blamed(**{name: [good, {**good, column: "x" * limit}]}) == []
    assert blamed(**{name: [good, {**good, column: "x" * (limit + 1)}]}) == [(name, 1, column)]


def test_every_text_has_a_limit():
    texts = (Answer.TEXT, Answer.LONG_TEXT, Answer.EMAIL, Answer.URL, Answer.REFERENCE)
    assert [question.name for question in ALL if question.answer in texts and not question.max_length] == []


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({"amount": Decimal(0)}, True),
        ({"amount": Decimal("-0.01")}, False),
        ({"amount": LARGEST}, True),
        ({"amount": LARGEST + Decimal("0.01")}, False),
        ({"year": 1990}, True),
        ({"year": 1989}, False),
        ({"year": 2100}, True),
        ({"year": 2101}, False),
    ],
)
def test_figures_of_a_funding_line_have_limits(changed, fits):
    assert blamed(funding=[line(), line(**changed)]) == ([] if fits else [("funding", 1, next(iter(changed)))])


@pytest.mark.parametrize(
    ("shares", "codes", "row", "column"),
    [("domain_shares", "domains", "1", "domain"), ("country_shares", "countries", "ET", "country")],
)
@pytest.mark.parametrize(("percent", "fits"), [("0", True), ("100", True), ("-0.01", False), ("100.01", False)])
def test_a_share_is_a_percentage(shares, codes, row, column, percent, fits):
    other = "2" if codes == "domains" else "KE"
    rest = Decimal(100) - Decimal(percent)
    rows = [{column: row, "percent": Decimal(percent)}, {column: other, "percent": rest}]
    found = blamed(**{codes: [row, other], shares: rows})
    assert ((shares, 0, "percent") in found) is not fits


@pytest.mark.parametrize("column", ["funder", "amount", "currency", "year", "type"])
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_funding_line_lacks_nothing(column, nothing):
    (problem,) = problems(funding=[line(), line(**{column: nothing})])
    assert (problem.question, problem.row, problem.column) == ("funding", 1, column)
    without = line()
    del without[column]
    assert blamed(funding=[without]) == [("funding", 0, column)]


def test_a_link_needs_its_address_and_no_label():
    assert blamed(links=[{"url": "https://a.example", "label": None}]) == []
    assert blamed(links=[{"url": None, "label": "A"}]) == [("links", 0, "url")]


# shapes


@pytest.mark.parametrize(
    "url",
    [
        "https://www.iom.int",
        "http://a.example",
        "HTTPS://A.EXAMPLE/x",
        "https://a.example/a?b=c&d=%20#e",
        "https://sénégal.example/stratégie",
        "https://192.0.2.1:8080/x",
    ],
)
def test_addresses_that_are_followed(url):
    assert problems(links=[{"url": url, "label": "A"}]) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://a.example",
        " https://a.example",
        "https://a.example\n",
        "data:text/html,<script>alert(1)</script>",
        "ftp://a.example/x",
        "file:///etc/passwd",
        "vbscript:x",
        "mailto:a@b.example",
        "www.iom.int",
        "iom.int",
        "//a.example",
        "/initiatives",
        "https://",
        "https:///x",
        "https://?x",
        "https://a.example/<b>",
        'https://a.example/"onclick="x',
        "https://a example/x",
        "https:a.example",
        "x https://a.example",
    ],
)
def test_addresses_that_are_refused(url):
    (problem,) = problems(links=[{"url": url, "label": "A"}])
    assert (problem.question, problem.row, problem.column) == ("links", 0, "url")
    assert "https://" in problem.message


@pytest.mark.parametrize("email", ["a@b.example", "first.last+tag@sub.gov.et", "o'neil@b.ie", "é@b.example"])
def test_addresses_of_people(email):
    assert problems(contact_email=email) == []


@pytest.mark.parametrize(
    "email", ["a", "a@b", "@b.example", "a@", "a b@c.example", "a@b@c.example", "a@b.example ", "<a@b.example>", "a@b.", 'a"@b.c', "a@b.example\n"]
)  # fmt: skip
def test_what_is_no_address_of_a_person(email):
    (problem,) = problems(contact_email=email)
    assert (problem.question, problem.row) == ("contact_email", None)
    assert "name@example.org" in problem.message


# rules across questions

DAY, BEFORE = date(2021, 6, 1), date(2021, 5, 31)


@pytest.mark.parametrize(("first", "last", "of"), [("starts_on", "ends_on", "ends_on"), ("adopted_on", "in_force_from", "in_force_from")])  # fmt: skip
def test_the_second_day_is_not_before_the_first(first, last, of):
    assert blamed(**{first: DAY, last: DAY}) == []
    assert blamed(**{first: BEFORE, last: DAY}) == []
    assert blamed(**{first: DAY, last: BEFORE}) == [(of, None, None)]
    assert blamed(**{first: DAY}) == blamed(**{last: DAY}) == []


def test_the_main_domain_is_one_of_the_domains():
    assert blamed(main_domain="1", domains=["1", "2"]) == []
    assert blamed(main_domain="3", domains=["1", "2"]) == [("main_domain", None, None)]
    assert blamed(main_domain="3", domains=[]) == [("main_domain", None, None)]
    assert blamed(main_domain=None, domains=["1"]) == []


def percents(*rows):
    return [{"domain": code, "percent": None if percent is None else Decimal(percent)} for code, percent in rows]


OVERALL = ("domain_shares", None, None)
SHARES = [
    # (domains, shares, who is to blame)
    ("12", [], []),
    ("12", [("1", "40"), ("2", "60")], []),
    ("12", [("1", "40")], []),
    ("12", [("1", "40"), ("2", None)], []),
    ("1", [("1", "100")], []),
    ("123", [("1", "33.33"), ("2", "33.33"), ("3", "33.34")], []),
    ("12", [("1", "0"), ("2", "100")], []),
    ("12", [("1", "0")], []),
    ("123", [("1", "33.33"), ("2", "33.33"), ("3", "33.33")], [OVERALL]),
    ("12", [("1", "40"), ("2", "61")], [OVERALL]),
    ("12", [("1", "40"), ("2", "50")], [OVERALL]),
    ("123", [("1", "60"), ("2", "60")], [OVERALL]),
    ("1", [("1", "40")], [OVERALL]),
    ("12", [("1", "100")], [OVERALL]),
    ("12", [("1", "100"), ("2", None)], [OVERALL]),
    ("12", [("1", "50"), ("3", "50")], [("domain_shares", 1, "domain")]),
    ("12", [("1", "50"), ("1", "50")], [("domain_shares", 1, "domain")]),
]


@pytest.mark.parametrize(("domains", "stated", "expected"), SHARES)
def test_shares_of_domains_make_a_hundred(domains, stated, expected):
    assert blamed(domains=list(domains), domain_shares=percents(*stated))[: len(expected) or None] == expected


def test_shares_of_countries_obey_the_same_rule():
    def rows(*percents_):
        return [{"country": code, "percent": Decimal(p)} for code, p in zip(("ET", "KE"), percents_, strict=True)]

    assert blamed(countries=["ET", "KE"], country_shares=rows(50, 50)) == []
    (problem,) = problems(countries=["ET", "KE"], country_shares=rows(50, 51))
    assert problem.question == "country_shares"
    assert problem.params == {"total": Decimal(101)}


def test_a_rule_speaks_only_to_the_section_that_asks():
    where = in_section(QUESTIONS, QUESTION["scope"].section, Kind.PROJECT)
    assert invalid(where, {"starts_on": DAY, "ends_on": BEFORE, "main_domain": "9"}) == []


# what a submission lacks

REQUIRED = {
    Kind.PROJECT: {"title", "summary", "domains", "main_domain", "scope", "countries", "lead_organisation", "starts_on", "implementation_status"},
    Kind.POLICY: {"title", "summary", "domains", "main_domain", "scope", "countries", "lead_organisation", "policy_type", "binding", "legal_status"},
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_draft_lacks_what_its_kind_requires(kind):
    assert {problem.question for problem in incomplete(QUESTIONS, {}, kind)} == REQUIRED[kind]


@pytest.mark.parametrize("kind", Kind)
def test_gaps_stand_in_the_order_of_the_questions(kind):
    names = [problem.question for problem in incomplete(QUESTIONS, {}, kind)]
    assert names == [question.name for question in QUESTIONS if question.name in REQUIRED[kind]]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in Kind for name in sorted(REQUIRED[kind])])
@pytest.mark.parametrize("nothing", [None, "", []])
def test_each_required_answer_is_missed(kind, name, nothing):
    answers = {**complete_answers(kind), name: nothing}
    assert incomplete(QUESTIONS, answers, kind) == [Problem(name, "This answer is missing")]


@pytest.mark.parametrize("kind", Kind)
def test_no_other_answer_is_missed(kind):
    answers = {name: value for name, value in complete_answers(kind).items() if name in REQUIRED[kind]}
    assert incomplete(QUESTIONS, answers, kind) == []


@pytest.mark.parametrize(("length", "fits"), [(1, False), (299, False), (300, True), (3000, True)])
def test_a_summary_has_a_least_length_to_submit_but_not_to_save(length, fits):
    answers = complete_answers(summary="x" * length)
    assert problems(**answers) == []
    found = incomplete(QUESTIONS, answers, Kind.PROJECT)
    assert [(p.question, p.params) for p in found] == ([] if fits else [("summary", {"limit": 300, "length": length})])


def test_a_no_is_an_answer():
    asked = [QUESTION["good_practice"]]
    assert invalid(asked, {"good_practice": False}) == []


# questions of one kind only

ONLY = {
    Kind.PROJECT: {"funding"},
    Kind.POLICY: {"policy_type", "binding", "legal_status", "adopted_on", "in_force_from", "issuing_body", "amends"},
}


@pytest.mark.parametrize("kind", Kind)
def test_a_question_of_one_kind_is_asked_of_no_other(kind):
    (other,) = [one for one in Kind if one is not kind]
    asked = {q.name for section in sections_of(QUESTIONS, kind) for q in in_section(QUESTIONS, section, kind)}
    assert ONLY[kind] <= asked
    assert not ONLY[other] & asked
    assert {q.translates or q.name for q in QUESTIONS if q.only is kind} == ONLY[kind]


def test_every_section_names_its_questions_in_their_order():
    assert [str(section) for section in sections_of(QUESTIONS, Kind.PROJECT)] == [
        "basics", "domains", "where", "who", "when", "money", "results", "documents",
    ]  # fmt: skip
    assert [str(section) for section in sections_of(QUESTIONS, Kind.POLICY)] == [
        "basics", "domains", "where", "who", "when", "legal", "results", "documents",
    ]  # fmt: skip
