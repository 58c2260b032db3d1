"""What makes a reviewer look twice: a submission with any of these is not published together with others."""

from collections.abc import Iterator

from app.domain.text import _
from app.models import Revision
from app.queries.checks import dismissals_of, doubts_of
from app.queries.completeness import gaps
from app.queries.corrections import contested_among, is_opened_to_correct
from app.queries.overlaps import opinions_of
from app.queries.review_questions import drafts_of, with_the_partner
from app.queries.similar import twins_of


def flags_of(revision: Revision) -> Iterator[str]:
    """The reasons, as messages to translate; costs a comparison with what is published."""
    initiative = revision.initiative
    if gaps(revision):
        yield _("answers are missing or must be corrected")
    said = opinions_of(initiative)
    if said:
        yield _("the Partner has said that it is like another initiative")
    if contested_among([initiative.id]):
        yield _("the Partner contests a correction")
    if is_opened_to_correct(revision):
        yield _("the secretariat opened it to correct it")
    if drafts_of(initiative) or with_the_partner(initiative):
        yield _("questions on it are not settled")
    if twins_of(revision, without=[opinion.other_id for opinion in said]):
        yield _("it looks like another published initiative")
    dismissed = dismissals_of(initiative)
    if any(key not in dismissed for _doubt, key in doubts_of(revision, ())):
        yield _("an automatic check warns of something")
