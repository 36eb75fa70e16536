"""What SQLite keeps beside its file."""

from __future__ import annotations

from django.db import connection


def empty_journal() -> None:
    """SQLite keeps old pages in its journal until it is emptied, and with them a wrapped key that was deleted.

    Readers are waited for at most two seconds; otherwise the next one empties it.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=2000")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout={int(before)}")
