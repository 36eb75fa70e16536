"""A paper of a round in the tests: as a document, and made as a file."""

from __future__ import annotations

from typing import Any

from koersvast.jobs.progress import OnTerminal
from koersvast.reports import actions
from tests.reports.conftest import TODAY


def document(heard: Any, kind: str, **choice: Any) -> Any:
    return actions.document_of(heard.cycle, kind=kind, today=TODAY, choice=choice)


def make(heard: Any, kind: str, form: str = "pdf", **choice: Any) -> actions.File:
    return actions.make(heard.cycle, kind=kind, form=form, today=TODAY, progress=OnTerminal(), choice=choice)
