"""Tells a load balancer whether the application can work."""

from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> tuple[dict[str, Any], int]:
    """200 once the database answers and the schema is current; otherwise 503 with what is wrong."""
    try:
        present = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return {"status": "unavailable", "reason": "the database does not answer"}, 503
    wanted = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    if present != wanted:
        return {"status": "unavailable", "reason": f"the schema is at {present}, not at {wanted}"}, 503
    return {"status": "ok"}, 200
