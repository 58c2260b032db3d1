"""What every template may rely on: rights by permission, the places, the person, the language."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from app.db import now
from app.domain.access import Permission
from app.domain.access import can as domain_can
from app.queries.cycles import find_open_cycle
from app.services.initiatives import new_key
from app.web.access import actor
from app.web.writer import sign_writer
from app.wording import locale


@dataclass(frozen=True)
class Place:
    """One of the role's places in the top bar."""

    label: str
    href: str
    current: bool


def can(permission: str, record: Any = None) -> bool:
    """Whether the signed-in person may; `record` is anything with a `subject`."""
    return domain_can(actor(), Permission(permission), record.subject if record is not None else None)


def places() -> list[Place]:
    if not current_user.is_authenticated:
        return []
    offered = (
        (_("Home"), "home.home", True),
        (_("Initiatives"), "initiatives.index", True),
        (_("Cycles"), "cycles.index", can("cycle.run")),
        (_("Review"), "review.queue", can("queue.read")),
        (_("Reports"), "reports.catalogue", can("report.read")),
        (_("Downloads"), "exports.initiatives", can("export.download")),
        (_("People"), "people.index", can("people.read")),
        (_("Audit"), "audit.index", can("audit.read")),
        (_("Mails"), "mails.index", can("mail.read")),
    )
    area = (request.endpoint or "").split(".")[0]
    found = [
        Place(label, url_for(name), area == name.split(".")[0])
        for label, name, shown in offered
        if shown and name in current_app.view_functions
    ]
    return [*found[:2], *_open_cycle(area), *found[2:]]


def _open_cycle(area: str) -> list[Place]:
    """For those who answer in it, as long as there is one."""
    cycle = None if can("cycle.run") or not can("cycle.read") else find_open_cycle()
    return [Place(_("Cycle"), url_for("answering.show", cycle=cycle.slug), area == "answering")] if cycle else []


@dataclass(frozen=True)
class Reader:
    """The signed-in person as the frame shows them."""

    name: str
    role_label: str
    partner_name: str


def person() -> Reader | None:
    if not current_user.is_authenticated:
        return None
    partner = current_user.partner.name(locale()) if current_user.partner else ""
    return Reader(current_user.name, current_user.role.label, partner)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["new_key"] = new_key  # components see no context

    @app.context_processor
    def _globals() -> dict[str, Any]:
        return {
            "can": can,
            "places": places(),
            "person": person(),
            "locale": locale(),
            "other_locale": "en" if locale() == "fr" else "fr",
            "sign_writer": sign_writer,
            "demo": current_app.config["DEMO"],
            "now": now(),
        }
