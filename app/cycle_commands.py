"""`flask cycles`: open, extend and close a cycle from the shell, and verify its snapshot."""

from datetime import date

import click
from flask.cli import AppGroup

from app.commands import one_transaction
from app.domain.access import OPERATOR
from app.domain.dates import parse_date
from app.domain.errors import DomainError, NotPossible
from app.domain.snapshots import digest_of
from app.queries.cycles import named_cycle
from app.queries.snapshots import find_snapshot
from app.services.cycles import close_cycle, extend, open_cycle
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


@cycles.command("extend")
@click.argument("name")
@click.option("--closes", required=True, type=Day(), help="The new last day, for example 2027-02-28.")
def cycles_extend(name: str, closes: date) -> None:
    """Give the cycle NAME a later last day."""
    with one_transaction():
        cycle = extend(named_cycle(name), closes, OPERATOR)
        click.echo(f"“{cycle.name}” is open from {cycle.opens_on} to {cycle.closes_on}.")


@cycles.command("verify")
@click.argument("name")
def cycles_verify(name: str) -> None:
    """Work the digest of the snapshot of the cycle NAME out again and compare."""
    with one_transaction():
        cycle = named_cycle(name)
        snapshot = find_snapshot(cycle)
        if snapshot is None:
            raise NotPossible(f"“{cycle.name}” has no snapshot: it is frozen when the cycle has ended.")
        if digest_of(snapshot.content) != snapshot.digest:
            raise NotPossible(f"The snapshot of “{cycle.name}” is not what was frozen: its digest differs.")
        click.echo(f"“{cycle.name}”: the digest is right: {snapshot.digest}")


@cycles.command("close")
@click.argument("name")
def cycles_close(name: str) -> None:
    """Close the cycle NAME now."""
    with one_transaction():
        cycle = close_cycle(named_cycle(name), OPERATOR)
        click.echo(f"“{cycle.name}” is closed.")
