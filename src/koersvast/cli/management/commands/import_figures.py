"""koersvast import_figures FILE GMCODE CYCLE [--column C] [--period P] [--item DIMENSION=ITEM]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.terminal import TerminalCommand, printable
from koersvast.indicators import actions
from koersvast.indicators.sources import SOURCES
from koersvast.indicators.sources.csv_file import Place
from koersvast.indicators.sources.observation import MAX_BYTES, Unreadable


class Command(TerminalCommand):
    help = "Brings figures from a CSV file or a saved table of CBS (JSON) in: all of them, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("gmcode")
        parser.add_argument("cycle", type=int)
        parser.add_argument("--column", action="append", default=[], help="CBS: a column, by key or title")
        parser.add_argument("--period", action="append", default=[], help="CBS: a period, such as 2023")
        parser.add_argument(
            "--item", action="append", default=[], help="CBS: dimension=item, by key or title"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            cycle = plans.find_cycle(options["gmcode"], options["cycle"])
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            source = SOURCES["cbs" if data.lstrip()[:1] in (b"{", b"[") else "csv"]
            rows = source.read(
                data,
                home=Place(cycle.municipality.code, cycle.municipality.name),
                columns=options["column"],
                periods=options["period"],
                items=_items(options["item"]),
                today=timezone.localdate().isoformat(),
            )
        except plans.NotFound as error:
            self.refuse(str(error))
        except OSError as error:
            self.refuse(
                _("%(file)s is niet te lezen: %(reason)s.") % {"file": name, "reason": error.strerror}
            )
        except Unreadable as refusal:
            self.refuse("\n".join(f"{name}:{printable(str(mistake))}" for mistake in refusal.mistakes))
        with scope(municipality=cycle.municipality):
            done = actions.import_observations(cycle, rows, by=None)
        said = ngettext("Eén meting is bewaard.", "%(count)d metingen zijn bewaard.", done.measurements)
        self.stdout.write(said % {"count": done.measurements})


def _items(asked: list[str]) -> dict[str, list[str]]:
    """["Kenmerken=A", "Kenmerken=B"] -> {"Kenmerken": ["A", "B"]}"""
    found: dict[str, list[str]] = {}
    for text in asked:
        name, _sign, item = text.partition("=")
        found.setdefault(name, []).append(item)
    return found
