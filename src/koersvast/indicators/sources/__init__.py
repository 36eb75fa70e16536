"""Where figures come from. One module per source; each reads a file into observations and touches no database."""

from __future__ import annotations

from typing import Any, Protocol, cast

from koersvast.indicators.sources import cbs, csv_file, national
from koersvast.indicators.sources.observation import Observation
from koersvast.people.permissions import Verdict


class Source(Protocol):
    """What a module in this folder offers."""

    key: str
    label: Any  # a name for people, translated
    help_text: Any
    extensions: str  # of the files it reads; empty when it needs none

    def read(self, data: bytes, **choices: Any) -> list[Observation]:
        """The figures in a file. Raises observation.Unreadable with every mistake."""
        ...

    def check_settings(self) -> Verdict:
        """Can this source be used in this installation? If not: why."""
        ...


SOURCES: dict[str, Source] = {
    module.key: cast(Source, module)
    for module in (
        national,
        csv_file,
        cbs,
    )
}
