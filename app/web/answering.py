"""A cycle as a Partner answers it: one page with everything that is asked, and the answers to it."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, Subject
from app.domain.errors import DomainError, Incomplete, NotFound, NotPossible
from app.domain.rules import Problem
from app.domain.text import _ as mark
from app.models import Attestation, Cycle, Initiative, Partner
from app.queries.cycles import find_partner, load_cycle
from app.queries.initiatives import load_initiative, lock_initiative
from app.services import attestations
from app.services.initiatives import new_key
from app.web.access import actor, requires, sent_key
from app.web.cycle_overview import overview_page
from app.web.cycle_page import of_partner
from app.wording import locale, say, say_error
from forms.cycles import end_form
from forms.kit.build import AnswersForm

blueprint = Blueprint("answering", __name__, url_prefix="/cycles")


@dataclass(frozen=True)
class Call:
    """A cycle and the Partner that is looked at in it; None where the secretariat looks at all of them."""

    cycle: Cycle
    partner: Partner | None
    read_with = Permission.CYCLE_READ

    @property
    def subject(self) -> Subject:
        return Subject(partner=self.partner.code if self.partner else None)


@dataclass(frozen=True)
class Ending:
    """An initiative whose end is to be stated in a cycle."""

    cycle: Cycle
    initiative: Initiative
    read_with = Permission.CYCLE_READ

    @property
    def subject(self) -> Subject:
        return self.initiative.subject


def load_call(cycle: str) -> Call:
    """The signed-in person's own Partner or, for those who have none, the one that the address asks for."""
    found, code = load_cycle(cycle), actor().partner or request.args.get("partner")
    partner = find_partner(code) if code else None
    if code and partner is None:
        abort(404)
    return Call(found, partner)


def _load_ending(cycle: str, reference: str) -> Ending:
    load = lock_initiative if request.method == "POST" else load_initiative
    return Ending(load_cycle(cycle), load(reference))


@blueprint.get("/<cycle>")
@requires(Permission.CYCLE_READ, load_call)
def show(call: Call) -> ResponseReturnValue:
    if call.partner is None:
        return overview_page(call.cycle)
    return _partner_page(call.cycle, call.partner)


def _partner_page(cycle: Cycle, partner: Partner, refused: str = "") -> str:
    """`refused` says why an answer could not be taken: the page shows what stands now."""
    page = of_partner(cycle, partner)
    return render_template("cycles/partner.html", call=Call(cycle, partner), cycle=cycle, page=page, refused=refused)


@blueprint.post("/<cycle>/answers")
@requires(Permission.CYCLE_ANSWER, load_call)
def answer(call: Call) -> ResponseReturnValue:
    """`answer` is still-accurate, nothing-to-report or take-back; it is about an `initiative` or a `domain`."""
    assert call.partner is not None, "only somebody of a Partner may answer"
    try:
        said = _said(call.cycle, request.form.get("answer", ""))
    except NotPossible as error:
        return _partner_page(call.cycle, call.partner, say_error(error)), 409
    flash(_told(said), "success")
    return redirect(url_for("answering.show", cycle=call.cycle.slug), 303)


def _said(cycle: Cycle, asked: str) -> Attestation:
    key, domain = sent_key(), request.form.get("domain", "").replace("\0", "")[:20]
    if asked == "nothing-to-report":
        return attestations.attest_nothing(cycle, domain, actor(), key=key)
    if asked == "still-accurate":
        return attestations.attest_accurate(cycle, _own_initiative(), actor(), key=key)
    if asked == "take-back":
        about = {"domain": domain} if domain else {"initiative": _own_initiative()}
        return attestations.take_back(cycle, actor(), key=key, **about)
    raise DomainError(mark("There is no answer “%(answer)s”"), answer=asked[:40])


def _own_initiative() -> Initiative:
    initiative = lock_initiative(request.form.get("initiative", "").replace("\0", "")[:20])
    if initiative.partner_code != actor().partner:
        raise NotFound(mark("There is no initiative with this reference, or it is not yours to see."))
    return initiative


def _told(said: Attestation) -> str:
    about = said.initiative.reference if said.initiative else _("domain %(code)s", code=said.domain_code)
    return say(mark("%(name)s: %(value)s"), {"name": _(said.said.label), "value": about}) + "."


@blueprint.get("/<cycle>/ended/<reference>")
@requires(Permission.CYCLE_ANSWER, _load_ending)
def ended(ending: Ending) -> ResponseReturnValue:
    try:
        attestations.require_endable(ending.cycle, ending.initiative)
    except NotPossible as error:
        return _refused(ending, error)
    assert ending.initiative.published is not None
    form = end_form(ending.initiative.published.ends_on)
    form["key"].data = new_key()
    return _ending_page(ending, form)


@blueprint.post("/<cycle>/ended/<reference>")
@requires(Permission.CYCLE_ANSWER, _load_ending)
def end(ending: Ending) -> ResponseReturnValue:
    form = end_form(None)
    try:
        if not (form.validate() and _ended(ending, form)):
            return _ending_page(ending, form), 422
    except NotPossible as error:
        return _refused(ending, error)
    return redirect(url_for("answering.show", cycle=ending.cycle.slug), 303)


def _ended(ending: Ending, form: AnswersForm) -> bool:
    try:
        attestations.end(ending.cycle, ending.initiative, form["ends_on"].data, actor(), key=sent_key())
    except Incomplete as error:
        return form.blame(Problem("ends_on", error.message, params=error.params))
    except DomainError as error:
        if error.field != "ends_on":
            raise
        return form.blame(Problem("ends_on", error.message, params=error.params))
    flash(_("The end of %(reference)s is with the secretariat for review.", reference=ending.initiative.reference))
    return True


def _refused(ending: Ending, error: NotPossible) -> ResponseReturnValue:
    return _partner_page(ending.cycle, ending.initiative.partner, say_error(error)), 409


def _ending_page(ending: Ending, form: AnswersForm) -> str:
    initiative = ending.initiative
    standing = initiative.published or initiative.latest
    title = standing.title_in(locale()) or initiative.reference
    return render_template(
        "cycles/ended.html", cycle=ending.cycle, initiative=initiative, title=title, standing=standing, form=form
    )
