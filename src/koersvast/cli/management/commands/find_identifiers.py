"""koersvast find_identifiers FILE [--json] [--municipality NAME] [--with-deduce]"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from koersvast.cli.terminal import TerminalCommand
from koersvast.texts.identifiers import Identifier, Known, deduce_names, find, words
from koersvast.texts.words import LABELS

LARGEST = 5_000_000  # bytes
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")


class Command(TerminalCommand):
    help = "Lists what in a text may point at a person. Offsets count code points behind the front matter."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="a list of start, end, text and kind")
        parser.add_argument("--municipality", default="", help="its own name, which points at nobody")
        parser.add_argument("--with-deduce", action="store_true", help="ask the optional extra for names too")

    def handle(self, *args: Any, **options: Any) -> None:
        text = self.body(options["file"])
        try:
            also = deduce_names.claims(text) if options["with_deduce"] else ()
        except deduce_names.NotInstalled as error:
            self.refuse(str(error))
        known = Known(municipality=(options["municipality"],) if options["municipality"] else ())
        found = find(text, known=known, also=also)
        if options["json"]:
            self.stdout.write(json.dumps([plain(one) for one in found]))
        else:
            self.table(found)

    def body(self, name: str) -> str:
        """The text behind the front matter, with line ends as they are kept: one newline each."""
        path = Path(name)
        if not path.is_file():
            self.refuse(_("%(file)s bestaat niet of is geen bestand.") % {"file": name})
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            self.refuse(
                _("%(file)s is niet te lezen: %(reason)s.") % {"file": name, "reason": error.strerror}
            )
        if len(content) > LARGEST:
            self.refuse(_("%(file)s is groter dan 5 MB.") % {"file": name})
        if b"\0" in content:
            self.refuse(_("%(file)s is geen tekst.") % {"file": name})
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.refuse(
                _("%(file)s is geen UTF-8 (byte %(place)d).") % {"file": name, "place": error.start + 1}
            )
        return FRONT_MATTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"), count=1)

    def table(self, found: list[Identifier]) -> None:
        for one in found:
            shown = " ".join(one.text.split())
            self.stdout.write(f"{one.start:>7} {one.end:>7}  {LABELS[one.kind]!s:32} {shown}")
        self.stdout.write("")
        self.stdout.write(
            _("%(count)d plekken gevonden. Beslis zelf over elke plek. Hier is niet naar gekeken:")
            % {"count": len(found)}
        )
        for sentence in words.NOT_CHECKED:
            self.stdout.write(f"- {sentence}")


def plain(one: Identifier) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "text": one.text, "kind": one.kind}
