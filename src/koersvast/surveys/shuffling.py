"""Make codes and answers unlinkable: write their tables anew, so that nothing lies as it arrived.

A code is marked as used and an answer is stored in one transaction, so that neither is lost; that links the two until
here. PostgreSQL: all rows of both tables get one transaction number and lie in chance order; VACUUM alone does not do
that. SQLite: tables without row numbers are written anew in the order of their random keys, and the journal is emptied.
"""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from django_scopes import scopes_disabled

from koersvast.surveys import rules
from koersvast.surveys.models import Response, Survey
from koersvast.surveys.queries import counts_of
from koersvast.vault.journal import empty_journal

_TABLES = ("surveys_code", "surveys_response")


def due() -> list[uuid.UUID]:
    """Surveys of which enough answers wait to hide among each other."""
    with scopes_disabled():
        waiting = Survey.objects.filter(responses__settled=False).distinct()
        return [row.pk for row in waiting if rules.shuffle_is_due(*reversed(counts_of(row)))]


def shuffle(surveys: list[uuid.UUID]) -> None:
    """Settle the waiting answers of these surveys, and write the tables of codes and answers anew.

    The caller says which: those that are `due`, or one that closed. All municipalities lie in the same tables.
    """
    if not surveys:
        return
    with scopes_disabled(), transaction.atomic():
        if connection.vendor == "postgresql":
            _rewrite_postgresql(surveys)
        else:
            Response.objects.filter(survey__in=surveys, settled=False).update(settled=True)
            _rewrite_sqlite()
    empty_journal()


def _rewrite_postgresql(surveys: list[uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        Response.objects.filter(survey__in=surveys, settled=False).update(settled=True)
        for table in _TABLES:
            cursor.execute(
                f"CREATE TEMPORARY TABLE shuffled ON COMMIT DROP AS SELECT * FROM {table} ORDER BY random()"
            )  # names of our own tables
            cursor.execute(f"TRUNCATE {table}")  # a new file: the old one goes at the end of the transaction
            cursor.execute(f"INSERT INTO {table} SELECT * FROM shuffled")  # noqa: S608  # names of our own tables
            cursor.execute("DROP TABLE shuffled")


def _rewrite_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = MEMORY")
        for table in _TABLES:
            cursor.execute(f"CREATE TEMPORARY TABLE shuffled AS SELECT * FROM {table} ORDER BY random()")  # noqa: S608  # names of our own tables
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # names of our own tables
            cursor.execute(f"INSERT INTO {table} SELECT * FROM shuffled ORDER BY id")  # noqa: S608  # names of our own tables
            cursor.execute("DROP TABLE shuffled")
