"""koersvast import_questionnaire FILE.xlsx --municipality GMCODE [--title TITLE]"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.terminal import TerminalCommand
from koersvast.cycles.rules import unsafe_text
from koersvast.surveys import actions, xlsform
from koersvast.surveys.questionnaire import words_in
from koersvast.texts.reading.reading import MAX_BYTES


class Command(TerminalCommand):
    help = "Makes a questionnaire of an XLSForm (.xlsx). What is not taken over is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("--title", default="", help="default: the title in the file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = plans.find_municipality(options["municipality"])
            with Path(options["file"]).open("rb") as file:
                reading = xlsform.read(file.read(MAX_BYTES + 1))
        except OSError as error:
            self.refuse(_("%(file)s: %(reason)s.") % {"file": options["file"], "reason": error.strerror})
        except (plans.NotFound, xlsform.NotAnXlsForm) as refusal:
            self.refuse(str(refusal))
        content = reading.questionnaire
        first = content.languages[0]
        title = (options["title"] or words_in(content.title, first)).strip()[:200]
        if unsafe_text(title):
            self.refuse(_("Deze titel kan niet. Kies een andere met --title."))
        content = replace(content, title={**content.title, first: title})
        with scope(municipality=municipality):
            edition = actions.new_questionnaire(municipality, title=title, content=content, by=None)
        for one in reading.left:
            self.stdout.write(_("Niet overgenomen: %(what)s") % {"what": one})
        count = len(content.questions)
        said = ngettext("%(title)s: %(count)d vraag. Id: %(id)s", "%(title)s: %(count)d vragen. Id: %(id)s", count)  # fmt: skip
        self.stdout.write(said % {"title": title, "count": count, "id": edition.pk})
