"""Last year's initiative as the beginning of this year's."""

from sqlalchemy import select

from app.db import db
from app.domain.status import Status
from app.models import Initiative
from app.models.answers import answers
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
    assert source.reference in client.get(f"/initiatives/{made.reference}/history").text
    assert client.get(f"/initiatives/{made.reference}/check").status_code == 200


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
