"""An SMTP server of the tests' own, which keeps what it is sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """What the server was sent, in order; it refuses as many letters as it is told to."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.refusals = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 Come back later"
        letter = message_from_bytes(envelope.content)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 OK"


def words_of(letter: Message) -> str:
    """A letter as a program that shows no HTML shows it."""
    (plain,) = (part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(plain.get_payload(decode=True)).decode(plain.get_content_charset("utf-8"))


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """The mailbox and the port of 127.0.0.1 that fills it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()
