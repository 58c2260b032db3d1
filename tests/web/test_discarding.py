"""Discarding a version, taking it up again, and where a discarded initiative is still found."""

from datetime import timedelta

import pytest

from app.db import at, now
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Event
from tests.pages import form_values, forms, parse

TITLE = "A draft that nobody wants"


def text_of(response):
    return response.get_data(as_text=True)


def record(initiative, version=None):
    return f"/initiatives/{initiative.reference}" + (f"?version={version}" if version else "")


def step_form(client, page, action):
    """What the only form of that step on the page would send."""
    found = [form_values(form) for form in forms(parse(text_of(client.get(page))))]
    (one,) = [values for values in found if values.get("action") == [action]]
    return one


def take(client, initiative, action, page=None, **changed):
    form = step_form(client, page or record(initiative), action)
    return client.post(f"/initiatives/{initiative.reference}/steps", data={**form, **changed})


@pytest.fixture
def draft(world):
    return world.complete(title=TITLE)


@pytest.fixture
def focal(world, sign_in_as):
    return sign_in_as(world.focal_point())


def test_a_draft_is_discarded_from_its_sections_and_taken_up_again_from_its_record(draft, focal):
    answer = take(focal, draft, "discard", note="Entered twice.")
    assert (answer.status_code, answer.location) == (303, record(draft))
    page = text_of(focal.get(record(draft)))
    assert "It stays in the history and can be taken up again." in page and "Version 1 was discarded." in page
    assert "Start a new version" not in page and "Copy as a new draft" not in page
    history = text_of(focal.get(f"{record(draft)}/history"))
    assert "Discarded" in history and "Entered twice." in history
    again = take(focal, draft, "restore")
    assert again.location == record(draft) and draft.working.title == TITLE
    assert "Check your answers" in text_of(focal.get(record(draft)))


def test_discarding_is_asked_for_twice_and_says_that_nothing_is_deleted(draft, focal):
    page = parse(text_of(focal.get(record(draft))))
    (folded,) = [one for one in page.iter("details") if one.get("class") == "step"]
    assert "open" not in folded.attrib and "Nothing is deleted" in "".join(folded.itertext())


def test_the_discarded_leave_every_list_but_the_one_that_asks_for_them(world, draft, focal):
    world.published(title="What stays")
    take(focal, draft, "discard")
    for page in ("/initiatives", "/", "/initiatives?status=draft", "/initiatives?q=nobody"):
        assert TITLE not in text_of(focal.get(page)), page
    assert TITLE in text_of(focal.get("/initiatives?status=discarded"))
    people = text_of(focal.get(f"/people/{world.focal_point().id}/handover"))
    assert TITLE not in people


def test_what_is_published_stands_again_exactly_when_a_version_of_it_is_discarded(world, sign_in_as):
    world.entity("ET-MOLS")
    initiative = world.published(title="As it stands", entity="ET-MOLS")
    world.entity("ET-MOJ")
    world.revised(initiative, title="As it shall not be", entity="ET-MOJ")
    focal = sign_in_as(world.focal_point())
    take(focal, initiative, "discard")
    page = text_of(focal.get(record(initiative)))
    assert "As it stands" in page and "Update this initiative" in page and "not the newest" not in page
    assert initiative.working is None and initiative.entity_code == "ET-MOLS"
    listed = text_of(focal.get("/initiatives"))
    assert "As it stands" in listed and "As it shall not be" not in listed
    assert "As it shall not be" in text_of(focal.get(record(initiative, 2)))
    assert sign_in_as(world.analyst()).get(record(initiative, 2)).status_code == 404


def test_taking_up_again_waits_for_the_other_version(world, focal):
    initiative = world.published()
    world.revised(initiative, title="First try")
    world.step(initiative, Action.DISCARD, world.focal_point())
    form = step_form(focal, record(initiative, 2), "restore")
    world.revised(initiative, title="Second try")
    page = text_of(focal.get(record(initiative, 2)))
    assert "Version 3 is being written" in page and 'value="restore"' not in page
    refused = focal.post(f"/initiatives/{initiative.reference}/steps", data=form)
    assert refused.status_code == 409 and "Version 3 is being written: discard or submit it" in text_of(refused)
    assert initiative.working.title == "Second try"


def test_the_version_that_the_page_shows_is_taken_up_again(world, focal):
    initiative = world.published()
    for title in ("First try", "Second try"):
        world.revised(initiative, title=title)
        world.step(initiative, Action.DISCARD, world.focal_point())
    take(focal, initiative, "restore", record(initiative, 2))
    assert initiative.working.title == "First try"
    assert [one.status for one in initiative.revisions] == [Status.PUBLISHED, Status.DRAFT, Status.DISCARDED]


@pytest.mark.parametrize("number", ["99", "1", "two", "", "9" * 50])
def test_a_number_that_names_no_discarded_version_takes_none_up(world, focal, number):
    initiative = world.published()
    world.revised(initiative, title="First try")
    answer = focal.post_form(f"/initiatives/{initiative.reference}/steps", {"action": "restore", "number": number})
    assert answer.status_code == 409 and initiative.published and initiative.working.title == "First try"


def test_discarding_twice_in_two_tabs_is_refused_in_words(world, draft, focal):
    form = step_form(focal, record(draft), "discard")
    assert focal.post(f"{record(draft)}/steps", data=form).status_code == 303
    assert focal.post(f"{record(draft)}/steps", data=form).status_code == 303  # the same form again: taken once
    stale = focal.post(f"{record(draft)}/steps", data={**form, "key": "another", "version": ""})
    assert stale.status_code == 409 and "the record is “Discarded”" in text_of(stale)


@pytest.mark.parametrize(
    ("who", "status"), [("secretariat", 403), ("analyst", 404), ("administrator", 403), ("foreign", 404)]
)
def test_nobody_else_discards(world, draft, sign_in_as, who, status):
    person = world.focal_point("SN") if who == "foreign" else getattr(world, who)()
    answer = sign_in_as(person).post_form(f"{record(draft)}/steps", {"action": "discard"})
    assert answer.status_code == status and draft.working is not None


def test_a_contributor_discards_their_own_draft_but_nothing_that_was_submitted(world, sign_in_as, session):
    writer = world.contributor()
    draft, returned = world.complete(writer), world.returned(writer)
    client = sign_in_as(writer)
    assert take(client, draft, "discard").status_code == 303 and draft.discarded
    assert 'value="discard"' not in text_of(client.get(record(returned)))
    assert client.post_form(f"{record(returned)}/steps", {"action": "discard"}).status_code == 403
    assert session.query(Event).filter_by(action=Action.DISCARD).count() == 1


def test_a_discarded_initiative_is_no_parent_and_no_source_of_a_copy(world, draft, focal):
    world.step(draft, Action.DISCARD, world.focal_point())
    part = world.draft(title="A part")
    answer = focal.fill(f"{record(part)}/edit/basics", {"parent": draft.reference})
    assert answer.status_code == 422 and "There is no initiative with this reference" in text_of(answer)
    copied = focal.post_form(f"{record(draft)}/copy")
    assert copied.status_code == 409 and "take it up again" in text_of(copied)


def test_a_discarded_part_is_no_longer_named_by_its_programme(world, focal):
    programme = world.published(title="The programme")
    part = world.draft(title="The part", parent=programme.reference)
    assert "The part" in text_of(focal.get(record(programme)))
    world.step(part, Action.DISCARD, world.focal_point())
    assert "The part" not in text_of(focal.get(record(programme)))


def test_the_workbook_of_own_data_holds_what_is_discarded_only_if_asked(draft, focal):
    take(focal, draft, "discard")
    assert TITLE not in text_of(focal.get("/exports/initiatives.csv?partner=ET&status=draft"))
    assert TITLE in text_of(focal.get("/exports/initiatives.csv?partner=ET&status=discarded"))


# an update in which nothing differs


def test_an_unchanged_update_is_warned_of_and_can_be_discarded_on_the_spot(world, focal):
    with at(now() - timedelta(60)):
        initiative = world.published()
    world.revised(initiative)
    check = f"{record(initiative)}/check"
    assert "Change what is no longer right, or discard this version." in text_of(focal.get(check))
    cycle = world.cycle()
    page = text_of(focal.get(check))
    assert "Nothing differs from the published version" in page and f'href="/cycles/{cycle.slug}"' in page
    assert 'value="submit"' in page
    assert take(focal, initiative, "discard", check).status_code == 303
    assert initiative.working is None


def test_a_changed_update_is_not_warned_of(world, focal):
    initiative = world.published()
    world.revised(initiative, title="Another title")
    assert "Nothing differs" not in text_of(focal.get(f"{record(initiative)}/check"))
    draft = world.complete()
    assert "Nothing differs" not in text_of(focal.get(f"{record(draft)}/check"))


def test_a_version_is_not_taken_up_again_over_one_that_was_published_after_it(world, focal):
    initiative = world.published(title="First")
    outdated = world.revised(initiative, title="Outdated")
    world.step(initiative, Action.DISCARD, world.focal_point())
    version = record(initiative, outdated.number)
    assert "Take up again" in text_of(focal.get(version))
    form = step_form(focal, version, "restore")
    world.revised(initiative, title="Third")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert "Take up again" not in text_of(focal.get(version))
    refused = focal.post(f"/initiatives/{initiative.reference}/steps", data={**form, "version": ""})
    assert refused.status_code == 409 and "Version 3 was published after this one" in text_of(refused)
    assert initiative.working is None and initiative.published.title == "Third"


@pytest.mark.parametrize(
    "place", ["edit/when", "edit/documents", "documents", "documents/describe", "documents/remove"]
)
def test_a_late_save_does_not_undo_a_discarding_and_keeps_the_text(world, focal, session, place):
    initiative = world.published()
    world.revised(initiative, implementation_status="completed")
    part = "when" if place == "edit/when" else "documents"
    typed = {"implementation_status": "suspended"} if part == "when" else {"links-0-url": "https://www.example.org/new"}
    _address, values = focal.form_at(f"/initiatives/{initiative.reference}/edit/{part}")
    world.step(initiative, Action.DISCARD, world.focal_point())
    address = f"/initiatives/{initiative.reference}/{place}"
    late = focal.post(address, data={**values, **typed})
    assert late.status_code == 409 and "it was discarded or published meanwhile" in text_of(late)
    assert initiative.working is None
    form = next(form for form in forms(parse(text_of(late))) if "writing" in form_values(form))
    again = focal.post(f"/initiatives/{initiative.reference}/edit/{part}", data=form_values(form))
    assert again.status_code == 303 and initiative.working.number == 3
    kept = initiative.working
    assert kept.implementation_status == "suspended" if part == "when" else kept.links[0]["url"] in typed.values()


def test_a_new_version_lies_on_the_desk_of_the_one_that_it_continues(world):
    for code in ("ET-MOLS", "ET-MOJ"):
        world.entity(code)
    initiative = world.published(entity="ET-MOLS")
    world.revised(initiative, entity="ET-MOJ")
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.DECLINE, world.secretariat(), "Not theirs.")
    opened = world.revised(initiative)
    assert initiative.entity_code == opened.entity == "ET-MOLS"
