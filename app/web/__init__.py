"""Everything that knows a request."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.web import access, assets, errors, headers, intake, language, proxies, transactions
from app.web import templates as template_globals

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    from app.web.blueprints import BLUEPRINTS
    from app.web.security import init_app as init_security

    proxies.init_app(app)
    transactions.init_app(app)
    headers.init_app(app)
    assets.init_app(app)
    intake.init_app(app)
    csrf.init_app(app)
    language.init_app(app)
    init_security(app)
    template_globals.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.init_app(app)
    access.check_views(app)
