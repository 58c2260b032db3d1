"""The desk of a Partner as a successor finds it, and handing it over."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, Role, can
from app.domain.errors import DomainError
from app.models import Person
from app.queries.assignments import handed_out
from app.queries.handover import (
    SHOWN,
    count_published,
    find_invited_with,
    open_work,
    past_answers,
    pending_handover,
    people_of,
    takeover,
)
from app.queries.people import find_person, lock_person
from app.services import handover
from app.services.initiatives import new_key
from app.services.people import INVITATION_LASTS
from app.web.access import actor, requires, sent_key
from app.web.invitations import mail_invitation
from app.web.takeover import in_words, mail_taken_over, mail_under_way
from app.wording import locale, say_error
from forms.handover import HandoverForm
from forms.people import blame

blueprint = Blueprint("handover", __name__, url_prefix="/people")


def _focal_point(person_id: int) -> Person:
    """Locked for who hands over or withdraws: of two at once, the second finds what the first has done."""
    found = lock_person(person_id) if request.method == "POST" else find_person(person_id)
    return found if found and found.role is Role.FOCAL_POINT else abort(404)


@blueprint.get("/<int:person_id>/handover")
@requires(Permission.FOCAL_POINT_HAND_OVER, _focal_point)
def desk(leaving: Person) -> ResponseReturnValue:
    """Everything that is open, who works on it, what was answered; and the form to hand it over."""
    return _page(leaving, HandoverForm(colleagues=_colleagues(leaving)))


@blueprint.post("/<int:person_id>/handover")
@requires(Permission.FOCAL_POINT_HAND_OVER, _focal_point)
def give(leaving: Person) -> ResponseReturnValue:
    """Asks once more, saying what will happen; what is sent with `confirmed` is done."""
    if find_invited_with(sent_key(), actor()):
        return redirect(url_for(".desk", person_id=leaving.id), 303)
    form = HandoverForm(request.form, colleagues=_colleagues(leaving))
    successor = _chosen(form)
    if not form.validate() or not _may_go(leaving, form, successor):
        return _page(leaving, form), 422
    if "confirmed" not in request.form:
        return _confirmation(leaving, form, successor)
    mine = leaving.id == actor().person_id
    if successor:
        _hand_over(leaving, successor)
        return redirect(url_for("security.login" if mine else "people.index"), 303)
    _invite(leaving, form)
    return redirect(url_for(".desk", person_id=leaving.id), 303)


@blueprint.post("/<int:person_id>/handover/withdraw")
@requires(Permission.FOCAL_POINT_HAND_OVER, _focal_point)
def withdraw(leaving: Person) -> ResponseReturnValue:
    invited = handover.withdraw_handover(leaving, actor())
    flash(_("The handover is withdrawn: the invitation of %(name)s no longer works.", name=invited.name), "success")
    return redirect(url_for(".desk", person_id=leaving.id), 303)


def _chosen(form: HandoverForm) -> Person | None:
    """The colleague who was chosen; None where somebody new is invited, or nobody of the list was chosen."""
    chosen = form.colleague
    return find_person(int(chosen)) if chosen.isdecimal() else None


def _may_go(leaving: Person, form: HandoverForm, successor: Person | None) -> bool:
    """Whether it can be done as it was filled in; what stands in the way is said in the form."""
    try:
        if successor:
            handover.check_handover(leaving, successor, actor())
        else:
            handover.check_handover_to_newcomer(leaving, form.newcomer(), actor())
    except DomainError as error:
        if error.field == handover.UNDER_WAY:
            form.form_errors.append(say_error(error))
        else:
            blame(form, error)
        return False
    return True


def _hand_over(leaving: Person, successor: Person) -> None:
    mail_taken_over(leaving, successor, actor().name)
    handover.hand_over(leaving, successor, actor())
    told = _("%(name)s is Focal Point now. The account of %(old)s is closed.", name=successor.name, old=leaving.name)
    flash(told, "success")


def _invite(leaving: Person, form: HandoverForm) -> None:
    invitation = handover.hand_over_to_newcomer(leaving, form.newcomer(), actor(), key=sent_key())
    mail_invitation(invitation)
    mail_under_way(leaving, invitation.person, invitation.expires_at)
    told = _(
        "%(name)s is invited. The account of %(old)s stays open until they have come in.",
        name=invitation.person.name,
        old=leaving.name,
    )
    flash(told, "success")


def _colleagues(leaving: Person) -> list[Person]:
    """Who could take over at once."""
    return [
        person
        for person in people_of(_partner(leaving))
        if person.active and person.password is not None and person.id != leaving.id
    ]


def _partner(leaving: Person) -> str:
    assert leaving.partner_code is not None
    return leaving.partner_code


def _confirmation(leaving: Person, form: HandoverForm, successor: Person | None) -> str:
    return render_template(
        "people/handover_confirm.html",
        leaving=leaving,
        form=form,
        successor=successor,
        newcomer=None if successor else form.newcomer(),
        moving=in_words(takeover(_partner(leaving), actor())),
        mine=leaving.id == actor().person_id,
        days=INVITATION_LASTS.days,
        key=new_key(),
    )


def _page(leaving: Person, form: HandoverForm) -> str:
    partner = _partner(leaving)
    pending = pending_handover(leaving)
    may = can(actor(), Permission.FOCAL_POINT_HAND_OVER, leaving.subject)
    return render_template(
        "people/handover.html",
        leaving=leaving,
        form=form,
        pending=pending,
        work=open_work(partner, actor(), locale()),
        published=count_published(partner, actor()),
        handed_out=handed_out(partner, SHOWN),
        people=people_of(partner),
        answers=past_answers(partner),
        may_give=leaving.active and pending is None and may,
    )
