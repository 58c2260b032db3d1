"""From one submission to the next: whoever took one from the queue is led on, within what they chose there."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.web.undoing import Undoable, undoable_named

NEXT, DECIDED = "next", "decided"
"""In the address of a review page: that it was taken in turn, and what was decided right before."""

CARRIED = ("reviewer", "novelty", "age", "kind", "partner", "warned")


def in_turn() -> bool:
    return NEXT in request.args


def chosen() -> list[tuple[str, str]]:
    """The filters of the queue under which the work goes on."""
    return [(name, value) for name in CARRIED for value in request.args.getlist(name)]


def carried() -> dict[str, Any]:
    """What the addresses on a review page hand on, for `url_for`."""
    if not in_turn():
        return {}
    kept = {name: request.args.getlist(name) for name in (*CARRIED, DECIDED)}
    return {NEXT: ["yes"], **{name: values for name, values in kept.items() if values}}


def to_taken(reference: str) -> ResponseReturnValue:
    """To the review page of what was just taken."""
    kept = [*chosen(), (NEXT, "yes"), *_decided()]
    return redirect(f"{url_for('reviewing.show', reference=reference)}?{urlencode(kept)}", 303)


def to_the_queue() -> ResponseReturnValue:
    """With the filters that the address holds."""
    query = urlencode([(name, value) for name, value in request.args.items(multi=True) if name not in (NEXT, DECIDED)])
    return redirect(url_for("review.queue") + (f"?{query}" if query else ""), 303)


def take_another(decided: str) -> ResponseReturnValue:
    """Ask for the next one in a request of its own: no submission is held while another is being locked."""
    kept = [*chosen(), (NEXT, "yes"), (DECIDED, decided)]
    return redirect(f"{url_for('review.take_next')}?{urlencode(kept)}", 307)


def decided_before() -> Undoable | None:
    """What was decided right before this one, as long as it can be undone."""
    return undoable_named(request.args.get(DECIDED, ""))


def _decided() -> list[tuple[str, str]]:
    return [(DECIDED, value) for value in request.args.getlist(DECIDED)[:1]]
