"""Published initiatives that look alike, and what is said of them."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.domain.choices import Resemblance
from app.domain.errors import DomainError, NotAllowed, NotFound, NotPossible
from app.domain.questions import Kind
from app.domain.workflow import Action
from app.models import Event, Occasion, OverlapOpinion, Revision, TitleWord
from app.queries.overlaps import get_published, opinions_of
from app.queries.similar import MOST, twins_of, twins_of_title
from app.services.overlaps import LONGEST_REMARK, give_opinion

TITLE = "Oasis schools for nomadic families"
FAR = {
    "countries": ["SN"],
    "lead_organisation": "Ministry of Wells",
    "implementers": [{"name": "Ministry of Wells"}],
    "funding": [
        {"funder": "Ministry of Wells", "amount": Decimal(777), "currency": "EUR", "year": 2023, "type": "committed"},
    ],
}  # fmt: skip
"""Nothing in common with what `world` answers by itself but the years."""


def references(found):
    return [twin.revision.initiative.reference for twin in found]


# who is found


def test_only_what_is_published_is_found(world):
    for make in (world.draft, world.complete, world.submitted, world.returned, world.declined, world.withdrawn):
        make(title=TITLE)
    assert twins_of_title([TITLE]) == []
    published = world.published(world.focal_point("IT"), title=TITLE)
    assert references(twins_of_title([TITLE])) == [published.reference]
    assert twins_of_title([TITLE])[0].likeness.words == ("same title",)


def test_words_are_kept_of_published_titles_only(session, world):
    def listed():
        counted = select(TitleWord.revision_id, func.count()).group_by(TitleWord.revision_id)
        return {(revision, words) for revision, words in session.execute(counted)}

    initiative = world.submitted(title=TITLE, title_fr="Écoles des oasis")
    assert listed() == set()
    world.step(initiative, Action.PUBLISH, world.secretariat())
    first = initiative.published.id
    assert listed() == {(first, 5)}
    revision = world.revised(initiative, title="Wells", title_fr="Puits")
    assert listed() == {(first, 5)}
    world.step(initiative, Action.SUBMIT, world.focal_point())
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert listed() == {(revision.id, 2)}
    world.step(initiative, Action.WITHDRAW, world.secretariat(), "It never began.")
    assert listed() == set()


def test_a_newer_version_is_found_by_its_own_title(world):
    initiative = world.published(world.focal_point("IT"), title=TITLE)
    world.revised(initiative, title="Wells along the caravan road")
    assert references(twins_of_title([TITLE])) == [initiative.reference]
    assert twins_of_title(["Wells along the caravan road"]) == []
    world.step(initiative, Action.SUBMIT, world.focal_point("IT"))
    world.step(initiative, Action.PUBLISH, world.secretariat())
    assert twins_of_title([TITLE]) == []
    assert references(twins_of_title(["Wells along the caravan road"])) == [initiative.reference]


def test_what_is_withdrawn_is_gone_at_once(world):
    initiative = world.published(world.focal_point("IT"), title=TITLE)
    ours = world.draft(title=TITLE).latest
    assert len(twins_of(ours)) == 1
    world.step(initiative, Action.WITHDRAW, world.secretariat(), "It never began.")
    assert twins_of(ours) == twins_of_title([TITLE]) == []


@pytest.mark.parametrize(
    "typed",
    [TITLE, "OASIS SCHOOLS, for nomadic families", "Écoles des oasis pour familles nomades", "ecoles des oasis"],
)
def test_a_title_is_found_in_either_language_whatever_its_accents_and_case(world, typed):
    found = world.published(
        world.focal_point("SN"), title="Écoles des oasis pour familles nomades", title_en=TITLE, language="fr"
    )
    assert references(twins_of_title([typed])) == [found.reference]


def test_our_title_in_another_language_finds_too(world):
    found = world.published(world.focal_point("IT"), title=TITLE, **FAR)
    ours = world.draft(title="Scuole nelle oasi", title_en=TITLE).latest
    assert references(twins_of(ours)) == [found.reference]


def test_a_misspelt_word_is_forgiven(world):
    found = world.published(world.focal_point("IT"), title=TITLE)
    assert references(twins_of_title(["Oasis scools for nomadic families"])) == [found.reference]


def test_an_initiative_is_no_twin_of_itself_nor_of_its_versions(world):
    initiative = world.published(title=TITLE)
    revision = world.revised(initiative, summary="Changed. " * 40)
    assert twins_of(revision) == twins_of(initiative.published) == []


def test_what_belongs_together_already_is_not_shown(session, world):
    programme = world.published(world.focal_point("IT"), title=TITLE)
    part = world.complete(title=TITLE, parent=programme.reference)
    assert twins_of(part.latest) == []
    world.step(part, Action.SUBMIT, world.focal_point())
    world.step(part, Action.PUBLISH, world.secretariat())
    assert twins_of(programme.published) == []
    same = world.published(world.focal_point("SN"), title=TITLE)
    assert len(twins_of(same.published)) == 2
    same.counted_as_id = programme.id
    session.commit()
    assert references(twins_of(same.published)) == [part.reference]
    assert twins_of(programme.published) == []


def test_those_already_answered_can_be_left_out(world):
    other = world.published(world.focal_point("IT"), title=TITLE)
    ours = world.draft(title=TITLE).latest
    assert twins_of(ours, without=[other.id]) == []


def test_titles_that_are_typed_stand_in_for_the_saved_one(world):
    world.published(world.focal_point("IT"), title=TITLE, **FAR)
    ours = world.draft(title="Wells along the caravan road").latest
    assert twins_of(ours) == []
    assert len(twins_of(ours, [TITLE])) == 1


def test_a_twin_told_in_another_language_is_found_by_its_amount(world):
    found = world.published(world.focal_point("IT"), title="Recrutement équitable de travailleuses")
    ours = world.complete(title="Fair hiring").latest
    (twin,) = twins_of(ours)
    assert twin.revision.initiative.reference == found.reference
    assert twin.likeness.words == ("same countries", "same years", "same amount", "same lead organisation")


def test_a_name_and_its_acronym_are_one_organisation(world):
    world.published(world.focal_point("IT"), title=TITLE, lead_organisation="ILO")
    (twin,) = twins_of(world.complete(title=TITLE).latest)
    assert "same lead organisation" in twin.likeness.words


def test_the_likeliest_come_first_and_no_more_than_are_read(world):
    for _turn in range(MOST):
        world.published(world.focal_point("IT"), title=TITLE, **{**FAR, "countries": ["ET"]})
    likeliest = world.published(world.focal_point("SN"), title=TITLE)
    found = twins_of(world.complete(title=TITLE).latest)
    assert len(found) == MOST
    assert found[0].revision.initiative.reference == likeliest.reference


@pytest.mark.parametrize("typed", [[], [""], ["of the"], ["?!"], ["\u0000"], ["Weather stations"]])
def test_a_title_that_says_nothing_finds_nothing(world, typed):
    world.published(world.focal_point("IT"), title=TITLE)
    assert twins_of_title(typed) == []


# what is said of them


@pytest.fixture
def pair(world):
    """A draft of Ethiopia and the published revision of Italy that looks like it."""
    return world.complete(title=TITLE), world.published(world.focal_point("IT"), title=TITLE).published


def events_of(session, initiative):
    found = select(Event).where(Event.initiative_id == initiative.id, Event.occasion == Occasion.COMPARED)
    return session.scalars(found.order_by(Event.id)).all()


def test_an_opinion_is_kept_with_who_and_when_and_in_the_history(session, world, pair):
    ours, other = pair
    by = world.focal_point()
    give_opinion(ours, other, Resemblance.PART_OF, " Our share. ", by.actor)
    (opinion,) = opinions_of(ours)
    assert (opinion.answer, opinion.remark, opinion.other) == (Resemblance.PART_OF, "Our share.", other.initiative)
    assert (opinion.person_name, opinion.role, opinion.person_id) == (by.name, by.role, by.id)
    (event,) = events_of(session, ours)
    assert event.changes == {other.initiative.reference: [None, "part_of"]}
    assert event.note == "Our share."
    assert (ours.counted_as_id, ours.working.parent) == (None, None)


def test_a_second_opinion_takes_the_place_of_the_first_and_leaves_its_event(session, world, pair):
    ours, other = pair
    give_opinion(ours, other, Resemblance.SAME, "", world.focal_point().actor)
    give_opinion(ours, other, Resemblance.DIFFERENT, "", world.person(name="Another").actor)
    (opinion,) = opinions_of(ours)
    assert (opinion.answer, opinion.person_name) == (Resemblance.DIFFERENT, "Another")
    assert [list(event.changes.values()) for event in events_of(session, ours)] == [
        [[None, "same"]],
        [["same", "different"]],
    ]


def test_saying_the_same_again_changes_nothing(session, world, pair):
    ours, other = pair
    for person in (world.focal_point(), world.person()):
        give_opinion(ours, other, Resemblance.SAME, "Twice.", person.actor)
    assert len(events_of(session, ours)) == 1
    assert opinions_of(ours)[0].person_id == world.focal_point().id


def test_each_side_has_its_own_opinion(session, world, pair):
    ours, other = pair
    give_opinion(ours, other, Resemblance.PART_OF, "", world.focal_point().actor)
    assert opinions_of(other.initiative) == []
    assert session.scalar(select(func.count()).select_from(OverlapOpinion)) == 1


def test_only_those_who_may_change_the_answers_say_it(world, pair):
    ours, other = pair
    for person in (world.focal_point("IT"), world.secretariat(), world.analyst(), world.contributor()):
        with pytest.raises(NotAllowed):
            give_opinion(ours, other, Resemblance.SAME, "", person.actor)


def test_it_is_said_while_answers_can_be_changed(world, pair):
    _ours, other = pair
    by = world.focal_point()
    for make in (world.submitted, world.published, world.withdrawn):
        with pytest.raises(NotPossible):
            give_opinion(make(title=TITLE), other, Resemblance.SAME, "", by.actor)
    give_opinion(world.returned(title=TITLE), other, Resemblance.SAME, "", by.actor)


def test_an_initiative_is_not_compared_with_itself(world):
    initiative = world.published(title=TITLE)
    world.revised(initiative, title="Another")
    with pytest.raises(NotPossible):
        give_opinion(initiative, initiative.published, Resemblance.SAME, "", world.focal_point().actor)


def test_a_remark_has_its_length(world, pair):
    ours, other = pair
    give_opinion(ours, other, Resemblance.SAME, "x" * LONGEST_REMARK, world.focal_point().actor)
    with pytest.raises(DomainError) as error:
        give_opinion(ours, other, Resemblance.SAME, "x" * (LONGEST_REMARK + 1), world.focal_point().actor)
    assert error.value.field == "remark"


def test_an_unpublished_reference_is_as_if_it_were_not_there(world):
    unpublished = [make(world.focal_point("IT")).reference for make in (world.draft, world.complete)]
    unpublished += [
        make(world.focal_point("IT")).reference for make in (world.submitted, world.returned, world.withdrawn)
    ]
    messages = set()
    for reference in (*unpublished, "JVAP-IT-9999", "", "'"):
        with pytest.raises(NotFound) as error:
            get_published(reference)
        messages.add((error.value.message, *error.value.params))
    assert len(messages) == 1
    assert isinstance(get_published(world.published().reference.lower()), Revision)


def test_a_policy_and_a_project_of_one_title_are_less_alike(world):
    world.published(world.focal_point("IT"), kind=Kind.POLICY, title=TITLE)
    (twin,) = twins_of(world.draft(title=TITLE).latest)
    assert twin.likeness.score == 75


def test_a_word_that_stands_everywhere_is_left_unread_for_rarer_ones(world, monkeypatch):
    monkeypatch.setattr("app.queries.similar.READ", 4)
    for number in range(4):
        world.published(world.focal_point("IT"), title=f"Schools {number}")
    rare = world.published(world.focal_point("IT"), title="Oasis schools")
    assert references(twins_of_title(["Oasis schools"])) == [rare.reference]
    assert len(twins_of_title(["Schools"])) == 5
