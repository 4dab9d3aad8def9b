"""Connections of a pool: looked at before they are used, without asking the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from config.postgresql.base import DatabaseWrapper, lives

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    """A connection of its own to the test's database, from a pool of two."""
    usual = connection.settings_dict
    pool = {"min_size": 2, "max_size": 2, "timeout": 5}
    wrapper = DatabaseWrapper({**usual, "OPTIONS": {**usual["OPTIONS"], "pool": pool}}, alias="default")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The connections whose server was asked whether it is there."""
    asked: list[object] = []
    ask = ConnectionPool.check_connection

    def noted(raw: Any) -> None:
        asked.append(raw)
        ask(raw)

    monkeypatch.setattr(ConnectionPool, "check_connection", staticmethod(noted))
    return asked


def process(wrapper: DatabaseWrapper) -> int:
    """The server's process at the other end; the connection goes back to the pool, as after a request."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
    wrapper.close()
    return int(found)


def ended(*processes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) AS pid", [list(processes)]
        )
        assert cursor.fetchall() == [(True,)] * len(processes)


def test_no_question_is_asked_of_a_connection_on_which_nothing_was_said(
    pooled: DatabaseWrapper, questions: list[object]
) -> None:
    assert len({process(pooled) for _request in range(20)}) <= 2
    assert questions == []


def test_connections_that_the_server_has_ended_are_not_noticed(
    pooled: DatabaseWrapper, questions: list[object]
) -> None:
    for _restart in range(20):
        before = {process(pooled) for _request in range(4)}
        ended(*before)
        assert process(pooled) not in before
    assert questions


def test_a_connection_on_which_something_was_said_is_asked_and_goes_on(
    pooled: DatabaseWrapper, questions: list[object]
) -> None:
    pooled.ensure_connection()
    raw = pooled.connection
    raw.execute("LISTEN news")
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY news")
    while lives(raw) and not questions:
        pass  # the server's word is on its way
    assert questions == [raw]
    raw.execute("UNLISTEN news")


def test_a_connection_that_was_closed_here_is_dead(pooled: DatabaseWrapper) -> None:
    pooled.ensure_connection()
    assert lives(pooled.connection)
    pooled.connection.close()
    assert not lives(pooled.connection)
    pooled.close()
