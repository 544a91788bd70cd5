"""A real mail server on this machine that keeps what it is sent, or answers as a test tells it to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue

from aiosmtpd.controller import Controller


class Keeps:
    """Keeps every mail that it took; `refuses` is its answer instead, `breaks` cuts the connection after the words.

    `took` says each time which mail it was, to whoever waits for it.
    """

    def __init__(self, refuses: str = "", breaks: bool = False) -> None:
        self.refuses, self.breaks = refuses, breaks
        self.mails: list[EmailMessage] = []
        self.took: Queue[str] = Queue()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        """Whom it takes mail for."""
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        """What it says to a whole mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)
        self.took.put(mail["Message-ID"])
        if self.breaks:
            server.transport.abort()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """Which mails it took, in order."""
        return [mail["Message-ID"] for mail in self.mails]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def mail_server(**answers) -> Iterator[tuple[Keeps, int]]:
    """What it keeps, and the port that it listens on."""
    handler, port = Keeps(**answers), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()
