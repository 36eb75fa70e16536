"""Work that takes longer than a second: followed with a progress bar, cancelled with a button."""

from __future__ import annotations

from django.db import models

from koersvast.tenants.models import Owned
from koersvast.vault.models import DataKey


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Owned):
    """One piece of background work of one municipality."""

    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    by_id = models.UUIDField(null=True)  # accounts live above jobs, so no foreign key
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    message = models.TextField(blank=True)
    result = models.JSONField(null=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    # a document may hold words of people: what waits to be fetched is sealed, with a key of its own
    data_key = models.OneToOneField(DataKey, on_delete=models.SET_NULL, null=True, related_name="+")
    content = models.BinaryField(null=True)
    once = models.BooleanField(default=False)  # fetched once, then forgotten: codes, answers of people
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_is_known")
        ]
