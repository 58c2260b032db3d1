"""What the reviewer reads: each answer with its change, its doubts and its questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from flask_babel import gettext as _

from app.domain.checks import Doubt
from app.domain.errors import NotPossible
from app.domain.questions import Section
from app.domain.text import _ as mark
from app.domain.workflow import steps_from
from app.models import Dismissal, Phrase, ReviewQuestion, Revision
from app.queries.checks import Key, dismissals_of, doubts_of
from app.queries.corrections import corrections_of
from app.queries.documents import DOCUMENTS, documents_of
from app.queries.history import differences, earlier_returns, previous_submission
from app.queries.names import is_provisional
from app.queries.phrases import language_of_the_partner, phrases
from app.queries.review_questions import drafts_of
from app.web.access import actor
from app.web.asked import AskedQuestion, asked_of, unsettled, waiting
from app.web.changes import Change, Piece, changes_of
from app.web.comparing import Overlaps, overlaps_of
from app.web.presenting import Presented, record_sections
from app.web.taking import carried, decided_before
from app.wording import file_size, locale, say

ASK, WAS, PHRASE, WORD, AGAIN = "ask-", "was-", "phrase-", "word-", "again-"
"""How the fields of the page's form begin."""

FOLDED, EDGE = 60, 15
"""Words: a longer unchanged stretch of a text is folded, but for its beginning and its end."""


@dataclass(frozen=True)
class Raised:
    """A doubt in the reader's language; `by` is who dismissed it and why. `mark` names it in the form."""

    mark: str
    message: str
    by: Dismissal | None


@dataclass(frozen=True)
class Field:
    """One answer; `draft` is what this reviewer is about to ask of it, `others` what their colleagues are."""

    name: str
    label: str
    presented: Presented
    change: Change | None
    doubts: tuple[Raised, ...]
    asked: tuple[AskedQuestion, ...]
    phrases: tuple[Phrase, ...]
    draft: str
    typed: str
    others: tuple[ReviewQuestion, ...]

    @property
    def calls(self) -> bool:
        """Whether there is something to look at."""
        open_questions = any(not one.is_settled for one in self.asked)
        raised = any(doubt.by is None for doubt in self.doubts)
        return bool(self.change or raised or open_questions or self.draft or self.typed or self.others)


@dataclass(frozen=True)
class Part:
    section: Section
    fields: tuple[Field, ...]

    @property
    def changed(self) -> int:
        return sum(field.change is not None for field in self.fields)

    @property
    def calls(self) -> bool:
        return any(field.calls for field in self.fields)


def page_of(revision: Revision) -> dict[str, Any]:
    """For the template: everything of a submission on one page."""
    initiative = revision.initiative
    overlaps = overlaps_of(revision)
    bases = _bases(revision)
    since = _since(bases)
    asked, drafts = asked_of(revision), drafts_of(initiative)
    language = language_of_the_partner(revision)
    parts = list(_Fields(revision, bases.get(since), overlaps).parts(asked, drafts))
    return {
        "initiative": initiative,
        "revision": revision,
        "title": revision.title_in(locale()) or _("Without a title"),
        "parts": parts,
        "changed": [field for part in parts for field in part.fields if field.change],
        "since": since,
        "carried": carried(),
        "before": decided_before(),
        "bases": [name for name in _BASES if name in bases],
        "base_labels": _BASES,
        "drafts": drafts,
        "open_questions": waiting(unsettled(asked)),
        "language": language,
        "overlaps": overlaps,
        "corrections": corrections_of(initiative),
        "earlier_returns": earlier_returns(initiative),
        "provisional": is_provisional(revision.taxonomy_version),
        "steps": {step.action.value for step in steps_from(revision.status, actor(), initiative.subject)},
    }


_BASES = {"review": mark("since the last review"), "published": mark("since the published version")}


def _bases(revision: Revision) -> dict[str, Any]:
    """What it can be compared with."""
    before, published = previous_submission(revision), revision.initiative.published
    found = {"review": before, "published": published if published != revision else None}
    return {name: base for name, base in found.items() if base is not None}


def _since(bases: Mapping[str, Any]) -> str:
    asked = request.args.get("since", "")
    return asked if asked in bases else next(iter(bases), "")


class _Fields:
    """Puts together, field by field, what was found for the whole record."""

    def __init__(self, revision: Revision, base: Any, overlaps: Overlaps) -> None:
        self.revision = revision
        found = changes_of_fields(revision, base) if base is not None else {}
        self.changes = {name: _folded(change) for name, change in found.items()}
        twins = [twin.reference for twin in overlaps.asked]
        self.doubts = raised_by_field(revision, twins)
        self.language = language_of_the_partner(revision).value
        self.phrases = phrases()

    def parts(self, asked: Mapping[str, list[AskedQuestion]], drafts: Any) -> Iterator[Part]:
        for section in record_sections(self.revision, actor()):
            shown = [(row.question.name, row.label, row.presented) for row in section.rows]
            if section.section is Section.DOCUMENTS:
                shown.append((DOCUMENTS, mark("Documents"), _files(self.revision)))
            fields = (self._field(*one, tuple(asked.get(one[0], ())), drafts) for one in shown)
            yield Part(section.section, tuple(fields))

    def _field(
        self, name: str, label: str, presented: Presented, asked: tuple[AskedQuestion, ...], drafts: Any
    ) -> Field:
        mine = [draft.text for draft in drafts if draft.question == name and draft.asked_by_id == actor().person_id]
        draft = mine[0] if mine else ""
        return Field(
            name=name,
            label=label,
            presented=presented,
            change=self.changes.get(name),
            doubts=tuple(self.doubts.get(name, ())),
            asked=asked,
            phrases=tuple(phrase for phrase in self.phrases if phrase.question in (None, name)),
            draft=draft,
            typed=request.form.get(ASK + name, draft),
            others=tuple(one for one in drafts if one.question == name and one.asked_by_id != actor().person_id),
        )


def changes_of_fields(revision: Revision, base: Any) -> dict[str, Change]:
    """What changed since a base, by field; the reviewer may read private answers."""
    changed = differences(base, revision)
    each = {name: changes_of({name: pair}, revision.taxonomy_version, private=True) for name, pair in changed.items()}
    return {name: found[0] for name, found in each.items() if found and found[0].is_seen}


def _folded(change: Change) -> Change:
    return replace(change, pieces=tuple(piece for whole in change.pieces for piece in _fold(whole)))


def _fold(piece: Piece) -> Iterator[Piece]:
    words = piece.text.split(" ")
    if piece.kind != "kept" or len(words) <= FOLDED:
        yield piece
        return
    yield Piece("kept", " ".join(words[:EDGE]) + " ")
    yield Piece("folded", " ".join(words[EDGE:-EDGE]))
    yield Piece("kept", " " + " ".join(words[-EDGE:]))


def _files(revision: Revision) -> Presented:
    named = (_("%(name)s (%(size)s)", name=one.name, size=file_size(one.size)) for one in documents_of(revision))
    return Presented(tuple(map(str, named)), listed=True)


def raised_by_field(revision: Revision, twins: list[str]) -> dict[str, list[Raised]]:
    """The doubts of the automatic checks, by field, with what was said of those that were dismissed."""
    dismissed = dismissals_of(revision.initiative)
    found: dict[str, list[Raised]] = {}
    for doubt, key in doubts_of(revision, twins):
        found.setdefault(doubt.question, []).append(_raised(doubt, key, dismissed))
    return found


def _raised(doubt: Doubt, key: Key, dismissed: Mapping[Key, Dismissal]) -> Raised:
    return Raised(":".join(key), say(doubt.message, doubt.params), dismissed.get(key))


def find_doubt(revision: Revision, named: str) -> Key:
    """The key of a doubt that the checks still raise; raises NotPossible where the answers moved meanwhile."""
    twins = [twin.reference for twin in overlaps_of(revision).asked]
    known = {":".join(key): key for _doubt, key in doubts_of(revision, twins)}
    if named not in known:
        raise NotPossible(mark("This warning is not raised any more: the answers have changed. Read the page again."))
    return known[named]
