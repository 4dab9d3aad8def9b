"""An HTTP server of the tests' own that takes webhooks, or does not, and keeps what it was sent."""

from __future__ import annotations

import hmac
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Event, Lock, Thread
from typing import Any


@dataclass
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)

    def is_signed_with(self, secret: str) -> bool:
        """As a receiver checks it by the specification, with nothing of ours."""
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        key = b64decode(secret.removeprefix("whsec_"))
        expected = b64encode(hmac.new(key, signed, "sha256").digest()).decode()
        given = [each.split(",", 1) for each in self.headers["webhook-signature"].split(" ")]
        return ["v1", expected] in given


@dataclass
class Receiver:
    """What it was sent, in order, and how it answers: each status once, then the last for ever."""

    port: int = 0
    requests: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=lambda: [204])
    silence: float = 0
    """Seconds before it answers."""
    drip: bool = False
    """Whether its answer comes a letter at a time, without an end."""
    headers: dict[str, str] = field(default_factory=dict)
    over: Event = field(default_factory=Event)
    tls: SSLContext | None = None
    most_at_once: int = 0
    _now: int = 0
    _lock: Lock = field(default_factory=Lock)

    def url(self, path: str = "/hooks") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in request.headers.items()}
        with (
            self.counted()
        ):  # no longer than until the answer: who has it may send the next before we are done
            self.requests.append(Received(request.path, headers, body))
            self.over.wait(self.silence)
        if self.drip:
            while not self.over.wait(0.05):
                request.wfile.write(b"H")
            return
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        request.send_response(status)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.end_headers()


@contextmanager
def receiver(**behaviour: Any) -> Iterator[Receiver]:
    """A receiver on a port of 127.0.0.1 of its own."""
    box = Receiver(**behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):  # the other side may be tired of waiting
                box.answer(self)

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if box.tls is not None:
        server.socket = box.tls.wrap_socket(server.socket, server_side=True)
    box.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        box.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def wait_until(condition: Any, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)
