"""`flask cycles`: open and close a cycle from the shell."""

from datetime import date

import click
from flask.cli import AppGroup

from app.commands import one_transaction
from app.domain.access import OPERATOR
from app.domain.dates import parse_date
from app.domain.errors import DomainError
from app.queries.cycles import named_cycle
from app.services.cycles import close_cycle, open_cycle
from app.wording import say_error

cycles = AppGroup("cycles", help="The systematic calls to the Partners.")


class Day(click.ParamType):  # type: ignore[type-arg]  # it became generic lately
    """A day as people type it; anything else is wrong usage."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return parse_date(str(value))
        except DomainError as error:
            self.fail(say_error(error), param, ctx)


@cycles.command("open")
@click.argument("name")
@click.option("--opens", required=True, type=Day(), help="The first day, for example 2026-10-01.")
@click.option("--closes", required=True, type=Day(), help="The last day, for example 2027-01-31.")
def cycles_open(name: str, opens: date, closes: date) -> None:
    """Announce the cycle NAME; its days are those of UTC."""
    with one_transaction():
        cycle = open_cycle(name, opens, closes, OPERATOR)
        click.echo(f"“{cycle.name}” is open from {cycle.opens_on} to {cycle.closes_on}.")


@cycles.command("close")
@click.argument("name")
def cycles_close(name: str) -> None:
    """Close the cycle NAME now."""
    with one_transaction():
        cycle = close_cycle(named_cycle(name), OPERATOR)
        click.echo(f"“{cycle.name}” is closed.")
