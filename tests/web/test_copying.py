"""Last year's initiative as the beginning of this year's."""

from sqlalchemy import select

from app.db import db
from app.domain.status import Status
from app.domain.workflow import Action
from app.models import Event, Initiative, Occasion
from app.models.answers import answers
from app.services.initiatives import copy as copy_initiative
from tests.web.statements import counted
from tests.world import World


def newest():
    return db.session.scalars(select(Initiative).order_by(Initiative.id.desc())).first()


def copy(client, initiative, **fields):
    return client.post_form(f"/initiatives/{initiative.reference}/copy", fields)


def test_a_copy_is_a_new_draft_with_the_same_answers(world: World, sign_in_as):
    source = world.published(title="Phase one")
    client = sign_in_as(world.focal_point())
    assert "Copy as a new draft" in client.get(f"/initiatives/{source.reference}").text
    answer = copy(client, source)
    made = newest()
    assert answer.location == f"/initiatives/{made.reference}" and made.id != source.id
    assert made.latest.status is Status.DRAFT
    assert answers(made.latest) == answers(source.published)
    assert made.latest.funding_rows[0].eur == source.published.funding_rows[0].eur
    assert client.get(f"/initiatives/{made.reference}/check").status_code == 200


def test_the_history_says_of_which_it_is_a_copy_and_leads_there(world: World, sign_in_as):
    source = world.published(title="Phase one")
    client = sign_in_as(world.focal_point())
    copy(client, source)
    made = newest()
    (event,) = db.session.scalars(select(Event).where(Event.occasion == Occasion.COPIED))
    assert (event.initiative_id, made.copied_from_id) == (made.id, source.id)
    history = client.get(f"/initiatives/{made.reference}/history").text
    assert f'<a href="/initiatives/{source.reference}">Copied from {source.reference}</a>' in history


def test_the_source_is_named_without_a_link_to_who_may_not_read_it(world: World, sign_in_as):
    contributor = world.contributor()
    source = world.complete(entity="ET-MOLS")
    copy(sign_in_as(contributor), source)
    made = newest()
    world.answer(source.latest, world.focal_point(), entity=world.entity("ET-OTHER").code)
    history = sign_in_as(contributor).get(f"/initiatives/{made.reference}/history").text
    assert f"Copied from {source.reference}" in history
    assert f'href="/initiatives/{source.reference}"' not in history


def test_the_writer_of_a_copy_is_not_warned_of_its_source_but_the_reviewer_is(world: World, sign_in_as):
    source = world.published(title="Phase one of fair recruitment")
    client = sign_in_as(world.focal_point())
    copy(client, source)
    made = newest()
    client.get("/")  # takes the message that names the source
    for page in ("", "/edit/basics", "/check"):
        assert source.reference not in client.get(f"/initiatives/{made.reference}{page}").text, page
    typed = client.get("/initiatives/similar", query_string={"title": "Phase one", "reference": made.reference})
    assert typed.json["count"] == 0
    world.step(made, Action.SUBMIT, world.focal_point())
    assert source.reference in sign_in_as(world.secretariat()).get(f"/review/{made.reference}").text


def test_sent_twice_it_copies_once(world: World, sign_in_as):
    source = world.published()
    client = sign_in_as(world.focal_point())
    first, second = (copy(client, source, key="once") for _ in range(2))
    assert first.location == second.location
    assert len(db.session.scalars(select(Initiative)).all()) == 2


def test_a_contributor_copies_for_their_own_entity_only_what_is_theirs(world: World, sign_in_as):
    contributor, other = world.contributor(), world.contributor(entity="ET-OTHER")
    source = world.complete(contributor, entity="ET-MOLS")
    assert copy(sign_in_as(other), source).status_code in (403, 404)
    assert copy(sign_in_as(contributor), source).status_code == 303
    assert newest().entity_code == "ET-MOLS"


def test_nobody_copies_what_is_anothers(world: World, sign_in_as):
    source = world.published(partner="SN")
    assert copy(sign_in_as(world.focal_point("ET")), source).status_code == 404
    assert copy(sign_in_as(world.secretariat()), source).status_code == 403
    assert copy(sign_in_as(world.analyst()), source).status_code == 403
    assert "Copy as a new draft" not in sign_in_as(world.secretariat()).get(f"/initiatives/{source.reference}").text


def test_whether_it_was_copied_already_is_looked_up_once_the_others_have_ended(world: World):
    source = world.published()
    with counted() as sent:
        copy_initiative(source.published, world.focal_point().actor, key="once")
    looked = next(place for place, one in enumerate(sent) if "creation_key =" in one)
    locked = [place for place, one in enumerate(sent) if "FROM partners" in one and "partners.code =" in one]
    assert any(place < looked for place in locked)
    if db.session.get_bind().dialect.name == "postgresql":
        assert any("FOR UPDATE" in sent[place] for place in locked if place < looked)
