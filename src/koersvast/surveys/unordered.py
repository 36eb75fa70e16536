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
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            (made_with,) = cursor.fetchone()
            if "WITHOUT ROWID" in made_with.upper():
                continue
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                [table],
            )
            indexes = [row[0] for row in cursor.fetchall()]
            quoted, fresh = schema_editor.quote_name(table), schema_editor.quote_name(f"{table}_new")
            cursor.execute(made_with.replace(quoted, fresh, 1) + " WITHOUT ROWID")
            cursor.execute(" ".join(("INSERT INTO", fresh, "SELECT * FROM", quoted)))
            cursor.execute(f"DROP TABLE {quoted}")
            cursor.execute(f"ALTER TABLE {fresh} RENAME TO {quoted}")
            for index in indexes:
                cursor.execute(index)
