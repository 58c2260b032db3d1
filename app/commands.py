"""The flask command line. Exit codes: 0 done, 1 refused with the reason on standard error, 2 wrong usage."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.domain.access import OPERATOR
from app.domain.errors import DomainError
from app.wording import say_error

seed_group = AppGroup("seed", help="Fill the database: code lists, the demo world.")
taxonomy_group = AppGroup("taxonomy", help="The versions of the domains and priorities.")
jobs_group = AppGroup("jobs", help="Whatever is due.")


@contextmanager
def one_transaction() -> Iterator[None]:
    """Commit at the end; a broken rule is told on standard error and leaves nothing behind."""
    try:
        yield
        db.session.commit()
    except DomainError as error:
        db.session.rollback()
        click.echo(say_error(error), err=True)
        sys.exit(1)


@seed_group.command("reference")
def seed_reference() -> None:
    """Bring the code lists up to date. Safe to repeat, safe in production."""
    from seed.reference import load_reference

    with one_transaction():
        done = load_reference()
    told = [f"{name} {count}" for name, count in done.items() if count]
    click.echo("Added or changed: " + ", ".join(told) if told else "The code lists are up to date.")


@seed_group.command("demo")
@click.option("--initiatives", type=click.IntRange(min=0), default=0, help="So many plausible initiatives besides.")
@click.option("--random-seed", type=int, default=2015, show_default=True, help="Other seeds make other initiatives.")
def seed_demo(initiatives: int, random_seed: int) -> None:
    """Make the demo world in an empty database; where it is already, leave it as it is."""
    from seed.demo import is_seeded, load_demo
    from seed.volume import add_initiatives

    with one_transaction():
        if is_seeded():
            click.echo("The demo world is here already.")
        else:
            click.echo(f"Made the demo world: {load_demo()} initiatives.")
        if initiatives:
            click.echo(f"Added {add_initiatives(initiatives, random_seed)} published initiatives besides.")


@taxonomy_group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", required=True, help="The name of this version, shown beside the list.")
def taxonomy_load(file: Path, version: str) -> None:
    """Load a CSV (level,code,parent,label_en,label_fr,short_en,short_fr) and make it the current version."""
    from app.services.taxonomy import load
    from seed.reference import read_rows

    with one_transaction():
        try:
            rows = list(read_rows(file))
        except UnicodeDecodeError:
            raise DomainError("The file is not in UTF-8: save it as “CSV UTF-8”.") from None
        load(rows, version, OPERATOR)
    click.echo(f"Loaded “{version}” with {len(rows)} lines; new drafts are tagged with it.")


@jobs_group.command("run")
@click.option("--forever", is_flag=True, help="Again every minute, instead of once from cron.")
@click.option("--beside", type=int, metavar="PID", help="With --forever: until that process is gone.")
def jobs_run(forever: bool, beside: int | None) -> None:
    """Do whatever is due and say what was done."""
    if not forever:
        _run_jobs()
        return
    while True:
        try:
            _run_jobs()
        except SQLAlchemyError as error:
            db.session.rollback()
            click.echo(f"The database does not answer as it should: {type(error).__name__}", err=True)
        db.session.remove()
        if not _wait_beside(beside):
            return


def _run_jobs() -> None:
    from app.mail.jobs import run_mail_jobs
    from app.services.jobs import run_due

    with one_transaction():
        for line in run_due():
            click.echo(line)
    for line in run_mail_jobs():
        click.echo(line)


def _wait_beside(process: int | None) -> bool:
    """A minute; False as soon as the process is gone."""
    for _second in range(60):
        time.sleep(1)
        try:
            os.kill(process or os.getpid(), 0)
        except ProcessLookupError:
            return False
    return True


def init_app(app: Flask) -> None:
    from app.audit_commands import audit
    from app.cycle_commands import cycles
    from app.people_commands import people
    from app.rates_commands import rates

    for group in (seed_group, taxonomy_group, jobs_group, people, cycles, audit, rates):
        app.cli.add_command(group)
