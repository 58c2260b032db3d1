"""In which language a text is read: the reader's where it stands in it, otherwise as it was written."""

import re
from dataclasses import dataclass

from app.domain.choices import Language
from app.domain.questions import Question
from app.domain.text import _

OTHER = {Language.EN: Language.FR, Language.FR: Language.EN}
IN = {Language.EN: _("in English"), Language.FR: _("in French")}

TITLE_IN = {"title_en": Language.EN, "title_fr": Language.FR}
"""The questions that name their language themselves."""


@dataclass(frozen=True)
class Reading:
    """A text as one reader sees it.

    `language` is that of `text`, None where nobody said it. `beside` is the same text in another language that the
    reader may want to see: the original of a translation, or the translation where no language is known.
    """

    text: str
    language: Language | None
    untranslated: bool = False
    beside: str | None = None
    beside_language: Language | None = None


def read_text(
    original: str | None, translation: str | None, written: Language | None, reader: Language
) -> Reading | None:
    """The one of two texts that the reader reads; `written` is the language of the original."""
    if original and translation and written is OTHER[reader]:
        return Reading(translation, reader, beside=original, beside_language=written)
    if original:
        unknown = translation if written is None else None
        return Reading(original, written, written is OTHER[reader], unknown)
    if translation:
        language = OTHER[written] if written else None
        return Reading(translation, language, language is OTHER[reader])
    return None


def language_of(asked: Question, written: Language | None) -> Language | None:
    """The language in which an answer stands, given that of the texts; None where it is not known, or is no text."""
    if asked.name in TITLE_IN:
        return TITLE_IN[asked.name]
    if asked.translates:
        return OTHER[written] if written else None
    return written if asked.translation or asked.name == "title" else None


_OFTEN = {
    Language.EN: frozenset({"the", "of", "and", "for", "in", "to", "with", "by", "from", "an", "at", "its"}),
    Language.FR: frozenset({
        "le", "la", "les", "l", "d", "des", "du", "de", "et", "pour", "dans", "aux", "au", "en", "par", "sur", "une",
        "un",
    }),
}  # fmt: skip
"""Words that hardly any text does without, and that the other language has not."""


def looks_like(text: str) -> Language | None:
    """The language of which at least two such words stand in it, and few of the other; None where that is unclear.

    A hint for whoever wrote it, never applied by itself.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = {language: sum(word in often for word in words) for language, often in _OFTEN.items()}
    likely = max(counts, key=lambda language: counts[language])
    return likely if counts[likely] >= 2 and counts[likely] > 3 * counts[OTHER[likely]] else None
