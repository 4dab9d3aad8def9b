"""Between the shop and PostgreSQL: a wire that a test cuts at the statement it names.

A proxy of PostgreSQL's protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). It counts
what the shop asks, BEGIN and COMMIT among it, and closes both ends either before a statement has reached the server
or once the server has carried it out and its answer is lost.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import connections

ENCRYPTION_REQUESTS = (80877103, 80877104)
QUERY, SYNC, EXTENDED, READY = b"Q", b"S", b"PBDEC", b"Z"


ANY = ("",)
WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")
COMMITS = ("COMMIT",)


@dataclass(frozen=True)
class Cut:
    """At the statement of this `number` (from 0) among those that begin so.

    Either it never reaches the server, or it is carried out there and the answer is lost.
    """

    number: int
    among: tuple[str, ...] = ANY
    never_reaches: bool = False


class Wire:
    """`statements` are the texts seen since `cut_at`, in order; `was_cut_at` is the one of the cut, once it came."""

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.statements: list[str] = []
        self.was_cut_at: str | None = None
        self.cut: Cut | None = None
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut_at(self, cut: Cut) -> None:
        """Count anew, and cut there."""
        self.statements, self.was_cut_at, self.cut = [], None, cut

    def mend(self) -> None:
        """Cut no more."""
        self.cut = None

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.door.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.create_connection(self.server, timeout=60)
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        losing = threading.Event()
        try:
            while True:
                (length,) = struct.unpack("!i", exactly(client, 4))
                hello = exactly(client, length - 4)
                if struct.unpack("!i", hello[:4])[0] not in ENCRYPTION_REQUESTS:
                    break
                client.sendall(b"N")  # in plain text, or nothing could be counted
            server.sendall(struct.pack("!i", length) + hello)
            threading.Thread(target=self._answer, args=(server, client, losing), daemon=True).start()
            self._ask(client, server, losing)
        except (OSError, EOFError):
            cut(client, server)

    def _ask(self, client: socket.socket, server: socket.socket, losing: threading.Event) -> None:
        held = b""
        while True:
            kind, message = one_message(client)
            held += message
            if kind in EXTENDED:
                continue
            if kind in (QUERY, SYNC):
                cut = self._cut_here(message[5:].rstrip(b"\0").decode(errors="replace"))
                if cut is not None and cut.never_reaches:
                    raise EOFError
                if cut is not None:
                    losing.set()
            server.sendall(held)
            held = b""

    def _cut_here(self, statement: str) -> Cut | None:
        cut = self.cut
        if cut is None:
            return None
        self.statements.append(statement)
        seen = sum(each.startswith(cut.among) for each in self.statements)
        if not statement.startswith(cut.among) or seen != cut.number + 1:
            return None
        self.was_cut_at = statement
        return cut

    def _answer(self, server: socket.socket, client: socket.socket, losing: threading.Event) -> None:
        with suppress(OSError, EOFError):
            while True:
                kind, message = one_message(server)
                if not losing.is_set():
                    client.sendall(message)
                elif kind == READY:
                    break
        cut(client, server)


def one_message(end: socket.socket) -> tuple[bytes, bytes]:
    """Its kind, and all of it."""
    head = exactly(end, 5)
    (length,) = struct.unpack("!i", head[1:])
    return head[:1], head + exactly(end, length - 4)


def exactly(end: socket.socket, count: int) -> bytes:
    """So many bytes. Raises EOFError where the other side has gone."""
    found = b""
    while len(found) < count:
        more = end.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def cut(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def by_wire() -> Iterator[Wire]:
    """This thread's connection to the tests' PostgreSQL goes by a wire."""
    connection = connections["default"]
    direct = connection.settings_dict.copy()
    wire = Wire(direct["HOST"] or "127.0.0.1", int(direct["PORT"] or 5432))
    connection.close()
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(wire.port)}
    try:
        yield wire
    finally:
        wire.mend()
        connection.close()
        connection.settings_dict |= {"HOST": direct["HOST"], "PORT": direct["PORT"]}
        wire.door.close()
