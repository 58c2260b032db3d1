"""A client that behaves as a browser does and checks every page it is given."""

from contextvars import Context
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from app.db import at, db, now
from app.models import Person
from tests import pages

Data = dict[str, Any]


class CheckingClient(FlaskClient):
    """Each request runs in a context of its own, as on a server: no `g` and no session shared with the test.

    Whatever the test has built is committed first (into the transaction that ends with the test), and what
    the test holds is read anew afterwards. A fault in a page fails the test that opened it; `check_pages`
    may be set to False for a client that looks for nothing else.
    """

    check_pages = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        moment = now() if kwargs.pop("frozen", False) else None
        response = Context().run(self._open, moment, args, kwargs)
        db.session.expire_all()
        if self.check_pages and response.mimetype == "text/html":
            found = pages.faults(response.get_data(as_text=True))
            assert not found, f"{response.request.method} {response.request.path}: {found}"
        return response

    def _open(self, moment: Any, args: Any, kwargs: Any) -> TestResponse:
        with at(moment):
            return super().open(*args, **kwargs)

    def sign_in(self, person: Person) -> None:
        """Make this client that person's, as the authentication library's own session would."""
        db.session.commit()
        uniquifier = person.fs_uniquifier
        moment = now().timestamp()
        with self.session_transaction() as session:
            session.update(_user_id=uniquifier, _fresh=True, fs_cc="set", fs_paa=moment, sign_in=uuid4().hex, _id=None)
            session.pop("_id")

    def token(self) -> str:
        """A valid token for this client's session, also where no page was opened."""
        with self.application.test_request_context():
            from flask import g
            from flask import session as made

            g.pop("csrf_token", None)  # of another client: the test's own context is shared

            with self.session_transaction() as session:
                made.update(session)
                token = str(generate_csrf())
                session["csrf_token"] = made["csrf_token"]
        return token

    def form_at(self, page: str, action: str | None = None) -> tuple[str, dict[str, list[str]]]:
        """The address and the present values of the POST form of a page (the one to `action`, if several)."""
        response = self.get(page)
        assert response.status_code == 200, f"GET {page}: {response.status_code}"
        found = [
            (urljoin(page, form.get("action") or page), form)
            for form in pages.forms(pages.parse(response.get_data(as_text=True)))
            if (form.get("method") or "get").lower() == "post"
        ]
        wanted = [pair for pair in found if urlsplit(pair[0]).path == urlsplit(action or page).path]
        assert wanted, f"no form to {action or page} at {page}, only to {[address for address, _ in found]}"
        return wanted[0][0], pages.form_values(wanted[0][1])

    def fill(self, page: str, data: Data, *, action: str | None = None, **kwargs: Any) -> TestResponse:
        """Open a page, change the named fields of its form and send it, everything else as it stands."""
        address, values = self.form_at(page, action)
        return self.post(address, data={**values, **data}, **kwargs)

    def post_form(self, path: str, data: Data | None = None, **kwargs: Any) -> TestResponse:
        """Send `data` and nothing else, with this session's token."""
        return self.post(path, data={"csrf_token": self.token(), **(data or {})}, **kwargs)
