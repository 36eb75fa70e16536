"""koersvast results QUESTIONNAIRE_OR_SURVEY --municipality GMCODE [--json] [--all]"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django_scopes import scope

import safefigures
from koersvast.cli import plans
from koersvast.cli.surveys import find_surveys
from koersvast.cli.terminal import TerminalCommand
from koersvast.surveys.models import Survey
from koersvast.surveys.told_figures import every_figure, not_shared, told_figures
from koersvast.texts.actions import NotNow
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Prints the figures of a survey, or of all surveys with a questionnaire: what was shared, and why the rest was not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wanted", metavar="TITLE_OR_ID")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--all", action="store_true", help="also what must stay hidden: for nobody else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = plans.find_municipality(options["municipality"])
            with scope(municipality=municipality):
                found = [
                    self._survey(row, everything=options["all"])
                    for row in find_surveys(municipality, options["wanted"])
                ]
        except (plans.NotFound, NotNow, VaultClosed, safefigures.SafefiguresError) as refusal:
            self.refuse(str(refusal))
        if options["all"]:
            self.stderr.write(_("Let op: hier staan ook cijfers die niemand mag zien. Neem ze nergens over."))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self._tell(found)

    def _survey(self, row: Survey, *, everything: bool) -> dict[str, Any]:
        figures = every_figure(row) if everything else told_figures(row)
        return {
            "survey": row.title,
            "id": str(row.pk),
            "questionnaire": row.edition.questionnaire.title,
            "edition": row.edition.number,
            "status": row.status,
            "why": "" if figures else not_shared(row),
            "figures": figures,
        }

    def _tell(self, found: list[dict[str, Any]]) -> None:
        for survey in found:
            self.stdout.write(f"{survey['survey']} {survey['why']}".rstrip())
            for one in survey["figures"]:
                name = " ".join(part for part in (one["question"], one["answer"], one["group"]) if part)
                numbers = f"{one['estimate']} ({one['low']} – {one['high']}) n {one['n']}"
                shown = one["why"] if one["estimate"] is None else f"{numbers} {one['why']}".rstrip()
                self.stdout.write(f"  {name}: {shown}")
