"""koersvast export_questionnaire TITLE_OR_ID --municipality GMCODE --out FILE.xlsx"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.questionnaires import find_edition
from koersvast.cli.terminal import TerminalCommand
from koersvast.surveys import queries, xlsform


class Command(TerminalCommand):
    help = "Writes the newest edition of a questionnaire as an XLSForm (.xlsx)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("questionnaire", metavar="TITLE_OR_ID", help="id: of one edition")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("-o", "--out", required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = plans.find_municipality(options["municipality"])
            edition = find_edition(municipality, options["questionnaire"])
            with scope(municipality=municipality):
                content = xlsform.write(queries.questionnaire_of(edition))
        except (plans.NotFound, xlsform.NotAnXlsForm) as refusal:
            self.refuse(str(refusal))
        out = Path(options["out"])
        try:
            out.write_bytes(content)
        except OSError as error:
            self.refuse(_("%(file)s: %(reason)s.") % {"file": out, "reason": error.strerror})
        self.stdout.write(str(out))
