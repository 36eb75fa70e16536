"""What the database itself refuses about goal links: circles, and links between cycles.

Rules refuse first, with a reason; this holds also for bulk writes and for SQL by hand. A later migration
that changes goals_goal or goals_goallink takes the guards down first and puts them up last: SQLite builds a
changed table anew, and its triggers do not come along.
"""

from __future__ import annotations

from typing import Any

CIRCLE = "goal_links_close_no_circle"
ONE_CYCLE = "goal_links_stay_in_one_cycle"

_ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT NEW.parent_id
    UNION
    SELECT link.parent_id FROM goals_goallink link JOIN above ON link.child_id = above.id
    WHERE link.removed_at IS NULL AND link.id <> NEW.id
)
SELECT 1 FROM above WHERE id = NEW.child_id
"""

_SQLITE_CHECK = f"""
BEGIN
    SELECT RAISE(ABORT, '{ONE_CYCLE}') WHERE
        (SELECT cycle_id FROM goals_goal WHERE id = NEW.parent_id)
        IS NOT (SELECT cycle_id FROM goals_goal WHERE id = NEW.child_id);
    SELECT RAISE(ABORT, '{CIRCLE}') WHERE EXISTS ({_ABOVE});
END
"""  # noqa: S608  # constants of this file only

SQLITE_UP = [
    f"CREATE TRIGGER {CIRCLE}_insert BEFORE INSERT ON goals_goallink"
    f" WHEN NEW.removed_at IS NULL {_SQLITE_CHECK}",
    f"CREATE TRIGGER {CIRCLE}_update BEFORE UPDATE OF parent_id, child_id, removed_at ON goals_goallink"
    f" WHEN NEW.removed_at IS NULL {_SQLITE_CHECK}",
    """
CREATE TRIGGER goal_links_stay_in_one_cycle_goal BEFORE UPDATE OF cycle_id ON goals_goal
WHEN NEW.cycle_id IS NOT OLD.cycle_id AND EXISTS (
    SELECT 1 FROM goals_goallink WHERE removed_at IS NULL AND (parent_id = OLD.id OR child_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'goal_links_stay_in_one_cycle'); END
""",
]
SQLITE_DOWN = [
    f"DROP TRIGGER IF EXISTS {CIRCLE}_insert",
    f"DROP TRIGGER IF EXISTS {CIRCLE}_update",
    f"DROP TRIGGER IF EXISTS {ONE_CYCLE}_goal",
]

# Two people who link at the same moment each see a graph without the other's link. The row of the cycle is
# locked first, so the second waits and then sees the first one's link.
POSTGRESQL_UP = [
    f"""
CREATE FUNCTION goals_check_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_parent uuid;
    of_child uuid;
BEGIN
    SELECT cycle_id INTO of_parent FROM goals_goal WHERE id = NEW.parent_id;
    SELECT cycle_id INTO of_child FROM goals_goal WHERE id = NEW.child_id;
    IF of_parent IS DISTINCT FROM of_child THEN
        RAISE EXCEPTION '{ONE_CYCLE}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM 1 FROM cycles_cycle WHERE id = of_parent FOR NO KEY UPDATE;
    IF EXISTS ({_ABOVE}) THEN
        RAISE EXCEPTION '{CIRCLE}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
""",  # noqa: S608  # constants of this file only
    f"CREATE TRIGGER {CIRCLE}_insert BEFORE INSERT ON goals_goallink"
    " FOR EACH ROW WHEN (NEW.removed_at IS NULL) EXECUTE FUNCTION goals_check_link()",
    f"CREATE TRIGGER {CIRCLE}_update BEFORE UPDATE OF parent_id, child_id, removed_at ON goals_goallink"
    " FOR EACH ROW WHEN (NEW.removed_at IS NULL) EXECUTE FUNCTION goals_check_link()",
    f"""
CREATE FUNCTION goals_check_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM goals_goallink
               WHERE removed_at IS NULL AND (parent_id = OLD.id OR child_id = OLD.id)) THEN
        RAISE EXCEPTION '{ONE_CYCLE}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
""",  # noqa: S608  # constants of this file only
    f"CREATE TRIGGER {ONE_CYCLE}_goal BEFORE UPDATE OF cycle_id ON goals_goal"
    " FOR EACH ROW WHEN (NEW.cycle_id IS DISTINCT FROM OLD.cycle_id) EXECUTE FUNCTION goals_check_cycle()",
]
POSTGRESQL_DOWN = [
    f"DROP TRIGGER IF EXISTS {CIRCLE}_insert ON goals_goallink",
    f"DROP TRIGGER IF EXISTS {CIRCLE}_update ON goals_goallink",
    f"DROP TRIGGER IF EXISTS {ONE_CYCLE}_goal ON goals_goal",
    "DROP FUNCTION IF EXISTS goals_check_link()",
    "DROP FUNCTION IF EXISTS goals_check_cycle()",
]


def put_up(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL_UP if schema_editor.connection.vendor == "postgresql" else SQLITE_UP:
        schema_editor.execute(statement, params=None)


def take_down(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL_DOWN if schema_editor.connection.vendor == "postgresql" else SQLITE_DOWN:
        schema_editor.execute(statement, params=None)
