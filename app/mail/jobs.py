"""The jobs that write and deliver mails; each commits by itself, so that a stopped run loses nothing."""

from collections import Counter
from collections.abc import Iterator

from app.domain.mails import MailState
from app.mail.delivery import deliver, tidy
from app.mail.escalations import write_escalations
from app.mail.news import write_news
from app.mail.reminders import write_reminders


def run_mail_jobs() -> Iterator[str]:
    """Do each job and say, in English, what it did."""
    yield f"Wrote {write_reminders()} mails about cycles."
    yield f"Wrote {write_escalations()} mails about submissions that waited too long."
    yield f"Wrote {write_news()} mails about what happened."
    yield _in_words(tidy() + deliver())


def _in_words(done: Counter[MailState]) -> str:
    later, lost = done[MailState.WAITING], done[MailState.FAILED]
    unsure, aside = done[MailState.UNSURE], done[MailState.CANCELLED]
    said = f"Sent {done[MailState.SENT]} mails, put {later} off, gave {lost} up"
    return f"{said}; {unsure} are unsure, {aside} were set aside."
