"""The home of each permission: what waits, one sentence, one button."""

from app.domain.questions import Section
from app.domain.workflow import Action
from app.services.assignments import assign, take_back
from tests.web.statements import counted


def text_of(response):
    return response.get_data(as_text=True)


def home(client):
    response = client.get("/")
    assert response.status_code == 200
    return text_of(response)


def test_it_asks_to_sign_in(client):
    assert client.get("/").status_code == 302


def test_a_focal_point_finds_what_was_returned_with_its_reason(world, sign_in_as):
    initiative = world.returned(title="Came back", note="Which year is meant?")
    page = home(sign_in_as(world.focal_point()))
    assert "1 was returned to you" in page and "Which year is meant?" in page
    assert f'href="/initiatives/{initiative.reference}"' in page


def test_a_focal_point_finds_what_awaits_sign_off(world, sign_in_as):
    contributor = world.contributor()
    initiative = world.complete(contributor, entity="ET-MOLS", title="Handed over")
    world.step(initiative, Action.HAND_OVER, contributor)
    assert "1 awaits your sign-off" in home(sign_in_as(world.focal_point()))
    assert "awaits your sign-off" not in home(sign_in_as(contributor))


def test_drafts_say_what_they_lack(world, sign_in_as):
    world.draft(title="Just begun")
    world.complete(title="All there")
    page = home(sign_in_as(world.focal_point()))
    assert "2 drafts are open" in page and "answers are missing" in page
    assert "Everything needed is there" in page


def test_nobody_sees_what_waits_for_another_partner(world, sign_in_as):
    world.returned(title="Secret of Ethiopia")
    world.draft(title="Secret draft")
    for person in (world.focal_point("IT"), world.analyst()):
        assert "Secret" not in home(sign_in_as(person))


def test_the_secretariat_finds_the_queue_and_no_drafts(world, sign_in_as):
    world.submitted(title="Waits")
    world.draft(title="Half a draft")
    page = home(sign_in_as(world.secretariat()))
    assert "1 submission waits for review" in page and 'href="/review"' in page
    assert "Half a draft" not in page and "/initiatives/new" not in page


def test_an_analyst_finds_the_newest_in_the_reports(world, sign_in_as):
    world.published(title="New in the reports")
    page = home(sign_in_as(world.analyst()))
    assert "New in the reports" in page and "/initiatives/new" not in page


def test_empty_homes_say_what_to_do_first(world, sign_in_as):
    assert "Begin with a programme or a policy" in home(sign_in_as(world.focal_point()))
    assert "No submission waits for review" in home(sign_in_as(world.secretariat()))
    assert "Nothing is published yet" in home(sign_in_as(world.analyst()))


def test_the_number_of_statements_does_not_grow(world, sign_in_as):
    world.draft(title="One")
    world.returned(title="Two")
    world.published(title="Three")
    client = sign_in_as(world.focal_point())

    def statements():
        with counted() as sent:
            home(client)
        return len(sent)

    few = statements()
    for _number in range(3):
        world.draft(title="One more")
        world.returned(title="Another")
        world.published(title="Yet another")
    assert statements() == few


def test_the_page_of_rights_is_drawn_from_the_table(client):
    page = text_of(client.get("/rights"))
    assert "Return, publish or decline a submission" in page and "Secretariat or Administrator" in page


def test_a_contributor_reads_what_came_of_what_they_wrote(world, sign_in_as):
    """The last of each: what was sent back, returned or submitted, and what was taken back from them."""
    focal, secretariat = world.focal_point(), world.secretariat()
    writer = world.person("contributor", "ET", "ET-MOJ")
    titles = ("Sent on", "Declined after all", "Taken away")
    sent, declined, taken = (world.complete(focal, title=title) for title in titles)
    for initiative in (sent, declined, taken):
        assign(initiative, writer, [Section.RESULTS], focal.actor)
        world.answer(initiative.latest, writer, results="Twelve trained")
    world.step(sent, Action.SUBMIT, focal)
    world.step(declined, Action.SUBMIT, focal)
    world.step(declined, Action.DECLINE, secretariat, "Reported twice.")
    take_back(taken, writer, focal.actor)
    client = sign_in_as(writer)
    page = home(client)
    assert "What came of what you wrote" in page and "Answers to what you sent" not in page
    assert "Sent on" in page and f"Submitted by {focal.name}" in page
    assert f"Declined by {secretariat.name}" in page and "Reported twice." in page
    assert (
        "Taken away" not in page
        and taken.reference in page
        and f"Taken back from the Contributor by {focal.name}" in page
    )
    assert "took this back" in text_of(client.get(f"/initiatives/{taken.reference}"))


def test_a_contributor_reads_what_was_decided_on_their_desk(world, sign_in_as):
    world.declined(world.contributor(), entity="ET-MOLS", title="Of a colleague")
    page = home(sign_in_as(world.contributor()))
    assert "Of a colleague" in page and "Declined by" in page


def test_what_was_returned_and_handed_out_stands_once_and_says_hand_over(world, sign_in_as):
    writer = world.contributor()
    returned = world.returned(writer, entity="ET-MOLS", title="Came back")
    page = home(sign_in_as(writer))
    assert "Correct it and hand it over again" in page and "submit again" not in page
    tasks = text_of(sign_in_as(writer).get(f"/initiatives/{returned.reference}"))
    assert "before you can submit" not in tasks
    assign(returned, writer, [Section.RESULTS], world.focal_point().actor)
    page = home(sign_in_as(writer))
    assert (
        "1 initiative is handed to you" in page and "was returned to you" not in page and "Which year is meant?" in page
    )
