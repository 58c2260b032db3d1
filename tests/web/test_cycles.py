"""A cycle as a Partner answers it and as the secretariat runs it: pages, forms, commands."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.choices import Language
from app.domain.cycles import Saying
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Attestation, Cycle
from app.queries.cycles import find_open_cycle
from tests.pages import form_values, forms, parse
from tests.web.statements import counted

PAGE, ANSWERS = "/cycles/collection", "/cycles/collection/answers"


@pytest.fixture
def published(world):
    """A project of Ethiopia, in domains 1 and 2, in the reports since before the cycle."""
    with at(now() - timedelta(60)):
        return world.published(title="Fair recruitment", ends_on=None)


@pytest.fixture
def cycle(world):
    return world.cycle()


@pytest.fixture
def focal(world, sign_in_as, published, cycle):
    return sign_in_as(world.focal_point())


def read(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.get_data(as_text=True)


def answer_forms(client, address=PAGE):
    """What each form of an answer on the page would send."""
    found = [form_values(form) for form in forms(parse(read(client, address))) if form.get("action") == ANSWERS]
    return [{name: values[0] for name, values in one.items()} for one in found]


def form_of(client, answer, **about):
    """The only form of that answer about that initiative or domain."""
    (found,) = [one for one in answer_forms(client) if one["answer"] == answer and about.items() <= one.items()]
    return found


def send(client, answer, **about):
    response = client.post(ANSWERS, data=form_of(client, answer, **about))
    assert (response.status_code, response.location) == (303, PAGE)
    return read(client)


def said(session):
    return [one.said for one in session.query(Attestation).order_by(Attestation.id)]


# the Partner's page


def test_it_shows_what_is_asked_and_how_far_the_partner_is(focal):
    page = read(focal)
    assert "0 of 4" in page and "30" in page and "No answer" in page
    assert [(form["answer"], form.get("domain")) for form in answer_forms(focal)] == [
        ("still-accurate", None),
        ("nothing-to-report", "3"),
        ("nothing-to-report", "4"),
        ("nothing-to-report", "5"),
    ]


def test_still_accurate_is_one_click_and_can_be_taken_back(world, focal, published, session):
    page = send(focal, "still-accurate", initiative=published.reference)
    assert "1 of 4" in page and "In progress" in page and world.focal_point().name in page
    page = send(focal, "take-back", initiative=published.reference)
    assert "0 of 4" in page and "No answer" in page
    assert said(session) == [Saying.STILL_ACCURATE, Saying.TAKEN_BACK]


def test_nothing_to_report_is_one_click_and_can_be_taken_back(world, focal, session):
    page = send(focal, "nothing-to-report", domain="5")
    assert "1 of 4" in page and f"{world.focal_point().name} on " in page
    assert "0 of 4" in send(focal, "take-back", domain="5")
    assert said(session) == [Saying.NOTHING_TO_REPORT, Saying.TAKEN_BACK]


def test_update_opens_a_version_and_answers_once_it_is_submitted(world, focal, published):
    response = focal.fill(PAGE, {}, action=f"/initiatives/{published.reference}/revise")
    assert response.location == f"/initiatives/{published.reference}"
    page = read(focal)
    assert "Continue the update" in page and "0 of 4" in page and f"/ended/{published.reference}" not in page
    world.step(published, Action.SUBMIT, world.focal_point())
    page = read(focal)
    assert "Updated" in page and "1 of 4" in page


def test_ended_asks_for_the_date_only(focal, published):
    address = f"{PAGE}/ended/{published.reference}"
    assert f'href="{address}"' in read(focal)
    assert set(focal.form_at(address)[1]) == {"csrf_token", "key", "ends_on"}
    day = now().date() - timedelta(3)
    response = focal.fill(address, {"ends_on": f"{day.day}/{day.month}/{day.year}"})
    assert (response.status_code, response.location) == (303, PAGE)
    assert published.working.status is Status.SUBMITTED and published.working.ends_on == day
    page = read(focal)
    assert "Ended" in page and "1 of 4" in page
    assert "0 of 4" in send(focal, "take-back", initiative=published.reference)
    assert published.working is None and f'href="{address}"' in read(focal)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "This answer is missing"),
        ("soon", "Enter the date as day, month and year"),
        ("31 12 2020", "cannot lie before the start"),
        ("31 12 2099", "the day on which the cycle closes"),
    ],
)
def test_a_wrong_end_lands_on_its_field_with_what_was_typed(focal, published, typed, words):
    response = focal.fill(f"{PAGE}/ended/{published.reference}", {"ends_on": typed})
    page = response.get_data(as_text=True)
    assert response.status_code == 422 and words in page and f'value="{typed}"' in page
    assert published.working is None


def test_an_end_is_refused_where_a_version_is_open(world, focal, published):
    address = f"{PAGE}/ended/{published.reference}"
    form = focal.form_at(address)[1]
    world.revised(published, title="Another title")
    assert focal.get(address).status_code == 409
    response = focal.post(address, data={**form, "ends_on": "31 12 2024"})
    page = response.get_data(as_text=True)
    assert response.status_code == 409 and "is open already (Draft)" in page
    assert f'href="/initiatives/{published.reference}"' in page


def test_an_end_says_what_the_published_answers_lack_by_now(focal, published, session):
    published.published.summary = None
    session.commit()
    response = focal.fill(f"{PAGE}/ended/{published.reference}", {"ends_on": "31 12 2024"})
    assert response.status_code == 422 and "missing or must be corrected" in response.get_data(as_text=True)
    assert published.working is None


def test_what_is_new_shows_as_new(world, focal):
    world.submitted(title="A new programme", domains=["5"], main_domain="5", domain_shares=[])
    page = read(focal)
    assert "New in this cycle" in page and "A new programme" in page and "1 of 4" in page


def test_when_everything_is_answered_it_says_so(focal, published):
    send(focal, "still-accurate", initiative=published.reference)
    for domain in ("3", "4", "5"):
        page = send(focal, "nothing-to-report", domain=domain)
    assert "4 of 4" in page and "Everything is answered" in page


def test_a_double_click_says_it_once(focal, published, session):
    for answer, about in (
        ("still-accurate", {"initiative": published.reference}),
        ("nothing-to-report", {"domain": "5"}),
    ):
        form = form_of(focal, answer, **about)
        assert [focal.post(ANSWERS, data=form).status_code for _ in range(2)] == [303, 303]
    form = form_of(focal, "take-back", domain="5")
    assert [focal.post(ANSWERS, data=form).status_code for _ in range(2)] == [303, 303]
    assert said(session) == [Saying.STILL_ACCURATE, Saying.NOTHING_TO_REPORT, Saying.TAKEN_BACK]


def test_an_end_that_is_sent_twice_is_submitted_once(focal, published, session):
    address = f"{PAGE}/ended/{published.reference}"
    form = {**focal.form_at(address)[1], "ends_on": "31 12 2024"}
    assert [focal.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(published.revisions) == 2 and said(session) == [Saying.ENDED]


def test_many_initiatives_come_in_pages_and_in_few_statements(world, focal, published, monkeypatch):
    monkeypatch.setattr("app.web.cycle_page.SIZE", 2)

    def statements():
        with counted() as sent:
            read(focal)
        return len(sent)

    few = statements()
    for number in range(3):
        world.published(title=f"Since {number}")
    assert statements() == few
    assert "Since 2" not in read(focal) and "Since 2" in read(focal, f"{PAGE}?page=2")


# who may what


def test_the_initiative_of_another_partner_is_not_there(world, focal):
    foreign = world.published(world.focal_point("IT")).reference
    form = answer_forms(focal)[0]
    assert focal.post(ANSWERS, data={**form, "initiative": foreign}).status_code == 404
    assert focal.post(ANSWERS, data={**form, "answer": "take-back", "initiative": foreign}).status_code == 404
    assert focal.get(f"{PAGE}/ended/{foreign}").status_code == 404
    assert focal.post_form(f"{PAGE}/ended/{foreign}", {"ends_on": "31 12 2024"}).status_code == 404


@pytest.mark.parametrize("initiative", ["JVAP-ET-0099", "nonsense", "", "\0"])
def test_what_is_not_published_is_not_there(world, focal, initiative):
    assert focal.post_form(ANSWERS, {"answer": "still-accurate", "initiative": initiative}).status_code == 404
    draft = world.draft().reference
    assert focal.post_form(ANSWERS, {"answer": "still-accurate", "initiative": draft}).status_code == 404
    assert focal.get(f"{PAGE}/ended/{draft}").status_code == 404


def test_what_no_form_of_ours_sends_is_refused(focal):
    assert focal.post_form(ANSWERS, {"answer": "maybe"}).status_code == 400
    assert focal.post_form(ANSWERS, {"answer": "nothing-to-report", "domain": "99"}).status_code == 404
    assert focal.post_form("/cycles/another/answers", {"answer": "still-accurate"}).status_code == 404
    assert focal.get("/cycles/another").status_code == 404
    assert focal.post(ANSWERS, data={"answer": "nothing-to-report", "domain": "5"}).status_code == 400


def test_a_contributor_sees_and_does_not_answer(world, sign_in_as, published, cycle, session):
    client = sign_in_as(world.contributor())
    world.submitted(title="On another desk")
    page = read(client)
    assert "Your Focal Point answers" in page and "0 of 4" in page and "On another desk" not in page
    assert answer_forms(client) == []
    data = {"answer": "still-accurate", "initiative": published.reference}
    assert client.post_form(ANSWERS, data).status_code == 403
    assert client.get(f"{PAGE}/ended/{published.reference}").status_code == 403
    assert said(session) == []


def test_a_contributor_does_not_learn_what_is_written_on_another_desk(world, sign_in_as, published, cycle):
    world.revised(published, title="Being rewritten")
    page = read(sign_in_as(world.contributor()))
    assert "Fair recruitment" in page and "Draft" not in page and "Being rewritten" not in page
    assert "Draft" in read(sign_in_as(world.focal_point()))


def test_others_see_nothing_of_it(world, client, sign_in_as, cycle):
    assert client.get(PAGE).status_code == 302
    analyst = sign_in_as(world.analyst())
    assert analyst.get(PAGE).status_code == 404
    assert analyst.get("/cycles").status_code == 403
    for person in (world.analyst(), world.focal_point()):
        other = sign_in_as(person)
        assert other.post_form("/cycles", {"name": "Mine"}).status_code == 403
        assert other.post_form(f"{PAGE}/close").status_code in (403, 404)


def test_a_partner_cannot_ask_for_the_page_of_another(world, focal, sign_in_as, published):
    italian = sign_in_as(world.focal_point("IT"))
    assert "Fair recruitment" not in read(italian, f"{PAGE}?partner=ET")


# a closed cycle


def test_after_closing_the_page_stays_and_nothing_can_be_said(world, focal, published, cycle, session, sign_in_as):
    send(focal, "still-accurate", initiative=published.reference)
    forms_before = answer_forms(focal)
    end = focal.form_at(f"{PAGE}/ended/{published.reference}")[1]
    sign_in_as(world.secretariat()).fill("/cycles", {}, action=f"{PAGE}/close")
    page = read(focal)
    assert "The cycle is closed" in page and "1 of 4" in page and answer_forms(focal) == []
    for form in forms_before:
        response = focal.post(ANSWERS, data=form)
        assert response.status_code == 409 and "is closed" in response.get_data(as_text=True)
    response = focal.post(f"{PAGE}/ended/{published.reference}", data={**end, "ends_on": "31 12 2024"})
    assert response.status_code == 409
    assert said(session) == [Saying.STILL_ACCURATE]


def test_before_its_opening_the_page_says_when_it_opens(world, sign_in_as, published):
    world.cycle("Collection", (10, 20))
    client = sign_in_as(world.focal_point())
    assert "The cycle opens on" in read(client) and answer_forms(client) == []
    assert client.post_form(ANSWERS, {"answer": "nothing-to-report", "domain": "5"}).status_code == 409


# home and places


def test_home_shows_the_open_cycle_with_one_button(world, focal, cycle, sign_in_as):
    page = read(focal, "/")
    assert "Collection closes on" in page and "0 of 4 answers are given." in page
    assert page.count("button-primary") == 1 and page.count(f'href="{PAGE}"') == 3
    assert "0 of 75 Partners have answered" in read(sign_in_as(world.secretariat()), "/")
    assert "Collection" not in read(sign_in_as(world.analyst()), "/")


def test_the_place_is_there_while_a_cycle_is_open(world, sign_in_as):
    person = world.focal_point()
    assert "/cycles" not in read(sign_in_as(person), "/")
    cycle = world.cycle()
    assert f'href="{PAGE}"' in read(sign_in_as(person), "/")
    with at(now() + timedelta(40)):
        assert find_open_cycle() is None
    sign_in_as(world.secretariat()).post_form(f"/cycles/{cycle.slug}/close")
    assert "/cycles" not in read(sign_in_as(person), "/")
    assert 'href="/cycles"' in read(sign_in_as(world.secretariat()), "/")


@pytest.mark.parametrize(("language", "words"), [(Language.EN, "Still accurate"), (Language.FR, "Toujours exacte")])
def test_it_speaks_both_languages(world, sign_in_as, published, cycle, language, words):
    person = world.focal_point()
    person.language = language
    client = sign_in_as(person)
    assert words in read(client)
    send(client, "still-accurate", initiative=published.reference)
    assert words in read(client)


# the secretariat


def test_the_secretariat_announces_reads_and_closes_a_cycle(world, sign_in_as, published, session):
    client = sign_in_as(world.secretariat())
    assert "No cycle yet" in read(client, "/cycles")
    first, last = now().date(), now().date() + timedelta(30)
    typed = {"name": "Collection", "opens_on": first.isoformat(), "closes_on": last.isoformat()}
    address, form = client.form_at("/cycles")
    assert [client.post(address, data={**form, **typed}).status_code for _ in range(2)] == [303, 303]
    assert session.query(Cycle).count() == 1
    page = read(client, "/cycles")
    assert "Collection" in page and "75" in page
    assert "4 of 4" in read(client) and f'href="{PAGE}?partner=ET"' in read(client)
    assert "Fair recruitment" in read(client, f"{PAGE}?partner=ET")
    assert client.get(f"{PAGE}?partner=ZZ").status_code == 404
    assert client.post_form(f"{PAGE}/close").status_code == 303
    assert client.post_form(f"{PAGE}/close").status_code == 409


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Collection"}, "name"),
        ({"opens_on": "soon"}, "opens_on"),
        ({"closes_on": ""}, "closes_on"),
        ({"closes_on": "1 1 2030"}, "closes_on"),
        ({"closes_on": "1 1 2029"}, "closes_on"),
    ],
)
def test_a_wrong_cycle_lands_on_its_field(world, sign_in_as, cycle, typed, field):
    client = sign_in_as(world.secretariat())
    right = {"name": "Next", "opens_on": "1 1 2030", "closes_on": "1 3 2030"}
    response = client.fill("/cycles", {**right, **typed})
    page = response.get_data(as_text=True)
    assert response.status_code == 422 and f'href="#{field}"' in page and f'id="{field}-errors"' in page


# the commands


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["cycles", *arguments])


def test_the_commands_open_and_close_a_cycle(app, session):
    first, last = now().date(), now().date() + timedelta(30)
    done = run(app, "open", "Collection", "--opens", str(first), "--closes", str(last))
    assert done.exit_code == 0 and "Collection" in done.stdout
    assert find_open_cycle().slug == "collection"
    done = run(app, "close", "COLLECTION")
    assert done.exit_code == 0 and find_open_cycle() is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["open", "Collection", "--opens", "2090-01-01", "--closes", "2090-03-01"], 1),
        (["open", "Next", "--opens", "2090-01-01", "--closes", "2089-01-01"], 1),
        (["open", "Next", "--opens", "soon", "--closes", "2090-01-01"], 2),
        (["open", "Next", "--opens", "2090-01-01"], 2),
        (["open"], 2),
        (["close", "Nothing like this"], 1),
        (["close", "Closed"], 1),
        (["close"], 2),
    ],
)
def test_the_commands_refuse_with_a_reason(app, world, session, arguments, code):
    world.cycle()
    with at(now() - timedelta(400)):
        world.cycle("Closed")
    done = run(app, *arguments)
    assert done.exit_code == code and done.stderr and not done.stdout
    assert session.query(Cycle).count() == 2
