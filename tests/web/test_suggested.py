"""Suggestions beside the domains and priorities: shown with the words, ticked by the person and by nobody else."""

import pytest

from app.domain.questions import Section
from app.models.answers import section_answers
from tests import pages

TITLE = "Search and rescue of refugees"


@pytest.fixture
def desk(sign_in_as, world):
    return sign_in_as(world.focal_point())


def place(initiative):
    return f"/initiatives/{initiative.reference}/edit/domains"


def offers(html):
    """{(question, code): (the words in quotation marks, the state shown: Tick or Ticked)}."""
    found = {}
    for item in pages.parse(html).iter("li"):
        if item.get("data-suggested"):
            shown = [e for e in item if e.tag in ("button", "span") and e.get("hidden") is None]
            words = [pages.text_of(word) for word in item.iter("q")]
            found[item.get("data-suggested"), item.get("data-code")] = (words, shown[0].tag)
    return found


def ticks(html):
    form = next(form for form in pages.forms(pages.parse(html)) if "edit/domains" in (form.get("action") or ""))
    values = pages.form_values(form)
    return values.get("domains", []), values.get("priorities", [])


def test_suggestions_stand_beside_both_questions_with_their_words_and_tick_nothing(desk, world, session):
    draft = world.draft(title=TITLE)
    html = desk.get(place(draft)).text
    assert offers(html) == {
        ("domains", "3"): (["Search and rescue", "refugees"], "button"),
        ("priorities", "3.3.1"): (["Search and rescue"], "button"),
    }
    assert ticks(html) == ([], [])
    assert draft.working.domains == [] and draft.working.priorities == []


def test_saving_the_form_as_it_stands_ticks_nothing_either(desk, world):
    draft = world.draft(title=TITLE)
    desk.fill(place(draft), {})
    assert (draft.working.domains, draft.working.priorities) == ([], [])


def test_the_button_adds_the_tick_to_what_is_being_typed_and_saves_nothing(desk, world):
    draft = world.draft(title=TITLE)
    answer = desk.fill(place(draft), {"domains": ["1"], "main_domain": "1", "tick": "domains:3"})
    assert answer.status_code == 200
    assert ticks(answer.text) == (["1", "3"], [])
    assert offers(answer.text)["domains", "3"][1] == "span"
    assert 'value="1" checked' in " ".join(answer.text.split())
    assert all(not value for value in section_answers(draft.working, Section.DOMAINS).values())


def test_ticking_a_priority_ticks_its_domain_and_what_comes_of_it_can_be_saved(desk, world):
    draft = world.draft(title=TITLE)
    address, _ = desk.form_at(place(draft))
    answer = desk.fill(place(draft), {"tick": "priorities:3.3.1"})
    assert ticks(answer.text) == (["3"], ["3.3.1"])
    form = next(f for f in pages.forms(pages.parse(answer.text)) if f.get("action") == address)
    assert desk.post(address, data=pages.form_values(form)).status_code == 303
    assert (draft.working.domains, draft.working.priorities) == (["3"], ["3.3.1"])


@pytest.mark.parametrize(
    "command",
    ["domains:9", "domains:", "domains", ":", "priorities:3", "priorities:9.9.9", "title:x", "main_domain:3",
     "domain_shares:3", "nothing:3", "x" * 5000, "domains:3:3", "domains:\0"],
)  # fmt: skip
def test_a_command_that_means_nothing_ticks_nothing(desk, world, command):
    answer = desk.fill(place(world.draft(title=TITLE)), {"tick": command})
    assert answer.status_code == 200 and ticks(answer.text) == ([], [])


def test_what_is_ticked_already_is_said_to_be(desk, world):
    html = desk.get(place(world.draft(title=TITLE, domains=["3"], main_domain="3"))).text
    assert offers(html)["domains", "3"][1] == "span"
    assert offers(html)["priorities", "3.3.1"][1] == "button"


def test_texts_without_a_known_word_have_none_and_the_page_says_why(desk, world):
    html = desk.get(place(world.draft(title="A plan"))).text
    assert offers(html) == {} and html.count("hold no word that points to one") == 2


def test_suggestions_stay_beside_a_form_that_is_refused(desk, world):
    answer = desk.fill(place(world.draft(title=TITLE)), {"domains": ["1"], "priorities": ["3.3.1"]})
    assert answer.status_code == 422
    assert offers(answer.text)["priorities", "3.3.1"][1] == "span"


def test_no_other_section_shows_them(desk, world):
    draft = world.draft(title=TITLE)
    for section in ("basics", "where", "results"):
        html = desk.get(f"/initiatives/{draft.reference}/edit/{section}").text
        assert "data-suggested" not in html and "suggestions.js" not in html


def test_a_french_reader_of_a_french_text_is_told_in_french(sign_in_as, world):
    person = world.person("focal_point", "SN", language="fr")
    html = sign_in_as(person).get(place(world.draft(person, title="Procédures d’asile"))).text
    assert offers(html)["priorities", "3.1.6"][0] == ["Procédures d’asile"]
    assert "Dans vos textes" in html and "Cocher" in html


def test_what_is_typed_in_a_text_is_shown_as_text(desk, world):
    html = desk.get(place(world.draft(title="Refugees<script>alert(1)</script> <b>asylum</b> camps"))).text
    assert "<script>alert" not in html and "<b>asylum" not in html


def test_nobody_ticks_in_another_partners_form(sign_in_as, world):
    draft = world.draft(title=TITLE)
    stranger = sign_in_as(world.person("focal_point", "SN"))
    assert stranger.post_form(place(draft), {"tick": "domains:3"}).status_code == 404
