"""What a test of a journey looks at: an initiative as it is stored, a page as it is read."""

from urllib.parse import unquote

from sqlalchemy import func, select

from app.db import db
from app.models import Event
from app.models.answers import answers, as_json
from tests import pages


def stored(initiative):
    """Everything of an initiative that a refused request must leave as it was."""
    db.session.expire_all()
    revision = initiative.latest
    events = db.session.scalar(select(func.count(Event.id)).where(Event.initiative_id == initiative.id))
    return initiative.number, len(initiative.revisions), revision.status, as_json(answers(revision)), events


def at(initiative, section=None):
    address = f"/initiatives/{initiative.reference}"
    return f"{address}/edit/{section}" if section else f"{address}/steps"


def page_of(response):
    return pages.parse(response.get_data(as_text=True))


def summary(page):
    """{name of the field: message} of the error summary."""
    boxes = [box for box in page.iter("div") if box.get("class") == "error-summary"]
    links = [link for box in boxes for link in box.iter("a")]
    return {unquote(link.get("href", "")).lstrip("#"): pages.text_of(link) for link in links}


def values_of(page, address):
    (form,) = [form for form in pages.forms(page) if form.get("action") == address]
    return pages.form_values(form)
