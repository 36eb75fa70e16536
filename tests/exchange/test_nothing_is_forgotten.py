"""What people store in a cycle is in its plan file, or stands here with the reason why not."""

from __future__ import annotations

import pytest
from django.apps import apps

from koersvast.cycles.models import Cycle
from koersvast.exchange import format as plan_format
from koersvast.exchange.clearing import CONTENT
from koersvast.tenants.models import Record

KINDS = {
    "Cycle": plan_format.CYCLE,
    "Step": plan_format.STEP_RECORD,
    "Partner": plan_format.ORGANISATION_RECORD,
    "GlossaryTerm": plan_format.TERM,
    "TermMeaning": plan_format.PERSPECTIVE,
    "Session": plan_format.SESSION,
    "Note": plan_format.NOTE,
    "Source": plan_format.SOURCE,
    "Indicator": plan_format.INDICATOR,
    "Measurement": plan_format.MEASUREMENT_RECORD,
    "Interpretation": plan_format.INTERPRETATION,
    "Ambition": plan_format.AMBITION,
    "Goal": plan_format.RESULT,
    "GoalIndicator": plan_format.GOAL_INDICATOR,
    "Story": plan_format.STORY,
    "KeptWording": plan_format.KEPT_WORDING,
    "Initiative": plan_format.INITIATIVE,
    "Activity": plan_format.ACTIVITY,
    "Contribution": plan_format.CONTRIBUTION,
    "Output": plan_format.OUTPUT,
    "Budget": plan_format.BUDGET,
    "TaskField": plan_format.TASK_FIELD,
    "Funding": plan_format.FUNDING,
    "Quality": plan_format.QUALITY,
    "Outcome": plan_format.OUTCOME,
    "Commitment": plan_format.COMMITMENT,
    "Decision": plan_format.DECISION,
    "ImprovementAction": plan_format.IMPROVEMENT_ACTION,
    "ResultVerdict": plan_format.VERDICT,
    "VerdictFigure": plan_format.VERDICT_FIGURE,
    "PaperText": plan_format.PAPER_TEXT,
    "BoundFact": plan_format.PAPER_FACT,
    "CalendarItem": plan_format.CALENDAR_ITEM,
    "ContributionFile": plan_format.CONTRIBUTION_FILE,
    "ChainLink": plan_format.CHAIN_LINK,
    "LinkEvidence": plan_format.LINK_EVIDENCE,
    "LinkRival": plan_format.LINK_RIVAL,
    "Review": plan_format.REVIEW,
    "ReviewTopic": plan_format.REVIEW_TOPIC,
    "ReviewRemark": plan_format.REVIEW_REMARK,
}
ONLY_JOINS = {
    "GoalLink",
    "InterpretedMeasurement",
    "AmbitionEvidence",
    "Cooperation",
    "CommittedGoal",
    "ReviewSeat",
    "Improvement",
}
NOT_EXPORTED = {
    "Dot": "who put a dot is nobody's business; the dots are counted in the votes of the note",
    "OutcomeRequest": "an open question with a code; what was taken over is in the outcome",
    "Question": "somebody asked it; the sentence it is about and the answer stay when a plan is replaced",
}
# what people said, who they are and what a team made of it never leaves in a file that is sent around
LISTENING = {
    model.__name__
    for app in ("texts", "coding", "surveys", "dialogues")
    for model in apps.get_app_config(app).get_models()
}
NOT_EXPORTED |= dict.fromkeys(LISTENING, "what people said, and who, is in no file that is sent around")
STAYS = {
    "Question",
    "OutcomeRequest",
} | LISTENING  # they name results by key, or meet them again by their key (dialogues.meeting_again)
ELSEWHERE = {
    "Step.number": "step",
    "Partner.organisation": "the organisation of the municipality with this name",
    "Measurement.source_ref": "source_key",
    "Measurement.entered_by": "who entered something is never part of a plan file",
    "GoalIndicator.target_value": "target",
    "GoalIndicator.target_year": "target",
    "Outcome.known": "reach",
    "Outcome.reached": "reach",
    "Outcome.target_group": "reach",
    "Outcome.usefulness_mean": "usefulness",
    "Outcome.usefulness_n": "usefulness",
    "Outcome.usefulness_scale": "usefulness",
    "Outcome.achieved": "goal_realisation",
    "Outcome.achieved_n": "goal_realisation",
    "Outcome.dropped": "dropout",
    "Outcome.started": "dropout",
    "Decision.about_key": "about",
    "PaperText.about_key": "about",
    "ChainLink.activity": "of",
    "ChainLink.subgoal": "of",
    "ReviewTopic.goal": "about",
    "ReviewTopic.activity": "about",
    "ReviewRemark.written_by": "who entered something is never part of a plan file",
    "ResultVerdict.given_by": "who entered something is never part of a plan file",
}
OF_EVERY_ROW = {field.name for field in Record._meta.fields} - {"note", "illustrative"} | {
    "id",
    "municipality",
}


def in_a_cycle(model, seen=()):
    """Does a row of this model belong to a cycle, by itself or through what it is part of?"""
    parents = {
        field.related_model for field in model._meta.fields if field.is_relation and not field.null
    } - {model, *seen}
    return model is Cycle or any(
        in_a_cycle(parent, (*seen, model)) for parent in parents if parent.__module__.startswith("koersvast.")
    )


MODELS = [
    model for model in apps.get_models() if model.__module__.startswith("koersvast.") and in_a_cycle(model)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_of_a_cycle_is_in_the_plan_file(model):
    assert model.__name__ in KINDS | dict.fromkeys(ONLY_JOINS) | NOT_EXPORTED


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_of_a_cycle_is_replaced_with_it(model):
    assert model is Cycle or model in dict(CONTENT) or model.__name__ in STAYS


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model.__name__ in KINDS], ids=lambda model: model.__name__
)
def test_every_field_is_in_the_plan_file(model):
    known = set(KINDS[model.__name__].by_name) | OF_EVERY_ROW
    forgotten = [
        field.name
        for field in model._meta.fields
        if field.name not in known
        and f"{model.__name__}.{field.name}" not in ELSEWHERE
        and not (field.is_relation and not field.null)  # what it is part of: it stands inside that
    ]
    assert forgotten == []
