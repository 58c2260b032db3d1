"""The desk of a Partner as a successor finds it, and handing it over."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, Role, can
from app.domain.errors import DomainError
from app.models import Person
from app.queries.assignments import handed_out
from app.queries.handover import SHOWN, count_published, open_work, past_answers, people_of
from app.queries.people import find_person
from app.services.handover import hand_over, hand_over_to_newcomer
from app.web.access import actor, requires
from app.web.invitations import mail_invitation
from app.wording import locale
from forms.people import HandoverForm, blame

blueprint = Blueprint("handover", __name__, url_prefix="/people")


def _focal_point(person_id: int) -> Person:
    found = find_person(person_id)
    return found if found and found.role is Role.FOCAL_POINT else abort(404)


@blueprint.get("/<int:person_id>/handover")
@requires(Permission.FOCAL_POINT_HAND_OVER, _focal_point)
def desk(leaving: Person) -> ResponseReturnValue:
    """Everything that is open, who works on it, what was answered; and the form to hand it over."""
    return _page(leaving, HandoverForm(colleagues=_colleagues(leaving)))


@blueprint.post("/<int:person_id>/handover")
@requires(Permission.FOCAL_POINT_HAND_OVER, _focal_point)
def give(leaving: Person) -> ResponseReturnValue:
    form = HandoverForm(request.form, colleagues=_colleagues(leaving))
    if not form.validate() or not _given(leaving, form):
        return _page(leaving, form), 422
    mine = leaving.id == actor().person_id and not leaving.active
    return redirect(url_for("security.login" if mine else "people.index"), 303)


def _given(leaving: Person, form: HandoverForm) -> bool:
    try:
        if form.successor.data:
            successor = find_person(int(form.successor.data)) or abort(404)
            hand_over(leaving, successor, actor())
            told = _(
                "%(name)s is Focal Point now. The account of %(old)s is closed.", name=successor.name, old=leaving.name
            )
        else:
            invitation = hand_over_to_newcomer(leaving, form.newcomer(), actor())
            mail_invitation(invitation)
            told = _(
                "%(name)s is invited. The account of %(old)s stays open until they have come in.",
                name=invitation.person.name,
                old=leaving.name,
            )
    except DomainError as error:
        blame(form, error)
        return False
    flash(told, "success")
    return True


def _colleagues(leaving: Person) -> list[Person]:
    """Who could take over at once; the leaving one is offered too and refused in words."""
    assert leaving.partner_code is not None
    return [person for person in people_of(leaving.partner_code) if person.active and person.password is not None]


def _page(leaving: Person, form: HandoverForm) -> str:
    partner = leaving.partner_code
    assert partner is not None
    return render_template(
        "people/handover.html",
        leaving=leaving,
        form=form,
        work=open_work(partner, actor(), locale()),
        published=count_published(partner, actor()),
        handed_out=handed_out(partner, SHOWN),
        people=people_of(partner),
        answers=past_answers(partner),
        may_give=leaving.active and can(actor(), Permission.FOCAL_POINT_HAND_OVER, leaving.subject),
    )
