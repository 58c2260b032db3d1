"""Cycles as the secretariat runs them: announce, open, extend, close."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.cycles import PartnerState, Phase
from app.domain.errors import DomainError
from app.domain.rules import Problem
from app.models import Cycle
from app.queries.cycles import cycles, load_cycle
from app.queries.standings import standings
from app.services.cycles import close_cycle, extend, open_cycle, open_now
from app.services.initiatives import new_key
from app.web.access import actor, requires, sent_key
from app.web.listing import Column
from app.wording import written_date
from forms.cycles import cycle_form
from forms.kit.build import AnswersForm
from forms.recorded import extension_form

blueprint = Blueprint("cycles", __name__, url_prefix="/cycles")


@dataclass(frozen=True)
class CycleRow:
    """`counts` are Partners by their state; None before the cycle opens."""

    cycle: Cycle
    counts: dict[PartnerState, int] | None


@blueprint.get("")
@requires(Permission.CYCLE_RUN)
def index() -> ResponseReturnValue:
    form = cycle_form()
    form["key"].data = new_key()
    return _page(form)


@blueprint.post("")
@requires(Permission.CYCLE_RUN)
def create() -> ResponseReturnValue:
    form = cycle_form()
    if not (form.validate() and _opened(form)):
        return _page(form), 422
    return redirect(url_for("cycles.index"), 303)


def _opened(form: AnswersForm) -> bool:
    try:
        cycle = open_cycle(**form.answers(), by=actor(), key=sent_key())
    except DomainError as error:
        if error.field is None:
            raise
        return form.blame(Problem(error.field, error.message, params=error.params))
    flash(_("The cycle is announced: %(name)s", name=cycle.name), "success")
    return True


@blueprint.post("/<cycle>/close")
@requires(Permission.CYCLE_RUN, load_cycle)
def close(found: Cycle) -> ResponseReturnValue:
    close_cycle(found, actor())
    flash(_("The cycle is closed: %(name)s", name=found.name), "success")
    return redirect(url_for("answering.show", cycle=found.slug), 303)


@blueprint.post("/<cycle>/open")
@requires(Permission.CYCLE_RUN, load_cycle)
def begin(found: Cycle) -> ResponseReturnValue:
    """Today, instead of on the day that was announced."""
    open_now(found, actor(), key=sent_key())
    flash(_("The cycle is open: %(name)s", name=found.name), "success")
    return redirect(url_for("answering.show", cycle=found.slug), 303)


@blueprint.get("/<cycle>/extend")
@requires(Permission.CYCLE_RUN, load_cycle)
def extension(found: Cycle) -> ResponseReturnValue:
    form = extension_form()
    form["key"].data = new_key()
    return render_template("cycles/extend.html", cycle=found, form=form)


@blueprint.post("/<cycle>/extend")
@requires(Permission.CYCLE_RUN, load_cycle)
def prolong(found: Cycle) -> ResponseReturnValue:
    form = extension_form()
    if not (form.validate() and _extended(found, form)):
        return render_template("cycles/extend.html", cycle=found, form=form), 422
    return redirect(url_for("answering.show", cycle=found.slug), 303)


def _extended(cycle: Cycle, form: AnswersForm) -> bool:
    try:
        extend(cycle, form["closes_on"].data, actor(), key=sent_key())
    except DomainError as error:
        if error.field is None:
            raise
        return form.blame(Problem("closes_on", error.message, params=error.params))
    flash(_("The last day is now %(day)s.", day=written_date(cycle.closes_on)), "success")
    return True


def _page(form: AnswersForm) -> str:
    rows = [CycleRow(cycle, _counts(cycle)) for cycle in cycles()]
    return render_template("cycles/index.html", rows=rows, columns=_columns(), form=form, states=list(PartnerState))


def _columns() -> list[Column]:
    counted = [Column(_(state.label), numeric=True) for state in PartnerState]
    named = [Column(_("Name")), Column(_("First day")), Column(_("Last day"))]
    return [*named, *counted, Column(_("What you can do"), hidden=True)]


def _counts(cycle: Cycle) -> dict[PartnerState, int] | None:
    if cycle.phase is Phase.PLANNED or cycle.period.was_called_off:
        return None
    counted = Counter(one.state for one in standings(cycle).values())
    return {state: counted[state] for state in PartnerState}
