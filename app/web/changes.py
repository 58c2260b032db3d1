"""What changed, old beside new; long texts word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import gettext as _

from app.domain.questions import Answer
from app.domain.text import _ as mark
from app.models import QUESTION
from app.queries.documents import DOCUMENTS
from app.web.presenting import Presented, present
from app.wording import file_size

LONGEST = 12_000
"""Characters up to which two texts are compared word by word: beyond, they are shown one after the other."""

STRETCH = 3
"""A shorter run of words that happens to stand in both texts is no common passage: it only breaks up the reading."""

WORDED = (Answer.TEXT, Answer.LONG_TEXT)
"""What is compared word by word."""

ALIKE = 0.4
"""Below this likeness (0 to 1) two texts share words by chance."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a rewritten text; `kind` is "kept", "gone", "come", or "folded": kept, too long to read again."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One changed answer; `pieces` only where a long text was rewritten rather than replaced."""

    label: str
    old: Presented
    new: Presented
    pieces: tuple[Piece, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Not where a reader reads the same: 80 and 80.00 in what was kept."""
        return self.old.lines != self.new.lines


def changes_of(changed: Mapping[str, Iterable[Any]], version: str, *, private: bool) -> list[Change]:
    """For a reader: {question: [old, new]} as events keep it; `private` says whether contacts may be shown."""
    rows = []
    for name, (old, new) in changed.items():
        if name == DOCUMENTS:
            rows.append(_of_documents(old or [], new or []))
        asked = QUESTION.get(name)
        if asked is None or (asked.private and not private):
            continue
        before, after = present(asked, old, version=version), present(asked, new, version=version)
        if asked.answer is Answer.ROWS or asked.answer is Answer.CODES:
            before, after = _only(before, after), _only(after, before)
        pieces = tuple(_rewritten(old, new)) if asked.answer in WORDED and old and new else ()
        rows.append(Change(asked.label, before, after, pieces))
    return rows


def _of_documents(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> Change:
    before, after = (Presented(tuple(_document(kept) for kept in kept_ones), listed=True) for kept_ones in (old, new))
    return Change(mark("Documents"), _only(before, after), _only(after, before))


def _document(kept: Mapping[str, Any]) -> str:
    shown = _("%(name)s (%(size)s)", name=kept["name"], size=file_size(kept["size"]))
    return str(_("%(name)s: %(value)s", name=shown, value=kept["label"])) if kept["label"] else str(shown)


def _only(one: Presented, other: Presented) -> Presented:
    """The lines that the other list lacks; the whole list where only their order differs."""
    if set(one.lines) == set(other.lines):
        return one
    return Presented(tuple(line for line in one.lines if line not in other.lines), listed=True)


def _rewritten(old: str, new: str) -> Iterator[Piece]:
    if max(len(old), len(new)) > LONGEST:
        return
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.quick_ratio() < ALIKE:
        return
    gone: list[str] = []
    come: list[str] = []
    for operation, a, b, c, d in matcher.get_opcodes():
        at_an_edge = a == 0 or b == len(before)
        if operation == "equal" and (b - a >= STRETCH or at_an_edge):
            yield from _changed(gone, come)
            yield Piece("kept", "".join(before[a:b]))
            gone, come = [], []
        else:
            gone, come = gone + before[a:b], come + after[c:d]
    yield from _changed(gone, come)


def _changed(gone: list[str], come: list[str]) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", "".join(gone))
    if come:
        yield Piece("come", "".join(come))


def _words(text: str) -> list[str]:
    """Words with the blanks that follow them."""
    return re.findall(r"\S+\s*|\s+", text)
