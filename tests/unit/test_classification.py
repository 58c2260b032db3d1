"""What the words of a text speak for: languages, rarity, phrases, ties, and nothing out of nothing."""

import pytest

from app.domain.choices import Language
from app.domain.classification import LABEL_WORD, LEAST, MOST_WORDS, Cue, suggest
from app.queries.words import read, tells_something

EN, FR = Language.EN, Language.FR


def cue(code, written, language=EN, **strength):
    return Cue(code, language, tuple(word.stems[language] for word in read(written).words), **strength)


CUES = [
    cue("1", "jobs"), cue("1", "emplois", FR), cue("1", "cash for work"), cue("1", "migration and development"),
    cue("3", "refugees"), cue("3", "réfugiés", FR), cue("3", "protection of refugees"), cue("3", "camps"),
    cue("4", "human trafficking"), cue("4", "traite des êtres humains", FR), cue("4", "migration routes"),
    cue("5", "return migration"), cue("5", "réintégration", FR),
]  # fmt: skip


def suggested(*texts, cues=CUES, most=3):
    return suggest([read(text) for text in texts], cues, most)


def codes(*texts, **told):
    return [suggestion.code for suggestion in suggested(*texts, **told)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jobs for the young", "1"), ("A job", "1"), ("JOBS", "1"),
        ("Un emploi pour chacun", "1"), ("L’emploi", "1"), ("Accueil de réfugiées", "3"), ("ACCUEIL DES REFUGIES", "3"),
        ("Protecting a refugee’s family", "3"), ("Cash-for-work in Tigray", "1"),
        ("Lutte contre la traite d’êtres humains", "4"), ("Aide à la reintegration", "5"),
    ],
)  # fmt: skip
def test_a_term_is_known_in_any_case_number_and_with_or_without_accents(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize("texts", [(), ("",), (" \n", ""), ("the of and with",), ("2030 – 7 %",), ("Nothing known",)])
def test_nothing_comes_of_an_empty_or_foreign_text(texts):
    assert suggested(*texts) == []


def test_without_cues_nothing_is_suggested():
    assert codes("Jobs for refugees", cues=[]) == []


def test_one_text_may_hold_both_languages():
    assert set(codes("Jobs for refugees", "La réintégration")) == {"1", "3", "5"}


def test_the_words_are_given_as_they_were_typed():
    (found,) = suggested("The Protection  of\nRefugees; a Refugee, CAMPS")
    assert found.words == ("Protection of Refugees", "CAMPS", "Refugee")


def test_at_most_six_passages_are_given():
    words = ["asylum", "camp", "shelter", "relief", "rescue", "exile", "nansen", "tent"]
    (found,) = suggested("; ".join(words), cues=[cue("3", word) for word in words])
    assert len(found.words) == MOST_WORDS


def test_a_word_of_one_code_weighs_more_than_a_word_of_several():
    cues = [cue("1", "border"), cue("2", "border"), cue("3", "border"), cue("2", "visa"), cue("4", "police")]
    first, *rest = suggested("Border and visa", cues=cues)
    assert first.code == "2" and all(first.score > other.score for other in rest)
    assert codes("At the border", cues=cues) == []


def test_a_phrase_is_met_as_a_whole_only():
    assert codes("Human rights and arms trafficking") == []
    assert codes("Return of the migration debate") == ["5"]
    assert codes("Return. Migration") == codes("Return to the farms of the highlands, not migration") == []


def test_a_rare_phrase_of_common_words_is_found():
    cues = [cue(str(n), "protection") for n in range(9)] + [cue(str(n), "children") for n in range(9)]
    assert codes("Protection of children", cues=[*cues, cue("7", "protection of children")]) == ["7"]


def test_one_word_of_a_label_is_no_suggestion_and_two_are():
    cues = [cue("1", "remittances", strength=LABEL_WORD), cue("1", "diaspora", strength=LABEL_WORD), cue("2", "visa")]
    assert codes("Remittances", cues=cues) == []
    assert codes("Remittances of the diaspora", cues=cues) == ["1"]


def test_a_word_counts_once_however_often_and_in_whichever_language_it_is_met():
    cues = [cue("3", "protection"), cue("3", "protection", FR), cue("4", "police")]
    (once,) = suggested("Protection", cues=cues)
    (often,) = suggested("Protection, protection", "La protection", cues=cues)
    assert often.score == once.score


def test_equals_stand_in_the_order_of_the_list():
    cues = [cue("2", "visa"), cue("1", "jobs"), cue("3", "camps")]
    assert codes("Camps, jobs, visas", cues=cues) == ["2", "1", "3"]
    assert codes("Camps, jobs, visas", cues=cues, most=2) == ["2", "1"]


def test_what_is_far_behind_the_best_is_not_offered():
    strong = [cue("3", word) for word in ("camps", "asylum", "shelter", "relief")]
    assert codes("Camps, asylum, shelter, relief and jobs", cues=[*strong, cue("1", "jobs")]) == ["3"]


def test_every_suggestion_has_the_least_score_and_words():
    for found in suggested("Jobs for refugees on migration routes, return migration and human trafficking"):
        assert found.score >= LEAST and found.words


@pytest.mark.parametrize(
    ("word", "tells"), [("Support", False), ("Régional", False), ("Asylum", True), ("visas", True)]
)
def test_words_of_any_project_tell_nothing_alone(word, tells):
    text = read(word)
    assert [tells_something(text, found) for found in text.words] == [tells]


def test_signs_and_long_texts_are_read_without_fault():
    assert read("½ ﬁn ﷺ \0 \u200b ’’’").words
    assert len(read("réfugiés et " * 5000).words) == 5000
