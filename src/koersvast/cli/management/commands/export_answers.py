"""koersvast export_answers TITLE_OR_ID --municipality GMCODE --out FILE.zip [--sav] [--weeks] [--texts]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django_scopes import scope

import safefigures
from koersvast.cli import plans
from koersvast.cli.files import write_secret
from koersvast.cli.surveys import find_survey
from koersvast.cli.terminal import TerminalCommand
from koersvast.jobs.progress import OnTerminal
from koersvast.surveys.export_actions import NotNow, Wish, export
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Writes all answers to a closed survey with a codebook (.zip), for the analyst alone. It is written in the audit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("survey", metavar="TITLE_OR_ID")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("-o", "--out", required=True, metavar="FILE")
        parser.add_argument("--sav", action="store_true", help="for SPSS; default: CSV")
        parser.add_argument("--weeks", action="store_true", help="with the week of each answer")
        parser.add_argument("--texts", action="store_true", help="with what people wrote in their own words")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = OnTerminal()
        wish = Wish(sav=options["sav"], weeks=options["weeks"], texts=options["texts"])
        try:
            municipality = plans.find_municipality(options["municipality"])
            survey = find_survey(municipality, options["survey"])
            with scope(municipality=municipality):
                content = export(survey, wish, by=None, progress=progress)
        except (plans.NotFound, NotNow, VaultClosed, safefigures.SafefiguresError) as refusal:
            self.refuse(str(refusal))
        finally:
            progress.close()
        out = Path(options["out"])
        try:
            write_secret(out, content)
        except OSError as error:
            self.refuse(_("%(file)s: %(reason)s.") % {"file": out, "reason": error.strerror})
        self.stdout.write(_("%(file)s. Let op: hierin staan antwoorden van mensen.") % {"file": out})
