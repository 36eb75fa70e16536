"""koersvast check_plan FILE_OR_GMCODE [CYCLE] [--json]"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.terminal import TerminalCommand
from koersvast.exchange import actions, queries
from koersvast.exchange.field_kinds import CODE_PATTERN
from koersvast.exchange.reading import Reading, read_plan
from koersvast.exchange.writing import write_plan
from koersvast.jobs.progress import OnTerminal


class Command(TerminalCommand):
    help = (
        "Tells what is wrong in a plan file or a stored cycle, and where its content is weak. Stores nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file_or_gmcode")
        parser.add_argument("cycle", nargs="?", type=int, help="the number; default the latest")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file_or_gmcode"]
        try:
            if re.fullmatch(CODE_PATTERN, name, re.IGNORECASE) and not Path(name).exists():
                reading, checks = _check_cycle(name, options["cycle"])
            else:
                reading = plans.read_file(name)
                checks = self.check_content(reading)
        except plans.NotFound as error:
            self.refuse(str(error))
        if options["json"]:
            self.tell_as_json(name, reading, checks)
        else:
            self.tell(name, reading, checks)
        if reading.mistakes:
            raise SystemExit(1)

    def check_content(self, reading: Reading) -> list[dict[str, Any]]:
        """The compass checks of a file: on a cycle that exists only as long as it takes."""
        if reading.plan is None:
            return []
        progress = OnTerminal()
        try:
            with transaction.atomic():
                cycle = actions.import_plan(reading.plan, by=None, replace=True, progress=progress)
                with scope(municipality=cycle.municipality):
                    findings = plans.compass_findings(cycle)
                transaction.set_rollback(True)
        finally:
            progress.close()
        return findings

    def tell(self, name: str, reading: Reading, checks: list[dict[str, Any]]) -> None:
        for line in plans.mistake_lines(name, reading):
            self.stderr.write(line)
        if not reading.mistakes:
            self.stdout.write(_("%(file)s: geen fouten.") % {"file": name})
        for check in checks:
            self.stdout.write(f"{name}: {check['check']}: {check['about']}: {check['reason']}")

    def tell_as_json(self, name: str, reading: Reading, checks: list[dict[str, Any]]) -> None:
        answer = {
            "file": name,
            "mistakes": [mistake.as_dict() for mistake in reading.mistakes],
            "hidden": reading.hidden,
            "checks": checks,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def _check_cycle(code: str, number: int | None) -> tuple[Reading, list[dict[str, Any]]]:
    """A stored cycle: can its export be read back, and what do the checks say?"""
    cycle = plans.find_cycle(code, number)
    with scope(municipality=cycle.municipality):
        reading = read_plan(write_plan(queries.export_plan(cycle)).encode())
        return reading, plans.compass_findings(cycle)
