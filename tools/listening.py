"""Pages of the documents of docs/listening.md, made of the round of the demo municipality: docs/listening/*.png.

Usage: .venv/bin/python tools/listening.py [--home FOLDER]     (with --home the folder is made and kept)
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

FOLDER = ROOT / "docs/listening"
TODAY = datetime.date(2026, 11, 20)
PIXELS_PER_INCH, COLOURS = 64, 48


def take_pages() -> None:
    """Every page of the three documents, as it comes out of the printer."""
    from django_scopes import scope

    from koersvast.cycles.models import Cycle
    from koersvast.reports.actions import document_of
    from koersvast.reports.rendering import pdf
    from koersvast.tenants.models import Municipality

    FOLDER.mkdir(exist_ok=True)
    with scope(municipality=Municipality.objects.get(code="GM9901")):
        cycle = Cycle.objects.get(number=2)
        for kind in ("perspectives", "leaflet", "feedback_letter"):
            document = document_of(cycle, kind=kind, today=TODAY)
            for number, page in enumerate(pdf.pages(document, pixels_per_inch=PIXELS_PER_INCH), start=1):
                picture = Image.open(io.BytesIO(page)).convert("RGB")
                picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
                picture.save(FOLDER / f"{kind.replace('_', '-')}-{number}.png", optimize=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--home")
    home = options.parse_args().home or tempfile.mkdtemp(prefix="koersvast-listening-")
    os.environ |= {"KOERSVAST_HOME": home, "DJANGO_SETTINGS_MODULE": "koersvast.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    from koersvast.cli.demo import load_demo

    call_command("migrate", verbosity=0)
    load_demo(password=lambda: "een lange zin als wachtwoord")
    take_pages()


if __name__ == "__main__":
    main()
