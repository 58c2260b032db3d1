"""The review page and questions on fields: return, answer by a change or in words, confirm or ask again, publish."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.review import QuestionState
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Dismissal, ReviewQuestion
from app.services.review_questions import save_drafts
from tests.web.statements import counted


def text_of(response):
    return response.get_data(as_text=True)


def asked(session, *states):
    return session.scalars(select(ReviewQuestion).where(ReviewQuestion.state.in_(states or list(QuestionState)))).all()


@pytest.fixture
def desk(world, sign_in_as):
    """The secretariat's client; `page` is where it reviews."""
    client = sign_in_as(world.secretariat())
    client.page = lambda initiative: f"/review/{initiative.reference}"
    client.do = lambda initiative, what, **data: client.fill(client.page(initiative), {"do": what, **data})
    return client


@pytest.fixture
def writer(world, sign_in_as):
    return sign_in_as(world.focal_point())


def give_back(world, initiative, **questions):
    save_drafts(initiative.working, questions, world.secretariat().actor)
    world.step(initiative, Action.RETURN, world.secretariat())


def test_the_review_page_is_the_secretariats(world, sign_in_as, client):
    page = f"/review/{world.submitted().reference}"
    for person in (world.secretariat(), world.administrator()):
        assert sign_in_as(person).get(page).status_code == 200
    for person in (world.focal_point(), world.contributor(), world.analyst(), world.focal_point("SN")):
        assert sign_in_as(person).get(page).status_code in (403, 404)
        assert sign_in_as(person).post_form(page, {"do": "publish"}).status_code in (403, 404)
    assert client.get(page).status_code == 302


def test_the_queue_and_the_record_lead_there_and_a_decided_one_leads_back(world, desk):
    initiative = world.submitted()
    for address in ("/review", f"/initiatives/{initiative.reference}"):
        assert f'href="/review/{initiative.reference}"' in text_of(desk.get(address))
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert desk.get(desk.page(initiative)).status_code == 302


def test_sections_without_changes_are_folded_and_a_rewritten_text_is_shown_word_by_word(world, desk):
    initiative = world.returned()
    summary = initiative.working.summary.replace("three regions", "four regions")
    world.answer(initiative.working, world.focal_point(), summary=summary)
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(desk.get(desk.page(initiative)))
    assert re.search(r"<del>.*?three\s*</del>\s*<ins>.*?four\s*</ins>", page)
    assert re.search(r"<details class=\"for-review\" open>\s*<summary>\s*<h2>Basics", page)
    assert re.search(r"<details class=\"for-review\" >\s*<summary>\s*<h2>Who", page)


def test_a_text_of_which_one_word_changed_is_folded_around_it(world, desk):
    lessons = " ".join(f"word{n}" for n in range(400))
    initiative = world.returned(lessons=lessons)
    world.answer(initiative.working, world.focal_point(), lessons=lessons.replace("word200", "other"))
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(desk.get(desk.page(initiative)))
    assert page.count("Unchanged: ") == 2


def test_the_comparison_can_be_switched_to_the_published_version(world, desk):
    initiative = world.published(title="Published title")
    world.revised(initiative, title="First words")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.RETURN, world.secretariat(), "Why?")
    world.answer(initiative.working, world.focal_point(), title="Second words")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = desk.page(initiative)
    assert "Published" not in text_of(desk.get(page)).split('id="f-title"')[1].split("</section>")[0]
    assert "Published" in text_of(desk.get(f"{page}?since=published")).split('id="f-title"')[1].split("</section>")[0]


def test_questions_go_out_together_with_the_return_and_a_note_is_not_needed(world, session, desk):
    initiative = world.submitted()
    kept = desk.do(initiative, "save", **{"ask-title": "Is it official?"})
    assert kept.status_code == 303
    assert "Return with 1 question" in text_of(desk.get(desk.page(initiative)))
    assert desk.do(initiative, "return", **{"ask-ends_on": "Which year?"}).status_code == 303
    assert {one.question: one.text for one in asked(session, QuestionState.OPEN)} == {
        "title": "Is it official?",
        "ends_on": "Which year?",
    }
    assert initiative.working.status is Status.RETURNED


def test_a_return_without_anything_is_asked_why(world, desk):
    initiative = world.submitted()
    refused = desk.do(initiative, "return")
    assert refused.status_code == 422 and "Ask a question on a field, or write a note" in text_of(refused)
    assert initiative.working.status is Status.SUBMITTED


def test_a_return_that_is_sent_twice_is_taken_once(world, session, desk):
    initiative = world.submitted()
    address, values = desk.form_at(desk.page(initiative))
    for _time in range(2):
        sent = desk.post(address, data={**values, "do": "return", "ask-title": "Is it official?"})
        assert sent.status_code == 303
    assert len(asked(session)) == 1


def test_a_question_on_a_field_that_does_not_exist_does_nothing(world, session, desk):
    initiative = world.submitted()
    for name in ("salary", "policy_type", "status", ""):
        refused = desk.do(initiative, "return", **{"ask-title": "Right?", f"ask-{name}": "What?", "note": "Please."})
        assert refused.status_code == 400 and "There is no field" in text_of(refused)
    assert asked(session) == [] and initiative.working.status is Status.SUBMITTED


def test_an_unknown_decision_does_nothing(world, session, desk):
    assert desk.do(world.submitted(), "explode", **{"ask-title": "Right?"}).status_code == 400
    assert asked(session) == []


def test_a_question_that_is_too_long_is_refused_on_its_field_with_what_was_typed(world, session, desk):
    initiative = world.submitted()
    refused = desk.do(initiative, "return", **{"ask-title": "x" * 2001, "ask-ends_on": "Which year?", "note": "See."})
    page = text_of(refused)
    assert refused.status_code == 422 and "Which year?" in page and "x" * 2001 in page and "See." in page
    assert asked(session) == []


def test_publishing_what_was_just_taken_back_says_so_and_keeps_the_questions(world, session, desk):
    initiative = world.submitted()
    address, values = desk.form_at(desk.page(initiative))
    world.step(initiative, Action.TAKE_BACK, world.focal_point())
    refused = desk.post(address, data={**values, "do": "publish", "ask-title": "Is it official?"})
    assert refused.status_code == 409 and "not with the secretariat any more" in text_of(refused)
    assert initiative.working.status is Status.DRAFT
    assert [one.text for one in asked(session, QuestionState.DRAFT)] == ["Is it official?"]
    page = text_of(desk.get(desk.page(initiative)))
    assert "It is not with the secretariat now" in page and "Is it official?" in page


def test_what_moved_since_it_was_read_is_read_again(world, desk):
    initiative = world.submitted()
    address, values = desk.form_at(desk.page(initiative))
    world.step(initiative, Action.TAKE_BACK, world.focal_point())
    world.answer(initiative.working, world.focal_point(), title="Another")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert desk.post(address, data={**values, "do": "publish"}).status_code == 409
    assert initiative.published is None


def test_a_stale_tab_clears_no_question_of_another_tab(world, session, desk):
    initiative = world.submitted()
    address, values = desk.form_at(desk.page(initiative))
    desk.do(initiative, "save", **{"ask-title": "Is it official?"})
    desk.post(address, data={**values, "do": "save", "ask-summary": "For whom?"})
    assert {one.question for one in asked(session)} == {"title", "summary"}
    desk.do(initiative, "save", **{"ask-title": ""})
    assert {one.question for one in asked(session)} == {"summary"}


def test_two_reviewers_read_each_others_questions_and_overwrite_none(world, session, desk, sign_in_as):
    initiative = world.submitted()
    other = world.person(Role.SECRETARIAT)
    save_drafts(initiative.working, {"title": "From a colleague"}, other.actor)
    page = text_of(desk.get(desk.page(initiative)))
    assert f"{other.name} is about to ask:" in page and "From a colleague" in page
    desk.do(initiative, "save", **{"ask-title": "From me"})
    assert {one.text for one in asked(session)} == {"From a colleague", "From me"}


def test_questions_that_are_not_sent_keep_a_publication_back(world, desk):
    initiative = world.submitted()
    refused = desk.do(initiative, "publish", **{"ask-title": "Is it official?"})
    assert refused.status_code == 422 and "Questions are not sent yet" in text_of(refused)
    assert desk.do(initiative, "publish", **{"ask-title": ""}).status_code == 303
    assert initiative.published is not None


def test_nobody_but_the_secretariat_sees_a_question_before_it_is_sent(world, desk, writer):
    initiative = world.submitted()
    desk.do(initiative, "save", **{"ask-title": "Not sent yet"})
    for address in ("", "/check", "/history"):
        assert "Not sent yet" not in text_of(writer.get(f"/initiatives/{initiative.reference}{address}"))


def test_the_partner_reads_each_question_at_its_field_and_readers_never_do(world, sign_in_as):
    initiative = world.published()
    world.revised(initiative, title="New")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    give_back(world, initiative, ends_on="Which year is meant?", documents="Where is the report?")
    record = f"/initiatives/{initiative.reference}"
    for person in (world.focal_point(), world.contributor(entity=initiative.entity_code or "ET-MOLS")):
        if person.role is Role.CONTRIBUTOR and initiative.entity_code is None:
            continue
        client = sign_in_as(person)
        for address in ("", "/edit/when", "/check", "/history"):
            page = text_of(client.get(record + address))
            assert "Which year is meant?" in page and world.secretariat().name in page
        assert "Question from the secretariat" in text_of(client.get(record))
        assert "Where is the report?" in text_of(client.get(f"{record}/edit/documents"))
        assert "2 questions to answer" in text_of(client.get("/"))
    reader = sign_in_as(world.analyst())
    for address in ("", "/history"):
        assert "Which year is meant?" not in text_of(reader.get(record + address))


def test_a_contributor_answers_too(world, session, sign_in_as):
    contributor = world.contributor()
    initiative = world.submitted(contributor)
    give_back(world, initiative, ends_on="Which year?")
    (question,) = asked(session)
    page = f"/initiatives/{initiative.reference}/edit/when"
    assert sign_in_as(contributor).fill(page, {f"reply-{question.id}": "2024."}).status_code == 303
    assert (question.answer, question.answered_by) == ("2024.", contributor.name)


def test_an_answer_in_words_is_saved_with_the_section_and_by_itself(world, session, writer):
    initiative = world.submitted()
    give_back(world, initiative, ends_on="Which year?")
    (question,) = asked(session)
    page = f"/initiatives/{initiative.reference}/edit/when"
    assert writer.fill(page, {f"reply-{question.id}": "The year of the report."}).status_code == 303
    assert "The year of the report." in text_of(writer.get(page))
    _address, values = writer.form_at(page)
    saved = writer.post(f"{page}/autosave", data={**values, f"reply-{question.id}": "Another answer."})
    assert saved.status_code == 200 and question.answer == "Another answer."
    bad = writer.fill(page, {f"reply-{question.id}": "Kept all the same.", "ends_on": "soon"})
    assert bad.status_code == 422 and "Kept all the same." in text_of(bad)
    assert question.answer == "Kept all the same."


def test_an_answer_to_a_question_of_another_record_is_refused(world, session, writer):
    foreign = world.submitted(partner="SN")
    give_back(world, foreign, title="Right?")
    (question,) = asked(session)
    own = world.returned()
    sent = writer.fill(f"/initiatives/{own.reference}/edit/when", {f"reply-{question.id}": "Ha."})
    assert sent.status_code == 400 and question.answer == ""


def test_a_question_is_answered_by_a_change_and_opens_again_with_the_old_answer(world, session, writer):
    initiative = world.submitted()
    give_back(world, initiative, ends_on="Which year?")
    record, was = f"/initiatives/{initiative.reference}", initiative.working.ends_on
    world.answer(initiative.working, world.focal_point(), ends_on=date(2025, 12, 31))
    assert "Answered by a change." in text_of(writer.get(f"{record}/check"))
    world.answer(initiative.working, world.focal_point(), ends_on=was)
    page = text_of(writer.get(f"{record}/check"))
    assert "Answered by a change." not in page and "1 question has no answer yet" in page
    assert writer.fill(f"{record}/check", {}, action=f"{record}/steps").status_code == 303
    assert asked(session)[0].state is QuestionState.OPEN


def test_the_whole_way_of_questions(world, session, desk, writer):
    initiative = world.submitted()
    give_back(world, initiative, ends_on="Which year?", title="Is it official?", scope="Really?")
    by_name = {one.question: one for one in asked(session)}
    record = f"/initiatives/{initiative.reference}"
    writer.fill(f"{record}/edit/when", {"ends_on": "31 12 2025"})
    writer.fill(f"{record}/edit/basics", {f"reply-{by_name['title'].id}": "Yes, by decree."})
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(desk.get(desk.page(initiative)))
    assert "Yes, by decree." in page and "The answer was changed since" in page and "31 December 2025" in page
    assert by_name["ends_on"].answered_by == world.focal_point().name
    assert desk.do(initiative, f"confirm:{by_name['ends_on'].id}").status_code == 303
    again = {f"again-{by_name['title'].id}": "Which decree?", "ask-scope": ""}
    assert desk.do(initiative, f"reopen:{by_name['title'].id}", **again).status_code == 303
    assert (by_name["ends_on"].state, by_name["title"].state) == (QuestionState.CLOSED, QuestionState.REOPENED)
    assert desk.do(initiative, "return").status_code == 303
    assert "Which decree?" in text_of(writer.get(f"{record}/edit/basics"))
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert desk.do(initiative, "publish").status_code == 303
    assert {one.state for one in asked(session)} == {QuestionState.CLOSED, QuestionState.REOPENED}
    history = text_of(writer.get(f"{record}/history"))
    for told in ("Which year?", "Is it official?", "Yes, by decree.", "Which decree?", "Asked again by"):
        assert told in history


def test_a_question_settled_by_a_colleague_meanwhile_is_told(world, session, desk):
    initiative = world.submitted()
    give_back(world, initiative, title="Is it official?")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    (question,) = asked(session)
    assert desk.do(initiative, f"reopen:{question.id}").status_code == 303
    assert desk.do(initiative, f"confirm:{question.id}").status_code == 409
    for wrong in ("999999", "x", ""):
        assert desk.do(initiative, f"confirm:{wrong}").status_code == 404


def test_a_warning_stands_beside_its_field_and_is_dismissed_with_a_word(world, session, desk, writer):
    initiative = world.complete(ends_on=date(2022, 12, 31))
    check = text_of(writer.get(f"/initiatives/{initiative.reference}/check"))
    assert "Please look again:" in check and "It is said to be ongoing" in check
    world.step(initiative, Action.SUBMIT, world.focal_point())
    page = text_of(desk.get(desk.page(initiative)))
    named = re.search(r'value="dismiss:(ended-but-ongoing:[^"]+)"', page)[1]
    unsaid = desk.do(initiative, f"dismiss:{named}")
    assert unsaid.status_code == 422 and "Say in a word" in text_of(unsaid)
    for _time in range(2):
        assert desk.do(initiative, f"dismiss:{named}", **{f"word-{named}": "Extended by letter"}).status_code == 303
    (kept,) = session.scalars(select(Dismissal))
    assert (kept.reason, kept.person_name) == ("Extended by letter", world.secretariat().name)
    assert "Extended by letter" in text_of(desk.get(desk.page(initiative)))
    world.step(initiative, Action.RETURN, world.secretariat(), "Please.")
    assert "It is said to be ongoing" not in text_of(writer.get(f"/initiatives/{initiative.reference}/check"))
    world.answer(initiative.working, world.focal_point(), ends_on=date(2023, 1, 1))
    assert "It is said to be ongoing" in text_of(writer.get(f"/initiatives/{initiative.reference}/check"))
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert desk.do(initiative, f"dismiss:{named}", **{f"word-{named}": "Again"}).status_code == 409


def test_a_phrase_is_added_in_the_language_of_the_focal_point(world, session, desk):
    world.person(Role.FOCAL_POINT, "SN", language=Language.FR)
    initiative = world.submitted(partner="SN")
    page = text_of(desk.get(desk.page(initiative)))
    number, phrase = re.search(r'<option value="(\d+)"\s+lang="fr">(Est-ce toujours[^<]+)</option>', page).groups()
    desk.do(initiative, "save", **{"ask-ends_on": "Bonjour.", "phrase-ends_on": number})
    assert asked(session)[0].text == f"Bonjour.\n{phrase}"


def test_a_session_that_ends_in_the_middle_keeps_the_questions_and_decides_nothing(world, client, desk):
    initiative = world.submitted()
    page = text_of(client.post_form(desk.page(initiative), {"do": "publish", "ask-title": "Is it official?"}))
    assert 'name="ask-title" value="Is it official?"' in page and 'name="do"' not in page


def test_the_number_of_statements_does_not_grow_with_the_questions(world, desk):
    initiative = world.submitted()
    give_back(world, initiative, title="One?")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    desk.get(desk.page(initiative))

    def statements():
        with counted() as sent:
            assert desk.get(desk.page(initiative)).status_code == 200
        return len(sent)

    few = statements()
    world.step(initiative, Action.RETURN, world.secretariat(), "More.")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    give_back(world, initiative, summary="Two?", scope="Three?", countries="Four?", ends_on="Five?")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    assert statements() == few
