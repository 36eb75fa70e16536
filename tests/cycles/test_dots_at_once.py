"""Two requests of one person come in at the same moment: together they put no more dots than one person has."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from django_scopes import scope

from koersvast.cycles import actions
from koersvast.cycles.models import Dot
from tests import factories, people


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_put_no_dot_too_many():
    waterveen = people.municipality("GM9901", "Waterveen")
    anna = people.person("Anna", waterveen, people.ROLES["anna"])
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen)
        evening = actions.open_session(
            cycle,
            by=anna,
            title="Tafelavond",
            step=2,
            kind="table_evening",
            held_on="2026-10-01",
            votes_each=1,
        )
        note = actions.write_note(evening, by=anna, text="Meer licht")
    together = threading.Barrier(4)
    refused, broken = [], []

    def put():
        try:
            with scope(municipality=waterveen):
                together.wait(timeout=10)
                actions.put_dot(note, by=anna)
        except actions.NoDotsLeft:
            refused.append(1)
        except Exception as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=put) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database is one connection: nothing happens at once")
    assert broken == []
    assert len(refused) == 3
    with scope(municipality=waterveen):
        assert Dot.objects.count() == 1
