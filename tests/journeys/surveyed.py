"""Pages about surveys, each with an example of what it shows."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from koersvast.coding import staging
from koersvast.surveys import (
    actions,
    answering,
    inviting,
    open_answers,
    planning,
    queries,
    result_actions,
    shuffling,
)
from koersvast.surveys.page_state import PageState
from koersvast.surveys.views.answers_from_elsewhere import KIND
from koersvast.texts import actions as texts
from koersvast.vault.queries import open_box
from tests.surveys.conftest import ABOUT_LIVING, PLAN, fields

FROM_ELSEWHERE = b"veilig;leeftijd;e-mail;opmerking;w\n1;41;a@b.nl;x;2\nweet niet;999;c@d.nl;y;1\n"


def survey_of(cycle, edition, lead, **more):
    made = actions.plan_survey(cycle, edition, by=lead, **fields(mode="open", **more))
    planning.keep_plan(made, PLAN | {"share": 7.0, "anyway": "Voor de verhalen."}, version=None, by=lead)
    return made


def answered(survey, count):
    box = open_box(survey.data_key)
    for number in range(count):
        answers = {
            "veilig": "ja" if number % 3 else "nee",
            "thuis": str(number % 4 + 1),
            "straat": str(number % 3 + 1),
            "leeftijd": 20.0 + number,
            "sinds": "2010-03-01",
        } | ({} if number % 3 else {"waar": ("thuis",), "wat": "Licht bij de Turfkade."})
        answering.send(survey, box, PageState(edition=survey.edition_id), answers, today=timezone.localdate())
    shuffling.shuffle([survey.pk])


def opened(cycle, lead, **more):
    edition = actions.new_questionnaire(cycle.municipality, title="Veiligheid", content=ABOUT_LIVING, by=lead)
    return actions.open_survey(survey_of(cycle, edition, lead, **more), by=lead)


def pages_of_surveys(cycle, lead, other):
    """One in preparation, one that runs and was looked at, one that closed and was told; ``lead`` analyses the last."""
    today = timezone.localdate()
    running = opened(cycle, lead)
    answered(running, 60)
    result_actions.look(running, "veilig", "ja", today=today, by=lead)
    closed = opened(cycle, other, title="Vorige peiling")
    texts.put_in_team(closed.collection, user=lead, task="analyst", by=other)
    answered(closed, 70)
    actions.close_survey(closed, by=other)
    closed = queries.survey_with(closed.pk)
    result_actions.publish(closed, ["veilig"], today=today, by=lead)
    open_answers.bring_to_coding(closed, by=other)
    fresh = actions.new_edition(running.edition, break_note="Nu met vijf antwoorden.", by=lead)
    planned = survey_of(cycle, fresh, lead, earlier=running, closes_on=today + datetime.timedelta(days=30))

    confidential = survey_of(cycle, fresh, lead)
    type(confidential).objects.filter(pk=confidential.pk).update(mode="confidential")
    confidential.refresh_from_db()
    inviting.invite(confidential, [("Dewi", "dewi@huis.example")], by=lead)

    kept = staging.keep(
        cycle.municipality, about=cycle.pk, kind=KIND, file_name="elders.csv", content=FROM_ELSEWHERE, by=lead,
        now=timezone.now(),
    )  # fmt: skip

    def page(name, survey, *args):
        return reverse(name, args=["GM9901", cycle.number, survey.collection_id, *args])

    return {
        "surveys": reverse("surveys", args=["GM9901", cycle.number]),
        "plan_survey": reverse("plan_survey", args=["GM9901", cycle.number]),
        **{name: page(name, planned) for name in ("survey", "edit_survey", "plan_to_know", "make_letters")},
        "survey that runs": page("survey", running),
        "results of one that runs": page("results", running),
        "survey that closed": page("survey", closed),
        "results": page("results", closed),
        "every_figure": page("every_figure", closed),
        "export_answers": page("export_answers", closed),
        "bring_answered_survey": reverse("bring_answered_survey", args=["GM9901", cycle.number]),
        "check_answered_survey": reverse(
            "check_answered_survey", args=["GM9901", cycle.number, kept.pk, closed.edition_id]
        ),
        "set_margins": page("set_margins", running, "veilig"),
        "measure_from_survey": page("measure_from_survey", closed),
        "invitees": page("invitees", confidential),
        "invitee": page("invitee", confidential, inviting.invited(confidential)[0].pk),
        "with_code": reverse("with_code", args=["GM9901"]),
        "answer_survey": reverse("answer_survey", args=["GM9901", running.pk]),
        "answered": reverse("answered", args=["GM9901"]),
    }
