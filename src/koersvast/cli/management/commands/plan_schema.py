"""koersvast plan_schema [--page | --write]"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from koersvast.cli.terminal import TerminalCommand
from koersvast.exchange import schema


class Command(TerminalCommand):
    needs_database = False
    help = "Prints the JSON Schema of the plan file; with --write brings docs/ up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--page", action="store_true", help="print the page for people instead")
        which.add_argument("--write", action="store_true", help="write both into docs/")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = json.dumps(schema.json_schema(), indent=2) + "\n"
        if options["write"]:
            docs = settings.PROJECT_ROOT / "docs"
            docs.mkdir(exist_ok=True)
            (docs / "plan-file.schema.json").write_text(as_json, encoding="utf-8")
            (docs / "plan-file.md").write_text(schema.page(), encoding="utf-8")
            return
        self.stdout.write(schema.page() if options["page"] else as_json, ending="")
