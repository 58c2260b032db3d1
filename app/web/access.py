"""Every view states who may open it; the application refuses to start if one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.decorators import auth_required

from app.domain.access import Actor, Permission, can

View = Callable[..., ResponseReturnValue]
_STATED = "_states_access"
FROM_LIBRARIES = ("security.", "static")
"""Endpoints of the authentication library and of static files: open by their nature, or guarded by it."""

IDENTITIES = ("reference", "person_id", "document_id", "cycle")
"""The values of an address that name the object; what else it holds goes to the view."""


def actor() -> Actor:
    """The signed-in person as the domain knows them; Actor without a role where nobody is signed in."""
    return current_user.actor if current_user.is_authenticated else Actor(name="")


def sent_key(name: str = "key") -> str:
    """The key of the form that was sent, with which it is taken once; "" where it has none."""
    return request.form.get(name, "").replace("\0", "")[:64]


def public(view: View) -> View:
    """Open to everybody."""
    setattr(view, _STATED, "public")
    return view


def signed_in(view: View) -> View:
    """Open to everybody who is signed in."""
    return _guarded(view, lambda **_: None, "signed in")


def requires(
    permission: Permission, load: Callable[..., Any] | None = None, also: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Load the object (404), check the permission, hand the object to the view instead of the address's values.

    `load` takes the values of the address that name the object (see `IDENTITIES`) and returns an object with
    a `subject`, and in `read_with` the permission to read it. Without `load` the permission is checked for the
    actor's own Partner. What may not be read, or is another Partner's, answers 404; what may be read but not done
    answers 403. `also` names values of the address that the loader needs besides; the view receives them too.
    """

    def decorate(view: View) -> View:
        def check(**values: Any) -> Any:
            if load is None:
                if not can(actor(), permission):
                    abort(403)
                return None
            found = load(**{name: value for name, value in values.items() if name in (*IDENTITIES, *also)})
            if not can(actor(), permission, found.subject):
                refuse(found)
            return found

        return _guarded(view, check, permission.value, gives=load is not None)

    return decorate


def refuse(found: Any) -> NoReturn:
    """403 for what the person may read, 404 for what is another Partner's or not theirs to know of."""
    who = actor()
    foreign = who.partner is not None and found.subject.partner != who.partner
    abort(404 if foreign or not can(who, found.read_with, found.subject) else 403)


def _guarded(view: View, check: Callable[..., Any], stated: str, *, gives: bool = False) -> View:
    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        found = check(**values)
        return view(found, **_rest(values)) if gives else view(**values)

    def _rest(values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name not in IDENTITIES}

    wrapped: View = auth_required("session")(guarded)
    setattr(wrapped, _STATED, stated)
    return wrapped


def check_views(app: Flask) -> None:
    """Raise RuntimeError naming every view that states no access."""
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], _STATED) and not rule.endpoint.startswith(FROM_LIBRARIES)
    ]
    if silent:
        raise RuntimeError(f"views without a stated access: {', '.join(sorted(set(silent)))}")
