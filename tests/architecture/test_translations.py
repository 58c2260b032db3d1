"""Every text that a reader can meet has its French, with the same values in it."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from io import StringIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT

FRENCH = ROOT / "app" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["_", "_l", "mark", "lazy_gettext", "gettext", "ngettext:1,2"])}
PLACEHOLDER = re.compile(r"%(?:%|\((\w+)\)[sd])")
Texts = tuple[str, ...]


@cache
def texts() -> dict[Texts, str]:
    """{(text,) or (singular, plural): where it stands}."""
    methods, options = parse_mapping_cfg(StringIO((ROOT / "babel.cfg").read_text(encoding="utf-8")))
    found: dict[Texts, str] = {}
    for name, line, message, *_ in extract_from_dir(str(ROOT), methods, options, KEYWORDS):
        found.setdefault((message,) if isinstance(message, str) else tuple(message), f"{name}:{line}")
    return found


@cache
def catalogue() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def forms_of(message: Message) -> Texts:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def said() -> Iterator[tuple[Texts, Texts, str]]:
    """Each text with its French forms; texts that the catalogue lacks are another test's."""
    for text, where in texts().items():
        if message := catalogue().get(text[0]):
            yield text, forms_of(message), where


def values_in(text: str) -> set[str]:
    return {name for name in PLACEHOLDER.findall(text) if name}


def test_the_texts_of_code_and_templates_are_found():
    places = {where.split("/")[0] for where in texts().values()}
    assert places == {"app", "forms", "reports", "seed"}
    assert len(texts()) > 600
    assert any(where.startswith("app/templates") for where in texts().values())
    assert any(len(text) == 2 for text in texts())


def test_every_text_has_its_french():
    found = {text: catalogue().get(text[0]) for text in texts()}
    lacking = [
        (text, texts()[text])
        for text, message in found.items()
        if message is None or message.fuzzy or not all(form.strip() for form in forms_of(message))
    ]
    assert lacking == []


def test_a_plural_has_as_many_forms_as_french_has():
    uneven = [
        where for text, forms, where in said() if len(forms) != (1 if len(text) == 1 else catalogue().num_plurals)
    ]
    assert uneven == []


def test_both_languages_hold_the_same_values():
    """The singular may say “one” where the plural says the number."""
    differing = [
        (where, text, form)
        for text, forms, where in said()
        for form in forms
        if values_in(form) != values_in(text[-1]) and values_in(form) not in [values_in(one) for one in text]
    ]
    assert differing == []


STRAIGHT = re.compile(r"[^\W\d_]'[^\W\d_]")


def test_french_is_written_with_typographic_apostrophes():
    straight = [form for _text, forms, _where in said() for form in forms if STRAIGHT.search(form)]
    assert straight == []


def test_the_demo_world_is_written_with_typographic_apostrophes():
    """Its texts are in the languages of their writers, so they are looked at whole."""
    files = sorted((ROOT / "seed" / "demo").glob("*.toml"))
    straight = [
        f"{file.name}: {text}"
        for file in files
        for text in _strings(tomllib.loads(file.read_text(encoding="utf-8")))
        if STRAIGHT.search(text)
    ]
    assert files and straight == []


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def test_taking_back_is_one_verb_and_withdrawing_another():
    """A submission is taken back by its desk; what is published is withdrawn."""
    words = {text: str(catalogue().get(text).string) for text in ("Take back", "Taken back", "Take a submission back")}
    assert all(french.startswith(("Reprendre", "Reprise")) for french in words.values()), words
    assert str(catalogue().get("Withdraw").string).startswith("Retirer")


def test_a_text_with_values_can_be_filled_in_both_languages():
    """A lone per cent sign beside a value breaks the page in which it is shown."""
    broken = []
    for text, forms, where in said():
        for one in (*text, *forms):
            if not (values := values_in(" ".join(text))):
                continue
            try:
                one % dict.fromkeys(values, 1)
            except (ValueError, TypeError, KeyError) as error:
                broken.append((where, one, error))
    assert broken == []


@pytest.mark.parametrize(
    ("text", "values"), [("%(a)s of %(b)d", {"a", "b"}), ("100 %% of %(c)s", {"c"}), ("100 %", set())]
)
def test_values_are_seen(text, values):
    assert values_in(text) == values


def test_the_compiled_catalogue_speaks(app):
    from flask_babel import force_locale

    from app.domain.status import Status
    from app.wording import say

    with app.test_request_context(), force_locale("fr"):
        assert say(Status.PUBLISHED.label) == catalogue().get("Published").string != "Published"
