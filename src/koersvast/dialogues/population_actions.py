"""Keep the table of inhabitants that a k-check may use."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from koersvast.audit import actions as audit
from koersvast.dialogues.models import PopulationCount
from koersvast.dialogues.population import Part
from koersvast.people.models import User
from koersvast.tenants.models import Municipality


@transaction.atomic
def keep_population(municipality: Municipality, parts: Iterable[Part], *, source: str, by: User) -> None:
    """This table instead of the one that was there; without lines there is none."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    PopulationCount.objects.all().delete()
    made = PopulationCount.objects.bulk_create(
        PopulationCount(
            municipality=municipality,
            age=one.age,
            group=one.group,
            place=one.place,
            count=one.count,
            source=source,
        )
        for one in parts
    )
    about = made[0] if made else PopulationCount(municipality=municipality)
    audit.record("population.kept", subject=about, by=by)
