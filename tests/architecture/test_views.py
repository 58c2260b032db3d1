"""Every view states who may open it; every right has its place in the table and its words."""

import pytest
from flask import Flask

from app.domain.access import GRANTS, PERMISSION_LABELS, Permission
from app.domain.workflow import PERMISSION_OF
from app.web.access import check_views, public, requires, signed_in
from tests.architecture.source import PACKAGES, ROOT, templates


def test_every_view_states_its_access(app):
    check_views(app)
    assert len(list(app.url_map.iter_rules())) > 30


def test_a_silent_view_stops_the_start():
    silent = Flask(__name__)

    @silent.get("/one")
    @public
    def told():
        return ""

    @silent.get("/two")
    def untold():
        return ""

    with pytest.raises(RuntimeError, match=r"views without a stated access: untold$"):
        check_views(silent)


@pytest.mark.parametrize("states", [public, signed_in, requires(Permission.REPORT_READ)])
def test_each_way_to_state_it_is_enough(states):
    made = Flask(__name__)
    made.add_url_rule("/one", "one", states(lambda **_: ""))
    check_views(made)


def test_every_permission_has_its_clauses_and_its_words():
    assert set(GRANTS) == set(PERMISSION_LABELS) == set(Permission)
    assert all(clauses and all(clauses) for clauses in GRANTS.values())
    assert len(set(PERMISSION_LABELS.values())) == len(Permission)


def test_every_permission_is_asked_for_somewhere():
    """A right that nothing asks for guards nothing."""
    table = ROOT / "app" / "domain" / "access.py"
    python = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path != table]
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*python, *templates()])
    asked = {p for p in Permission if f"Permission.{p.name}" in text or f'"{p.value}"' in text}
    assert set(Permission) - asked == set()
    assert set(PERMISSION_OF.values()) <= asked
