"""The secretariat records an answer that a Partner gave by e-mail or note, and takes such an answer back."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.access import Permission
from app.domain.cycles import Saying
from app.domain.errors import DomainError, NotPossible
from app.domain.letters import Channel, Letter
from app.domain.rules import Problem
from app.domain.text import _ as mark
from app.models import Cycle, Partner
from app.queries.cycles import domain_codes, progress_of, standing_revisions
from app.queries.names import domain_shorts
from app.queries.taxonomy import current_version
from app.services.attestations import require_open
from app.services.initiatives import new_key
from app.services.recorded_answers import Stated, record, take_back_recorded
from app.web.access import actor, requires, sent_key
from app.web.answering import Call, load_call
from app.web.cycle_page import title_of
from app.wording import locale, say_error
from forms.kit.build import AnswersForm
from forms.recorded import EVERYTHING, recorded_form

blueprint = Blueprint("recorded", __name__, url_prefix="/cycles")


@blueprint.get("/<cycle>/record")
@requires(Permission.CYCLE_RECORD, load_call)
def form(call: Call) -> ResponseReturnValue:
    partner = _partner(call)
    require_open(call.cycle)
    made = _form(call.cycle, partner)
    made["key"].data = new_key()
    return _page(call.cycle, partner, made)


@blueprint.post("/<cycle>/record")
@requires(Permission.CYCLE_RECORD, load_call)
def save(call: Call) -> ResponseReturnValue:
    partner = _partner(call)
    made = _form(call.cycle, partner)
    if not (made.validate() and _whole_end(made) and _recorded(call.cycle, partner, made)):
        return _page(call.cycle, partner, made), 422
    return redirect(_address(call.cycle, partner), 303)


@blueprint.post("/<cycle>/record/taken-back")
@requires(Permission.CYCLE_RECORD, load_call)
def take_back(call: Call) -> ResponseReturnValue:
    partner = _partner(call)
    named = {name: request.form.get(name, "").replace("\0", "")[:20] for name in ("initiative", "domain")}
    take_back_recorded(
        call.cycle, partner.code, actor(), reference=named["initiative"], domain=named["domain"], key=sent_key()
    )
    flash(_("The recorded answer is taken back."), "success")
    return redirect(_address(call.cycle, partner), 303)


def _partner(call: Call) -> Partner:
    return call.partner or abort(404)


def _address(cycle: Cycle, partner: Partner) -> str:
    return url_for("answering.show", cycle=cycle.slug, partner=partner.code)


def _form(cycle: Cycle, partner: Partner) -> AnswersForm:
    """Offers what has no answer yet; sent a second time, also what the first sending has answered."""
    progress = progress_of(cycle, partner.code)
    sent = request.method == "POST"
    wanted = [key for key, answer in progress.initiatives.items() if answer is None or sent]
    found = sorted(standing_revisions(cycle, wanted), key=lambda revision: revision.initiative.reference)
    initiatives = [(one.initiative.reference, f"{one.initiative.reference} {title_of(one)}") for one in found]
    shorts, version = domain_shorts(locale()), current_version().name
    free = [code for code, answer in progress.domains.items() if answer is None or sent]
    return recorded_form(initiatives, [(code, f"{code} {shorts[version, code]}") for code in free])


def _whole_end(made: AnswersForm) -> bool:
    """An end needs its initiative, and the initiative its end."""
    if made["ended"].data and not made["ended_on"].data:
        return made.blame(Problem("ended_on", mark("Enter the day on which it ended")))
    if made["ended_on"].data and not made["ended"].data:
        return made.blame(Problem("ended", mark("Choose the initiative that has ended")))
    return True


def _recorded(cycle: Cycle, partner: Partner, made: AnswersForm) -> bool:
    letter = Letter(
        Channel(made["channel"].data), made["received_on"].data, made["received_from"].data, made["received_text"].data
    )
    try:
        done = record(cycle, partner.code, letter, _stated(cycle, partner, made), actor(), key=sent_key())
    except NotPossible as error:
        made.form_errors.append(say_error(error))
        return False
    except DomainError as error:
        named = {"ends_on": "ended_on"}.get(error.field or "", error.field)
        if named is None:
            raise
        return made.blame(Problem(named, error.message, params=error.params))
    text = ngettext("%(num)s answer is recorded.", "%(num)s answers are recorded.", len(done))
    flash(f"{partner.name(locale())}: {text}", "success")
    return True


def _stated(cycle: Cycle, partner: Partner, made: AnswersForm) -> list[Stated]:
    ended: str | None = made["ended"].data
    day: date | None = made["ended_on"].data
    accurate, nothing = list(made["accurate"].data or []), list(made["nothing"].data or [])
    if EVERYTHING in (made["whole"].data or []):
        accurate, nothing = _everything(cycle, partner)
    stated = [Stated(Saying.STILL_ACCURATE, reference=one) for one in accurate if one != ended]
    stated += [Stated(Saying.NOTHING_TO_REPORT, domain=code) for code in nothing]
    return [*stated, Stated(Saying.ENDED, reference=ended, ended_on=day)] if ended else stated


def _everything(cycle: Cycle, partner: Partner) -> tuple[list[str], list[str]]:
    """References and domains that have no answer yet."""
    progress = progress_of(cycle, partner.code)
    wanted = [key for key, answer in progress.initiatives.items() if answer is None]
    references = [revision.initiative.reference for revision in standing_revisions(cycle, wanted)]
    return references, [code for code in domain_codes() if progress.domains[code] is None]


def _page(cycle: Cycle, partner: Partner, made: AnswersForm) -> str:
    told: dict[str, Any] = {"cycle": cycle, "partner": partner.name(locale()), "back": _address(cycle, partner)}
    left = [name for name in ("accurate", "nothing") if list(made[name].iter_choices())]
    return render_template("cycles/record.html", form=made, left=left, **told)
