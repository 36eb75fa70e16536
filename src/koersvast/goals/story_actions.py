"""Tell a story about a goal, take it away, bring it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from koersvast.audit import actions as audit
from koersvast.cycles.actions import change, next_position
from koersvast.goals.models import Goal, Story
from koersvast.people.models import User


@transaction.atomic
def tell_story(
    *,
    goal: Goal,
    story: Story | None,
    text: str,
    source: str,
    consent: bool,
    by: User,
    version: int | None = None,
) -> Story:
    """A new story about a goal, or another text for one. Raises cycles.actions.StaleEdit when somebody was first.

    The history says that it happened, never what was told: words of a person can be taken back everywhere.
    """
    fields = {"text": text, "source": source, "consent": consent}
    if story is None:
        position = next_position(Story, goal=goal)
        made: Story = Story.objects.create(
            municipality_id=goal.municipality_id, goal=goal, position=position, **fields
        )
        audit.record("goal.story_told", subject=goal, by=by)
        return made
    details = change(story, fields, by=by, verb="part.changed", version=version, unsaid=("text", "source"))
    if details is not None:
        audit.record("goal.story_changed", subject=goal, by=by, details=details)
    return story


@transaction.atomic
def remove_story(*, goal: Goal, story: Story, by: User, now: datetime) -> None:
    """It stays in the database, so that bring_story_back brings it back as it was."""
    Story.objects.filter(pk=story.pk).update(removed_at=now, version=F("version") + 1)
    audit.record("goal.story_removed", subject=goal, by=by)


@transaction.atomic
def bring_story_back(*, goal: Goal, story: Story, by: User) -> None:
    Story.with_removed.filter(pk=story.pk).update(removed_at=None, version=F("version") + 1)
    audit.record("goal.story_brought_back", subject=goal, by=by)
