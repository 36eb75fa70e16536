"""The kinds of documents. A new one: a package here with the same shape, and one line in REPORTS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle
from koersvast.reports.document import Document
from koersvast.reports.kinds import action_plan

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Build(Protocol):
    """Makes the document from the facts of a cycle, inside the scope of its municipality."""

    def __call__(self, cycle: Cycle, *, today: date) -> Document: ...


@dataclass(frozen=True)
class Report:
    """A kind of document. ``file_name`` holds no word about people: it stands in download folders."""

    key: str
    file_name: str
    label: StrOrPromise
    purpose: StrOrPromise
    build: Build


REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        Report(
            "action_plan",
            "actieplan",
            _("Actieplan"),
            _("Het hele plan, van aanleiding tot besluiten. Voor college, raad en partners."),
            action_plan.build,
        ),
    )
}
