"""The database refuses a circle and a link between cycles, whoever writes and however."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from koersvast.goals.models import Goal, GoalLink
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]


@pytest.fixture
def chain(waterveen):
    """top <- middle <- bottom."""
    cycle = factories.cycle(waterveen)
    top = factories.result(factories.ambition(cycle), "top")
    middle = factories.subgoal(top, "middle")
    return top, middle, factories.subgoal(middle, "bottom")


def raw_link(parent, child, removed_at=None):
    def value(uid):
        return str(uid) if connection.vendor == "postgresql" else uid.hex

    now = timezone.now() if removed_at else None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO goals_goallink (id, municipality_id, note, illustrative, position, version,"
            ' removed_at, removal, parent_id, child_id, "primary")'
            " VALUES (%s, %s, '', %s, 0, 1, %s, NULL, %s, %s, %s)",
            [
                value(uuid.uuid4()),
                value(parent.municipality_id),
                False,
                now,
                value(parent.id),
                value(child.id),
                False,
            ],
        )


def test_sql_by_hand_cannot_close_a_circle(chain):
    top, _, bottom = chain
    with pytest.raises(IntegrityError, match="goal_links_close_no_circle"), transaction.atomic():
        raw_link(bottom, top)
    assert GoalLink.objects.count() == 2


def test_sql_by_hand_may_link_what_closes_no_circle(chain):
    top, _, bottom = chain
    raw_link(top, bottom)
    assert GoalLink.objects.count() == 3


def test_a_bulk_write_cannot_close_a_circle_with_itself(waterveen):
    ambition = factories.ambition(factories.cycle(waterveen))
    one, two, three = (factories.result(ambition, key) for key in ("one", "two", "three"))
    links = [
        GoalLink(municipality=waterveen, parent=p, child=c, primary=False)
        for p, c in ((one, two), (two, three), (three, one))
    ]
    with pytest.raises(IntegrityError, match="goal_links_close_no_circle"), transaction.atomic():
        GoalLink.objects.bulk_create(links)


def test_a_change_of_a_link_cannot_close_a_circle(chain):
    top, middle, bottom = chain
    with pytest.raises(IntegrityError, match="goal_links_close_no_circle"), transaction.atomic():
        GoalLink.objects.filter(parent=top, child=middle).update(parent=bottom)


def test_a_removed_link_is_no_part_of_a_circle_until_it_comes_back(chain):
    top, _, bottom = chain
    raw_link(bottom, top, removed_at=True)
    with pytest.raises(IntegrityError, match="goal_links_close_no_circle"), transaction.atomic():
        GoalLink.with_removed.filter(parent=bottom, child=top).update(removed_at=None)


def test_a_link_stays_within_one_cycle(chain, waterveen):
    top, _, bottom = chain
    elsewhere = factories.result(factories.ambition(factories.cycle(waterveen, 2)), "elsewhere")
    with pytest.raises(IntegrityError, match="goal_links_stay_in_one_cycle"), transaction.atomic():
        raw_link(elsewhere, bottom)
    with pytest.raises(IntegrityError, match="goal_links_stay_in_one_cycle"), transaction.atomic():
        Goal.objects.filter(id=top.id).update(cycle=elsewhere.cycle)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time by itself")
@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_close_a_circle_together(waterveen):
    """Each adds one half; the second waits for the first and is then refused."""
    import threading

    from django_scopes import scope

    ambition = factories.ambition(factories.cycle(waterveen))
    one, two = factories.result(ambition, "one"), factories.result(ambition, "two")
    first_wrote, outcome = threading.Event(), []

    def second():
        first_wrote.wait(10)
        try:
            with scope(municipality=waterveen), transaction.atomic():
                factories.link(two, one, primary=False)
            outcome.append("both")
        except IntegrityError:
            outcome.append("refused")
        finally:
            connection.close()

    other = threading.Thread(target=second)
    other.start()
    with transaction.atomic():
        factories.link(one, two, primary=False)
        first_wrote.set()
        other.join(1)  # it waits for our lock
        assert other.is_alive()
    other.join(10)
    assert outcome == ["refused"]
