"""The secretariat corrects, the Partner is told and contests, the secretariat answers."""

import re

import pytest
from sqlalchemy import select

from app.domain.access import Role
from app.domain.corrections import Verdict
from app.domain.questions import Section
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Correction, Event, Occasion
from app.models.answers import section_answers
from app.services.corrections import contest, correct
from tests.web.statements import counted


def text_of(response):
    return response.get_data(as_text=True)


def place(initiative, section="basics"):
    return f"/review/{initiative.reference}/correct/{section}"


def page(initiative):
    return f"/initiatives/{initiative.reference}/corrections"


def events(session, *occasions):
    return session.scalars(select(Event).where(Event.occasion.in_(occasions)).order_by(Event.id)).all()


@pytest.fixture
def desk(world, sign_in_as):
    return sign_in_as(world.secretariat())


@pytest.fixture
def focal(world, sign_in_as):
    return sign_in_as(world.focal_point())


@pytest.fixture
def corrected(world, session):
    """A submission of which the title was corrected."""

    def made(initiative=None, title="Corrected title"):
        initiative = initiative or world.submitted()
        basics = {**section_answers(initiative.working, Section.BASICS), "title": title}
        done = correct(initiative.working, Section.BASICS, basics, "A slip of the pen.", world.secretariat().actor)
        session.commit()
        return done

    return made


def test_a_correction_is_attributed_and_leaves_the_submission_with_the_secretariat(world, desk, session):
    initiative = world.submitted()
    assert f'href="{place(initiative)}"' in text_of(desk.get(f"/review/{initiative.reference}"))
    sent = desk.fill(place(initiative), {"title": "Corrected title", "reason": "A slip of the pen."})
    assert sent.status_code == 303 and sent.location == f"/review/{initiative.reference}"
    (event,) = events(session, Occasion.CORRECTED)
    assert initiative.working.title == "Corrected title" and initiative.working.status is Status.SUBMITTED
    assert event.changes == {"title": ["Fair recruitment of labour migrants", "Corrected title"]}
    assert (event.section, event.note, event.person_name) == (
        Section.BASICS,
        "A slip of the pen.",
        world.secretariat().name,
    )


@pytest.mark.parametrize("section", ["basics", "domains", "where", "who", "when", "money", "results", "documents"])
def test_every_section_can_be_corrected_and_sent_unchanged_says_so(world, desk, session, section):
    initiative = world.submitted()
    sent = desk.fill(place(initiative, section), {"reason": "Just looking."})
    assert sent.status_code == 422 and "Nothing is different" in text_of(sent)
    assert not events(session, Occasion.CORRECTED)


def test_entity_and_contact_stay_the_partners(world, desk, session):
    initiative = world.submitted()
    assert 'name="entity"' not in text_of(desk.get(place(initiative)))
    assert 'name="contact_' not in text_of(desk.get(place(initiative, "who")))
    forged = {"contact_name": "Somebody else", "lead_organisation": "Another lead", "reason": "Known."}
    assert desk.fill(place(initiative, "who"), forged).status_code == 303
    assert initiative.working.contact_name == "A desk officer"
    assert initiative.working.lead_organisation == "Another lead"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "Other", "reason": " "}, "Write a reason"),
        ({"title": "Other", "reason": "x" * 2001}, "2,000 characters or fewer"),
        ({"title": "", "reason": "Gone."}, "This answer is missing"),
        ({"parent": "JVAP-ET-9999", "reason": "Found."}, "There is no initiative with this reference"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_typed(world, desk, session, typed, said):
    initiative = world.submitted()
    sent = desk.fill(place(initiative), typed)
    assert sent.status_code == 422 and said in text_of(sent)
    assert typed["reason"].strip() in text_of(sent)
    assert initiative.working.title == "Fair recruitment of labour migrants" and not events(session, "corrected")


def test_a_row_can_be_added_without_a_script(world, desk):
    initiative = world.submitted()
    sent = desk.fill(place(initiative, "money"), {"rows": "funding:add", "reason": "One is missing."})
    assert sent.status_code == 200 and "One is missing." in text_of(sent)


def test_an_unknown_section_is_not_found_and_others_may_not_correct(world, desk, sign_in_as):
    initiative = world.submitted()
    for section in ("nowhere", "legal"):
        assert desk.get(place(initiative, section)).status_code == 404
        assert desk.post_form(place(initiative, section), {"reason": "x"}).status_code == 404
    for person in (world.focal_point(), world.contributor(), world.analyst(), world.focal_point("SN")):
        client = sign_in_as(person)
        assert client.get(place(initiative)).status_code in (403, 404)
        assert client.post_form(place(initiative), {"title": "Mine", "reason": "x"}).status_code in (403, 404)
        assert client.post_form(f"/review/{initiative.reference}/correct").status_code in (403, 404)


def test_of_a_record_taken_back_meanwhile_nothing_is_corrected_and_the_typed_text_is_shown(world, desk, session):
    initiative = world.submitted()
    address, values = desk.form_at(place(initiative))
    world.step(initiative, Action.TAKE_BACK, world.focal_point())
    sent = desk.post(address, data={**values, "title": "Typed in vain", "reason": "A slip."})
    assert sent.status_code == 409 and "It is not with the secretariat any more" in text_of(sent)
    assert "Typed in vain" in text_of(sent) and "A slip." in text_of(sent)
    assert not events(session, Occasion.CORRECTED)
    assert desk.get(place(initiative)).status_code == 409


def test_of_two_who_correct_one_answer_the_second_reads_both_texts(world, desk, corrected):
    initiative = world.submitted()
    address, values = desk.form_at(place(initiative))
    corrected(initiative, "What the first one says")
    sent = desk.post(address, data={**values, "title": "What the second one says", "reason": "A slip."})
    assert sent.status_code == 409
    assert "What the first one says" in text_of(sent) and "What the second one says" in text_of(sent)
    assert f'href="{place(initiative)}"' in text_of(sent)


def test_a_form_sent_twice_corrects_once(world, desk, session):
    initiative = world.submitted()
    address, values = desk.form_at(place(initiative))
    for _attempt in range(2):
        sent = desk.post(address, data={**values, "title": "Corrected title", "reason": "A slip."})
        assert sent.status_code == 303
    assert len(events(session, Occasion.CORRECTED)) == 1


def test_what_is_published_is_corrected_in_a_version_that_begins_with_the_secretariat(world, desk, focal):
    initiative = world.published()
    assert f'action="/review/{initiative.reference}/correct"' in text_of(
        desk.get(f"/initiatives/{initiative.reference}")
    )
    for _attempt in range(2):
        assert desk.post_form(f"/review/{initiative.reference}/correct").status_code == 303
    assert [revision.status for revision in initiative.revisions] == [Status.PUBLISHED, Status.SUBMITTED]
    assert desk.fill(place(initiative), {"title": "Corrected title", "reason": "A slip."}).status_code == 303
    assert "The secretariat opened a new version" in text_of(focal.get(f"/initiatives/{initiative.reference}/history"))
    assert initiative.reference in text_of(desk.get("/review"))
    assert desk.fill(f"/review/{initiative.reference}", {"do": "publish"}).status_code == 303
    assert initiative.published.title == "Corrected title"


def test_the_partner_cannot_take_away_what_the_secretariat_opened(world, desk, focal):
    initiative = world.published()
    desk.post_form(f"/review/{initiative.reference}/correct")
    assert "Take back" not in text_of(focal.get(f"/initiatives/{initiative.reference}?version=2"))
    for address, sent in (("steps", {"action": "take-back"}), ("revise", {})):
        assert focal.post_form(f"/initiatives/{initiative.reference}/{address}", sent).status_code == 409
    assert initiative.working.status is Status.SUBMITTED


def test_while_the_partner_writes_a_new_version_it_is_refused_in_words(world, desk):
    initiative = world.published()
    world.revised(initiative)
    refused = desk.post_form(f"/review/{initiative.reference}/correct")
    assert refused.status_code == 409 and "nobody writes a new version" in text_of(refused)
    assert "/correct" not in text_of(desk.get(f"/initiatives/{initiative.reference}"))


def test_an_unwanted_version_is_dropped_and_the_published_one_stays(world, desk, sign_in_as):
    initiative = world.published()
    desk.post_form(f"/review/{initiative.reference}/correct")
    steps = f"/initiatives/{initiative.reference}/steps"
    assert "Drop this version" in text_of(desk.get(f"/initiatives/{initiative.reference}"))
    assert desk.post_form(steps, {"action": "drop"}).status_code == 303
    assert initiative.working is None and initiative.published.number == 1
    assert initiative.revisions[1].status is Status.DISCARDED
    assert "Dropped" not in text_of(sign_in_as(world.analyst()).get(f"/initiatives/{initiative.reference}/history"))


def test_what_a_partner_submitted_cannot_be_dropped(world, desk):
    initiative = world.submitted()
    assert "Drop this version" not in text_of(desk.get(f"/initiatives/{initiative.reference}"))
    refused = desk.post_form(f"/initiatives/{initiative.reference}/steps", {"action": "drop"})
    assert refused.status_code == 409 and initiative.working.status is Status.SUBMITTED


def test_the_partner_reads_at_home_what_was_corrected_and_word_by_word_one_click_away(world, focal, corrected):
    initiative = corrected(title="Fair recruitment of all migrants").event.initiative
    home = text_of(focal.get("/"))
    assert "Corrected by the secretariat" in home and "A slip of the pen." in home
    assert f'href="{page(initiative)}#correction-' in home
    shown = text_of(focal.get(page(initiative)))
    assert re.search(r"<del>.*?labour\s*</del>", shown) and "A slip of the pen." in shown
    assert world.secretariat().name in shown
    assert "Corrected by the secretariat: Basics" in text_of(focal.get(f"/initiatives/{initiative.reference}/history"))


def test_a_contest_is_changed_until_it_is_answered_and_kept_with_words(world, desk, focal, corrected, session):
    correction = corrected()
    initiative, address = correction.event.initiative, f"{page(correction.event.initiative)}/{correction.event_id}"
    for words in ("It was right.", "It was right, see the law."):
        sent = focal.fill(page(initiative), {"words": words}, action=f"{address}/contest")
        assert sent.status_code == 303
    assert (correction.contest, correction.contested_by) == ("It was right, see the law.", world.focal_point().name)
    for where in ("/", "/review", f"/review/{initiative.reference}", page(initiative)):
        assert "Contested" in text_of(desk.get(where)), where
    empty = desk.fill(page(initiative), {"do": "keep", "words": ""}, action=f"{address}/answer")
    assert empty.status_code == 422 and "Write a reason" in text_of(empty)
    done = desk.fill(page(initiative), {"do": "keep", "words": "The law has changed."}, action=f"{address}/answer")
    assert done.status_code == 303 and correction.verdict is Verdict.KEPT
    assert "The correction stays" in text_of(focal.get("/")) and "The law has changed." in text_of(
        focal.get(page(initiative))
    )
    assert "Contested" not in text_of(desk.get("/review"))
    again = focal.post_form(f"{address}/contest", {"words": "No."})
    assert again.status_code == 409 and "has answered already" in text_of(again)
    assert len(events(session, Occasion.CONTESTED)) == 2 and len(events(session, Occasion.UPHELD)) == 1


@pytest.mark.parametrize("standing", [Status.SUBMITTED, Status.PUBLISHED])
def test_taking_a_correction_back_sets_the_old_answers_again(world, desk, focal, corrected, session, standing):
    correction = corrected()
    initiative, address = correction.event.initiative, f"{page(correction.event.initiative)}/{correction.event_id}"
    contest(correction, "It was right.", world.focal_point().actor)
    if standing is Status.PUBLISHED:
        world.step(initiative, Action.PUBLISH, world.secretariat())
    address, values = desk.form_at(page(initiative), f"{address}/answer")
    for _attempt in range(2):
        sent = desk.post(address, data={**values, "do": "take-back", "words": "You are right."})
        assert sent.status_code == 303
    assert correction.verdict is Verdict.TAKEN_BACK
    assert initiative.working.title == "Fair recruitment of labour migrants"
    assert initiative.working.number == (2 if standing is Status.PUBLISHED else 1)
    assert len(events(session, Occasion.CORRECTED)) == 2
    assert "The correction was taken back" in text_of(focal.get(page(initiative)))


def test_a_correction_is_not_taken_back_over_a_later_change(world, desk, session, corrected):
    correction = corrected()
    initiative = correction.event.initiative
    contest(correction, "It was right.", world.focal_point().actor)
    session.commit()
    corrected(initiative, "Corrected once more")
    refused = desk.post_form(
        f"{page(initiative)}/{correction.event_id}/answer", {"do": "take-back", "words": "You are right."}
    )
    assert refused.status_code == 409 and "has been changed since" in text_of(refused)
    assert correction.verdict is None and initiative.working.title == "Corrected once more"


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("when", {"starts_on": "2020-01-01"}),
        ("money", {"funding-0-amount": "2000000", "funding-0-currency": "USD"}),
        ("domains", {"domain_shares-0-percent": "50", "domain_shares-1-percent": "50"}),
        ("where", {"countries": ["ET"]}),
    ],
)
def test_every_kind_of_answer_comes_back_as_it_was(world, desk, session, section, values):
    initiative = world.submitted()
    before = section_answers(initiative.working, Section(section))
    assert desk.fill(place(initiative, section), {**values, "reason": "Wrong."}).status_code == 303
    assert section_answers(initiative.working, Section(section)) != before
    correction = session.scalar(select(Correction))
    contest(correction, "It was right.", world.focal_point().actor)
    session.commit()
    sent = desk.post_form(f"{page(initiative)}/{correction.event_id}/answer", {"do": "take-back", "words": "Yes."})
    assert sent.status_code == 303
    assert section_answers(initiative.working, Section(section)) == before


def test_only_the_focal_point_contests_and_only_the_secretariat_answers(world, desk, focal, sign_in_as, corrected):
    correction = corrected()
    address = f"{page(correction.event.initiative)}/{correction.event_id}"
    for person in (world.contributor(), world.focal_point("SN"), world.analyst(), world.secretariat()):
        assert sign_in_as(person).post_form(f"{address}/contest", {"words": "No."}).status_code in (403, 404)
    assert focal.post_form(f"{address}/answer", {"do": "keep", "words": "Yes."}).status_code == 403
    unasked = desk.post_form(f"{address}/answer", {"do": "keep", "words": "Yes."})
    assert unasked.status_code == 409 and "No contest" in text_of(unasked)
    assert desk.post_form(f"{address}/answer", {"do": "shrug", "words": "Yes."}).status_code == 400
    for number in ("0", "9" * 30):
        gone = focal.post_form(f"{page(correction.event.initiative)}/{number}/contest", {"words": "No."})
        assert gone.status_code == 404
    assert sign_in_as(world.person(Role.ANALYST)).get(page(correction.event.initiative)).status_code in (403, 404)


def test_the_correction_of_another_initiative_is_not_found_here(world, focal, corrected):
    correction, other = corrected(), world.submitted()
    assert focal.post_form(f"{page(other)}/{correction.event_id}/contest", {"words": "No."}).status_code == 404


def test_the_page_of_corrections_sends_no_more_for_more_of_them(world, focal, corrected):
    initiative = corrected().event.initiative
    corrected(initiative, "Corrected again")

    def statements():
        with counted() as sent:
            assert focal.get(page(initiative)).status_code == 200
        return len(sent)

    few = statements()
    for number in range(4):
        corrected(initiative, f"Corrected again, {number}")
    assert statements() <= few
