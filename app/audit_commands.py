"""`flask audit`: the last digest, to be noted elsewhere, and the proof of the whole chain."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from app.db import read_only
from app.domain.audit import GENESIS
from app.queries.audit import head, verify

audit = AppGroup("audit", help="The record of everything.")


@contextmanager
def _reading() -> Iterator[None]:
    """Without the write lock of SQLite, or nobody could write while the log is walked."""
    token = read_only.set(True)
    try:
        yield
    finally:
        read_only.reset(token)


@audit.command("head")
def audit_head() -> None:
    """Print the number and the digest of the newest entry. Note them where nobody who runs this server can write."""
    with _reading():
        last = head()
    click.echo(f"{last.number} {last.digest}" if last else f"0 {GENESIS}")


@audit.command("verify")
@click.option("--head", "noted", help="A digest that was noted: tells whether entries at the end are gone.")
@click.option("--after", default=GENESIS, help="The last digest of the archive from which the log goes on.")
def audit_verify(noted: str | None, after: str) -> None:
    """Walk the chain from its beginning and name the first entry that was removed, changed, added or moved."""
    with _reading():
        found = verify(noted.strip().lower() if noted else None, after.strip().lower())
    if found.broken is not None:
        click.echo(
            f"Broken at entry {found.broken}: {found.why}. Before it, {found.count} entries are whole.", err=True
        )
        sys.exit(1)
    click.echo(f"{found.count} entries, unbroken, last digest {found.last.digest if found.last else after}.")
