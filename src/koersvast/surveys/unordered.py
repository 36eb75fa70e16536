"""Tables that keep no order of arrival.

A table of SQLite has hidden row numbers that say who came first, also with random keys. WITHOUT ROWID it lies in the
order of its random key. On PostgreSQL rows of one transaction share a number (xmin) and lie where they arrived: there
the shuffle writes the tables anew. Both measured in tests/surveys/test_unlinkable.py.
"""

from __future__ import annotations

from typing import Any

UNORDERED = ("surveys_accesscode", "surveys_response", "surveys_draft", "surveys_withdrawn")


def without_row_numbers(schema_editor: Any, tables: tuple[str, ...] = UNORDERED) -> None:
    """Make these tables of SQLite anew, WITHOUT ROWID. Nothing to do elsewhere, or when they are so already.

    After every migration that Django carries out by making the table anew it has to be called again; a test says so.
    """
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in tables:
            if "WITHOUT ROWID" not in _made_with(cursor, table).upper():
                write_anew(cursor, table)


def write_anew(cursor: Any, table: str) -> None:
    """Write a table of SQLite and its indexes anew, in the order of its random key: how its pages filled is forgotten.

    In a transaction of the caller, on no table that another refers to. The old pages are wiped (secure_delete).
    """
    made_with = _made_with(cursor, table)
    if "WITHOUT ROWID" not in made_with.upper():
        made_with += " WITHOUT ROWID"
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [table]
    )
    indexes = [row[0] for row in cursor.fetchall()]
    cursor.execute(made_with.replace(f'"{table}"', f'"{table}_new"', 1))
    cursor.execute(f'INSERT INTO "{table}_new" SELECT * FROM "{table}" ORDER BY id')  # noqa: S608  # our own tables
    cursor.execute(f'DROP TABLE "{table}"')
    cursor.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    for index in indexes:
        cursor.execute(index)


def _made_with(cursor: Any, table: str) -> str:
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
    return str(cursor.fetchone()[0])
