"""One POST to an address that staff typed: no redirect, no proxy, no word of the answer but its status.

The host is resolved once, each of its addresses is judged (orders.announcing.addresses), and the connection is made
to an address that was judged: a name that means another machine a moment later gains nothing.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Event, Timer
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from orders.announcing.addresses import may_be_posted_to
from orders.exceptions import TargetNotAllowed, TargetProblem

CONNECT_TIMEOUT = 5.0
"""Seconds for all addresses of the host together."""
READ_TIMEOUT = 10.0
"""Seconds that the other side may be silent."""
LONGEST = 20.0
"""Seconds after which the line is cut whatever is said: who answers a letter at a time is never silent for long."""
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `host` is in ASCII, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Take the address apart. Raises TargetNotAllowed; the host is not looked up yet."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        if ":" not in host:
            host = host.encode("idna").decode("ascii")
    except ValueError as error:  # UnicodeError is one
        raise TargetNotAllowed(TargetProblem.NO_ADDRESS) from error
    if parts.scheme not in PORTS or not host:
        raise TargetNotAllowed(TargetProblem.NO_ADDRESS)
    if "@" in parts.netloc:
        raise TargetNotAllowed(TargetProblem.HAS_PASSWORD)
    if parts.scheme == "http" and not (settings.DEBUG or settings.ALLOW_HTTP):
        raise TargetNotAllowed(TargetProblem.NOT_ENCRYPTED)
    path = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Post `body`; the status of the answer, whose body is not read.

    Takes LONGEST seconds at most, and what the system's resolver takes. Raises TargetNotAllowed with nothing sent,
    OSError (TimeoutError, ssl.SSLError and gaierror are some) where there is no answer.
    """
    target = target_of(url)
    addresses = _allowed_addresses(target)
    with _connected(target, addresses) as line:
        connection = HTTPConnection(target.host, target.port)
        connection.sock = line
        try:
            connection.request("POST", target.path, body, {"Host": target.host_header, **headers})
            with closing(connection.getresponse()) as response:
                return response.status
        except HTTPException as error:
            # Its words are the other side's: whatever listens there, none of it is told.
            raise ConnectionError("there came no answer in HTTP") from error


def _allowed_addresses(target: Target) -> list[tuple[Any, ...]]:
    """(family, address) of the host as a socket takes them, in the resolver's order."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    allowed = [
        (family, where) for family, _kind, _protocol, _name, where in found if may_be_posted_to(str(where[0]))
    ]
    if not allowed:
        raise TargetNotAllowed(TargetProblem.NOT_PUBLIC)
    return allowed


@contextmanager
def _connected(target: Target, addresses: list[tuple[Any, ...]]) -> Iterator[socket.socket]:
    """A line to the first address that answers, encrypted for https, and cut after LONGEST seconds."""
    line = _first_connection(addresses)
    handle = line.dup()  # the line under whatever encrypts it
    is_cut = Event()

    def cut() -> None:
        is_cut.set()
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = Timer(LONGEST, cut)
    timer.daemon = True
    timer.start()
    try:
        if target.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
        line.settimeout(READ_TIMEOUT)
        yield line
    except OSError as error:
        if is_cut.is_set():
            raise TimeoutError(f"no whole answer in {LONGEST:.0f} seconds") from error
        raise
    finally:
        timer.cancel()
        handle.close()
        line.close()


def _first_connection(addresses: list[tuple[Any, ...]]) -> socket.socket:
    until = monotonic() + CONNECT_TIMEOUT
    failure: OSError = TimeoutError("timed out")
    for family, where in addresses:
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(max(until - monotonic(), 0.001))
            line.connect(where)
        except OSError as error:
            line.close()
            failure = error
        else:
            return line
    raise failure
