"""What makes a reviewer look twice: a submission with any of these is not published together with others."""

from collections.abc import Iterator

from app.domain.text import _
from app.models import Revision
from app.queries.completeness import gaps
from app.queries.overlaps import opinions_of
from app.queries.similar import twins_of


def flags_of(revision: Revision) -> Iterator[str]:
    """The reasons, as messages to translate; costs a comparison with what is published."""
    if gaps(revision):
        yield _("answers are missing or must be corrected")
    said = opinions_of(revision.initiative)
    if said:
        yield _("the Partner has said that it is like another initiative")
    if twins_of(revision, without=[opinion.other_id for opinion in said]):
        yield _("it looks like another published initiative")
