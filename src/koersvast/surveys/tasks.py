"""Work for the background: letters with codes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from koersvast.jobs import actions as jobs
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.people.models import User
from koersvast.surveys import actions
from koersvast.surveys.letters import letters
from koersvast.surveys.models import Survey


def print_letters(
    progress: Progress, *, job: Job, survey_id: str, count: int, words: str, sender: str, address: str
) -> dict[str, Any]:
    """New codes, on letters. The codes stand in this file and nowhere else. Raises CannotDo."""
    survey = Survey.objects.select_related("municipality").filter(pk=survey_id).first()
    if survey is None:
        raise CannotDo(_("Deze peiling is er niet meer."))
    progress.step(_("Codes maken"), 0, 2)
    by = User.objects.filter(pk=job.by_id).first() if job.by_id else None
    try:
        codes = actions.make_codes(survey, count, by=by)
    except actions.NotNow as reason:
        raise CannotDo(str(reason)) from reason
    progress.step(_("Brieven maken"), 1, 2)
    content = letters(survey, codes, words=words, sender=sender, address=address)
    jobs.keep_file(job, name="brieven.pdf", media_type="application/pdf", content=content, once=True)
    return {"file": "brieven.pdf"}
