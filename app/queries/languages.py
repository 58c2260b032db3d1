"""The texts of a revision in the language of a reader, and those that stand in one language only."""

from app.domain.choices import Language
from app.domain.languages import OTHER, Reading, read_text
from app.domain.questions import Question
from app.models import QUESTIONS, Revision

TRANSLATED_BY = {asked.translates: asked.name for asked in QUESTIONS if asked.translates}
"""{text: the question that asks for its translation}."""


def read_title(revision: Revision, locale: str) -> Reading | None:
    """The title as `Revision.title_in()` gives it, with its language where that is known."""
    reader = Language(locale)
    titles = {Language.EN: revision.title_en, Language.FR: revision.title_fr}
    if own := titles[reader]:
        return Reading(own, reader)
    if revision.title:
        return Reading(revision.title, revision.language, revision.language is OTHER[reader])
    if other := titles[OTHER[reader]]:
        return Reading(other, OTHER[reader], untranslated=True)
    return None


def read_answer(revision: Revision, asked: Question, locale: str) -> Reading | None:
    """A translatable answer in the reader's language, or as it was written."""
    original, translation = (getattr(revision, name) for name in (asked.name, TRANSLATED_BY[asked.name]))
    return read_text(original, translation, revision.language, Language(locale))


def untranslated(revision: Revision) -> list[Question]:
    """The texts that stand in the language of the revision only; none where that language is not stated."""
    if revision.language is None:
        return []
    other_title = {Language.EN: "title_fr", Language.FR: "title_en"}[revision.language]
    pairs = {"title": other_title, **TRANSLATED_BY}
    kind = revision.initiative.kind
    lacking = {one for one, other in pairs.items() if getattr(revision, one) and not getattr(revision, other)}
    return [asked for asked in QUESTIONS if asked.name in lacking and asked.asked_of(kind)]
