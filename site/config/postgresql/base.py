"""The backend that `DATABASES` names: Django's own, which looks at a pooled connection before it is used.

Django's CONN_HEALTH_CHECKS has the server answer an empty statement before every request, a tenth of what a short one
takes. A server that went away has closed its end or said so, and either can be read here without asking it.
"""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, Error
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """One that lives: what a restart of the server has ended is thrown away, and the pool makes another.

        Raises OperationalError when there is none within the pool's `timeout`.
        """
        connection: Connection[Any] = super().get_new_connection(conn_params)
        while self.pool and not lives(connection):
            connection.close()
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection


def lives(connection: Connection[Any]) -> bool:
    """Whether the server is still at the other end. It is asked only where it has said something unasked."""
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if not waiting.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except Error:
        return False
    return True
