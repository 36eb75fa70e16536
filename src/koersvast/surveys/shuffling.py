"""Make codes and answers unlinkable: write their tables anew, so that nothing lies as it arrived.

A code is marked as used and an answer is stored in one transaction, so that neither is lost; that links the two until
here. PostgreSQL: all rows of both tables get one transaction number and lie in chance order; VACUUM alone does not do
that. SQLite: tables without row numbers are written anew in the order of their random keys, and the journal is emptied.
"""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from django_scopes import scope, scopes_disabled

from koersvast.surveys import queries, rules, tallying
from koersvast.surveys.models import Response, Survey
from koersvast.surveys.unordered import write_anew
from koersvast.surveys.words import SurveyStatus
from koersvast.vault.journal import empty_journal

_POSTGRESQL = (
    # nobody reads or writes meanwhile; TRUNCATE begins a new file, and the old one goes when this is final.
    # First what who sends touches first (answering.send): the other way round each would wait for the other
    "LOCK TABLE surveys_response, surveys_accesscode IN ACCESS EXCLUSIVE MODE",
    "UPDATE surveys_response SET settled = true WHERE survey_id = ANY(%(surveys)s) AND NOT settled",
    "CREATE TEMPORARY TABLE shuffled_code ON COMMIT DROP AS SELECT * FROM surveys_accesscode ORDER BY random()",
    "CREATE TEMPORARY TABLE shuffled_response ON COMMIT DROP AS SELECT * FROM surveys_response ORDER BY random()",
    "TRUNCATE surveys_accesscode, surveys_response",
    "INSERT INTO surveys_accesscode SELECT * FROM shuffled_code",
    "INSERT INTO surveys_response SELECT * FROM shuffled_response",
)


def due() -> list[uuid.UUID]:
    """Surveys of which enough answers wait to hide among each other."""
    with scopes_disabled():
        found = Survey.objects.filter(responses__settled=False).distinct()
        return [row.pk for row in found if _is_due(row)]


def _is_due(row: Survey) -> bool:
    # after closing nobody else comes to hide among: a correction is shuffled among all that are there
    settled, waiting = queries.counts_of(row)
    return row.status == SurveyStatus.CLOSED or rules.shuffle_is_due(waiting, settled)


def shuffle(surveys: list[uuid.UUID]) -> None:
    """Settle the waiting answers of these surveys, and write the tables of codes and answers anew.

    The caller says which: those that are `due`, or one that closed. All municipalities lie in the same tables.
    """
    if not surveys:
        return
    with scopes_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _POSTGRESQL:
                cursor.execute(statement, {"surveys": surveys})
        else:
            Response.objects.filter(survey__in=surveys, settled=False).update(settled=True)
            for table in ("surveys_accesscode", "surveys_response"):
                write_anew(cursor, table)
    transaction.on_commit(empty_journal)
    for row in queries.surveys_with(surveys):
        with scope(municipality=row.municipality):
            tallying.keep(row)
