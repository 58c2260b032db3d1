"""The audit log of requests: every file that leaves, and every change that no service has told in its own words.

Neither needs anything of a view. A file is known by its answer (an attachment), so a new download is told from its
first day; a change that was told by nobody is told as another change, unless its view stands in `UNTOLD`.
"""

from typing import Any

from flask import Response, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.http import parse_options_header

from app.db import db, read_only
from app.domain.audit import NOTHING, Deed, Details, Matter, Thing
from app.services.audit import is_noted, note
from app.web.access import IDENTITIES, actor

_WROTE = "has written"

_BY_ITS_EVENT = "answers that were saved are told by their event; typing that could not be read is no answer yet"
UNTOLD = {
    "accounts.language": "a person's own language gives no right and changes no record",
    "autosave.autosave": _BY_ITS_EVENT,
    "autosave.is_open": "who has a form open is forgotten after minutes",
    "entering.save": _BY_ITS_EVENT,
    "invitations.again": "the invitation is told; the attempt is counted for the lockout only",
    "security.forgot_password": "the link is told; the attempt is counted for the lockout only",
    "security.login": "both outcomes are told; attempts are counted for the lockout only",
}
"""Views that may write without a word in the audit log, each with the reason."""

_DOWNLOADS = {
    "reports": Deed.REPORT_DOWNLOADED,
    "exports": Deed.EXPORT_DOWNLOADED,
    "documents": Deed.DOCUMENT_DOWNLOADED,
    "audit": Deed.AUDIT_DOWNLOADED,
}
_MATTERS = {"reference": Matter.INITIATIVE, "slug": Matter.REPORT, "cycle": Matter.CYCLE}


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    session.info[_WROTE] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[_WROTE] = True


def begin() -> None:
    """Nothing was written yet in this request."""
    db.session.info.pop(_WROTE, None)


def tell_change() -> None:
    """Call before the commit."""
    if db.session.info.pop(_WROTE, False) and not is_noted() and request.endpoint not in UNTOLD:
        note(Deed.CHANGED, actor(), _thing(), {"view": request.endpoint, **_identities()})


def is_download(response: Response) -> bool:
    """Whether a file leaves with this answer."""
    attached = str(response.headers.get("Content-Disposition", "")).startswith("attachment")
    return attached and response.status_code < 300 and request.method != "HEAD"


def tell_download(response: Response) -> None:
    """Append the line of a file that is about to leave, in a transaction of its own; if that fails, none leaves.

    Reading is over by then, so that nothing but this line can be written with it.
    """
    by, thing, told = actor(), _thing(), _file(response)
    db.session.rollback()
    token = read_only.set(False)
    try:
        note(_DOWNLOADS.get(str(request.blueprint), Deed.FILE_DOWNLOADED), by, thing, told)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        response.close()
        raise
    finally:
        read_only.reset(token)


def _file(response: Response) -> Details:
    """What left: the name of the file and the selection behind it, as the address states it."""
    name = parse_options_header(response.headers["Content-Disposition"])[1].get("filename", "")
    chosen = {key: values for key, values in sorted(request.args.lists()) if any(values)}
    return {"file": name, **_identities(), **({"chosen": chosen} if chosen else {})}


def _thing() -> Thing:
    values = request.view_args or {}
    return next((Thing(matter, str(values[name])) for name, matter in _MATTERS.items() if name in values), NOTHING)


def _identities() -> dict[str, Any]:
    """The values of the address that name an object; others, such as the token of an invitation, may be secrets."""
    return {name: value for name, value in (request.view_args or {}).items() if name in IDENTITIES}
