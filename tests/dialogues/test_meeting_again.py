"""A plan that is replaced: what findings and conversations point at is found again by its key."""

from __future__ import annotations

import pytest
from django_scopes import scope

from koersvast.cycles.models import Cycle, Partner
from koersvast.dialogues import actions
from koersvast.dialogues.finding_models import Finding, FindingGoal
from koersvast.dialogues.models import Conversation, ConversationKind
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.goals.models import Goal
from tests.plans import waterveen_plan

pytestmark = pytest.mark.django_db


def test_a_finding_meets_its_goal_again_and_a_conversation_its_partner(waterveen, anna):
    cycle = import_plan(waterveen_plan(), by=anna)
    with scope(municipality=waterveen):
        made = actions.open_round(cycle, by=anna, title="Gesprekken")
        partner = Partner.objects.filter(cycle=cycle).first()
        talk = actions.plan_conversation(
            made, kind=ConversationKind.PARTNER_INTERVIEW, by=anna, partner=partner
        )
        finding = Finding.objects.create(
            municipality=waterveen, round=made, statement="Een plek", type="behoefte"
        )
        goal = Goal.objects.filter(cycle=cycle).first()
        FindingGoal.objects.create(municipality=waterveen, finding=finding, goal=goal)
        plan = export_plan(cycle)
    import_plan(plan, by=anna, replace=True)
    with scope(municipality=waterveen):
        assert FindingGoal.objects.get().goal.key == goal.key
        assert Conversation.objects.get(pk=talk.pk).partner.key == partner.key
        assert Cycle.objects.get().pk == cycle.pk
