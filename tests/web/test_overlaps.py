"""The overlap warning: while a title is typed, before submitting, and for the reviewer."""

import re

import pytest

from app.domain.access import Role
from app.domain.choices import Language
from app.domain.workflow import Action
from app.models import OverlapOpinion
from app.queries.overlaps import opinions_of
from tests.pages import parse, text_of
from tests.web.statements import counted

TITLE = "Oasis schools for nomadic families"
LOOKS_ALIKE = "Published initiatives that look like this one"


def page_of(response):
    return response.get_data(as_text=True)


def similar(client, *titles, **query):
    return client.get("/initiatives/similar", query_string={"title": titles, **query})


@pytest.fixture
def published(world):
    return world.published(world.focal_point("IT"), title=TITLE, title_fr="Écoles des oasis")


@pytest.fixture
def ours(world):
    return world.complete(title=TITLE)


@pytest.fixture
def client(world, sign_in_as):
    return sign_in_as(world.focal_point())


# while a title is typed


def test_a_typed_title_brings_its_likely_twins(published, client):
    answer = similar(client, "oasis schools")
    assert answer.mimetype == "application/json"
    told = answer.get_json()
    assert told["count"] == 1
    words = text_of(parse(f"<!DOCTYPE html><title>x</title>{told['html']}"))
    for shown in (
        TITLE,
        published.reference,
        "Italy",
        "2021–2024",
        "Ethiopia, Kenya",
        "EUR 1,000,000",
        "Similar title",
    ):
        assert shown in words
    assert f'href="/initiatives/{published.reference}"' in told["html"]


@pytest.mark.parametrize("titles", [(), ("",), ("Weather stations",), ("a" * 5000,), ("%",), ("' OR 1=1",)])
def test_a_title_like_no_other_brings_nothing(published, client, titles):
    assert similar(client, *titles).get_json() == {"count": 0, "html": ""}


def test_any_of_the_titles_may_be_the_one_that_is_found(published, client):
    assert similar(client, "Scuole", "Schools in the desert", "écoles des oasis").get_json()["count"] == 1


def test_at_most_five_are_shown(world, client):
    for _turn in range(7):
        world.published(world.focal_point("IT"), title=TITLE)
    told = similar(client, TITLE).get_json()
    assert told["count"] == 5 == told["html"].count("twin-typed")
    assert len(told["html"]) < 8000


def test_what_somebody_typed_is_no_markup(world, client):
    world.published(world.focal_point("IT"), title="<b>Oasis</b> schools", lead_organisation="<script>x</script>")
    html = similar(client, "Oasis schools").get_json()["html"]
    assert "&lt;b&gt;Oasis" in html and "<b>" not in html and "<script" not in html


def test_a_draft_or_a_returned_one_cannot_be_guessed(world, sign_in_as):
    for make in (world.complete, world.submitted, world.returned, world.declined, world.withdrawn):
        make(world.focal_point("IT"), title=TITLE)
    for person in (world.focal_point("ET"), world.focal_point("IT"), world.contributor()):
        assert similar(sign_in_as(person), TITLE).get_json()["count"] == 0


def test_ones_own_initiative_is_left_out(world, published, client):
    world.revised(own := world.published(title=TITLE))
    assert similar(client, TITLE).get_json()["count"] == 2
    told = similar(client, TITLE, reference=own.reference).get_json()
    assert told["count"] == 1 and published.reference in told["html"]


def test_another_desks_reference_is_as_if_it_were_not_there(world, client):
    theirs = [world.draft(world.focal_point("IT")).reference, world.published(world.focal_point("IT")).reference]
    for reference in (*theirs, "JVAP-ET-9999", "x"):
        assert similar(client, TITLE, reference=reference).status_code == 404


@pytest.mark.parametrize(
    ("role", "code"),
    [("contributor", 200), ("focal_point", 200), ("secretariat", 403), ("analyst", 403), ("administrator", 403)],
)
def test_those_who_may_start_a_draft_may_ask(world, sign_in_as, role, code):
    assert similar(sign_in_as(world.person(Role(role), entity="ET-MOLS")), TITLE).status_code == code


def test_whoever_is_not_signed_in_may_not(app, session):
    assert app.test_client().get("/initiatives/similar?title=Oasis").status_code == 302


def test_it_is_told_in_french(world, published, sign_in_as):
    html = similar(sign_in_as(world.person(language=Language.FR)), "Écoles des oasis").get_json()["html"]
    assert "1 initiative publiée ressemble à celle-ci" in html and "Même titre" in html and "Italie" in html


def test_the_pages_of_the_title_name_the_script_and_where_to_ask(published, client, ours):
    for address, asks in (
        ("/initiatives/new", "/initiatives/similar"),
        (f"/initiatives/{ours.reference}/edit/basics", f"/initiatives/similar?reference={ours.reference}"),
    ):
        page = page_of(client.get(address))
        assert f'data-similar="{asks}"' in page and "site.js" in page
    assert "data-similar" not in page_of(client.get(f"/initiatives/{ours.reference}/edit/where"))


# without JavaScript: after saving


def test_a_new_draft_is_told_of_its_twins(published, client):
    answer = client.fill("/initiatives/new", {"kind": "project", "title": TITLE}, action="/initiatives")
    page = page_of(client.get(answer.location))
    assert "1 published initiative looks like this one" in page
    assert f"{answer.location}/check#overlaps" in page


def test_saving_the_basics_says_so_and_the_section_shows_them(published, client, world):
    ours = world.draft(title="Wells")
    address = f"/initiatives/{ours.reference}/edit/basics"
    assert published.reference not in page_of(client.get(address))
    answer = client.fill(address, {"title": TITLE})
    assert "1 published initiative looks like this one. It is compared" in page_of(client.get(answer.location))
    assert published.reference in page_of(client.get(address))


def test_a_draft_without_a_twin_is_told_nothing(published, client, world):
    ours = world.draft(title="Wells")
    for page in ("", "/check", "/edit/basics"):
        assert "look like this one" not in page_of(client.get(f"/initiatives/{ours.reference}{page}"))


# before submitting


def check(ours):
    return f"/initiatives/{ours.reference}/check"


def answer(client, ours, other, said="different", **data):
    told = {"other": getattr(other, "reference", other), "answer": said, **data}
    return client.post_form(f"/initiatives/{ours.reference}/overlaps", told)


def test_the_check_page_compares_theirs_with_ours(world, published, client):
    ours = world.complete(title="Oasis schools", lead_organisation="Ministry of Education")
    words = text_of(parse(page_of(client.get(check(ours)))))
    for shown in (
        LOOKS_ALIKE,
        TITLE,
        "similar title",
        "same countries",
        "same amount",
        "International Labour Organization",
    ):
        assert shown in words
    assert f"{published.reference} This one Title {TITLE} Oasis schools Partner Italy Ethiopia" in words


def test_an_answer_is_noted_and_not_asked_for_again(published, client, ours):
    address, values = client.form_at(check(ours), f"/initiatives/{ours.reference}/overlaps")
    assert values["other"] == [published.reference]
    sent = client.post(address, data={**values, "answer": "same", "remark": "Italy pays for it."})
    assert (sent.status_code, sent.location) == (303, f"{check(ours)}#overlaps")
    words = text_of(parse(page_of(client.get(check(ours)))))
    assert "Noted for the secretariat" in words
    assert f"The same {published.reference} {TITLE} Italy pays for it." in words
    assert "beside yours" not in words
    assert "looks like this one" not in page_of(client.get(f"/initiatives/{ours.reference}"))
    assert similar(client, TITLE, reference=ours.reference).get_json()["count"] == 0
    assert (ours.counted_as_id, ours.working.parent) == (None, None)


def test_an_answer_can_be_changed(published, client, ours):
    for said in ("same", "different"):
        assert answer(client, ours, published, said).status_code == 303
    assert [opinion.answer for opinion in opinions_of(ours)] == ["different"]
    history = text_of(parse(page_of(client.get(f"/initiatives/{ours.reference}/history"))))
    assert history.index(f"Compared with {published.reference}: Different") < history.index(
        f"{published.reference}: The same"
    )


def test_part_of_it_offers_the_programme_and_names_it_only_when_saved(published, client, ours):
    answer(client, ours, published, "part_of")
    address = f"/initiatives/{ours.reference}/edit/basics?parent={published.reference}"
    assert f'href="{address}#parent"' in page_of(client.get(check(ours)))
    assert f'value="{published.reference}"' in page_of(client.get(address))
    assert ours.working.parent is None
    client.fill(address, {}, action=f"/initiatives/{ours.reference}/edit/basics")
    assert ours.working.parent == published.reference
    assert "?parent=" not in page_of(client.get(check(ours)))


def test_an_address_does_not_replace_the_programme_that_is_named(world, published, client):
    other = world.published(world.focal_point("IT"), title="Wells")
    ours = world.complete(parent=other.reference)
    _, values = client.form_at(
        f"/initiatives/{ours.reference}/edit/basics?parent={published.reference}",
        f"/initiatives/{ours.reference}/edit/basics",
    )
    assert values["parent"] == [other.reference]


@pytest.mark.parametrize("said", ["", "merged", "SAME", "part-of"])
def test_a_wrong_answer_is_asked_again_with_what_was_typed(session, published, client, ours, said):
    response = answer(client, ours, published, said, remark="As I typed it")
    assert response.status_code == 422
    assert "Choose one from the list" in page_of(response) and "As I typed it" in page_of(response)
    assert opinions_of(ours) == []


def test_a_remark_that_is_too_long_comes_back_whole(published, client, ours):
    response = answer(client, ours, published, "same", remark="x" * 1001)
    assert response.status_code == 422
    assert "Shorten this to 1,000 characters or fewer: it has 1,001" in page_of(response)
    assert "x" * 1001 in page_of(response)


def test_a_wrong_answer_about_one_that_was_answered_or_is_not_alike_is_shown_too(world, published, client, ours):
    answer(client, ours, published, "same")
    unlike = world.published(world.focal_point("IT"), title="Wells", countries=["SN"])
    for other in (published, unlike):
        response = answer(client, ours, other, "merged")
        assert response.status_code == 422
        assert page_of(response).count(f'value="{other.reference}"') == 1


def test_an_unknown_or_unpublished_reference_is_not_there(world, client, ours):
    unpublished = [
        make(world.focal_point("IT"), title=TITLE).reference
        for make in (world.complete, world.submitted, world.withdrawn)
    ]
    told = (page_of(answer(client, ours, reference)) for reference in (*unpublished, "JVAP-IT-9999", "", "\0"))
    pages = {re.sub(r"printed [^<]*", "", page) for page in told}
    assert len(pages) == 1 and "There is no published initiative with this reference" in pages.pop()
    assert {answer(client, ours, reference).status_code for reference in (*unpublished, "x")} == {404}


def test_only_its_writers_say_it(world, sign_in_as, published, ours):
    codes = {
        answer(sign_in_as(person), ours, published).status_code
        for person in (world.focal_point("IT"), world.analyst(), world.contributor())
    }
    assert codes == {404}
    assert answer(sign_in_as(world.secretariat()), ours, published).status_code == 403
    assert opinions_of(ours) == []


def test_it_is_not_said_of_what_waits_or_stands(world, client, published):
    for make in (world.submitted, world.published):
        assert answer(client, make(title=TITLE), published).status_code == 409


def test_it_wants_its_token(client, published, ours):
    data = {"other": published.reference, "answer": "same"}
    assert client.post(f"/initiatives/{ours.reference}/overlaps", data=data).status_code == 400
    assert opinions_of(ours) == []


def test_one_may_submit_without_saying_anything(world, published, client, ours):
    sent = client.fill(check(ours), {}, action=f"/initiatives/{ours.reference}/steps")
    assert sent.status_code == 303 and ours.working.status == "submitted"


# for the reviewer


def test_the_reviewer_reads_what_was_said_and_what_was_not(world, sign_in_as, published, client, ours):
    answer(client, ours, published, "part_of", remark="Our share of it.")
    silent = world.published(world.focal_point("SN"), title=TITLE)
    world.step(ours, Action.SUBMIT, world.focal_point())
    address = f"/initiatives/{ours.reference}"
    words = text_of(parse(page_of(sign_in_as(world.secretariat()).get(f"/review/{ours.reference}"))))
    assert f"Part of it {published.reference} {TITLE} Our share of it. {world.focal_point().name}, Focal Point" in words
    assert "Of these the Partner has said nothing." in words and f"{silent.reference} This one" in words
    assert "Tell the secretariat" not in words
    assert LOOKS_ALIKE not in page_of(client.get(address))
    world.step(ours, Action.PUBLISH, world.secretariat())
    for reader in (world.analyst(), world.focal_point("IT")):
        page = page_of(sign_in_as(reader).get(address))
        assert "Our share" not in page and LOOKS_ALIKE not in page


def test_one_that_was_withdrawn_since_keeps_what_was_said_without_its_title(world, sign_in_as, published, client, ours):
    answer(client, ours, published, "same")
    world.step(published, Action.WITHDRAW, world.secretariat(), "It never began.")
    page = page_of(client.get(check(ours)))
    assert published.reference in page and f"/initiatives/{published.reference}" not in page
    assert f'value="{published.reference}"' not in page
    assert page_of(sign_in_as(world.secretariat()).get(check(ours))).count(published.reference) >= 2


def test_the_number_of_statements_does_not_grow_with_the_twins(world, client, published, ours):
    def statements():
        with counted() as sent:
            assert client.get(check(ours)).status_code == 200
        return len(sent)

    few = statements()
    for partner in ("IT", "SN", "FR", "DE"):
        world.published(world.focal_point(partner), title=TITLE)
    assert statements() == few


def test_asking_writes_nothing(session, published, client, ours):
    for address in (check(ours), f"/initiatives/similar?title={TITLE}&reference={ours.reference}"):
        with counted() as sent:
            assert client.get(address).status_code == 200
        assert not [statement for statement in sent if statement.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert session.query(OverlapOpinion).count() == 0
