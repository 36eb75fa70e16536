"""A plan that somebody brought in and has not confirmed yet."""

from __future__ import annotations

from django.db import models

from koersvast.people.models import User
from koersvast.tenants.models import Owned


class Upload(Owned):
    """The text of a plan file between the preview and the decision. Gone after use, and after an hour."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], name="upload_age")]
