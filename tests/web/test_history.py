"""The history: who, when, what, from what to what."""

from app.domain.workflow import Action
from tests.web.statements import counted


def text_of(response):
    return response.get_data(as_text=True)


def history(client, initiative):
    return text_of(client.get(f"/initiatives/{initiative.reference}/history"))


def test_it_tells_who_changed_what_and_why_it_came_back(world, sign_in_as):
    person = world.person(name="Abeba Tesfaye")
    initiative = world.returned(person, note="Which year is meant?")
    world.answer(initiative.working, person, lead_organisation="Ministry of Finance", countries=["ET", "SD"])
    page = history(sign_in_as(person), initiative)
    assert "Abeba Tesfaye, Focal Point" in page
    assert "Which year is meant?" in page
    assert "Changed answers: Who" in page
    assert "International Labour Organization</del>" in page and "Ministry of Finance</ins>" in page
    assert "Kenya</del>" in page and "Sudan</ins>" in page and "Ethiopia</del>" not in page
    assert page.index(">Returned") < page.index("Started")


def test_a_long_text_is_compared_word_by_word(world, sign_in_as):
    initiative = world.complete()
    summary = initiative.working.summary
    world.answer(initiative.working, world.focal_point(), summary=summary.replace("twice a year", "every month"))
    page = history(sign_in_as(world.focal_point()), initiative)
    gone, come = (f'<span class="vh">{word}: </span>' for word in ("removed", "added"))
    assert f"<del>{gone}twice a year.</del><ins>{come}every month.</ins>" in page
    assert "<del>Municipal" not in page.split("Started")[0].split("every month")[0]


def test_readers_learn_when_it_stood_in_the_reports_and_no_names(world, sign_in_as):
    person = world.person(name="Abeba Tesfaye")
    initiative = world.returned(person, note="Which year is meant?")
    world.step(initiative, Action.SUBMIT, person)
    world.step(initiative, Action.PUBLISH, world.secretariat())
    for reader in (world.analyst(), world.focal_point("IT")):
        page = history(sign_in_as(reader), initiative)
        assert "Published" in page and "Version 1" in page
        assert "Abeba" not in page and "Which year" not in page and "Submitted" not in page
        assert world.secretariat().name not in page


def test_the_reason_of_a_withdrawal_is_told_to_the_desk(world, sign_in_as):
    initiative = world.withdrawn()
    assert "It never began." in history(sign_in_as(world.focal_point()), initiative)
    assert "It never began." in text_of(sign_in_as(world.focal_point()).get(f"/initiatives/{initiative.reference}"))


def test_the_number_of_statements_does_not_grow_with_the_events(world, sign_in_as):
    initiative = world.complete()
    client, person = sign_in_as(world.secretariat()), world.focal_point()

    def statements():
        with counted() as sent:
            assert client.get(f"/initiatives/{initiative.reference}/history").status_code == 200
        return len(sent)

    few = statements()
    for number in range(6):
        world.answer(
            initiative.working, person, title=f"Title {number}", countries=["ET", "KE", "SD"][: 1 + number % 3]
        )
    assert statements() == few


def test_a_long_history_comes_in_pages(world, sign_in_as):
    initiative, person = world.draft(), world.focal_point()
    for number in range(55):
        world.answer(initiative.working, person, title=f"Title {number}")
    client = sign_in_as(person)
    assert "1 to 50 of" in history(client, initiative)
    assert "Started" in text_of(client.get(f"/initiatives/{initiative.reference}/history?page=2"))
