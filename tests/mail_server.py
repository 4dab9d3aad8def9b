"""An SMTP server of the tests' own, which keeps what it is sent."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Hold:
    """Keeps the next sender waiting for an answer to `command`, "EHLO" or "DATA", until it is let go on."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.reached = threading.Event()
        self.go_on = threading.Event()


class Mailbox:
    """What the server was sent, in order; it refuses as many letters as it is told to."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.refusals = 0
        self.hold: Hold | None = None

    async def _wait_at(self, command: str) -> None:
        """Ends by CancelledError where the sender is gone: what was not answered was not taken."""
        hold = self.hold
        if hold is not None and hold.command == command and not hold.reached.is_set():
            hold.reached.set()
            while not hold.go_on.is_set():
                await asyncio.sleep(0.02)

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        await self._wait_at("EHLO")
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await self._wait_at("DATA")
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
