"""What the database itself refuses: changing an invoice or its PDF, and on PostgreSQL deleting one.

For the migrations. SQLite empties tables by deleting rows, which a test suite and a developer's `flush` need, so
there a missing invoice is found by `audit_books` instead: its number is missing.
"""

from __future__ import annotations

from typing import Any

TABLES = ("orders_invoice", "orders_invoicefile")

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION orders_invoice_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an invoice is final: a credit note corrects it'
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers. A migration that rebuilds one of the tables on SQLite has to call this again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION orders_invoice_is_final()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_is_final BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'an invoice is final: a credit note corrects it'); END"
            )


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_is_final ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_final")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION orders_invoice_is_final()")
