"""The tests' own ground: a transaction a test, a client that looks, people who sign in."""

from sqlalchemy import func, select

from app.db import db
from app.domain.questions import Kind
from app.domain.status import Status
from app.models import Initiative, Partner, Person


def test_reference_data_is_there(session):
    assert session.scalar(select(func.count()).select_from(Partner)) == 75


def test_what_a_test_writes_is_gone_before_the_next_first(world):
    _writes(world)


def test_what_a_test_writes_is_gone_before_the_next_second(world):
    _writes(world)


def _writes(world):
    assert db.session.scalar(select(func.count()).select_from(Initiative)) == 0
    assert world.draft().reference == "JVAP-ET-0001"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Initiative)) == 1


def test_an_initiative_reaches_every_status_through_the_services(world):
    made = [world.draft(), world.submitted(), world.published(), world.returned(), world.declined(), world.withdrawn()]
    assert [i.latest.status for i in made] == [
        Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED, Status.RETURNED, Status.DECLINED, Status.WITHDRAWN,
    ]  # fmt: skip
    assert world.published(kind=Kind.POLICY).published
    revision = world.revised(made[2], title="Another title")
    assert (revision.number, revision.title, made[2].published.title) == (
        2,
        "Another title",
        "Fair recruitment of labour migrants",
    )


def test_people_sign_in(world, sign_in_as, client):
    assert client.get("/healthz").status_code in (200, 503)
    person = world.person("contributor", "ET", "ET-MOLS")
    response = sign_in_as(person).get("/")
    assert response.status_code == 200
    assert person.name in response.get_data(as_text=True)
    assert session_count() == 1


def session_count():
    return db.session.scalar(select(func.count()).select_from(Person))
