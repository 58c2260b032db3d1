"""A question is declared once and then stands everywhere: form, check page, dictionary, export."""

from collections import Counter

import pytest

from app.domain.questions import Answer, Kind, Section
from app.domain.rules import in_section, sections_of
from app.models import QUESTION, QUESTIONS, Revision
from app.models.answers import answers
from app.web.presenting import record_sections
from forms.initiative import section_form
from forms.kit.fields import Asked
from reports.kit.answers import question_columns
from reports.kit.dictionary import dictionary_rows
from tests.pages import form_values, forms, parse, text_of


def test_a_question_has_one_name_one_section_and_words():
    assert Counter(question.name for question in QUESTIONS).most_common(1)[0][1] == 1
    for question in QUESTIONS:
        assert question.section in Section and question.label, question
        assert [s for s in Section if question in in_section(QUESTIONS, s, question.only or Kind.PROJECT)] == [
            question.section
        ]


def test_the_sections_of_a_kind_hold_all_its_questions_and_no_other():
    for kind in Kind:
        held = [question for section in sections_of(QUESTIONS, kind) for question in in_section(QUESTIONS, section, kind)]  # fmt: skip
        assert Counter(q.name for q in held) == Counter(q.name for q in QUESTIONS if q.asked_of(kind))
    assert {s for kind in Kind for s in sections_of(QUESTIONS, kind)} == set(Section)


def test_a_question_is_an_attribute_of_the_revision():
    for question in QUESTIONS:
        assert hasattr(Revision, question.name), question.name
        assert QUESTION[question.name] is question
    assert set(answers(Revision())) == set(QUESTION)


def test_a_closed_answer_names_its_list_and_a_row_its_columns():
    for question in [*QUESTIONS, *(column for q in QUESTIONS for column in q.columns)]:
        assert (question.answer is Answer.CHOICE) == (question.choices is not None), question.name
        assert (question.answer in (Answer.CODE, Answer.CODES)) == (question.codes is not None), question.name
        assert (question.answer is Answer.ROWS) == bool(question.columns), question.name
        assert question.label, question.name


@pytest.mark.parametrize("kind", Kind)
def test_the_form_of_its_section_asks_it_with_its_words(app, world, sign_in_as, kind):
    """A list without rows shows its button; everything else its field."""
    person = world.focal_point()
    initiative = world.draft(person, kind)
    client = sign_in_as(person)
    for section in sections_of(QUESTIONS, kind):
        asked = in_section(QUESTIONS, section, kind)
        with app.test_request_context():
            form = section_form(initiative.latest, section, person.actor)
            assert [field.name for field in form if isinstance(field, Asked)] == [q.name for q in asked]
        page = parse(client.get(f"/initiatives/{initiative.reference}/edit/{section}").get_data(as_text=True))
        (drawn,) = [form for form in forms(page) if (form.get("action") or "").endswith(f"/edit/{section}")]
        names = {element.get("name") or "" for element in drawn.iter()}
        commands = {element.get("value") for element in drawn.iter("button")}
        for question in asked:
            rows = question.answer is Answer.ROWS
            assert f"add:{question.name}" in commands if rows else question.name in names, question.name
            assert question.label in text_of(drawn)
        if kind is Kind.PROJECT and section is Section.MONEY:
            assert {f"funding-0-{column.name}" for column in QUESTION["funding"].columns} <= {
                *form_values(drawn),
                *names,
            }


@pytest.mark.parametrize("kind", Kind)
def test_the_check_page_has_a_row_for_it(app, world, sign_in_as, kind):
    person = world.focal_point()
    texts = {q.name: "A text" for q in QUESTIONS if q.translation and q.asked_of(kind)}
    initiative = world.draft(person, kind, **texts)
    with app.test_request_context():
        rows = [row for part in record_sections(initiative.latest, person.actor) for row in part.rows]
    wanted = [question for section in sections_of(QUESTIONS, kind) for question in in_section(QUESTIONS, section, kind)]
    assert [row.question for row in rows] == wanted
    page = sign_in_as(person).get(f"/initiatives/{initiative.reference}/check").get_data(as_text=True)
    for question in wanted:
        assert f"/edit/{question.section}#{question.name}" in page
        assert question.label in text_of(parse(page))


def test_the_dictionary_describes_it_and_each_of_its_columns(app):
    with app.test_request_context():
        described = {row["name"]: row for row in dictionary_rows()}
    for question in QUESTIONS:
        assert described[question.name]["label"] == question.label
        assert described[question.name]["section"]
        for column in question.columns:
            assert described[f"{question.name}.{column.name}"]["label"] == column.label


def test_the_export_has_a_column_for_it_and_keeps_private_ones_from_others(app):
    with app.test_request_context():
        everything = [column.name for column in question_columns(private=True)]
        for_all = [column.name for column in question_columns(private=False)]
    assert everything == [question.name for question in QUESTIONS]
    assert for_all == [question.name for question in QUESTIONS if not question.private]
    assert {q.name for q in QUESTIONS if q.private} == {"contact_name", "contact_email"}
