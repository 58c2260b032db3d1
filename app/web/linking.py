"""The secretariat's side of overlaps: candidates across all Partners, their evidence, the decisions on them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import db
from app.domain.access import Permission
from app.domain.choices import Resemblance
from app.domain.errors import DomainError, NotFound
from app.domain.links import Relation
from app.domain.text import Term
from app.domain.text import _ as mark
from app.models import Initiative, OverlapCandidate, OverlapLink, Revision
from app.queries.candidates import (
    PAGE_SIZE,
    Chosen,
    candidates,
    count_candidates,
    find_candidate,
    next_candidate,
    published_of,
)
from app.queries.filter_values import values_of
from app.queries.initiatives import load_initiative, lock_initiative
from app.queries.links import find_standing, members_of, past_links, together
from app.queries.overlaps import get_published
from app.queries.selection import FILTER_LABELS, Selection, UnknownFilter, parse
from app.services.links import link, undo
from app.web.access import actor, requires
from app.web.filters import Group, Option
from app.web.listing import years_of
from app.web.paging import asked_page, page_of
from app.web.pairs import countries_of, evidence_on, parts_of, reference_and_title
from app.wording import locale, say
from forms.links import LinkForm, PairForm, UndoForm
from forms.people import blame

blueprint = Blueprint("linking", __name__, url_prefix="/overlaps")

CODES = ("partner", "country", "domain")
STATES = {"undecided": mark("Undecided"), "decided": mark("Decided"), "all": mark("All of them")}
LEAST = ("65", "75", "85", "95")
LABELS = {
    "said": mark("What writers said"),
    "score_from": mark("Score from"),
    "state": mark("Decision"),
}


@dataclass(frozen=True)
class CandidateRow:
    """`sides` are both initiatives as (reference, title, facts)."""

    href: str
    score: int
    words: list[str]
    sides: list[tuple[str, str, str]]
    decision: OverlapLink | None


@blueprint.get("")
@requires(Permission.OVERLAP_LINK)
def index() -> ResponseReturnValue:
    return _list(PairForm())


@blueprint.get("/pair")
@requires(Permission.OVERLAP_LINK)
def pair() -> ResponseReturnValue:
    """Takes `one` and `other`, references, to the page of that pair."""
    form = PairForm(request.args)
    found = {}
    if form.validate():
        for name in ("one", "other"):
            try:
                found[name] = get_published(form[name].data.replace("\0", "")).initiative.reference
            except NotFound as error:
                form[name].errors = [say(error.message)]
    if len(found) == 2 and found["one"] == found["other"]:
        form.other.errors = [_("An initiative is not linked with itself: choose another one")]
    if form.errors:
        return _list(form), 422
    return redirect(url_for(".show", one=found["one"], other=found["other"]), 303)


@blueprint.get("/<one>/<other>")
@requires(Permission.OVERLAP_LINK)
def show(one: str, other: str) -> ResponseReturnValue:
    return _page(*_both(one, other))


@blueprint.post("/<one>/<other>")
@requires(Permission.OVERLAP_LINK)
def decide(one: str, other: str) -> ResponseReturnValue:
    """Takes `relation`, `head` (the reference of one of the two) and `reason`."""
    first, second = _both(one, other)
    form = LinkForm(_ends(first, second), request.form)
    if form.validate():
        head = next((end for end in (first, second) if end.reference == form.head.data), None)
        try:
            made = link(first, second, Relation(form.relation.data), actor(), head=head, reason=form.reason.data)
        except DomainError as error:
            blame(form, error)
        else:
            flash(
                _("Decided: %(relation)s. Lists and reports count so from now on.", relation=say(made.relation.label)),
                "success",
            )
            return redirect(_pair_href(first, second), 303)
    return _page(first, second, form), 422


@blueprint.post("/<one>/<other>/undo")
@requires(Permission.OVERLAP_LINK)
def undo_link(one: str, other: str) -> ResponseReturnValue:
    """Takes `link`, the decision that the page showed, and `reason`."""
    first, second = _both(one, other)
    sent = request.form.get("link", "")
    standing = db.session.get(OverlapLink, int(sent)) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
    if standing is None or {standing.one_id, standing.other_id} != {first.id, second.id}:
        abort(404)
    form = UndoForm(request.form)
    try:
        undo(standing, actor(), form.reason.data)
    except DomainError as error:
        blame(form, error)
        return _page(first, second, undoing=form), 422
    flash(_("Undone. Lists and reports count as before."), "success")
    return redirect(_pair_href(first, second), 303)


def _both(one: str, other: str) -> tuple[Initiative, Initiative]:
    """Who decides on them locks both, in one order, so that neither leaves the reports or changes meanwhile."""
    load = lock_initiative if request.method == "POST" else load_initiative
    names = [one.replace("\0", ""), other.replace("\0", "")]
    found = {name: load(name) for name in sorted(names)}
    return found[names[0]], found[names[1]]


def _shown(initiative: Initiative) -> Revision:
    return initiative.published or initiative.latest


def _ends(*both: Initiative) -> list[tuple[str, str]]:
    return [(initiative.reference, reference_and_title(initiative, _shown(initiative))) for initiative in both]


def _pair_href(one: Initiative, other: Initiative) -> str:
    kept = {name: request.args.getlist(name) for name in (*CODES, "said", "score_from")}
    values: dict[str, Any] = {"one": one.reference, "other": other.reference, **kept}
    return url_for(".show", **values)


def _page(one: Initiative, other: Initiative, form: LinkForm | None = None, undoing: UndoForm | None = None) -> str:
    if one.id == other.id:
        raise DomainError(mark("An initiative is not linked with itself: choose another one"))
    upcoming = next_candidate(_chosen(undecided=True), find_candidate(one, other))
    ours, theirs = _shown(one), _shown(other)
    return render_template(
        "overlaps/pair.html",
        ends=[(one, ours), (other, theirs)],
        titles=dict(_ends(one, other)),
        evidence=evidence_on(ours, theirs),
        standing=find_standing(one.id, other.id),
        together=members_of(one) if together(one) == together(other) else [],
        past=past_links(one, other),
        linkable=one.published is not None and other.published is not None,
        form=form or LinkForm(_ends(one, other)),
        undoing=undoing or UndoForm(),
        action=_pair_href(one, other),
        undo_action=url_for(".undo_link", one=one.reference, other=other.reference),
        next_href=_pair_href(upcoming.one, upcoming.other) if upcoming else None,
    )


# the list


def _list(form: PairForm) -> str:
    chosen = _chosen()
    page = page_of(count_candidates(chosen), PAGE_SIZE)
    found = candidates(chosen, asked_page())
    published = published_of([row for row, _link in found])
    return render_template(
        "overlaps/candidates.html",
        rows=[_row(row, decision, published) for row, decision in found],
        page=page,
        groups=_groups(chosen),
        chosen=chosen,
        filtered=bool(request.args),
        form=form,
    )


def _row(row: OverlapCandidate, decision: OverlapLink | None, published: Any) -> CandidateRow:
    return CandidateRow(
        href=_pair_href(row.one, row.other),
        score=row.score,
        words=[part.words for part in parts_of(row) if part.words],
        sides=[_side(published[end.id]) for end in (row.one, row.other)],
        decision=decision,
    )


def _side(revision: Revision) -> tuple[str, str, str]:
    initiative = revision.initiative
    facts = (initiative.reference, initiative.partner.name(locale()), years_of(revision), countries_of(revision))
    title = revision.title_in(locale()) or _("Without a title")
    return initiative.reference, title, " · ".join(fact for fact in facts if fact)


def _chosen(*, undecided: bool = False) -> Chosen:
    """The filters in the address; raises UnknownFilter (400)."""
    codes = parse({name: request.args.getlist(name) for name in CODES})
    state = _one_of("state", tuple(STATES)) or "undecided"
    least = _one_of("score_from", LEAST)
    said = tuple(dict.fromkeys(value for value in request.args.getlist("said") if value))
    for value in said:
        _require_known("said", value, tuple(Resemblance))
    return Chosen(
        partner=codes.partner,
        country=codes.country,
        domain=codes.domain,
        said=said,
        score_from=int(least) if least else None,
        state="undecided" if undecided else state,
    )


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    if value:
        _require_known(name, value, known)
    return value


def _require_known(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        message = mark("Unknown value for the filter “%(name)s”: “%(value)s”")
        raise UnknownFilter(message, name=Term(LABELS[name]), value=value[:60])


def _groups(chosen: Chosen) -> list[Any]:
    selection = Selection(partner=chosen.partner, country=chosen.country, domain=chosen.domain)
    listed = [
        Group(
            name,
            say(FILTER_LABELS[name]),
            [
                Option(v.code, say(v.text), v.code in getattr(chosen, name))
                for v in values_of(name, selection, locale())
            ],
        )
        for name in CODES
    ]
    said = [Option(one.value, say(one.label), one.value in chosen.said) for one in Resemblance]
    least = [Option(value, value, value == str(chosen.score_from)) for value in LEAST]
    states = [Option(value, say(label), value == chosen.state) for value, label in STATES.items()]
    return [
        *(group for group in listed if group.options),
        Group("said", say(LABELS["said"]), said),
        OneOf("score_from", say(LABELS["score_from"]), least),
        OneOf("state", say(LABELS["state"]), states),
    ]


@dataclass(frozen=True)
class OneOf(Group):
    """A filter of which one value is chosen."""

    kind: str = "radio"
