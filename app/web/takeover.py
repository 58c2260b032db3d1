"""What a successor takes over, in words: for the page that asks whether to hand over, and for the mails."""

from datetime import datetime

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.mail import send
from app.mail.links import address
from app.models import Person
from app.queries.handover import Takeover, takeover
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


def takes_over(leaving: Person, successor: Person) -> dict[str, str]:
    """For a mail to the successor: of which Partner, and what waits, in their language."""
    assert leaving.partner_code is not None
    found = takeover(leaving.partner_code, leaving.actor)
    with force_locale(successor.language.value):
        return {"partner": _partner_of(leaving, successor), "waiting": ", ".join(in_words(found))}


def mail_taken_over(leaving: Person, successor: Person, by: str) -> None:
    """Tell the successor what waits for them, and the one who leaves that it is done."""
    home = address("home.home", lang=successor.language)
    send("desk_taken_over", successor, old=leaving.name, by=by, link=home, **takes_over(leaving, successor))
    mail_left(leaving, successor)


def mail_left(leaving: Person, successor: Person) -> None:
    """Tell the one who leaves that the desk has passed on and their account is closed."""
    send("desk_handed_over", leaving, new=successor.name, partner=_partner_of(leaving, leaving))


def mail_under_way(leaving: Person, successor: Person, until: datetime) -> None:
    """Tell the one who leaves that their successor is invited, and until when nothing changes."""
    send(
        "desk_handover_begun",
        leaving,
        new=f"{successor.name} ({successor.email})",
        partner=_partner_of(leaving, leaving),
        deadline=until.date(),
        link=address("handover.desk", person_id=leaving.id, lang=leaving.language),
    )


def _partner_of(leaving: Person, reader: Person) -> str:
    return leaving.partner.name(reader.language.value) if leaving.partner else ""
