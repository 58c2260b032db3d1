"""The outbox: which mails were sent, which wait, and those of which a person decides."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.access import Permission, can
from app.domain.labelled import Labelled
from app.domain.mails import STUCK, MailKind, MailState
from app.domain.text import _ as mark
from app.models import Outgoing
from app.queries.outbox import OutboxFilter, count_by_state, find_mail, outbox_page
from app.queries.selection import UnknownFilter
from app.services.outbox import send_again, set_aside
from app.web.access import actor, requires
from app.web.filters import Group, Option
from app.web.paging import asked_page, here, page_of
from app.wording import say

blueprint = Blueprint("mails", __name__, url_prefix="/mails")
SIZE = 50


@dataclass(frozen=True)
class StateCount:
    state: MailState
    count: int
    href: str


@blueprint.get("")
@requires(Permission.MAIL_READ)
def index() -> ResponseReturnValue:
    wanted = _wanted()
    total, found = outbox_page(wanted, (asked_page() - 1) * SIZE, SIZE)
    counts = count_by_state()
    groups = [
        _group("state", mark("State"), MailState, wanted.states),
        _group("kind", mark("Kind"), MailKind, wanted.kinds),
    ]
    return render_template(
        "mails/index.html",
        mails=found,
        page=page_of(total, SIZE),
        counts=[_counted(state, counts[state]) for state in MailState if state in counts],
        groups=groups,
        chips=_chips(wanted),
        to=wanted.to,
        stuck=sum(counts.get(state, 0) for state in STUCK),
        stuck_href=url_for(".index", state=sorted(STUCK)),
    )


def _counted(state: MailState, count: int) -> StateCount:
    return StateCount(state, count, url_for(".index", state=state))


@blueprint.get("/<int:mail_id>")
@requires(Permission.MAIL_READ)
def mail(mail_id: int) -> ResponseReturnValue:
    found = find_mail(mail_id) or abort(404)
    return render_template("mails/mail.html", mail=found, may_read=_may_read(found), is_stuck=found.state in STUCK)


@blueprint.post("/<int:mail_id>/again")
@requires(Permission.MAIL_SETTLE)
def again(mail_id: int) -> ResponseReturnValue:
    found = find_mail(mail_id) or abort(404)
    send_again(found, actor())
    flash(_("The mail to %(email)s waits again and leaves within a few minutes.", email=found.to), "success")
    return redirect(url_for(".mail", mail_id=mail_id), 303)


@blueprint.post("/<int:mail_id>/aside")
@requires(Permission.MAIL_SETTLE)
def aside(mail_id: int) -> ResponseReturnValue:
    found = find_mail(mail_id) or abort(404)
    set_aside(found, actor())
    flash(_("The mail to %(email)s is set aside and will not be sent.", email=found.to), "success")
    return redirect(url_for(".mail", mail_id=mail_id), 303)


def _may_read(mail: Outgoing) -> bool:
    """A link that lets its reader in is the reader's alone; in the demo, where no mail leaves, the administrator's."""
    return not mail.kind.is_secret or (current_app.config["DEMO"] and can(actor(), Permission.MAIL_READ_LINK))


def _wanted() -> OutboxFilter:
    """The filters in the address; raises UnknownFilter."""
    states = tuple(MailState(value) for value in _asked("state", MailState))
    kinds = tuple(MailKind(value) for value in _asked("kind", MailKind))
    return OutboxFilter(states, kinds, request.args.get("to", "").replace("\0", "").strip())


def _asked(name: str, known: type[Labelled]) -> list[str]:
    values = [value for value in request.args.getlist(name) if value]
    for value in values:
        if value not in list(known):
            raise UnknownFilter(mark("No mail can be found by “%(value)s”"), value=value[:40])
    return values


def _group(name: str, label: str, known: type[Labelled], chosen: tuple[Labelled, ...]) -> Group:
    return Group(name, say(label), [Option(one.value, say(one.label), one in chosen) for one in known])


def _chips(wanted: OutboxFilter) -> list[tuple[str, str]]:
    """What is set, each with the address without it."""
    chosen: list[tuple[str, tuple[Labelled, ...]]] = [("state", wanted.states), ("kind", wanted.kinds)]
    found = [(say(one.label), _without(name, one)) for name, values in chosen for one in values]
    return [*found, (wanted.to, here(to=None, page=None))] if wanted.to else found


def _without(name: str, value: str) -> str:
    rest = [pair for pair in request.args.items(multi=True) if pair != (name, value) and pair[0] != "page"]
    return f"{request.path}?{urlencode(rest)}" if rest else request.path
