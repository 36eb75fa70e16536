"""Is a file text at all, before anybody reads it as a plan?"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from koersvast.exchange.field_kinds import MAX_BYTES
from koersvast.exchange.mistakes import Mistakes

_TAB_FIRST = re.compile(r"^ *\t", re.MULTILINE)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def is_readable_text(data: bytes, mistakes: Mistakes) -> bool:
    """UTF-8 of a sensible size, no control characters, no tabs in the margin; else the mistakes are told."""
    as_utf8 = _("Bewaar het bestand als UTF-8 zonder BOM.")
    if len(data) > MAX_BYTES:
        mistakes.add(
            1,
            None,
            _("Het bestand is %(size).1f MB, te groot.") % {"size": len(data) / 1024 / 1024},
            _("Een plan is hoogstens 10 MB."),
        )
    elif not data.strip(b" \t\r\n"):
        mistakes.add(1, None, _("Het bestand is leeg."), _("Begin met 'koersvast: 1'."))
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        mistakes.add(1, None, _("De tekst is geen UTF-8, het lijkt UTF-16 of UTF-32."), as_utf8)
    elif data.startswith(b"\xef\xbb\xbf"):
        mistakes.add(1, None, _("Het bestand begint met een BOM, een onzichtbaar teken."), as_utf8)
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            what = _("Dit teken is geen UTF-8, het lijkt Latin-1 of Windows-1252.")
            mistakes.add(line, None, what, as_utf8)
            return False
        return _has_sound_characters(text, mistakes)
    return False


def _has_sound_characters(text: str, mistakes: Mistakes) -> bool:
    for match in _UNREADABLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        what = _("Hier staat het onzichtbare stuurteken U+%(code)04X.") % {"code": ord(match.group())}
        mistakes.add(line, None, what, _("Haal het weg."))
        return False
    for match in _TAB_FIRST.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        mistakes.add(line, None, _("De regel begint met een tab."), _("Spring in met spaties."))
        if len(mistakes.found) > 100:
            break
    return not mistakes.found
