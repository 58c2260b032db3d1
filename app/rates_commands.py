"""`flask rates load`: exchange rates from the shell."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.domain.access import OPERATOR
from app.domain.errors import DomainError
from app.domain.rates_file import read
from app.queries.rates import compare, known
from app.services.rates import load_rates
from app.wording import say

rates = AppGroup("rates", help="Exchange rates.")


@rates.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def rates_load(file: Path) -> None:
    """Load a CSV in one of the three layouts of docs/rates.md, all of it or nothing."""
    from app.commands import one_transaction

    with one_transaction():
        reading = read(file.read_bytes(), known())
        if reading.faults:
            raise DomainError("\n".join(say(fault.message, fault.params) for fault in reading.faults))
        changes = compare(reading.rates)
        converted = load_rates(changes.all, OPERATOR)
    click.echo(
        f"{len(changes.added)} new, {len(changes.changed)} changed, {changes.unchanged} as they were; "
        f"{converted} amounts converted."
    )
