"""XML from elsewhere, read as a stream: no DTD, no entities, no depth without end, and no tree in memory."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from koersvast.texts.reading.reading import CannotRead, broken

MAX_DEPTH = 200
MAX_ELEMENTS = 1_000_000
PIECE = 256 * 1024  # bytes; nobody writes one tag as long as this


class Counted:
    """A target that gives up on markup nobody writes; its heirs say what opens, closes and is said."""

    most_elements = MAX_ELEMENTS

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self.events = 0
        self.skipped = 0
        """How deep we are inside something that is left out; 0 is not."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        self.events += 1
        if self.depth > MAX_DEPTH or self.elements > self.most_elements:
            raise CannotRead(
                _("Dit bestand zit te ingewikkeld in elkaar om te lezen. Plak de tekst in plaats daarvan.")
            )
        if self.skipped or self.leaves_out(tag, attributes):
            self.skipped += 1
        else:
            self.opened(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.events += 1
        if self.skipped:
            self.skipped -= 1
        else:
            self.closed(tag)

    def data(self, text: str) -> None:
        self.events += 1
        if not self.skipped:
            self.said(text)

    def close(self) -> None:
        """Nothing to hand over: who asked keeps the target."""

    def leaves_out(self, tag: str, attributes: dict[str, str]) -> bool:
        return False

    def opened(self, tag: str, attributes: dict[str, str]) -> None: ...

    def closed(self, tag: str) -> None: ...

    def said(self, text: str) -> None: ...


def parse(content: bytes, target: Counted) -> None:
    """Feed the events of ``content`` to ``target``, piece by piece: a tag without end is stopped before it is built."""
    if content.count(b"<") > 2 * target.most_elements + PIECE:  # known at once, long before they are counted
        raise too_tangled()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for place in range(0, len(content), PIECE):
            before = target.events
            parser.feed(content[place : place + PIECE])
            if target.events == before and place:
                raise too_tangled()
        parser.close()
    except DefusedXmlException as fault:
        raise CannotRead(
            _(
                "In dit bestand staan eigen regels voor het lezen (een DTD). Dat is niet veilig. Plak de tekst."
            )
        ) from fault
    except (ParseError, ExpatError, ValueError, LookupError) as fault:
        raise broken() from fault


def too_tangled() -> CannotRead:
    return CannotRead(
        _("Dit bestand zit te ingewikkeld in elkaar om te lezen. Plak de tekst in plaats daarvan.")
    )
