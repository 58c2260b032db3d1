"""The page of one person: who they are to the site, and changing it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.choices import Language
from app.domain.errors import DomainError
from app.models import Person
from app.queries.handover import pending_handover
from app.queries.people import (
    find_person,
    invitable_partners,
    invitations_of,
    is_last_focal_point,
    may_have_duty,
    roles_with,
)
from app.services import placing
from app.services.reviewing import give_duty
from app.web.access import actor, requires
from app.web.people import row_of
from forms.people import blame
from forms.person import DetailsForm, DutyForm, PlaceForm

blueprint = Blueprint("person", __name__, url_prefix="/people/<int:person_id>")


def _person(person_id: int) -> Person:
    return find_person(person_id) or abort(404)


@blueprint.get("")
@requires(Permission.PEOPLE_READ, _person)
def show(person: Person) -> ResponseReturnValue:
    return _page(person)


@blueprint.post("/details")
@requires(Permission.PERSON_CHANGE, _person)
def details(person: Person) -> ResponseReturnValue:
    form = DetailsForm(request.form, person=person)
    if form.validate():
        try:
            changed = placing.rename(person, form.name.data, Language(form.language.data), by=actor())
        except DomainError as error:
            blame(form, error)
        else:
            return _done(person, changed)
    return _page(person, details=form), 422


@blueprint.post("/place")
@requires(Permission.PERSON_CHANGE, _person)
def place(person: Person) -> ResponseReturnValue:
    form = _place_form(person, request.form)
    if form.validate():
        try:
            moved = placing.move(person, form.place(), by=actor(), leaving_nobody=form.confirmed)
        except DomainError as error:
            blame(form, error)
        else:
            return _done(person, moved)
    return _page(person, place=form), 422


@blueprint.post("/duty")
@requires(Permission.DUTY_GIVE, _person)
def duty(person: Person) -> ResponseReturnValue:
    form = DutyForm(request.form, person=person)
    if form.validate():
        try:
            give_duty(person, form.chosen(), by=actor())
        except DomainError as error:
            blame(form, error)
        else:
            return _done(person, True)
    return _page(person, duty=form), 422


def _done(person: Person, changed: bool) -> ResponseReturnValue:
    if changed:
        flash(_("Changed: %(name)s", name=person.name), "success")
    else:
        flash(_("Nothing differs from what was there, so nothing was changed."), "info")
    return redirect(url_for(".show", person_id=person.id), 303)


def _page(person: Person, **sent: Any) -> str:
    """With the forms that the reader may send; `sent` is the one that was, with what is wrong in it."""
    changes = can(actor(), Permission.PERSON_CHANGE, person.subject)
    moves = changes and person.id != actor().person_id
    gives_duty = can(actor(), Permission.DUTY_GIVE, person.subject) and may_have_duty(person)
    forms: dict[str, Any] = {
        "details": DetailsForm(person=person) if changes else None,
        "place": _place_form(person) if moves else None,
        "duty": DutyForm(person=person) if gives_duty else None,
        **sent,
    }
    return render_template(
        "people/person.html",
        row=row_of(person),
        whom=person,
        forms=forms,
        wrong=next(iter(sent.values()), None),
        invitations=invitations_of(person),
        pending=pending_handover(person),
        is_own=person.id == actor().person_id,
    )


def _place_form(person: Person, sent: Any = None) -> PlaceForm:
    return PlaceForm(
        sent,
        person=person,
        roles=roles_with(actor(), Permission.PERSON_CHANGE),
        partners=invitable_partners(actor()),
        last_focal_point=is_last_focal_point(person),
    )
