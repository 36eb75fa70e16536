"""What could follow: proposals under their own heading, as people write them or as the facts propose."""

from __future__ import annotations

from collections.abc import Iterable

from koersvast.reports.document import Block, Heading
from koersvast.reports.kinds.paper import Paper, Slot, told


def heads(paper: Paper, slots: Iterable[Slot], about: str) -> list[Block]:
    return [block for slot in slots for block in (Heading(2, str(slot.question)), *told(paper, slot, about))]
