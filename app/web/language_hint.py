"""Said where a text looks as if it were written in the other language than is stated; nothing is changed by it."""

from flask_babel import gettext as _

from app.domain.choices import Language
from app.domain.languages import looks_like


def doubt(text: str | None, stated: Language | str | None) -> str:
    """ "" where there is none."""
    seems = looks_like(text or "")
    if not seems or not stated or seems == stated:
        return ""
    if seems is Language.FR:
        return str(_("The title looks French, but the texts are said to be in English. If they are French, say so."))
    return str(_("The title looks English, but the texts are said to be in French. If they are English, say so."))
