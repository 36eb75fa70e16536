"""Pages about the four questions, each with an example of what it shows."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from koersvast.activities.queries import activities_of
from koersvast.outcome_forms import actions
from koersvast.outcome_forms.rules import Answer

ANSWER = Answer(
    reached=81, answered=36, usefulness=4.0, achieved=29, improvements=("Meer verhalen",), story="Mooi"
)


def ask(activity, by, *, period="2026"):
    today = timezone.localdate()
    values = {
        "period": period,
        "due_on": today + datetime.timedelta(days=20),
        "participants": "leerlingen",
        "goal_sentence": "ik sta er op school niet meer alleen voor",
        "contact": "Anna, 010 000 00 00",
    }
    return actions.ask(activity, values=values, address="post@sluis.example", today=today, by=by)


def pages_of_requests(cycle, by):
    """One that waits for the partner, one that was sent, one that was taken over."""
    today = timezone.localdate()
    open_, sent, taken = (ask(row, by).asked for row in activities_of(cycle)[:3])
    for one in (sent, taken):
        actions.send(one.row, ANSWER, version=1, today=today)
    taken.row.refresh_from_db()
    actions.take_over(taken, version=2, today=today, by=by)

    def page(name, asked):
        return reverse(name, args=["GM9901", cycle.number, asked.row.pk])

    return {
        **{
            name: page(name, open_)
            for name in (
                "outcome_request",
                "edit_outcome_request",
                "new_outcome_code",
                "paper_form",
                "type_form",
            )
        },
        "request that was sent": page("outcome_request", sent),
        "request that was taken over": page("outcome_request", taken),
        "four_questions": reverse("four_questions", args=["GM9901"]),
    }
