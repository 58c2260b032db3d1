"""Handing an initiative, or sections of it, to a Contributor; handing it back; what is handed out."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.domain.access import Permission
from app.domain.errors import DomainError
from app.domain.rules import sections_of
from app.mail import send
from app.mail.links import address
from app.models import QUESTIONS, Assignment, Initiative, Person, PersonState
from app.queries.assignments import (
    contributors_of,
    count_handed_out,
    find_open,
    focal_points_of,
    handed_out,
    standing,
)
from app.queries.initiatives import load_initiative, lock_initiative
from app.queries.people import find_person
from app.services import assignments
from app.services.initiatives import new_key
from app.services.workflow import find_taken
from app.web.access import actor, requires, sent_key
from app.web.paging import asked_page, page_of
from app.wording import locale, say, written_date
from forms.assignments import HandingBackForm, HandingForm
from forms.people import blame

blueprint = Blueprint("assignments", __name__, url_prefix="/initiatives")
SIZE = 50


@blueprint.get("/handed-out")
@requires(Permission.ASSIGNMENT_GIVE)
def index() -> ResponseReturnValue:
    partner = actor().partner or ""
    page = page_of(count_handed_out(partner), SIZE)
    rows = handed_out(partner, SIZE, (asked_page() - 1) * SIZE)
    return render_template("assignments/index.html", rows=rows, page=page)


@blueprint.get("/<reference>/assignments")
@requires(Permission.ASSIGNMENT_GIVE, load_initiative)
def hand(initiative: Initiative) -> ResponseReturnValue:
    """`to` is the Contributor whose assignment is to be changed."""
    assignments.require_assignable(initiative)
    held = next((a for a in standing(initiative) if str(a.contributor_id) == request.args.get("to")), None)
    form = _form(initiative, held)
    form.key.data = new_key()
    return _page(initiative, form)


@blueprint.post("/<reference>/assignments")
@requires(Permission.ASSIGNMENT_GIVE, lock_initiative)
def give(initiative: Initiative) -> ResponseReturnValue:
    if not find_taken(initiative, sent_key(), actor()):
        assignments.require_assignable(initiative)
        form = _form(initiative)
        if not (form.validate() and _given(initiative, form)):
            return _page(initiative, form), 422
    return redirect(url_for("initiatives.show", reference=initiative.reference), 303)


def _form(initiative: Initiative, held: Assignment | None = None) -> HandingForm:
    return HandingForm(contributors_of(initiative.partner_code), sections_of(QUESTIONS, initiative.kind), held)


def _page(initiative: Initiative, form: HandingForm) -> str:
    return render_template("assignments/hand.html", initiative=initiative, title=_title(initiative), form=form)


def _title(initiative: Initiative) -> str:
    return initiative.latest.title_in(locale()) or initiative.reference


def _given(initiative: Initiative, form: HandingForm) -> bool:
    contributor = find_person(int(form.contributor.data)) or abort(404)
    due_on, note = form.due_on.data, form.note.data or ""
    try:
        given = assignments.assign(
            initiative, contributor, form.chosen, actor(), due_on=due_on, note=note, key=sent_key()
        )
    except DomainError as error:
        blame(form, error)
        return False
    send("assigned", contributor, **_asked_of(given, contributor))
    flash(_told(contributor), "success")
    return True


def _told(contributor: Person) -> str:
    if contributor.state is PersonState.INVITED:
        name = contributor.name
        told = _("Handed to %(name)s, who gets a mail, and who has to use the invitation to come in first.", name=name)
    else:
        told = _("Handed to %(name)s, who gets a mail.", name=contributor.name)
    return str(told)


@blueprint.post("/<reference>/assignments/take-back")
@requires(Permission.ASSIGNMENT_GIVE, lock_initiative)
def take_back(initiative: Initiative) -> ResponseReturnValue:
    """`contributor` is the person who has it."""
    if not find_taken(initiative, sent_key(), actor()):
        whom = request.form.get("contributor", "")
        contributor = find_person(int(whom)) if whom.isascii() and whom.isdigit() and len(whom) < 10 else None
        assignments.take_back(initiative, contributor or abort(404), actor(), key=sent_key())
        flash(_("Taken back. What was written stays as it is."), "success")
    return redirect(url_for("initiatives.show", reference=initiative.reference), 303)


@blueprint.get("/<reference>/hand-back")
@requires(Permission.ASSIGNMENT_HAND_BACK, load_initiative)
def hand_back(initiative: Initiative) -> ResponseReturnValue:
    form = HandingBackForm()
    form.key.data = new_key()
    return _back_page(initiative, form)


@blueprint.post("/<reference>/hand-back")
@requires(Permission.WORKING_READ, lock_initiative)
def give_back(initiative: Initiative) -> ResponseReturnValue:
    """Sent twice it is handed back once: by then the right to do it is gone, and the key is known."""
    if not find_taken(initiative, sent_key(), actor()):
        form = HandingBackForm()
        if not form.validate():
            return _back_page(initiative, form), 422
        _tell(assignments.hand_back(initiative, actor(), form.words.data or "", key=sent_key()))
        flash(_("Handed back. Your Focal Point gets a mail and reads it next."), "success")
    return redirect(url_for("home.home"), 303)


def _back_page(initiative: Initiative, form: HandingBackForm) -> str:
    assignment = find_open(initiative, actor())
    return render_template(
        "assignments/hand_back.html",
        initiative=initiative,
        title=_title(initiative),
        assignment=assignment,
        form=form,
    )


def _tell(handed_back: Assignment) -> None:
    """Whoever is Focal Point now: the one who gave it may have handed over since."""
    for person in focal_points_of(handed_back.initiative.partner_code):
        about = _about(handed_back.initiative, person)
        send("handed_back", person, by=handed_back.contributor.name, note=handed_back.words, **about)


def _about(initiative: Initiative, reader: Person) -> dict[str, str]:
    return {
        "title": initiative.latest.title_in(reader.language.value) or initiative.reference,
        "reference": initiative.reference,
        "link": address("initiatives.show", reference=initiative.reference),
    }


def _asked_of(given: Assignment, reader: Person) -> dict[str, str]:
    """What is asked of the Contributor, in their language."""
    with force_locale(reader.language.value):
        sections = ", ".join(say(section.label) for section in given.sections) or _("the whole initiative")
        due = _("It is due on %(day)s.", day=written_date(given.due_on)) if given.due_on else ""
    asked = {"by": given.given_by_name, "sections": sections, "due": due, "note": given.note}
    return {**asked, **_about(given.initiative, reader)}
