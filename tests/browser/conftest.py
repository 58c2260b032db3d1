"""A real browser before a real server: the demo world in an SQLite file of its own, served as `make run` serves it."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site
from tests.browser.visitor import Visitor

ROOT = Path(__file__).parents[2]
TOLD = ("HTTPS", "PUBLIC_URL", "DATABASE_URL", "MAIL_FOLDER", "SECRET_KEY", "SECURITY_PASSWORD_SALT", "FLASK_DEBUG")
"""Settings of whoever runs the tests, which the server of the tests must not hear."""
GUNICORN = ("-m", "gunicorn", "--worker-class", "gthread", "--threads", "4", "--log-level", "warning")

Visiting = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _environment(instance: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in TOLD}
    return {**kept, "INSTANCE_PATH": str(instance), "DEMO": "1", "FLASK_APP": "wsgi.py"}


FURNISH = """
from flask_migrate import upgrade
from app import create_app
from app.db import db
from seed.demo import load_demo
from seed.reference import load_reference
with create_app().app_context():
    upgrade()
    load_reference()
    load_demo()
    db.session.commit()
"""
"""What `make run` does before it serves, in one process."""


def run_jobs(instance: Path) -> str:
    """What cron does; returns what it says."""
    command = [sys.executable, "-m", "flask", "jobs", "run"]
    done = subprocess.run(command, cwd=ROOT, env=_environment(instance), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _furnish(instance: Path) -> None:
    command = [sys.executable, "-c", FURNISH]
    done = subprocess.run(command, cwd=ROOT, env=_environment(instance), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def furnished_instance(shared_folder: Path) -> Path:
    """The demo world, made once for all workers of a run; each serves a copy."""
    instance = shared_folder / "browser-instance"
    with (shared_folder / "browser-instance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (instance / "complete").exists():
            _furnish(instance)
            (instance / "complete").touch()
    return instance


@pytest.fixture(scope="session")
def site(furnished_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests of a worker; who changes what others rely on serves a copy of their own with `serving()`."""
    with serving(furnished_instance, tmp_path_factory.mktemp("served")) as made:
        yield made


@contextmanager
def serving(furnished_instance: Path, instance: Path) -> Iterator[Site]:
    shutil.copytree(furnished_instance, instance, dirs_exist_ok=True)
    log = instance / "server.log"
    with socket.create_server(("127.0.0.1", 0)) as listening, log.open("wb") as told:
        made = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", log, instance)
        server = subprocess.Popen(
            [sys.executable, *GUNICORN, "--bind", f"fd://{listening.fileno()}", "wsgi:app"],
            cwd=ROOT,
            env=_environment(instance),
            pass_fds=[listening.fileno()],
            stdout=told,
            stderr=told,
        )
        try:
            _wait_for(made, server)
            yield made
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(site: Site, server: "subprocess.Popen[bytes]") -> None:
    opener = build_opener(ProxyHandler({}))
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), opener.open(f"{site.url}/healthz", timeout=30) as answer:
            assert answer.status == 200
            return
    pytest.fail(f"The server did not start: {site.log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium that `.ci/browser` finds."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("The browser tests need Chromium: `make browser` finds or installs one, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visiting(chromium: Browser, site: Site) -> Iterator[Visiting]:
    """`visiting("focal.et", scripts=False)` is a person with a browser of their own, signed in.

    Without an account it is a visitor who has not signed in. At the end of the test nothing may have gone wrong in
    any of these browsers or in the server's log.
    """
    visitors: list[Visitor] = []
    heard = site.log_length()

    def visit(account: str = "", *, scripts: bool = True, locale: str = "en-GB") -> Visitor:
        context = chromium.new_context(
            base_url=site.url,
            java_script_enabled=scripts,
            locale=locale,
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
        )
        visitor = Visitor(context, site, scripts=scripts)
        visitors.append(visitor)
        if account:
            visitor.sign_in(account)
        return visitor

    yield visit
    for visitor in visitors:
        visitor.context.close()
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n".join(faults)
    assert not site.log_since(heard), site.log_since(heard)
