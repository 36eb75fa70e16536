"""What people do to goals: it is kept, it can be undone, and nobody's text is lost."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from koersvast.audit.models import Entry
from koersvast.goals import actions, queries
from koersvast.goals.models import Goal, GoalLink
from koersvast.goals.rules import ROOT
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
NOW = timezone.now()


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen)


@pytest.fixture
def plan(cycle, anna):
    """Anna's small plan by name: safe > (report, street), care > old."""
    made = {"one": actions.add_ambition(cycle=cycle, text="Leven zonder angst", by=anna, now=NOW)}
    for name, text, under in [
        ("safe", "In 2026 voelen meer inwoners zich veilig", "one"),
        ("care", "In 2026 kunnen ouderen zichzelf zijn", "one"),
        ("report", "Wie iets meemaakt, durft te melden", "safe"),
        ("street", "Wie op straat werkt, grijpt in", "safe"),
        ("old", "Ouderen zijn minder alleen", "care"),
    ]:
        made[name] = actions.add_goal(cycle=cycle, text=text, under=str(made[under].pk), by=anna, now=NOW)
    return made


def outline(cycle):
    """The tree as lines: number and text, with the numbers it also stands under."""
    return [
        f"{node.number} {node.text}" + "".join(f" (ook {ref.number})" for ref in node.also_under)
        for node in queries.tree(cycle).walk()
        if not node.is_ambition
    ]


AS_MADE = [
    "1 In 2026 voelen meer inwoners zich veilig",
    "1.1 Wie iets meemaakt, durft te melden",
    "1.2 Wie op straat werkt, grijpt in",
    "2 In 2026 kunnen ouderen zichzelf zijn",
    "2.1 Ouderen zijn minder alleen",
]


def test_a_plan_grows_line_by_line(cycle, plan):
    assert outline(cycle) == AS_MADE


def test_a_goal_has_an_ambition_or_a_primary_parent_and_never_both(cycle, plan, anna):
    actions.outdent(row=plan["report"], by=anna, now=NOW)
    actions.indent(row=plan["care"], by=anna, now=NOW)
    for goal in Goal.objects.all():
        homes = GoalLink.objects.filter(child=goal, primary=True).count()
        assert (goal.ambition_id is not None) + homes == 1


def test_every_act_is_written_down_with_who_did_it(cycle, plan, bilal):
    actions.up(row=plan["street"], by=bilal, now=NOW)
    entry = Entry.objects.first()
    assert (entry.verb, entry.by, entry.subject_id) == ("goal.raised", bilal, plan["street"].pk)
    assert entry.changes.filter(field="structure").exists()


def test_keys_come_from_the_text_and_no_key_is_used_twice(cycle, anna):
    factories.partner(cycle, "ouderen-zijn-minder-alleen")
    ambition = actions.add_ambition(cycle=cycle, text="Ouderen zijn minder alleen", by=anna, now=NOW)
    goal = actions.add_goal(
        cycle=cycle, text="Ouderen zijn minder alleen!", under=str(ambition.pk), by=anna, now=NOW
    )
    assert (ambition.key, goal.key) == ("ouderen-zijn-minder-alleen-2", "ouderen-zijn-minder-alleen-3")
    renamed = actions.rename(row=goal, text="Iets anders", version=1, by=anna)
    assert renamed.key == "ouderen-zijn-minder-alleen-3"


def test_a_text_without_letters_still_gets_a_key(cycle, anna):
    assert actions.add_ambition(cycle=cycle, text="→ ☀", by=anna, now=NOW).key == "nieuw"


def test_asking_twice_for_the_same_goal_makes_one(cycle, plan, anna):
    wanted = uuid.uuid4()
    for _ in range(2):
        actions.add_goal(
            cycle=cycle, text="Eén", under=str(plan["safe"].pk), by=anna, now=NOW, node_id=wanted
        )
    assert Goal.objects.filter(text="Eén").count() == 1


def test_anna_and_bilal_edit_the_same_text_and_neither_is_lost(plan, anna, bilal):
    goal = plan["safe"]
    actions.rename(row=goal, text="Tekst van Bilal", version=1, by=bilal)
    with pytest.raises(actions.StaleEdit) as stale:
        actions.rename(row=goal, text="Tekst van Anna", version=1, by=anna)
    assert stale.value.mine == {"text": "Tekst van Anna"}
    assert stale.value.theirs == {"text": "Tekst van Bilal"}
    actions.rename(row=goal, text="Tekst van allebei", version=stale.value.version, by=anna)
    assert Goal.objects.get(pk=goal.pk).text == "Tekst van allebei"


def test_the_same_description_from_two_people_is_no_conflict(plan, anna, bilal):
    actions.describe(row=plan["safe"], fields={"theme": "safety"}, version=1, by=bilal)
    actions.describe(row=plan["safe"], fields={"theme": "safety"}, version=1, by=anna)
    with pytest.raises(actions.StaleEdit):
        actions.describe(row=plan["safe"], fields={"theme": "sport"}, version=1, by=anna)


def test_a_second_parent_and_its_number(cycle, plan, anna):
    actions.link(child=plan["report"], parent=str(plan["care"].pk), by=anna, now=NOW)
    assert "1.1 Wie iets meemaakt, durft te melden (ook 2)" in outline(cycle)
    actions.unlink(child=plan["report"], parent=str(plan["care"].pk), by=anna, now=NOW)
    assert outline(cycle) == AS_MADE


def test_a_link_that_closes_a_circle_is_refused_with_the_path(plan, anna):
    with pytest.raises(actions.NotPossible) as refused:
        actions.move(row=plan["safe"], under=str(plan["report"].pk), by=anna, now=NOW)
    assert "1.1 Wie iets meemaakt, durft te melden → 1 In 2026 voelen meer inwoners" in str(refused.value)


def test_removing_a_branch_keeps_what_also_contributes_elsewhere(cycle, plan, anna):
    actions.link(child=plan["report"], parent=str(plan["care"].pk), by=anna, now=NOW)
    actions.remove(row=plan["safe"], by=anna, now=NOW)
    assert outline(cycle) == [
        "1 In 2026 kunnen ouderen zichzelf zijn",
        "1.1 Ouderen zijn minder alleen",
        "1.2 Wie iets meemaakt, durft te melden",
    ]
    removed = Goal.with_removed.exclude(removed_at=None)
    assert {goal.text for goal in removed} == {AS_MADE[0][2:], AS_MADE[2][4:]}
    assert len({goal.removal for goal in removed}) == 1


def test_every_act_can_be_undone_back_to_the_empty_page(cycle, plan, anna):
    actions.link(child=plan["report"], parent=str(plan["care"].pk), by=anna, now=NOW)
    actions.up(row=plan["street"], by=anna, now=NOW)
    actions.indent(row=plan["care"], by=anna, now=NOW)
    actions.rename(row=plan["old"], text="Anders", version=1, by=anna)
    actions.describe(row=plan["old"], fields={"by_year": 2026, "groups": ["elderly"]}, version=2, by=anna)
    actions.keep_wording(goal=plan["old"], reason="Zo zei de raad het", by=anna)
    actions.remove(row=plan["safe"], by=anna, now=NOW)
    for _ in range(7):
        actions.undo(cycle=cycle, by=anna, now=NOW)
    assert outline(cycle) == AS_MADE
    assert Goal.objects.get(pk=plan["old"].pk).by_year is None
    for _ in range(6):
        actions.undo(cycle=cycle, by=anna, now=NOW)
    assert outline(cycle) == []
    with pytest.raises(actions.NotPossible):
        actions.undo(cycle=cycle, by=anna, now=NOW)


def test_what_was_undone_can_be_done_again(cycle, plan, anna):
    actions.remove(row=plan["safe"], by=anna, now=NOW)
    actions.undo(cycle=cycle, by=anna, now=NOW)
    assert outline(cycle) == AS_MADE
    actions.redo(cycle=cycle, by=anna, now=NOW)
    assert len(outline(cycle)) == 2
    actions.undo(cycle=cycle, by=anna, now=NOW)
    assert outline(cycle) == AS_MADE


def test_undo_takes_back_only_what_i_did_myself(cycle, plan, anna, bilal):
    actions.rename(row=plan["old"], text="Van Bilal", version=1, by=bilal)
    actions.undo(cycle=cycle, by=anna, now=NOW)  # Anna's last act: adding "old"
    assert "2.1 Van Bilal" not in outline(cycle)
    actions.redo(cycle=cycle, by=anna, now=NOW)
    assert "2.1 Van Bilal" in outline(cycle)


def test_what_somebody_else_changed_since_is_not_undone_and_that_is_said(cycle, plan, anna, bilal):
    actions.rename(row=plan["old"], text="Van Anna", version=1, by=anna)
    actions.rename(row=plan["old"], text="Van Bilal", version=2, by=bilal)
    with pytest.raises(actions.NotPossible, match="Iemand heeft dit daarna veranderd"):
        actions.undo(cycle=cycle, by=anna, now=NOW)
    assert Goal.objects.get(pk=plan["old"].pk).text == "Van Bilal"


def test_an_older_act_of_somebody_else_can_be_undone_from_the_history(cycle, plan, anna, bilal):
    actions.move(row=plan["old"], under=str(plan["safe"].pk), by=bilal, now=NOW)
    entry = queries.history(cycle, subject=plan["old"].pk)[0]
    actions.undo_entry(cycle=cycle, entry_id=entry.pk, by=anna, now=NOW)
    assert outline(cycle) == AS_MADE


def test_a_kept_wording_holds_until_the_text_changes(cycle, plan, anna):
    goal = actions.rename(row=plan["old"], text="Ontmoeting stimuleren", version=1, by=anna)
    assert queries.goal(cycle, goal.pk).hint is not None
    actions.keep_wording(goal=goal, reason="Zo staat het in het akkoord", by=anna)
    found = queries.goal(cycle, goal.pk)
    assert found.hint is None
    assert found.kept_because == "Zo staat het in het akkoord"
    actions.rename(row=goal, text="Sport stimuleren", version=2, by=anna)
    assert queries.goal(cycle, goal.pk).hint is not None


def test_ambitions_stay_ambitions(plan, anna):
    with pytest.raises(actions.NotPossible):
        actions.move(row=plan["safe"], under=ROOT, by=anna, now=NOW)
    with pytest.raises(actions.NotPossible):
        actions.indent(row=plan["one"], by=anna, now=NOW)
