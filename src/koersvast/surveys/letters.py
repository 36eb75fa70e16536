"""Letters with a code, as one PDF. Which letter goes to whom is for the envelope: it stands nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from koersvast.surveys.models import Survey
from koersvast.ui import typefaces
from koersvast.vault import receipts

TEMPLATE = Path(__file__).with_name("letters.typ")
STANDARDS: list[Any] = ["a-3a", "ua-1"]


def letters(survey: Survey, codes: list[str], *, words: str, sender: str, address: str) -> bytes:
    """A PDF (PDF/A-3a, PDF/UA-1) with a page per code. ``address``: where the code is typed."""
    text = {
        "title": survey.public_title,
        "words": words,
        "how_web": _("Ga op uw telefoon of computer naar:"),
        "address": address,
        "how_code": _("Typ daar deze code:"),
        "promise": _(
            "Met deze code kan één keer iemand meedoen. Wij weten niet wie welke code heeft. U hoeft uw naam nergens in te vullen. Meedoen kan tot en met %(day)s."
        )
        % {"day": date_format(survey.closes_on, "j F Y")},
        "ask": _("Heeft u een vraag, of vult u het liever op papier in? Bel %(contact)s.")
        % {"contact": survey.contact},
        "sender": sender,
    }
    data: dict[str, Any] = {name: typefaces.writable(words) for name, words in text.items()}
    data["codes"] = ["  ".join(receipts.groups(code)) for code in codes]
    return bytes(
        typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=typefaces.typefaces(),
            pdf_standards=STANDARDS,
            sys_inputs={"data": json.dumps(data)},
        )
    )
