"""Which machines the shop can be made to post to, by whoever may type in an address."""

import socket
from typing import Any

import pytest

from orders.announcing import wire
from orders.announcing.addresses import may_be_posted_to
from orders.announcing.wire import target_of
from orders.exceptions import TargetNotAllowed, TargetProblem
from tests.webhook_receiver import receiver

PUBLIC = [
    "93.184.216.34",
    "8.8.8.8",
    "2606:2800:220:1:248:1893:25c8:1946",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]
OWN = [
    "127.0.0.1",
    "127.255.0.9",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "::1",
    "fd00::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
]
NEVER = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "100.64.0.1",  # shared by carriers
    "100.100.100.200",  # a cloud's metadata
    "169.254.169.254",  # and everybody else's
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001::1",  # tunnels
    "2001:0:7f00:1::",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "4000::1",
]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("allow", [False, True])
def test_the_public_internet_is_posted_to(settings: Any, allow: bool, address: str) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = allow
    assert may_be_posted_to(address)


@pytest.mark.parametrize("address", OWN)
def test_the_shops_own_machine_and_network_only_where_the_settings_say_so(
    settings: Any, address: str
) -> None:
    assert not may_be_posted_to(address)
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    assert may_be_posted_to(address)


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("allow", [False, True])
def test_everything_else_never(settings: Any, allow: bool, address: str) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = allow
    assert not may_be_posted_to(address)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.com/", TargetProblem.NOT_ENCRYPTED),
        ("ftp://example.com/", TargetProblem.NO_ADDRESS),
        ("file:///etc/passwd", TargetProblem.NO_ADDRESS),
        ("gopher://example.com:6379/_FLUSHALL", TargetProblem.NO_ADDRESS),
        ("https:///nowhere", TargetProblem.NO_ADDRESS),
        ("https://example.com:99999/", TargetProblem.NO_ADDRESS),
        ("https://[::1", TargetProblem.NO_ADDRESS),
        ("https://a..b/", TargetProblem.NO_ADDRESS),
        (f"https://{'a' * 70}.com/", TargetProblem.NO_ADDRESS),
        ("https://user:secret@example.com/", TargetProblem.HAS_PASSWORD),
        ("https://example.com@127.0.0.1/", TargetProblem.HAS_PASSWORD),
        ("", TargetProblem.NO_ADDRESS),
    ],
)
def test_what_is_no_address_to_post_to_is_refused(url: str, problem: TargetProblem) -> None:
    with pytest.raises(TargetNotAllowed) as refused:
        target_of(url)
    assert refused.value.problem is problem


def test_an_address_is_taken_apart_as_it_is_posted_to(settings: Any) -> None:
    target = target_of("https://Bücher.example/häken?für=über&n=1#nowhere")
    assert (target.host, target.port, target.host_header) == (
        "xn--bcher-kva.example",
        443,
        "xn--bcher-kva.example",
    )
    assert target.path == "/h%C3%A4ken?f%C3%BCr=%C3%BCber&n=1"
    assert target_of("https://example.com:8443").host_header == "example.com:8443"
    assert target_of("https://[2606:2800::1]/").host_header == "[2606:2800::1]"
    settings.ALLOW_HTTP = True
    assert target_of("http://example.com").port == 80


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_no_way_of_writing_it_reaches_the_shops_own_machine(settings: Any, host: str) -> None:
    settings.ALLOW_HTTP = True
    with receiver() as box, pytest.raises((TargetNotAllowed, socket.gaierror)):
        wire.post(f"http://{host}:{box.port}/", body=b"{}", headers={})
    assert box.requests == []


def test_the_host_is_looked_up_once_and_the_connection_goes_where_it_was_judged(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means an allowed machine when it is judged and another one when it is connected to."""
    settings.ALLOW_HTTP = settings.WEBHOOKS_ALLOW_PRIVATE = True
    asked: list[str] = []

    def lookup(host: str, port: int, **more: Any) -> list[Any]:
        asked.append(host)
        addresses = ["169.254.169.254", "127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    with receiver() as box:
        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        assert wire.post(f"http://hooks.example:{box.port}/a", body=b"{}", headers={}) == 204
        assert asked == ["hooks.example"]
        assert box.requests[0].headers["host"] == f"hooks.example:{box.port}"
        with pytest.raises(TargetNotAllowed) as refused:
            wire.post(f"http://hooks.example:{box.port}/b", body=b"{}", headers={})
    assert refused.value.problem is TargetProblem.NOT_PUBLIC
    assert "169" not in str(refused.value)
    assert [request.path for request in box.requests] == ["/a"]


def test_a_path_cannot_smuggle_a_second_request_in(settings: Any) -> None:
    settings.ALLOW_HTTP = settings.WEBHOOKS_ALLOW_PRIVATE = True
    with receiver() as box:
        wire.post(f"http://127.0.0.1:{box.port}/a\r\nX-Evil: 1\r\n\r\nGET /b", body=b"{}", headers={})
    assert ["x-evil" in request.headers for request in box.requests] == [False]
