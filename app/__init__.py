"""JVAP Follow-up: the reporting database of the Joint Valletta Action Plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from app.db import db, migrate
from config import INSTANCE, Config


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application; `settings` override the environment's (tests use this)."""
    from app import commands, web

    app = Flask(__name__, instance_path=str(INSTANCE))
    app.config.from_object(Config)
    app.config.from_mapping(settings or {})
    _require_secrets(app)
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(__file__).parent.parent / "migrations"))
    web.init_app(app)
    commands.init_app(app)
    return app


def _require_secrets(app: Flask) -> None:
    """A secret that is not set is made once and kept beside the embedded database; never in the repository."""
    from app.secrets import kept_secret

    for name in ("SECRET_KEY", "SECURITY_PASSWORD_SALT"):
        if not app.config[name]:
            app.config[name] = kept_secret(Path(app.instance_path), name.lower())
