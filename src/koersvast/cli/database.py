"""The tables, before a command needs them."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare_database() -> None:
    """Make or bring up to date what is not; on a database that is up to date only a look."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def count_rows() -> None:
    """Let SQLite count what its indexes hold (no contents), so that it takes the right one. PostgreSQL does so by itself.

    Without it a question about one cycle goes through every row of the municipality. Takes a few hundredths of a second.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
