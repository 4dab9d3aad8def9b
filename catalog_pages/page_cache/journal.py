"""Reading the journal: what has changed since a moment, exactly, whatever order transactions commit in.

A moment is what a reader of the database could see then. On PostgreSQL that is a snapshot: the transactions
committed before it, by number, with those still running left out, so that one which began earlier and commits later
is not taken for seen. On SQLite, where writers queue, it is the number of the last row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from catalog_pages.models.change import Change
from catalog_pages.prepared import prepared_cursor

JOURNAL = Change._meta.db_table
SILENCE = "pipit.journal_is_written_by_hand"
"""Set for a transaction on PostgreSQL, it keeps the triggers from writing."""
KEPT = timedelta(days=1)
"""Rows are kept so long; no page is kept longer than half of it."""

# One statement, hence one snapshot. Nothing new, as a rule: then a row with the snapshot alone.
POSTGRESQL = (
    "SELECT pg_current_snapshot()::text, found.transaction, found.key FROM (SELECT 1) AS one "
    f"LEFT JOIN {JOURNAL} AS found ON found.transaction >= %s"
)


@dataclass(frozen=True)
class Moment:
    """All below `low` had committed; all from `high` on had not; between them, those in `running` had not."""

    low: int
    high: int
    running: frozenset[int] = frozenset()

    def includes(self, transaction: int) -> bool:
        """Whether what this transaction changed could be seen then."""
        return transaction < self.low or (transaction < self.high and transaction not in self.running)

    def is_not_before(self, other: Moment) -> bool:
        """Whether all that could be seen at `other` could be seen at this one."""
        return self.high >= other.high and not any(map(other.includes, self.running))

    @classmethod
    def from_snapshot(cls, text: str) -> Moment:
        """From PostgreSQL's `xmin:xmax:running,running`."""
        low, high, running = text.split(":")
        return cls(int(low), int(high), frozenset(map(int, running.split(","))) if running else frozenset())


News = list[tuple[int, str]]
"""Transactions and the keys they changed."""


@contextmanager
def written_at_once() -> Iterator[set[str]]:
    """The keys added to what is yielded are written in the end, in place of what triggers would write row by row.

    For thousands of rows in the caller's transaction, whose keys it knows; on SQLite the triggers go on, for they
    cost little there. Two queries and one for the keys.
    """
    keys: set[str] = set()
    if connection.vendor != "postgresql":
        yield keys
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'yes', true)", [SILENCE])
        yield keys
        cursor.execute("SELECT set_config(%s, '', true)", [SILENCE])
    tell(keys)


def tell(keys: Collection[str]) -> None:
    """Write into the journal that what these keys stand for has changed, for changes that no trigger watches.

    Call it in the transaction of the change. One query on PostgreSQL.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO {JOURNAL} (transaction, key) "
                "SELECT pg_current_xact_id()::text::bigint, unnest(%s::text[]) ON CONFLICT DO NOTHING",
                [sorted(keys)],
            )
            return
        rows = [(key,) for key in sorted(keys)]
        cursor.executemany(f"DELETE FROM {JOURNAL} WHERE key = %s", rows)
        cursor.executemany(f"INSERT INTO {JOURNAL} (key) VALUES (%s)", rows)


def news_since(moment: Moment | None) -> tuple[Moment, News]:
    """The present moment, and what was not yet to be seen at `moment`. One query, however often nothing happened.

    `moment` None: nothing is known yet, so nothing is news.
    """
    with prepared_cursor(connection) as cursor:
        if connection.vendor == "postgresql":
            return _on_postgresql(cursor, moment)
        return _on_sqlite(cursor, moment)


def forget_old_changes() -> int:
    """Remove rows older than any page that is kept. Returns how many.

    And those of transactions yet to come: a dump brought them from another server, which counted further.
    """
    removed, _by_model = Change.objects.filter(at__lt=timezone.now() - KEPT).delete()
    if connection.vendor == "postgresql":
        now, _news = news_since(Moment(2**62, 2**62))
        removed += Change.objects.filter(transaction__gt=now.high + 1_000_000).delete()[0]
    return removed


def _on_postgresql(cursor: Any, moment: Moment | None) -> tuple[Moment, News]:
    cursor.execute(POSTGRESQL, [moment.low if moment else 2**62])
    rows = cursor.fetchall()
    now = Moment.from_snapshot(rows[0][0])
    if moment is None or rows[0][1] is None:
        return now, []
    return now, [(number, key) for _now, number, key in rows if not moment.includes(number)]


def _on_sqlite(cursor: Any, moment: Moment | None) -> tuple[Moment, News]:
    if moment is None:
        cursor.execute(f"SELECT MAX(id) FROM {JOURNAL}")
        following = (cursor.fetchone()[0] or 0) + 1
        return Moment(following, following), []
    cursor.execute(f"SELECT id, key FROM {JOURNAL} WHERE id >= %s", [moment.low])
    news = cursor.fetchall()
    following = max([moment.low, *(number + 1 for number, _key in news)])
    return Moment(following, following), news
