"""From one round to the next on the screen: choosing, what changed, and one line through time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.activities.models import Activity, Outcome
from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Cycle
from koersvast.decisions.actions import NotPossible
from koersvast.decisions.models import Decision, ResultVerdict
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.goals.models import Goal
from koersvast.indicators.models import GoalIndicator, Indicator, Measurement
from koersvast.jobs.models import Job
from koersvast.next_cycle import actions, queries, views
from koersvast.next_cycle.offers import offers
from koersvast.people.models import Membership
from tests.next_cycle.conftest import FACTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
OLD, NEW = "/GM9901/ronde/2/", "/GM9901/ronde/3/"


def text(answer):
    return answer.content.decode()


def as_ticked(client):
    """What the form holds as it is shown: the post of somebody who changes nothing."""
    page = client.get(f"{OLD}volgende-ronde/")
    carry = page.context["carry"]
    ticked = {name: field.initial for name, field in carry.fields.items()}
    return FACTS | ticked


# Opening


def test_anna_opens_the_next_round_and_sees_what_changed(old, anna, client_of):
    client, before = client_of(anna), export_plan(old)
    answer = client.post(f"{OLD}volgende-ronde/", as_ticked(client), follow=True)
    assert answer.redirect_chain[-1][0] == f"{NEW}wat-veranderde/"
    assert "Wat is er veranderd, en waarom?" in text(answer)
    assert "Regenboogband voor aanvoerders" in text(answer)
    assert "Alleen een teken, zonder gesprek erbij" in text(answer)
    new = Cycle.objects.get(number=3)
    assert (new.follows, new.visibility, new.title) == (2, "internal", "Waterveen Kleurt 2027-2030")
    assert export_plan(Cycle.objects.get(number=2)) == before  # the old one stays as it was
    assert "cycle.opened_next" in Entry.objects.values_list("verb", flat=True)


def test_what_happened_stays_behind_and_the_baseline_is_the_last_measurement(opened):
    new = opened()
    assert not Outcome.objects.filter(activity__cycle=new).exists()
    assert not Decision.objects.filter(cycle=new).exists()
    assert not ResultVerdict.objects.filter(goal__cycle=new).exists()
    aims = GoalIndicator.objects.filter(goal__cycle=new, baseline__isnull=False).select_related("baseline")
    assert aims
    assert Measurement.objects.filter(cycle=new).count() == len({aim.baseline_id for aim in aims})
    assert all("overgenomen uit ronde 2" in aim.baseline.note for aim in aims)


def test_the_page_shows_what_was_decided_and_what_is_still_open(old, anna, client_of):
    page = text(client_of(anna).get(f"{OLD}volgende-ronde/"))
    assert "Besluit: stoppen. Alleen een teken, zonder gesprek erbij" in page
    assert "De ronde kan pas dicht als elke activiteit een besluit heeft" in page
    assert "U mag de volgende ronde nu al openen." in page


def test_a_number_that_is_taken_or_too_low_is_said_at_the_field(old, opened, anna, client_of):
    client = client_of(anna)
    opened()
    data = as_ticked(client)
    assert client.post(f"{OLD}volgende-ronde/", data).context["form"].errors["number"]
    answer = client.post(f"{OLD}volgende-ronde/", data | {"number": "1"})
    assert "Kies een hoger nummer dan 2" in answer.context["form"].errors["number"][0]
    assert Cycle.objects.count() == 2
    assert "Er volgt al een ronde op deze" in text(answer)


def test_a_box_that_was_not_on_the_page_is_refused(old, anna, client_of):
    client = client_of(anna)
    answer = client.post(f"{OLD}volgende-ronde/", as_ticked(client) | {"activities": ["bestaat-niet"]})
    assert answer.context["carry"].errors["activities"]
    assert Cycle.objects.count() == 1


def test_only_the_municipality_opens_a_round(emre, old, gerrit, chris, client_of):
    for person, expected in ((gerrit, 403), (emre, 403), (chris, 404), (None, 302)):
        client = client_of(person)
        assert client.get(f"{OLD}volgende-ronde/").status_code == expected
        assert client.post(f"{OLD}volgende-ronde/", FACTS).status_code == expected
    with pytest.raises(NotPossible):
        actions.open_next(old, member=Membership.objects.get(user=gerrit), facts=FACTS, chosen=[])
    assert Cycle.objects.count() == 1


def test_when_it_goes_wrong_half_way_nothing_is_there(old, anna):
    class Broken:
        left = 5

        def step(self, *_args):
            self.left -= 1
            if not self.left:
                raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        actions.open_next(
            old,
            member=Membership.objects.get(user=anna),
            facts=FACTS,
            chosen=[(offer.section, offer.key) for offer in offers(export_plan(old))],
            progress=Broken(),
        )
    assert Cycle.objects.count() == 1


def test_a_very_large_plan_goes_in_the_background(old, anna, client_of, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 3)
    client = client_of(anna)
    answer = client.post(f"{OLD}volgende-ronde/", as_ticked(client))
    job = Job.objects.get()
    assert str(job.pk) in answer["Location"]
    assert job.name == "next_cycle.open_next"
    from koersvast.jobs.progress import Silent
    from koersvast.next_cycle import tasks

    found = tasks.open_next(Silent(), job=job, **job.arguments)
    assert found["url"] == f"{NEW}wat-veranderde/"


# What follows what


def test_an_old_measurement_is_read_under_the_new_tree(opened, old, anna, client_of):
    new = opened()
    rows = Indicator.objects.filter(cycle=new, goal_indicators__baseline__isnull=False).distinct()
    row = max(rows, key=lambda one: Measurement.objects.filter(cycle=old, indicator__key=one.key).count())
    page = text(client_of(anna).get(f"{NEW}cijfers/{row.pk}/"))
    assert "uit ronde 2" in page
    assert "Volgt op ronde 2:" in page
    goal = GoalIndicator.objects.filter(indicator=row).first().goal
    page = text(client_of(anna).get(f"{NEW}doelen/{goal.pk}/"))
    assert "uit ronde 2" in page
    assert "Volgt op ronde 2:" in page


def test_emre_does_not_see_figures_of_a_round_that_is_internal(emre, opened, old, client_of):
    new = opened(visibility="partners")
    row = Indicator.objects.filter(cycle=new, measurements__isnull=False).first()
    assert "uit ronde 2" in text(client_of(emre).get(f"{NEW}cijfers/{row.pk}/"))
    Cycle.objects.filter(pk=old.pk).update(visibility="internal")
    page = text(client_of(emre).get(f"{NEW}cijfers/{row.pk}/"))
    assert ">uit ronde 2<" not in page
    assert "Volgt op ronde 2:" not in page
    answer = text(client_of(emre).get(f"{NEW}wat-veranderde/"))
    assert "volgt niet op een eerdere ronde die u mag zien" in answer


def test_anna_says_that_two_goals_became_one_and_why(opened, old, anna, client_of):
    new = opened()
    first, second = Goal.objects.filter(cycle=new, ambition__isnull=False).order_by("position")[:2]
    address = f"{NEW}volgt-op/doel/{first.pk}/"
    page = client_of(anna).get(address)
    data = {
        "version": first.version,
        "of_0": f"2.{first.key}",
        "why_0": "Opnieuw geschreven",
        "of_1": f"2.{second.key}",
        "why_1": "Ging over hetzelfde",
    }
    assert page.context["form"].initial == {}
    client_of(anna).post(address, data)
    row = Goal.objects.get(pk=first.pk)
    assert [(one["key"], one["why"]) for one in row.follows] == [
        (first.key, "Opnieuw geschreven"),
        (second.key, "Ging over hetzelfde"),
    ]
    changes = text(client_of(anna).get(f"{NEW}wat-veranderde/"))
    assert "Gesplitst en samengevoegd" in changes
    assert "descent.told" in Entry.objects.values_list("verb", flat=True)
    assert text(client_of(anna).get(f"{NEW}doelen/{first.pk}/")).count("Volgt op ronde 2:") == 2


def test_two_people_at_once_see_both_versions(opened, old, anna, bilal, client_of):
    new = opened()
    row = Goal.objects.filter(cycle=new, ambition__isnull=False).first()
    address = f"{NEW}volgt-op/doel/{row.pk}/"
    data = {"version": row.version, "of_0": f"2.{row.key}"}
    client_of(anna).post(address, data | {"why_0": "Van Anna"})
    answer = client_of(bilal).post(address, data | {"why_0": "Van Bilal"})
    assert answer.status_code == 409
    assert "Van Anna" in text(answer)
    assert "Van Bilal" in text(answer)
    with pytest.raises(StaleEdit):
        actions.tell_descent(Goal.objects.get(pk=row.pk), by=anna, follows=[], version=row.version)


def test_a_broken_series_needs_a_reason_and_breaks_the_line(opened, anna, client_of):
    new = opened()
    row = Indicator.objects.filter(cycle=new, measurements__isnull=False).first()
    address = f"{NEW}volgt-op/cijfer/{row.pk}/"
    data = {"version": row.version, "of_0": f"2.{row.key}", "breaks_0": "on"}
    answer = client_of(anna).post(address, data)
    assert answer.context["form"].errors["why_0"]
    client_of(anna).post(address, data | {"why_0": "De vraag is veranderd"})
    page = text(client_of(anna).get(f"{NEW}cijfers/{row.pk}/"))
    assert "De vraag is veranderd" in page
    assert "Reeksbreuk" in page


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "=1+1", "a\x07b"])
def test_hostile_reasons_are_refused(opened, anna, client_of, hostile):
    new = opened()
    row = Goal.objects.filter(cycle=new).first()
    answer = client_of(anna).post(
        f"{NEW}volgt-op/doel/{row.pk}/", {"version": 1, "of_0": f"2.{row.key}", "why_0": hostile}
    )
    assert answer.context["form"].errors["why_0"]


def test_gerrit_reads_and_writes_nothing(opened, gerrit, client_of):
    new = opened(visibility="public")
    row = Goal.objects.filter(cycle=new).first()
    assert client_of(gerrit).get(f"{NEW}volgt-op/doel/{row.pk}/").status_code == 403
    assert client_of(gerrit).get(f"{NEW}wat-veranderde/").status_code == 200
    assert client_of(gerrit).get(f"{NEW}doelen/{row.pk}/door-de-tijd/").status_code == 200


def test_a_plan_file_carries_what_follows_what(opened):
    plan = export_plan(opened())
    fresh = import_plan(plan, by=None, replace=True)
    assert export_plan(fresh) == plan
    assert plan["cycle"]["follows"] == 2


def test_a_round_that_was_replaced_or_is_gone_breaks_nothing(opened, old, anna, client_of):
    new = opened()
    import_plan(export_plan(old), by=None, replace=True)  # every row of it is another row now
    row = Indicator.objects.filter(cycle=new, measurements__isnull=False).first()
    assert "Volgt op ronde 2:" in text(client_of(anna).get(f"{NEW}cijfers/{row.pk}/"))
    Cycle.objects.filter(number=2).update(removed_at="2026-11-21T00:00Z")
    assert "Volgt op ronde 2:" not in text(client_of(anna).get(f"{NEW}cijfers/{row.pk}/"))


# Through time


def test_a_result_is_one_line_through_three_rounds(opened, old, anna, client_of):
    second = opened()
    opened(second, number=4, title="Waterveen Kleurt 2031-2034", starts_on="2031", ends_on="2034")
    goal = Goal.objects.get(cycle=second, key="r-veilig")
    page = text(client_of(anna).get(f"{NEW}doelen/{goal.pk}/door-de-tijd/"))
    assert "3 rondes" in page
    assert (
        page.index("Ronde 2, vanaf 2023")
        < page.index("Ronde 3, vanaf 2027")
        < page.index("Ronde 4, vanaf 2031")
    )
    assert "(deze ronde)" in page
    assert "Daling binnen de marge; doel blijft" in page
    assert "<svg" in page
    found = queries.through_time(goal, seen={step: {2, 3, 4} for step in range(7)})
    assert [one.goal.cycle.number for one in found] == [2, 3, 4]
    assert found[0].decision.decision == "continue"
    assert (
        "Training voor handhaving en politie" in found[0].activities
    )  # it works for a subgoal of this result
    hidden = queries.through_time(goal, seen={step: {3} for step in range(7)})
    assert [one.goal.cycle.number for one in hidden] == [3]


def test_ten_rounds_ask_as_many_questions_as_two(opened, old, anna, client_of):
    client, newest = client_of(anna), opened()

    def asked():
        goal = Goal.objects.get(cycle=newest, key="r-veilig")
        address = f"/GM9901/ronde/{newest.number}/doelen/{goal.pk}/door-de-tijd/"
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = asked()
    for number in range(4, 12):
        newest = opened(newest, number=number, starts_on=str(2031 + number), ends_on=str(2031 + number))
    assert asked() == few


def test_what_changed_asks_as_many_questions_however_much_changed(opened, old, anna, client_of):
    new, client = opened(), client_of(anna)
    client.get(f"{NEW}wat-veranderde/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{NEW}wat-veranderde/")
    Activity.objects.filter(cycle=new).update(what="Anders")
    with CaptureQueriesContext(connection) as many:
        assert "Anders" in text(client.get(f"{NEW}wat-veranderde/"))
    assert len(many) == len(few)
