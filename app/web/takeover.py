"""What a successor takes over, in words: for the page that asks whether to hand over, and for the mails."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from app.mail import send
from app.models import Person
from app.queries.handover import Takeover, takeover
from app.web.links import outside
from app.wording import written_date


def in_words(found: Takeover) -> list[str]:
    """One phrase for each thing of which there is any, in the language in force."""
    returned = ngettext(
        "%(num)s initiative returned with questions", "%(num)s initiatives returned with questions", found.returned
    )
    awaiting = ngettext(
        "%(num)s initiative that awaits sign-off", "%(num)s initiatives that await sign-off", found.awaiting
    )
    drafts = ngettext("%(num)s draft", "%(num)s drafts", found.drafts)
    submitted = ngettext(
        "%(num)s submission with the secretariat", "%(num)s submissions with the secretariat", found.submitted
    )
    contributors = ngettext("%(num)s Contributor", "%(num)s Contributors", found.contributors)
    counted = (
        (found.returned, returned),
        (found.awaiting, awaiting),
        (found.drafts, drafts),
        (found.submitted, submitted),
        (found.contributors, contributors),
    )
    phrases = [phrase for count, phrase in counted if count]
    if found.cycle:
        day = written_date(found.cycle.closes_on)
        phrases.append(_("the cycle “%(name)s”, open until %(day)s", name=found.cycle.name, day=day))
    return phrases or [_("nothing that is open at present")]


def waiting_at(leaving: Person) -> Callable[[], list[str]]:
    """For a mail, which is written in the language of whoever gets it."""
    assert leaving.partner_code is not None
    found = takeover(leaving.partner_code, leaving.actor)
    return lambda: in_words(found)


def mail_taken_over(leaving: Person, successor: Person, by: str) -> None:
    """Tell the successor what waits for them, and the one who leaves that it is done."""
    home = outside("home.home", lang=successor.language)
    send("desk_taken_over", successor, leaving=leaving, by=by, waiting=waiting_at(leaving), link=home)
    mail_left(leaving, successor)


def mail_left(leaving: Person, successor: Person) -> None:
    """Tell the one who leaves that the desk has passed on and their account is closed."""
    send("desk_handed_over", leaving, successor=successor)


def mail_under_way(leaving: Person, successor: Person, until: object) -> None:
    """Tell the one who leaves that their successor is invited, and until when nothing changes."""
    link = outside("handover.desk", person_id=leaving.id, lang=leaving.language)
    send("desk_handover_begun", leaving, successor=successor, until=until, link=link)
