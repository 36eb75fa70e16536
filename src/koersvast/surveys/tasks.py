"""Work for the background: letters with codes, counting, and what others may see."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import safefigures
from koersvast.coding import staging
from koersvast.coding.models import StagedFile
from koersvast.cycles.models import Cycle
from koersvast.jobs import actions as jobs
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.people.models import User
from koersvast.surveys import actions, export_actions, import_actions, queries, result_actions
from koersvast.surveys.letters import letters
from koersvast.surveys.microdata import mapping
from koersvast.surveys.microdata.reading import given_columns
from koersvast.surveys.models import Edition, Survey
from koersvast.texts.reading import CannotRead


def print_letters(
    progress: Progress, *, job: Job, survey_id: str, count: int, words: str, sender: str, address: str
) -> dict[str, Any]:
    """New codes, on letters. The codes stand in this file and nowhere else. Raises CannotDo."""
    survey = _survey(survey_id)
    progress.step(_("Codes maken"), 0, 2)
    try:
        codes = actions.make_codes(survey, count, by=_who(job))
    except actions.NotNow as reason:
        raise CannotDo(str(reason)) from reason
    progress.step(_("Brieven maken"), 1, 2)
    content = letters(survey, codes, words=words, sender=sender, address=address)
    jobs.keep_file(job, name="brieven.pdf", media_type="application/pdf", content=content, once=True)
    return {"file": "brieven.pdf"}


def count(progress: Progress, *, job: Job, survey_id: str, groups: list[str], url: str) -> dict[str, Any]:
    """Every figure, for the analyst. Raises CannotDo."""
    progress.step(_("Tellen"), 0, 1)
    try:
        result_actions.count(_survey(survey_id), groups)
    except (actions.NotNow, safefigures.SafefiguresError) as reason:
        raise CannotDo(str(reason)) from reason
    return {"url": url}


def publish(progress: Progress, *, job: Job, survey_id: str, groups: list[str], url: str) -> dict[str, Any]:
    """What others than the analyst may see. Raises CannotDo."""
    progress.step(_("Tellen"), 0, 100)

    def told(share: float, words: str) -> None:
        progress.step(words, round(share * 100), 100)

    try:
        result_actions.publish(
            _survey(survey_id), groups, today=timezone.localdate(), by=_who(job), progress=told
        )
    except safefigures.Undisclosed as refusal:
        raise CannotDo(
            _("Met deze groepen blijft er niets over dat veilig te tonen is. Kies minder groepen.")
        ) from refusal
    except (actions.NotNow, safefigures.SafefiguresError) as reason:
        raise CannotDo(str(reason)) from reason
    return {"url": url}


def export(
    progress: Progress, *, job: Job, survey_id: str, sav: bool, weeks: bool, texts: bool
) -> dict[str, Any]:
    """All answers as a file that is fetched once. Raises CannotDo, Cancelled."""
    wish = export_actions.Wish(sav=sav, weeks=weeks, texts=texts)
    try:
        content = export_actions.export(_survey(survey_id), wish, by=_who(job), progress=progress)
    except (actions.NotNow, safefigures.SafefiguresError) as reason:
        raise CannotDo(str(reason)) from reason
    jobs.keep_file(job, name="antwoorden.zip", media_type="application/zip", content=content, once=True)
    return {"file": "antwoorden.zip"}


def import_answers(
    progress: Progress,
    *,
    job: Job,
    cycle_id: str,
    edition_id: str,
    staged_id: str,
    mapping_id: str,
    about: dict[str, str],
) -> dict[str, Any]:
    """A survey from elsewhere, from the file and the choices that wait sealed. Both go. Raises CannotDo, Cancelled."""
    kept, chosen = (
        StagedFile.objects.select_related("data_key").filter(pk=pk).first() for pk in (staged_id, mapping_id)
    )
    if kept is None or chosen is None:
        raise CannotDo(_("Het bestand is er niet meer. Breng het opnieuw."))
    progress.step(_("Het bestand lezen"), 0, 1)
    edition = Edition.objects.get(pk=edition_id)
    told = json.loads(staging.content_of(chosen))
    try:
        people = mapping.brought(
            given_columns(kept.file_name, staging.content_of(kept)),
            mapping.targets_of(queries.questionnaire_of(edition)),
            dict(told["uses"]),
            dict(told["told"]),
        )
        made = import_actions.import_answers(
            Cycle.objects.select_related("municipality").get(pk=cycle_id),
            edition,
            people,
            import_actions.Elsewhere.from_plain(about),
            by=_who(job),
            progress=progress,
        )
    except (actions.NotNow, CannotRead) as reason:
        raise CannotDo(str(reason)) from reason
    for one in (kept, chosen):
        staging.forget(one)
    cycle = made.cycle
    return {"url": reverse("survey", args=[cycle.municipality.code, cycle.number, made.collection_id])}


def _survey(pk: str) -> Survey:
    found = (
        Survey.objects.select_related("edition", "data_key", "municipality", "earlier").filter(pk=pk).first()
    )
    if found is None:
        raise CannotDo(_("Deze peiling is er niet meer."))
    return found


def _who(job: Job) -> User | None:
    return User.objects.filter(pk=job.by_id).first() if job.by_id else None
