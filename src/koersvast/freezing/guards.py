"""What the database itself refuses about frozen copies: another content, and going away before the municipality does.

Who froze it may become unknown when an account goes. A later migration that changes the table takes the guards down
first and puts them up last: SQLite builds a changed table anew, and its triggers do not come along.
"""

from __future__ import annotations

from typing import Any

TABLE = "freezing_frozencopy"
CHANGED = "frozen_copies_never_change"
GONE = "frozen_copies_stay"
KEPT = "id, municipality_id, cycle_number, decision_key, about, body, decided_on, document, content, sha256, frozen_at"
LEAVES = "SELECT 1 FROM freezing_erasure WHERE municipality_id = OLD.municipality_id"

SQLITE_UP = [
    f"CREATE TRIGGER {CHANGED} BEFORE UPDATE OF {KEPT} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END",
    f"CREATE TRIGGER {GONE} BEFORE DELETE ON {TABLE} WHEN NOT EXISTS ({LEAVES})"
    f" BEGIN SELECT RAISE(ABORT, '{GONE}'); END",
]
SQLITE_DOWN = [f"DROP TRIGGER IF EXISTS {CHANGED}", f"DROP TRIGGER IF EXISTS {GONE}"]

POSTGRESQL_UP = [
    f"""
CREATE FUNCTION freezing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS ({LEAVES}) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '{GONE}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RAISE EXCEPTION '{CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
END $$
""",  # constants of this file only
    f"CREATE TRIGGER {CHANGED} BEFORE UPDATE OF {KEPT} ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION freezing_refuse()",
    f"CREATE TRIGGER {GONE} BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION freezing_refuse()",
]
POSTGRESQL_DOWN = [
    f"DROP TRIGGER IF EXISTS {CHANGED} ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {GONE} ON {TABLE}",
    "DROP FUNCTION IF EXISTS freezing_refuse()",
]


def put_up(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL_UP if schema_editor.connection.vendor == "postgresql" else SQLITE_UP:
        schema_editor.execute(statement, params=None)


def take_down(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL_DOWN if schema_editor.connection.vendor == "postgresql" else SQLITE_DOWN:
        schema_editor.execute(statement, params=None)
