"""`flask people add`: an account from the shell."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from app.db import db
from app.domain.access import OPERATOR, Role
from app.domain.choices import Language
from app.domain.errors import DomainError
from app.mail import deliver_written
from app.mail.links import LOCAL
from app.services.people import Newcomer, add, invite
from app.web.invitations import mail_invitation
from app.wording import say_error


@click.group()
def people() -> None:
    """People and their accounts."""


@people.command("add")
@click.argument("email")
@click.option("--role", required=True, help="One of " + ", ".join(Role) + ".")
@click.option("--partner", help="Code of the Partner, for focal_point and contributor.")
@click.option("--entity", help="Code of the ministry or agency, for contributor.")
@click.option("--name", help="Name of the person; the e-mail's where none is given.")
@click.option(
    "--language", type=click.Choice([language.value for language in Language]), default="en", show_default=True
)
@click.option("--password", type=click.Choice(["-"]), help="Read from standard input; otherwise an invitation is sent.")
@with_appcontext
def add_person(email: str, role: str, name: str | None, password: str | None, **place: str | None) -> None:
    """Add a person."""
    language = Language(place.pop("language") or Language.EN)
    newcomer = Newcomer(email, name or email.partition("@")[0], _role(role), language=language, **place)
    base = current_app.config["PUBLIC_URL"] or LOCAL
    with current_app.test_request_context(base_url=base):
        try:
            _add(newcomer, sys.stdin.readline().rstrip("\r\n") if password else None)
        except DomainError as error:
            click.echo(say_error(error), err=True)
            sys.exit(1)


def _role(typed: str) -> Role:
    code = typed.strip().lower().replace("-", "_").replace(" ", "_")
    if code not in [*Role]:
        raise click.UsageError(f"--role must be one of {', '.join(Role)}")
    return Role(code)


def _add(newcomer: Newcomer, password: str | None) -> None:
    if password is None:
        mail_invitation(invite(newcomer, OPERATOR))
    else:
        add(newcomer, OPERATOR, password)
    db.session.commit()
    deliver_written()
    click.echo(f"{newcomer.email}: " + ("invited" if password is None else "added"))
