"""Entering: start a draft, fill its sections, check the answers, take the next step, read the receipt."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.access import Permission, can
from app.domain.choices import Language
from app.domain.documents import MOST_BYTES, MOST_FILES
from app.domain.errors import DomainError
from app.domain.questions import Kind, Section
from app.domain.rules import Problem, in_section, sections_of
from app.domain.workflow import steps_from
from app.models import QUESTION, QUESTIONS, Initiative, Revision
from app.queries.assignments import find_open, standing
from app.queries.completeness import AS_TYPED, gaps, held_sections, section_of
from app.queries.documents import documents_of
from app.queries.history import last_note
from app.queries.initiatives import load_initiative, lock_initiative
from app.queries.languages import untranslated
from app.queries.names import is_provisional
from app.queries.organisations import Suggested, suggested_organisations
from app.queries.presence import others_at
from app.services import initiatives
from app.web import suggested, transactions
from app.web.access import actor, requires, sent_key
from app.web.asked import asked_of, of_section, take_replies, unsettled, waiting
from app.web.comparing import count_similar, overlaps_of, similar_titles
from app.web.conflicts import (
    Difference,
    base_of,
    differences,
    held_input,
    state_of,
    take_theirs,
    take_untouched,
)
from app.web.descriptions import Refused, take_descriptions, typed_descriptions
from app.web.eur import tell_values
from app.web.hints import hints_of
from app.web.language_hint import doubt
from app.web.outdated import is_outdated, writing_of
from app.web.presenting import RecordSection, record_sections
from app.web.tasks import is_theirs, section_or_404, section_to_read, tasks
from app.web.unchanged import unchanged
from app.wording import locale, say
from forms.documents import DocumentForm
from forms.initiative import section_form, start_form
from forms.kit.build import AnswersForm
from forms.overlaps import OpinionForm

blueprint = Blueprint("entering", __name__, url_prefix="/initiatives")


@blueprint.get("/new")
@requires(Permission.INITIATIVE_CREATE)
def new() -> ResponseReturnValue:
    form = start_form()
    form["key"].data = initiatives.new_key()
    form["language"].data = Language(locale())  # offered, and seen by who answers
    return render_template("entering/new.html", form=form, similar=[])


@blueprint.post("")
@requires(Permission.INITIATIVE_CREATE)
def create() -> ResponseReturnValue:
    form = start_form()
    if not form.validate():
        return render_template("entering/new.html", form=form, similar=[]), 422
    kind, title = Kind(form["kind"].data), form["title"].data
    made = initiatives.create(actor(), kind, title, language=form["language"].data, key=sent_key())
    if said := doubt(title, form["language"].data):
        flash(_("%(doubt)s You find the question under “Basics”.", doubt=said), "waiting")
    return redirect(url_for("initiatives.show", reference=made.reference), 303)


@blueprint.post("/<reference>/revise")
@requires(Permission.REVISION_OPEN, lock_initiative)
def revise(initiative: Initiative) -> ResponseReturnValue:
    initiatives.require_editable(initiative, actor())
    initiatives.open_revision(initiative, actor())
    stays = _("The published one stays in the reports until the new one is published.") if initiative.published else ""
    flash(" ".join((_("A new version is open."), stays)).strip())
    return redirect(url_for("initiatives.show", reference=initiative.reference), 303)


@blueprint.post("/<reference>/copy")
@requires(Permission.WORKING_READ, load_initiative)
def copy(initiative: Initiative) -> ResponseReturnValue:
    made = initiatives.copy(initiative.present, actor(), key=sent_key())
    flash(
        _(
            "A new draft with the answers of %(reference)s. Change what is different now.",
            reference=initiative.reference,
        )
    )
    return redirect(url_for("initiatives.show", reference=made.reference), 303)


def task_list(initiative: Initiative) -> ResponseReturnValue:
    """The page of an initiative for those who may edit its working revision."""
    revision = initiative.working
    assert revision is not None
    return render_template(
        "entering/tasks.html",
        initiative=initiative,
        revision=revision,
        rows=tasks(revision),
        gaps=gaps(revision),
        last_note=last_note(revision),
        questions=unsettled(asked_of(revision)),
        similar=count_similar(initiative),
        assignment=find_open(initiative, actor()),
        standing=standing(initiative) if can(actor(), Permission.ASSIGNMENT_GIVE, initiative.subject) else [],
        careful_steps=[step for step in steps_from(revision.status, actor(), initiative.subject) if step.careful],
    )


def load_section(reference: str, section: str) -> Initiative:
    """`load_editable()` for a section by its name in the address; there may be none of that name."""
    return load_editable(reference, next((known for known in Section if known.value == section), None))


def load_editable(reference: str, section: Section | None) -> Initiative:
    """The initiative, if the answers of the section (None: of any) may be changed now; else 403 or 409."""
    initiative = lock_initiative(reference) if request.method == "POST" else load_initiative(reference)
    if can(actor(), Permission.WORKING_READ, initiative.subject):
        initiatives.require_editable(initiative, actor(), section)
    return initiative


@blueprint.get("/<reference>/edit/<section>")
@requires(Permission.REVISION_OPEN, load_section, also=("section",))
def edit(initiative: Initiative, section: str) -> ResponseReturnValue:
    return edit_page(initiative, section_or_404(initiative.present, section))


def edit_page(
    initiative: Initiative,
    section: Section,
    upload: DocumentForm | None = None,
    described: Refused | None = None,
) -> str:
    """A section as it stands, or as it was typed when it could not be read.

    `upload` is a file, `described` a description that was refused.
    """
    revision = initiative.present
    held = held_input(revision, section)
    form = section_form(revision, section, actor(), held.fields if held else None)
    if held:
        form.validate()
    elif section is Section.BASICS and not form["parent"].data:
        form["parent"].data = request.args.get("parent")
    return section_page(revision, section, form, upload=upload, described=described)


@blueprint.post("/<reference>/edit/<section>")
@requires(Permission.REVISION_OPEN, load_section, also=("section",))
def save(initiative: Initiative, section: str) -> ResponseReturnValue:
    revision = initiative.present
    part = section_or_404(revision, section)
    typed = typed_of(part, initiative.kind)
    command, ticked = request.form.get("rows", ""), request.form.get("tick", "")
    form = section_form(revision, part, actor(), typed, unfinished=bool(command or ticked))
    take_theirs(revision, part, form)
    if command or ticked:
        form.change_rows(command)
        suggested.tick(form, ticked, revision)
        return section_page(revision, part, form, seen=request.form.get("seen"))
    take_untouched(revision, part, form)
    found, outdated = differences(revision, part, form, typed), is_outdated(initiative)
    if found or outdated:
        return section_page(revision, part, form, found, outdated=outdated), 409
    revision = initiatives.open_revision(initiative, actor())
    take_replies(initiative)
    read, refused = form.validate() and saved(revision, part, form), take_descriptions(initiative)
    if not read:
        initiatives.hold(revision, part, typed, actor())
    if refused or not read:
        transactions.keep()
        return section_page(revision, part, form, described=refused), 422
    _tell(revision, part, form)
    return redirect(_next_place(revision, part), 303)


def typed_of(section: Section, kind: Kind) -> dict[str, list[str]]:
    """What was sent for the section's questions; their rows are named after them."""
    asked = {question.name for question in in_section(QUESTIONS, section, kind)}
    return {name: values for name, values in request.form.lists() if name.partition("-")[0] in asked}


def saved(revision: Revision, section: Section, form: AnswersForm) -> bool:
    try:
        initiatives.save_section(revision, section, form.answers(), actor(), sitting=sent_key("sitting"))
    except DomainError as error:
        if error.field is None:
            raise
        return form.blame(Problem(error.field, error.message, params=error.params))
    return True


def _tell(revision: Revision, section: Section, form: AnswersForm) -> None:
    """What was saved, how amounts were understood, and whether something published looks alike."""
    understood = " ".join(f"{text}." for text in form.understood())
    flash(_("Saved: %(section)s.", section=_(section.label)) + " " + understood)
    if name := _left_out():
        flash(_("%(name)s was not attached: choose it again and press “Attach”.", name=name), "waiting")
    if section is Section.BASICS and (found := count_similar(revision.initiative)):
        flash(_look_alike(found), "waiting")


def _left_out() -> str:
    """The name of a file that was chosen and not attached: the button that saves sends no file."""
    return request.form.get("file", "").replace("\\", "/").rpartition("/")[2][:150]


def _look_alike(count: int) -> str:
    said = ngettext(
        "%(num)s published initiative looks like this one. It is compared with yours under “Check your answers”.",
        "%(num)s published initiatives look like this one. They are compared with yours under “Check your answers”.",
        count,
    )
    return str(said)


def _next_place(revision: Revision, section: Section) -> str:
    """`saved` in the address tells the page's script that nothing of the section is kept on this computer only."""
    known: dict[str, Any] = {"reference": revision.initiative.reference, "saved": section.value}
    order = sections_of(QUESTIONS, revision.initiative.kind)
    after = [part for part in order[order.index(section) + 1 :] if is_theirs(revision.initiative, part)]
    if request.form.get("then") == "here" or _left_out():
        return url_for("entering.edit", section=section.value, _anchor="documents", **known)
    if request.form.get("then") == "list":
        return url_for("initiatives.show", **known)
    if not after:
        return url_for("entering.check", **known)
    return url_for("entering.edit", section=after[0].value, **known)


def section_page(
    revision: Revision,
    section: Section,
    form: AnswersForm,
    conflict: Sequence[Difference] = (),
    seen: str | None = None,
    upload: DocumentForm | None = None,
    described: Refused | None = None,
    outdated: bool = False,
) -> str:
    """`seen` is what the form had seen before, where its text is still being typed.

    `described` is a description that was refused; `outdated` says that the version it was typed for is gone.
    """
    with_files = section is Section.DOCUMENTS
    documents = documents_of(revision) if with_files else ()
    if section is Section.MONEY:
        tell_values(form)
    return render_template(
        "entering/section.html",
        initiative=revision.initiative,
        revision=revision,
        section=section,
        form=form,
        similar=similar_titles([], revision.initiative) if section is Section.BASICS else [],
        doubt=doubt(form["title"].data, form["language"].data) if section is Section.BASICS else "",
        conflict=conflict,
        provisional=section is Section.DOMAINS and is_provisional(revision.taxonomy_version),
        seen=state_of(revision, section) if seen is None else seen,
        sitting=sent_key("sitting") or initiatives.new_key(),
        others=others_at(revision, section, actor()),
        base=base_of(revision, section) if not request.form.get("base") else request.form["base"],
        autosaves=revision == revision.initiative.working and not conflict,
        unsaved=bool(conflict) or outdated or seen is not None,
        person_id=actor().person_id,
        organisations=_organisations(revision.initiative, form),
        order=sections_of(QUESTIONS, revision.initiative.kind),
        asked=of_section(asked_of(revision), section),
        upload=(upload or DocumentForm()) if with_files else None,
        documents=documents,
        most_files=MOST_FILES,
        most_bytes=MOST_BYTES,
        described=described,
        descriptions=typed_descriptions(documents),
        writing=writing_of(revision.initiative, still=seen is not None),
        outdated=outdated,
        states_language=is_theirs(revision.initiative, Section.BASICS),
        suggested=suggested.panels(revision, form) if section is Section.DOMAINS else {},
    )


def _organisations(initiative: Initiative, form: AnswersForm) -> list[Suggested]:
    asked = (column for question in form.questions for column in (question, *question.columns))
    return suggested_organisations(initiative.partner_code, locale()) if any(one.organisation for one in asked) else []


@blueprint.get("/<reference>/check")
@requires(Permission.WORKING_READ, load_initiative)
def check(initiative: Initiative) -> ResponseReturnValue:
    return check_page(initiative)


def check_page(initiative: Initiative, wrong: tuple[OpinionForm, Revision] | None = None) -> str:
    """Check your answers: everything on one page, each with its way back, what is missing, and what looks alike.

    `wrong` is what was said of another initiative and could not be taken: see `overlaps_of()`.
    """
    revision = initiative.working or initiative.latest
    found, asked, overlaps = gaps(revision), asked_of(revision), overlaps_of(revision, wrong)
    return render_template(
        "entering/check.html",
        initiative=initiative,
        revision=revision,
        sections=[_checked(part, found, initiative) for part in record_sections(revision, actor())],
        asked=asked,
        unanswered=waiting(unsettled(asked)),
        hints=hints_of(revision, overlaps),
        held=held_sections(revision),
        gaps=[_gap(problem, revision) for problem in found],
        untranslated=untranslated(revision),
        states_language=is_theirs(initiative, Section.BASICS),
        documents=documents_of(revision),
        provisional=is_provisional(revision.taxonomy_version),
        unchanged=unchanged(revision),
        overlaps=overlaps,
        steps=list(steps_from(revision.status, actor(), initiative.subject)),
    )


def _gap(problem: Problem, revision: Revision) -> tuple[str, str]:
    """What stands in the way and the way there; a section kept as typed is named, else the question."""
    section = section_of(problem)
    whole = section in held_sections(revision)
    address = section_to_read(revision, section)
    if is_theirs(revision.initiative, section):
        anchor = None if whole else problem.question
        address = _edit(revision.initiative.reference, section, anchor)
    label = section.label if whole else QUESTION[problem.question].label
    message = say(problem.message, problem.params)
    return _("%(name)s: %(value)s", name=_(label), value=message), address


def _edit(reference: str, section: Section, anchor: str | None) -> str:
    return url_for("entering.edit", reference=reference, section=section.value, _anchor=anchor)


def _checked(part: RecordSection, found: list[Problem], initiative: Initiative) -> RecordSection:
    """A section whose rows lead back to their fields, for who writes it, and say what they lack."""
    theirs = is_theirs(initiative, part.section)
    missing = {
        problem.question: say(problem.message, problem.params) for problem in found if problem.message is not AS_TYPED
    }
    rows = tuple(
        row.with_change(
            _edit(initiative.reference, part.section, row.question.name) if theirs else None,
            missing.get(row.question.name),
        )
        for row in part.rows
    )
    return RecordSection(part.section, rows)
