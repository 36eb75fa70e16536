"""Pages about questionnaires, each with an example of what it shows."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from koersvast.coding import staging
from koersvast.surveys import actions
from koersvast.surveys.models import Edition
from koersvast.surveys.questionnaire import Group
from tests.surveys.conftest import ABOUT_LIVING
from tests.surveys.test_xlsform_reading import form

XLSFORM = form("type | name | label\nstart | begin | \ntext | a | Wat kan er beter?")


def pages_of_questionnaires(cycle, lead):
    """One that is being made, with something wrong in it; one in use; a file that waits to be looked at."""
    base = ["GM9901", cycle.number]
    wrong = replace(ABOUT_LIVING, groups=(*ABOUT_LIVING.groups, Group("leeg", {"nl": "Nog leeg"})))
    making = actions.new_questionnaire(cycle.municipality, title="Wonen", content=wrong, by=lead)
    used = actions.new_questionnaire(cycle.municipality, title="Veiligheid", content=ABOUT_LIVING, by=lead)
    Edition.objects.filter(pk=used.pk).update(in_use=True)
    kept = staging.keep(
        cycle.municipality, about=cycle.pk, kind="xlsform", file_name="lijst.xlsx", content=XLSFORM, by=lead,
        now=timezone.now(),
    )  # fmt: skip
    of_one = {
        name: reverse(name, args=[*base, making.pk])
        for name in (
            "questionnaire", "edit_questionnaire", "preview_questionnaire", "add_survey_question", "add_question_group",
            "add_matrix", "add_from_library",
        )
    }  # fmt: skip
    return {
        **of_one,
        **{name: reverse(name, args=base) for name in ("new_questionnaire", "bring_xlsform", "library")},
        "questionnaire in use": reverse("questionnaire", args=[*base, used.pk]),
        "new_edition": reverse("new_edition", args=[*base, used.pk]),
        "edit_survey_question": reverse("edit_survey_question", args=[*base, making.pk, "veilig"]),
        "edit_question_group": reverse("edit_question_group", args=[*base, making.pk, "onveilig"]),
        "edit_matrix": reverse("edit_question_group", args=[*base, making.pk, "plekken"]),
        "check_xlsform": reverse("check_xlsform", args=[*base, kept.pk]),
    }
