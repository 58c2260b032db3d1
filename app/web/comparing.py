"""Published initiatives that look alike, as a writer and a reviewer see them: theirs beside ours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, url_for
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.choices import Resemblance
from app.domain.languages import Reading
from app.domain.questions import CodeList, Kind, Section
from app.models import Initiative, OverlapOpinion, Revision
from app.queries.languages import read_title
from app.queries.overlaps import opinions_of
from app.queries.similar import Twin, committed_eur, compare, twins_of, twins_of_title
from app.queries.text import plain
from app.web.access import actor
from app.web.listing import years_of
from app.web.presenting import code_names, initiative_link
from app.wording import locale, money, say
from forms.overlaps import OpinionForm


@dataclass(frozen=True)
class Aspect:
    """One line of the comparison; "" where nothing is stated, which is no difference."""

    label: str
    theirs: str
    ours: str

    @property
    def differs(self) -> bool:
        return bool(self.theirs and self.ours) and plain(self.theirs) != plain(self.ours)


@dataclass(frozen=True)
class Comparison:
    """A twin beside ours; `words` say what is alike, `form` asks what it is to ours where that may be said."""

    reference: str
    href: str
    title: str
    reading: Reading | None
    """Of the title; None where there is none."""
    facts: str
    words: tuple[str, ...]
    aspects: tuple[Aspect, ...] = ()
    form: OpinionForm | None = None


@dataclass(frozen=True)
class Opinion:
    """What was said of another one; `form` lets it be changed while that is published, `parent_href` leads on."""

    link: str
    said: OverlapOpinion
    form: OpinionForm | None = None
    parent_href: str | None = None


@dataclass(frozen=True)
class Overlaps:
    """What the check page and the reviewer's page show."""

    asked: list[Comparison]
    said: list[Opinion]

    def __bool__(self) -> bool:
        return bool(self.asked or self.said)


def overlaps_of(revision: Revision, wrong: tuple[OpinionForm, Revision] | None = None) -> Overlaps:
    """Likely twins that nobody has answered yet, and what was said; `wrong` is a form that was refused, and of whom."""
    initiative = revision.initiative
    said = opinions_of(initiative)
    basics = replace(initiative.subject, section=Section.BASICS)
    may_say = initiative.working is not None and can(actor(), Permission.REVISION_EDIT, basics)
    found = twins_of(revision, without=_not_asked(initiative, said))
    if wrong and wrong[1].initiative_id not in [twin.revision.initiative_id for twin in found]:
        found = [compare(revision, wrong[1]), *found]
    forms = {wrong[0].other.data: wrong[0]} if wrong else {}
    asked = [_compared(twin, revision, forms, may_say) for twin in found]
    told = [_opinion(opinion, revision, may_say) for opinion in said if opinion.other.reference not in forms]
    return Overlaps(asked, told)


def _compared(twin: Twin, ours: Revision, forms: dict[str, OpinionForm], may_say: bool) -> Comparison:
    reference = twin.revision.initiative.reference
    form = forms.get(reference) or (OpinionForm(reference) if may_say else None)
    return _comparison(twin, ours=ours, form=form)


def _opinion(opinion: OverlapOpinion, revision: Revision, may_say: bool) -> Opinion:
    reference, own = opinion.other.reference, revision.initiative.reference
    may_say = may_say and opinion.other.published is not None
    offered = may_say and opinion.answer is Resemblance.PART_OF and not revision.parent
    return Opinion(
        link=initiative_link(reference),
        said=opinion,
        form=OpinionForm(reference, opinion) if may_say else None,
        parent_href=_to_parent(own, reference) if offered else None,
    )


def _to_parent(own: str, reference: str) -> str:
    return url_for("entering.edit", reference=own, section=Section.BASICS.value, parent=reference, _anchor="parent")


def similar_titles(titles: Sequence[str], initiative: Initiative | None) -> list[Comparison]:
    """For whoever is typing: the twins of these titles, in a few words each."""
    if initiative is None:
        return [_comparison(twin) for twin in twins_of_title(titles)]
    revision = initiative.working or initiative.latest
    settled = _not_asked(initiative, opinions_of(initiative))
    return [_comparison(twin) for twin in twins_of(revision, titles, settled)]


def count_similar(initiative: Initiative) -> int:
    """How many likely twins its writer has not answered yet."""
    settled = _not_asked(initiative, opinions_of(initiative))
    return len(twins_of(initiative.working or initiative.latest, without=settled))


def _not_asked(initiative: Initiative, said: Sequence[OverlapOpinion]) -> list[int]:
    """Ids of what is settled, and for all but reviewers of what it was copied from: its writer knows that one."""
    settled = [opinion.other_id for opinion in said]
    reviews = can(actor(), Permission.REVISION_REVIEW, initiative.subject)
    return settled if reviews or initiative.copied_from_id is None else [*settled, initiative.copied_from_id]


def rendered(found: Sequence[Comparison]) -> str:
    """The fragment that stands under the title; "" where nothing looks alike."""
    return render_template("overlaps/_typed.html", found=found) if found else ""


def _comparison(twin: Twin, ours: Revision | None = None, form: OpinionForm | None = None) -> Comparison:
    theirs = twin.revision
    facts = (_partner(theirs), years_of(theirs), _countries(theirs), _committed(theirs), theirs.lead_organisation)
    return Comparison(
        reference=theirs.initiative.reference,
        href=url_for("initiatives.show", reference=theirs.initiative.reference),
        title=theirs.title_in(locale()) or _("Without a title"),
        reading=read_title(theirs, locale()),
        facts=" · ".join(fact for fact in facts if fact),
        words=tuple(say(words) for words in twin.likeness.words),
        aspects=_aspects(theirs, ours) if ours else (),
        form=form,
    )


def _aspects(theirs: Revision, ours: Revision) -> tuple[Aspect, ...]:
    return (
        Aspect(_("Title"), *(revision.title_in(locale()) or "" for revision in (theirs, ours))),
        Aspect(_("Partner"), _partner(theirs), _partner(ours)),
        Aspect(_("Years"), years_of(theirs), years_of(ours)),
        Aspect(_("Countries"), _countries(theirs), _countries(ours)),
        Aspect(_("Committed"), _committed(theirs), _committed(ours)),
        Aspect(_("Lead organisation"), theirs.lead_organisation or "", ours.lead_organisation or ""),
    )


def _partner(revision: Revision) -> str:
    return revision.initiative.partner.name(locale())


def _countries(revision: Revision) -> str:
    names = code_names(CodeList.COUNTRIES)
    return ", ".join(sorted((names.get(code, code) for code in revision.countries), key=plain))


def _committed(revision: Revision) -> str:
    """In EUR; a policy has no money, and none is never shown as 0."""
    if revision.initiative.kind is Kind.POLICY:
        return ""
    total = committed_eur(revision)
    return money(total.to_integral_value()) if total is not None else ""
