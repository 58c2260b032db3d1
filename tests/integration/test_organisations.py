"""Organisations: which spelling means whom, merging and undoing, what is likely one, who uses whom."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import db
from app.domain.choices import FundingType
from app.domain.errors import DomainError, NotAllowed, NotPossible
from app.domain.workflow import Action
from app.models import (
    AuditEntry,
    FundingLine,
    ImplementerRow,
    OrganisationMerge,
    OrganisationName,
    RevisionLead,
)
from app.queries.merges import find_standing_merge, told_apart_from
from app.queries.organisation_list import organisations_page, twins_page
from app.queries.organisation_uses import Part, count_spellings, count_uses, uses_page
from app.queries.organisations import key_of, suggested_organisations
from app.queries.similar import compare
from app.services.merging import merge, undo_merge
from app.services.organisation_names import add_spelling, ask_again, move_out, rename, tell_apart
from app.services.organisations import identify
from seed.reference import load_reference

BY_NAME = {
    "name_en": "Sahel Water Board",
    "name_fr": "Office des eaux du Sahel",
    "acronym_en": "SWB",
    "acronym_fr": "OES",
}


@pytest.fixture
def office(world):
    return world.secretariat().actor


def named(*names):
    made = identify(names[0])
    for name in names[1:]:
        made.names.append(OrganisationName(key=key_of(name), name=name))
    db.session.commit()
    return made


def naming(world, name, **changed):
    """A published project that this organisation leads, implements and funds."""
    line = {"funder": name, "amount": Decimal(10), "currency": "EUR", "year": 2023, "type": "committed"}
    return world.published(lead_organisation=name, implementers=[{"name": name}], funding=[line], **changed)


def keys(organisation):
    return {name.key for name in organisation.names}


def means():
    """{key: whom it means}, and whom everything that was published means."""
    spelled = dict(db.session.execute(select(OrganisationName.key, OrganisationName.organisation_id)).all())
    settled = [
        (row.__tablename__, *found)
        for row, key in (
            (ImplementerRow, ImplementerRow.id),
            (FundingLine, FundingLine.id),
            (RevisionLead, RevisionLead.revision_id),
        )
        for found in db.session.execute(
            select(key, row.organisation_id).where(row.organisation_id.is_not(None)).order_by(key)
        )
    ]
    return spelled, settled


# merging


def test_after_a_merge_every_spelling_leads_to_the_other(world, office):
    one, other = named("Sahel Water Board", "SWB"), named("Office of Sahel Waters")
    initiative = naming(world, "sahel water board")
    merge(one, other, office)
    assert identify("SWB") is identify("SAHEL  WATER-BOARD") is other
    assert keys(one) == set()
    revision = initiative.published
    assert revision.implementer_rows[0].organisation_id == revision.funding_rows[0].organisation_id == other.id
    assert db.session.get(RevisionLead, revision.id, populate_existing=True).organisation_id == other.id
    assert revision.funding_rows[0].funder == revision.lead_organisation == "sahel water board"
    suggested = {one.name: one.known_as for one in suggested_organisations("ET", "en")}
    assert "Sahel Water Board" not in suggested and "SWB" in suggested["Office of Sahel Waters"]


def test_what_is_published_after_a_merge_means_the_other(world, office):
    one, other = named("Sahel Water Board"), named("Office of Sahel Waters")
    merge(one, other, office)
    assert naming(world, "Sahel Water Board").published.funding_rows[0].organisation_id == other.id


def test_two_that_name_merged_organisations_have_them_in_common(world, office):
    one, other = named("Sahel Water Board"), named("Niger Basin Office")
    ours = naming(world, "Sahel Water Board", title="Wells for the north").published
    theirs = naming(world, "Niger Basin Office", title="Oasis schools").published
    assert "same lead organisation" not in compare(ours, theirs).likeness.words
    merge(one, other, office)
    assert "same lead organisation" in compare(ours, theirs).likeness.words


def test_undoing_gives_back_exactly_what_moved(world, office):
    one, other = named("Sahel Water Board", "SWB"), named("Office of Sahel Waters")
    naming(world, "SWB"), naming(world, "Office of Sahel Waters")
    before = means()
    made = merge(one, other, office)
    assert means() != before
    undo_merge(made, office)
    assert means() == before


def test_what_was_typed_since_goes_back_with_its_spelling(world, office):
    one, other = named("Sahel Water Board"), named("Office of Sahel Waters")
    made = merge(one, other, office)
    since = naming(world, "Sahel water board").published
    undo_merge(made, office)
    db.session.expire_all()
    assert since.funding_rows[0].organisation_id == since.implementer_rows[0].organisation_id == one.id


def test_what_moved_out_meanwhile_stays_away(office):
    one, other = named("Sahel Water Board", "SWB"), named("Office of Sahel Waters")
    made = merge(one, other, office)
    apart = move_out(other, "swb", office)
    undo_merge(made, office)
    assert (keys(one), keys(apart)) == ({"sahel water board"}, {"swb"})


def test_nothing_is_given_back_where_nothing_is_left(office):
    one, other = named("Sahel Water Board"), named("Office of Sahel Waters")
    made = merge(one, other, office)
    move_out(other, "sahel water board", office)
    with pytest.raises(NotPossible, match="nothing to give back"):
        undo_merge(made, office)


def test_a_name_that_the_other_took_over_is_not_taken_from_it(office):
    one, other = named("Sahel Water Board"), named("Office of Sahel Waters")
    made = merge(one, other, office)
    rename(other, {"name_en": "Sahel Water Board", "name_fr": "Office des eaux"}, office)
    with pytest.raises(NotPossible, match="Change that name first"):
        undo_merge(made, office)


def test_an_organisation_is_not_merged_into_itself(office):
    one = named("Sahel Water Board")
    with pytest.raises(DomainError, match="into itself"):
        merge(one, one, office)
    assert keys(one) == {"sahel water board"} and not find_standing_merge(one.id)


def test_neither_side_may_be_merged_away(office):
    one, other, third = named("Sahel Water Board"), named("Office of Sahel Waters"), named("Niger Basin Office")
    merge(one, other, office)
    for pair in ((one, third), (third, one)):
        with pytest.raises(NotPossible, match="in the meantime"):
            merge(*pair, office)
    assert keys(third) == {"niger basin office"}


def test_the_same_merge_and_the_same_undoing_twice_change_nothing(session, office):
    one, other = named("Sahel Water Board"), named("Office of Sahel Waters")
    made = merge(one, other, office)
    assert merge(one, other, office) is made
    undo_merge(made, office)
    undo_merge(made, office)
    session.commit()
    deeds = session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert deeds == ["organisations_unmerged", "organisations_merged"]


def test_what_was_merged_further_is_undone_in_order(office):
    one, other, third = named("Sahel Water Board"), named("Office of Sahel Waters"), named("Niger Basin Office")
    first = merge(one, other, office)
    second = merge(other, third, office)
    with pytest.raises(NotPossible, match="Undo that merge first"):
        undo_merge(first, office)
    undo_merge(second, office)
    undo_merge(first, office)
    assert [keys(each) for each in (one, other, third)] == [
        {"sahel water board"}, {"office of sahel waters"}, {"niger basin office"},
    ]  # fmt: skip


steps = st.lists(st.tuples(st.sampled_from(["merge", "undo"]), st.integers(0, 4), st.integers(0, 4)), max_size=12)
_worlds = count(1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_is_merged_and_undone_each_spelling_means_one_organisation(lines_of, office, steps):
    number = next(_worlds)
    five = [named(f"Basin {letter * 3} {number}", f"{letter * 4} {number}") for letter in "pqrst"]
    lines_of(five)
    before, made = means(), []
    for step, first, second in steps:
        try:
            if step == "merge":
                made.append(merge(five[first], five[second], office))
            elif made:
                undo_merge(made[first % len(made)], office)
        except DomainError:
            pass
        assert_each_follows_its_spelling(before)
    for one in sorted(made, key=lambda one: -one.id):
        undo_merge(one, office)
    assert means() == before


@pytest.fixture
def lines_of(world):
    """Makes a settled funding line of each spelling of some organisations."""
    revision = world.draft().latest
    typed = {"amount": Decimal(1), "currency": "EUR", "year": 2020, "type": FundingType.COMMITTED}

    def make(organisations):
        for organisation in organisations:
            for name in organisation.names:
                line = FundingLine(revision_id=revision.id, position=9, funder=name.name.upper(), **typed)
                line.organisation_id = organisation.id
                db.session.add(line)
        db.session.flush()

    return make


def assert_each_follows_its_spelling(before):
    spelled, _settled = means()
    assert set(spelled) == set(before[0])
    away = set(db.session.scalars(select(OrganisationMerge.merged_id).where(OrganisationMerge.undone_at.is_(None))))
    assert not away & set(spelled.values())
    written = select(FundingLine.funder, FundingLine.organisation_id).where(FundingLine.position == 9)
    for funder, owner in db.session.execute(written):
        assert owner == spelled[key_of(funder)]


# names and spellings


def test_a_new_name_becomes_a_spelling_and_the_old_one_stays_known(office):
    one = named("Water Board")
    rename(one, BY_NAME, office)
    assert keys(one) == {"water board", "sahel water board", "office des eaux du sahel", "swb", "oes"}
    assert (one.name("fr"), one.acronym_fr) == ("Office des eaux du Sahel", "OES")


@pytest.mark.parametrize(
    ("names", "field"),
    [
        ({"name_en": ""}, "name_en"), ({"name_fr": "!!!"}, "name_fr"), ({"name_en": "x" * 251}, "name_en"),
        ({"acronym_en": "x" * 61}, "acronym_en"), ({"name_fr": "OFFICE of sahel waters"}, "name_fr"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_is_blamed_on_its_field(office, names, field):
    one, _other = named("Water Board"), named("Office of Sahel Waters")
    with pytest.raises(DomainError) as error:
        rename(one, {**BY_NAME, **names}, office)
    assert error.value.field == field
    assert (one.name_en, keys(one)) == ("Water Board", {"water board"})


def test_two_may_share_an_acronym_which_leads_to_the_first(office):
    one, other = named("Sahel Water Board", "SWB"), named("Swabian Basket")
    rename(other, {"name_en": "Swabian Basket", "name_fr": "Corbeille souabe", "acronym_en": "SWB"}, office)
    assert other.acronym_en == "SWB" and identify("SWB") is one


def test_a_spelling_is_added_once(office):
    one, other = named("Sahel Water Board"), named("Office of Sahel Waters")
    add_spelling(one, "S.W.B.", office)
    assert identify("s w b") is one
    for organisation, told in ((one, "leads here already"), (other, "another organisation")):
        with pytest.raises(DomainError, match=told):
            add_spelling(organisation, "S W B", office)


def test_a_spelling_moves_out_with_what_was_published_under_it(world, office):
    one = named("Sahel Water Board", "SWB")
    old, new = naming(world, "Sahel Water Board").published, naming(world, "swb").published
    made = move_out(one, "swb", office)
    db.session.expire_all()
    assert old.funding_rows[0].organisation_id == one.id
    assert new.funding_rows[0].organisation_id == new.implementer_rows[0].organisation_id == made.id
    assert db.session.get(RevisionLead, new.id).organisation_id == made.id
    assert (made.name_en, identify("SWB")) == ("SWB", made)


def test_what_it_is_called_does_not_move_out(office):
    one = named("Sahel Water Board", "SWB")
    for key, told in (("sahel water board", "itself is called this"), ("elsewhere", "does not lead")):
        with pytest.raises(NotPossible, match=told):
            move_out(one, key, office)


def test_the_code_list_leaves_what_people_decided_alone(office):
    one = identify("IOM")
    rename(one, {**BY_NAME, "acronym_en": "IOM", "acronym_fr": "OIM"}, office)
    merge(identify("ILO"), one, office)
    load_reference()
    assert (one.name_en, identify("OIM"), identify("ILO")) == ("Sahel Water Board", one, one)


def test_only_the_secretariat_may(world):
    one, other, actor = named("Sahel Water Board"), named("Office of Sahel Waters"), world.focal_point().actor
    for attempt in (
        lambda: merge(one, other, actor),
        lambda: rename(one, BY_NAME, actor),
        lambda: add_spelling(one, "SWB", actor),
        lambda: move_out(one, "sahel water board", actor),
        lambda: tell_apart(one, other, actor),
        lambda: ask_again(one, other, actor),
        lambda: undo_merge(OrganisationMerge(), actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# uses


def test_an_initiative_counts_once_whatever_it_names_and_in_whichever_version(world):
    one = named("Sahel Water Board", "SWB")
    both = naming(world, "SWB")
    world.revised(both, title="Another title")
    world.draft(lead_organisation="sahel water board")
    world.submitted(implementers=[{"name": "S W B"}, {"name": "swb"}])
    naming(world, "SWB")
    world.step(naming(world, "SWB"), Action.WITHDRAW, world.secretariat(), "It never began.")
    assert count_uses([one.id]) == {one.id: 4}
    assert count_spellings(one) == {"sahel water board": 1, "swb": 10}
    total, uses = uses_page(one, 0, 3)
    assert (total, len(uses)) == (4, 3)
    assert uses[0].parts == (Part.LEAD, Part.IMPLEMENTER, Part.FUNDER)
    assert uses[0].revision.title != "Another title"


def test_the_list_finds_any_name_in_any_case_and_what_nobody_uses(world, office):
    one = named("Office des réfugiés", "ODR alpha")
    rename(one, {"name_en": "Refugee Board of Zubrowka", "name_fr": "Office des réfugiés"}, office)
    for words in ("office DES refugies", "odr", "zubrowka", "réfugiés"):
        assert one.id in [row.organisation.id for row in organisations_page(words, False, "fr", 0, 50)[1]]
    assert organisations_page("zubrowka", True, "en", 0, 50)[0] == 1
    world.draft(lead_organisation="ODR Alpha")
    assert organisations_page("zubrowka", True, "en", 0, 50)[0] == 0
    naming(world, "Office of Sahel Waters")
    assert organisations_page("sahel waters", True, "en", 0, 50)[0] == 0
    assert organisations_page("no such words", False, "en", 0, 50) == (0, [])


# likely pairs


def pairs():
    return {frozenset((twins.first.organisation.id, twins.second.organisation.id)) for twins in twins_page(0, 500)[1]}


def test_likely_pairs_are_shown_until_they_are_decided(office):
    one, other = named("Sahel Water Board"), named("Sahel Water Boards")
    pair = frozenset((one.id, other.id))
    assert pair in pairs()
    tell_apart(other, one, office)
    tell_apart(one, other, office)
    assert pair not in pairs() and list(told_apart_from(one.id)) == [other]
    ask_again(one, other, office)
    assert pair in pairs()
    merge(one, other, office)
    assert pair not in pairs()


def test_an_organisation_is_not_told_apart_from_itself(office):
    one = named("Sahel Water Board")
    with pytest.raises(DomainError):
        tell_apart(one, one, office)
