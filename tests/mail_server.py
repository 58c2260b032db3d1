"""A real SMTP server for the tests: it keeps what it takes, refuses whom it is told to, and can hang up."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailServer:
    """`refused` holds {address: answer to RCPT}; `answer` replaces the answer to a mail's content.

    `hangs_up` ends the connection instead of an answer to the content, having kept it; `on_data` is called with it.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.answer = "250 OK"
        self.hangs_up = False
        self.on_data: Callable[[EmailMessage], None] = lambda _mail: None
        self.port = 0

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if answer := self.refused.get(address) or self.refused.get("*"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        if self.answer.startswith("250"):
            self.taken.append(mail)
        self.on_data(mail)
        if self.hangs_up:
            server.transport.abort()
        return self.answer

    @property
    def counted(self) -> Counter[str]:
        """How many of each Message-ID it has taken."""
        return Counter(str(mail["Message-ID"]) for mail in self.taken)

    @property
    def readers(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    made = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        made.port = free.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
