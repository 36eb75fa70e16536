"""Who did what, when. Written by actions, never edited."""

from __future__ import annotations

from django.db import models

from koersvast.people.models import User
from koersvast.tenants.models import Owned


class Entry(Owned):
    """One act: a verb about one subject. It holds no content: fields and what they were stand beside it."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    # what happened to the row itself, when this act tells about it in words ("an amount of this activity changed")
    details = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="told_by")
    undone_by = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="undoes")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_id", "-at"])]


class FieldChange(Owned):
    """What a field of the subject was and became, so that people can look back and undo."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["field"]
