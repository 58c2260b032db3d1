"""Which language the reader reads; how things are written in it is `app.wording`."""

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel
from flask_security import current_user

from app.wording import (
    file_size,
    in_language,
    money,
    number,
    percent,
    say,
    short_date,
    written,
    written_date,
    written_datetime,
)

babel = Babel()


def chosen_language() -> str:
    """The person's own language; before signing in what was chosen on this computer, or the browser's.

    The command line speaks English.
    """
    languages = current_app.config["LANGUAGES"]
    if not has_request_context():  # a command
        return str(languages[0])
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    if request.args.get("lang") in languages:  # a mail's link opens in the language of the mail
        session["language"] = request.args["lang"]
    if session.get("language") in languages:
        return str(session["language"])
    return request.accept_languages.best_match(languages) or str(languages[0])


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen_language)
    app.jinja_env.filters.update(
        t=say,
        number=number,
        money=money,
        percent=percent,
        file_size=file_size,
        in_language=in_language,
        date=written_date,
        short_date=short_date,
        datetime=written_datetime,
        written=written,
    )
