"""The letter to who took part: this is what we heard, this we do, this not, and why. Its title and name say nothing of the subject."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koersvast.cycles.models import Cycle
from koersvast.reports.document import Block, Document, Note
from koersvast.reports.kinds import heard
from koersvast.reports.kinds.paper import (
    Paper,
    Slot,
    as_blocks,
    chapter,
    paper_document,
    told,
)
from koersvast.ui.numbers import whole

KEY = "feedback_letter"


def _opening(paper: Paper, _about: str) -> str:
    about = paper.about
    if about is None:
        return ""
    time = heard.months(about)
    text = _(
        "U deed mee aan een gesprek. Dank u wel. In deze brief leest u wat wij hoorden en wat wij ermee doen."
    )
    if about.talks and time:
        count = ngettext(
            "Wij voerden %(count)s gesprek, van %(time)s.",
            "Wij voerden %(count)s gesprekken, van %(time)s.",
            about.talks,
        )
        text += " " + count % {"count": whole(about.talks), "time": time}
    return text


def _closing(_paper: Paper, _about: str) -> str:
    return _(
        "Heeft u een vraag, of ziet u het anders? Laat het ons weten. Op uw briefje staat een code. Daarmee ziet u wat u "
        "toestond. U kunt het ook veranderen of alles laten weghalen."
    )


SLOTS = (
    Slot("opening", gettext_lazy("Aan wie meedeed"), gettext_lazy("Begin met een dankwoord. Noem het onderwerp niet: iemand anders kan de brief openmaken."), _opening, "round"),
    Slot("closing", gettext_lazy("Wat kunt u nu doen?"), gettext_lazy("Bij wie kan iemand terecht met een vraag?"), _closing, "round"),
)  # fmt: skip


def build(cycle: Cycle, *, today: date, round: str = "") -> Document:
    paper = heard.gather_heard(cycle, kind=KEY, today=today, wanted=round)
    about, (opening, closing) = paper.about, SLOTS
    if about is None:
        blocks = heard.no_round()
    else:
        row = about.row
        blocks = [
            *chapter(str(opening.question), told(paper, opening, about.key)),
            *chapter(_("Dit hoorden wij"), _written(row.heard)),
            *chapter(_("Dit doen wij"), _written(row.doing)),
            *chapter(_("Dit doen wij niet, en daarom"), _written(row.not_doing)),
            *chapter(str(closing.question), told(paper, closing, about.key)),
        ]
    return paper_document(
        paper,
        name=_("Terugkoppeling"),
        title=_("Dit hoorden wij, en dit doen wij"),
        subtitle=heard.title_of(about) if about else "",
        blocks=blocks,
    )


def _written(text: str) -> list[Block]:
    return as_blocks(text) or [
        Note(_("Nog niet ingevuld. Schrijf het bij de gespreksronde, onder Koppel terug."), "missing")
    ]
