"""How a mail leaves: over SMTP in two moves, so that what comes between them can be written down."""

import re
import smtplib
import ssl
from types import TracebackType
from typing import Protocol, Self

from flask import current_app

from app.mail_folder import FolderCarrier

TIMEOUT = 20
_ACCEPTED = (250, 251)


class NotTaken(Exception):
    """The mail has certainly not left. `for_good`: the server will never take it."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unanswered(Exception):
    """The content was on its way and no answer came: nobody knows whether the mail has left."""


class Carrier(Protocol):
    """`address()` asks for sender and reader, `hand_over()` gives the content, `leave()` takes the first back."""

    def address(self, sender: str, to: str) -> None: ...
    def hand_over(self, content: bytes) -> None: ...
    def leave(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...


def carrier() -> Carrier:
    """Into a folder in the demo and in tests, otherwise over SMTP."""
    return FolderCarrier() if current_app.config["MAIL_TO_FOLDER"] else SmtpCarrier()


class SmtpCarrier:
    """One connection for several mails, opened when the first is addressed and again after it broke."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._smtp and kind is None:
            try:
                self._smtp.quit()
            except OSError:  # every mail has its answer: how the connection ends does not matter
                self._drop()
        self._drop()

    def address(self, sender: str, to: str) -> None:
        """Raises NotTaken."""
        if self._smtp and not self._is_alive(self._smtp):
            self._drop()
        options = () if to.isascii() else ("SMTPUTF8",)
        try:
            smtp = self._smtp = self._smtp or _connect()
            self._expect(smtp.mail(sender, options))
            self._expect(smtp.rcpt(to))
        except OSError as error:  # smtplib's own are OSErrors too
            self._drop()
            raise NotTaken(_reason(error)) from error

    def hand_over(self, content: bytes) -> None:
        """Raises NotTaken or Unanswered."""
        assert self._smtp
        try:
            code, said = self._smtp.docmd("DATA")
        except OSError as error:
            self._drop()
            raise NotTaken(_reason(error)) from error
        if code != 354:
            self._expect((code, said))
        try:
            self._smtp.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
            answer = self._smtp.getreply()
        except OSError as error:
            self._drop()
            raise Unanswered(_reason(error)) from error
        if not 200 <= answer[0] < 600:
            self._drop()
            raise Unanswered(_told(answer))
        self._expect(answer)

    def leave(self) -> None:
        try:
            if self._smtp:
                self._smtp.rset()
        except OSError:
            self._drop()

    def _expect(self, answer: tuple[int, bytes]) -> None:
        if answer[0] not in _ACCEPTED:
            self.leave()
            raise NotTaken(_told(answer), for_good=500 <= answer[0] < 600)

    def _is_alive(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except OSError:
            return False

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None


def _connect() -> smtplib.SMTP:
    config = current_app.config
    smtp = smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=TIMEOUT)
    try:
        if config["MAIL_USE_TLS"]:
            smtp.starttls(context=ssl.create_default_context())
        if config["MAIL_USERNAME"]:
            smtp.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"] or "")
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _told(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode(errors='replace')}"


def _reason(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!r}" if isinstance(error.smtp_error, bytes) else str(error)
    return f"{type(error).__name__}: {error}"
