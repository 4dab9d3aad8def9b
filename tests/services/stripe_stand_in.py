"""Stripe, as far as it can be had without Stripe: localstripe over HTTP, behind a gate that adds what it lacks.

The gate remembers answers by their Idempotency-Key, as Stripe does, and takes the parameters that localstripe does
not know yet. It can lose the answers of requests that were carried out, and be out of reach.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import stripe

SECRET_KEY = "sk_test_pipit_0123456789"
PUBLISHABLE_KEY = "pk_test_pipit_0123456789"
WEBHOOK_SECRET = "whsec_pipit_0123456789"

VISA = "4242424242424242"
DECLINED = "4000000000000341"
WITH_3D_SECURE = "4000002500003155"

UNKNOWN_TO_LOCALSTRIPE = re.compile(r"^allowed_payment_method_types\b")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class LocalStripe:
    """The process, and what a test does to it: what a shopper's browser does, or the dashboard."""

    def __init__(self) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < until, "localstripe did not start"
                time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    def forget(self) -> None:
        self.ask("DELETE", "/_config/data")

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """An answer of localstripe's. Raises urllib.error.HTTPError, for a card that is declined with 402."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"Bearer {SECRET_KEY}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def intent(self, name: str) -> Any:
        return self.ask("GET", f"/v1/payment_intents/{name}")

    def intents(self) -> list[Any]:
        found: list[Any] = self.ask("GET", "/v1/payment_intents?limit=1000")["data"]
        return found

    def refunds(self) -> list[Any]:
        found: list[Any] = self.ask("GET", "/v1/refunds?limit=1000")["data"]
        return found

    def taken(self) -> int:
        """What shoppers have paid and not got back, in the smallest unit, over all payments."""
        paid = sum(intent["amount"] for intent in self.intents() if intent["status"] == "succeeded")
        return paid - sum(refund["amount"] for refund in self.refunds())

    def pay(self, secret: str, card: str = VISA) -> Any:
        """What the Payment Element does with a card. Raises urllib.error.HTTPError where it is declined."""
        intent = secret.partition("_secret_")[0]
        method = self.ask(
            "POST",
            "/v1/payment_methods",
            {"type": "card", "card": {"number": card, "exp_month": 12, "exp_year": 2030, "cvc": "123"}},
        )
        change: dict[str, Any] = {"payment_method": method["id"]}
        if self.intent(intent)["latest_charge"]:
            change["latest_charge"] = (
                None  # Stripe forgets a declined attempt by itself; localstripe is told to
            )
        self.ask("POST", f"/v1/payment_intents/{intent}", change)
        return self.ask("POST", f"/v1/payment_intents/{intent}/confirm", {})

    def authenticate(self, secret: str, *, success: bool) -> Any:
        """What the shopper answers their bank's question with."""
        intent = secret.partition("_secret_")[0]
        return self.ask(
            "POST",
            f"/v1/payment_intents/{intent}/_authenticate",
            {"client_secret": secret, "success": success},
        )

    def events(self, intent: str) -> list[Any]:
        """What Stripe would tell the webhook about an intent, the oldest first."""
        found = self.ask("GET", "/v1/events?limit=1000")["data"]
        return [event for event in found if event["data"]["object"]["id"] == intent]


class Gate(ThreadingHTTPServer):
    """In front of localstripe. `lose` makes the next answers of matching requests never arrive."""

    daemon_threads = True

    def __init__(self, behind: LocalStripe) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = behind
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.reset()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def reset(self) -> None:
        self.is_down = False
        self.losses: list[str] = []
        self.seen: list[tuple[str, str]] = []
        self.answers: dict[str, tuple[bytes, int, bytes]] = {}
        self.locks: dict[str, threading.Lock] = {}
        self.lock = threading.Lock()

    def lose(self, pattern: str, times: int = 2) -> None:
        """Twice, because the SDK asks once more by itself."""
        self.losses += [pattern] * times

    def is_lost(self, request: str) -> bool:
        with self.lock:
            for pattern in self.losses:
                if re.search(pattern, request):
                    self.losses.remove(pattern)
                    return True
        return False

    def lock_of(self, key: str) -> threading.Lock:
        with self.lock:
            return self.locks.setdefault(key, threading.Lock())


class _Handler(BaseHTTPRequestHandler):
    server: Gate
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.is_down:
            self.close_connection = True
            return
        self.server.seen.append((self.command, self.path))
        key = self.headers.get("Idempotency-Key")
        if self.command == "POST" and key:
            with self.server.lock_of(key):
                known = self.server.answers.get(key)
                if known is None:
                    known = (body, *self._forwarded(body))
                    self.server.answers[key] = known
            if known[0] != body:
                status, answer = (
                    400,
                    b'{"error": {"type": "idempotency_error", "message": "other parameters"}}',
                )
            else:
                status, answer = known[1], known[2]
        else:
            status, answer = self._forwarded(body)
        if self.server.is_lost(f"{self.command} {self.path}"):
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_DELETE = _serve

    def _forwarded(self, body: bytes) -> tuple[int, bytes]:
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        if self.command == "POST" and self.path == "/v1/refunds" and self._is_too_much(dict(pairs)):
            return 400, b'{"error": {"type": "invalid_request_error", "code": "charge_already_refunded"}}'
        known = urlencode([pair for pair in pairs if not UNKNOWN_TO_LOCALSTRIPE.match(pair[0])])
        request = urllib.request.Request(
            self.server.behind.url + self.path,
            method=self.command,
            data=known.encode() if self.command == "POST" else None,
            headers={
                "Authorization": self.headers["Authorization"],
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def _is_too_much(self, refund: dict[str, str]) -> bool:
        """Stripe pays back no more than was taken; localstripe would."""
        try:
            charge = self.server.behind.intent(refund["payment_intent"])["latest_charge"]
        except urllib.error.HTTPError:
            return False
        return int(refund["amount"]) > int(charge["amount"]) - int(charge["amount_refunded"])


def signed(event: Any, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> tuple[str, str]:
    """The body of a webhook's request, and its signature."""
    body = json.dumps(event)
    moment = int(at if at is not None else time.time())
    return body, stripe.WebhookSignature.generate_signature_header(body, secret, moment)


# --- Fixtures, known to every test by way of tests/conftest.py ------------------------------------------


@pytest.fixture(scope="session")
def localstripe() -> Iterator[LocalStripe]:
    running = LocalStripe()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def open_gate(localstripe: LocalStripe) -> Iterator[Gate]:
    gate = Gate(localstripe)
    yield gate
    gate.shutdown()
    gate.server_close()


@pytest.fixture
def gate(open_gate: Gate, localstripe: LocalStripe, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Stripe, with nothing in it yet, and a shop that takes cards by it."""
    localstripe.forget()
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    open_gate.reset()
    settings.STRIPE_API_BASE = open_gate.url
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_PUBLISHABLE_KEY = PUBLISHABLE_KEY
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_CAPTURE = "automatic"
    return open_gate
