"""Pages of the documents of docs/listening.md, made of the synthetic round: docs/listening/*.png.

Brings Waterveen and tests/data/dialogues in, in a temporary folder, and does what a team would do with it: who was to be
heard, findings, quotes with a second reader and a yes, portraits, feedback. Nobody in it exists.
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
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

FOLDER = ROOT / "docs/listening"
PLAN = ROOT / "src/koersvast/exchange/demo/waterveen.yaml"
DIALOGUES = ROOT / "tests/data/dialogues"
TODAY = datetime.date(2026, 11, 20)
PIXELS_PER_INCH, COLOURS = 64, 48
AIM = (
    "De gemeente wil weten hoe het is om in Waterveen jezelf te zijn. Op straat, op school, in de zorg, op het werk en bij "
    "de club. En wat er moet gebeuren om dat beter te maken."
)
# group, wanted, heard
TARGETS = (
    ("Jongeren", 6, 7), ("Ouderen", 5, 6), ("Mensen met een migratieachtergrond", 5, 6), ("Statushouders", 4, 1),
    ("Mensen met een beperking", 4, 3), ("Gelovige bewoners", 5, 2), ("Professionals en vrijwilligers", 5, 8),
)  # fmt: skip
# type, theme, place, statement, initiatives, activities, goals
FINDINGS: tuple[tuple[str, str, str, str, list[str], list[str], list[str]], ...] = (
    ("werkt", "education", "School", "Een groep op school met een eigen lokaal en een vaste docent geeft rust.", ["GSA Lyceum aan de Vaart"], ["act-gsa"], ["school-steun"]),
    ("werkt", "education", "School", "Een docent die bij schelden altijd één zin zegt, verandert de klas.", ["Eén-zin-afspraak"], ["act-docent"], []),
    ("werkt_niet", "education", "School", "Een losse gastles verandert weinig als de docent niet meedoet.", ["Gastlessen klas 2"], ["act-lessen"], ["school-norm"]),
    ("werkt_niet", "visibility", "School", "Een symbool zonder gesprek erbij roept spot op.", ["Regenboogzebrapad in de hal"], [], []),
    ("werkt", "sport", "Sportclub", "Een trainer die zelf een regel stelt en die volhoudt, maakt de kleedkamer veiliger.", ["Trainerscursus Veilige Kleedkamer"], [], []),
    ("werkt_niet", "sport", "Sportclub", "Een bord langs de lijn helpt niet. Ouders en publiek gaan door.", [], [], []),
    ("behoefte", "sport", "Sportclub", "Kleedhokjes met een deur en een douche die op slot kan.", ["Judo op de mat"], [], []),
    ("werkt", "care_elderly", "Zorg", "Een vaste hulp die één keer vraagt en het opschrijft, scheelt elke keer uitleggen.", ["Levensverhaalboek"], [], []),
    ("werkt_niet", "care_elderly", "Zorg", "Op de website staat dat iedereen welkom is. In de huiskamer merk je daar niets van.", ["Roze Loper"], [], []),
    ("behoefte", "care_elderly", "Zorg", "Weten welk huis dit al goed heeft geregeld, voordat je verhuist.", [], [], []),
    ("werkt", "safety", "Straat", "Iemand die meteen iets zegt, of een briefje in het portiek, helpt meer dan een camera.", ["Groetbriefje portiek"], ["act-straat"], ["veilig-straat"]),
    ("werkt_niet", "safety.reporting", "Loket", "Wie meldt, hoort daarna niets. Dan meldt iemand de volgende keer niet meer.", ["Meldpunt discriminatie"], ["act-meld", "act-spreekuur"], ["veilig-melden"]),
    ("vraag", "safety.reporting", "Loket", "Mag je zelf melden als je jonger bent dan achttien, en hoort de ander dan wie het was?", [], ["act-meld"], ["veilig-melden"]),
    ("behoefte", "info_support", "Loket", "Eén mens met een naam en een nummer, die de anderen belt.", [], ["act-spreekuur"], []),
    ("behoefte", "visibility", "Buurthuis", "Een plek om elkaar te zien, overdag en zonder dat de hele straat het ziet.", ["Roze tafel"], [], []),
    ("idee", "visibility", "Buurthuis", "Zet de tafel om twee uur 's middags, dan kan iedereen veilig naar huis.", ["Roze tafel"], [], []),
    ("idee", "municipal_org", "Loket", "Roep bij de balie een nummer op en geen naam.", [], [], []),
    ("werkt_niet", "municipal_org", "Loket", "Na het wijzigen van je naam staat op sommige brieven nog de oude.", ["Naamwijziging in één keer"], [], []),
    ("signaal", "education", "Online", "Leerlingen worden online zichtbaar gemaakt tegen hun wil, en de school zegt dat het daar niet over gaat.", [], ["act-online"], ["veilig-online"]),
    ("vraag", "care_elderly", "Zorg", "Is er een huis waar dit al geregeld is, en hoe weet je dat?", [], [], []),
)  # fmt: skip
QUOTES = (  # conversation, words
    (11, "Ik heb geen plek waar alles klopt, ik heb overal een stukje."),
    (11, "De docent is het probleem. Niet de gastles. Als die meedoet, is het anders."),
    (11, "Een plek met een achterdeur."),
    (15, "Eerst praten en dan die band. We deden het andersom."),
    (3, "Eén zin. Ik heb haar een bos bloemen gebracht."),
    (1, "Zet het om twee uur 's middags, dan zit je vol."),
)  # fmt: skip
# title, words, codes that passages are taken from
PORTRAITS = (
    (
        "Wie overal een ander gezicht heeft",
        "Op de club weet niemand het, op het werk een paar mensen, thuis bij toeval iemand. Elke dag opnieuw kiezen: zeg ik "
        "het, of laat ik het gaan? Dat kost kracht die een ander aan de les of het werk geeft.\n\nWat helpt is klein. Een "
        "leidinggevende die vooraf vraagt wat er verteld mag worden. Een trainer die een regel stelt en zich eraan houdt. "
        "Een plek waar de deur dicht kan.",
        ("type.werkt", "type.behoefte"),
    ),
    (
        "Wie liever niets meldt",
        "Er gebeurde iets, en daarna nog iets. Aan een balie het hele verhaal doen, met mensen erachter, dat gaat een stap "
        "te ver. En wie het wel probeerde, hoorde er nooit meer van.\n\nEén vaste naam die terugbelt zou veel schelen. En "
        "weten wat er daarna gebeurt, voordat je begint.",
        ("type.werkt_niet", "type.vraag", "type.signaal"),
    ),
)
FEEDBACK = {
    "heard": "- Op school helpt een vaste docent en een eigen lokaal.\n- Melden is moeilijk, en wie meldt hoort niets terug.\n"
    "- Er mist een plek om elkaar te zien zonder dat iedereen het ziet.",
    "doing": "- Wie iets meldt, wordt teruggebeld.\n- De lessen op school worden vier lessen, en de docent doet mee.\n"
    "- Vanaf september is er elke week een plek boven de bibliotheek.",
    "not_doing": "- Een gemeente kan scholen geen regel opleggen over namen. Wij vragen het hun wel.\n- Steun tijdens het "
    "wachten op zorg kunnen wij nog niet geven. Daarvoor is nog geen geld. In het voorjaar van 2027 besluit de raad.",
}


def people() -> tuple[Any, Any]:
    """Anna leads, Bilal reads after her."""
    from koersvast.people.models import Membership, User
    from koersvast.tenants.models import Municipality

    place = Municipality.objects.get(code="GM9901")
    found = []
    for name in ("Anna", "Bilal"):
        user = User.objects.create_user(
            f"{name.lower()}@waterveen.example", "een lange zin als wachtwoord", name=name
        )
        Membership.objects.create(user=user, municipality=place, role="officer")
        found.append(user)
    return found[0], found[1]


def bring_in() -> None:
    """The plan and the round, through the doors that everybody uses."""
    from django.core.management import call_command
    from django_scopes import scope

    from koersvast.tenants.models import Municipality

    call_command("migrate", verbosity=0)
    call_command("import_plan", str(PLAN))
    anna, bilal = people()
    call_command(
        "import_round", str(DIALOGUES), "--municipality", "GM9901", "--lead", anna.email, "--title", "Gesprekken voorjaar 2026"
    )  # fmt: skip
    with scope(municipality=Municipality.objects.get(code="GM9901")):
        work(anna, bilal)


def work(anna: Any, bilal: Any) -> None:
    from koersvast.dialogues import actions
    from koersvast.dialogues.models import DialogueRound, HearTarget
    from koersvast.texts import actions as texts

    row = DialogueRound.objects.get()
    texts.put_in_team(row.collection, user=bilal, task="analyst", by=anna)
    DialogueRound.objects.filter(pk=row.pk).update(aim=AIM, client="Gemeente Waterveen")
    for group, wanted, heard in TARGETS:
        made = actions.add_target(row, group=group, wanted=wanted, by=anna)
        HearTarget.objects.filter(pk=made.pk).update(heard=heard)
    findings(row, anna)
    quotes(row, anna, bilal)
    for title, words, codes in PORTRAITS:
        portrait(row, title, words, codes, anna, bilal)
    actions.give_feedback(row, FEEDBACK, today=TODAY, by=anna, version=None)


def findings(row: Any, anna: Any) -> None:
    from koersvast.activities.models import Activity, Initiative
    from koersvast.coding.models import Code
    from koersvast.dialogues.finding_actions import link_finding, make_finding
    from koersvast.goals.models import Goal

    codes = {one.key: one for one in Code.objects.filter(codebook__collection=row.collection)}
    plan: dict[str, dict[str, Any]] = {
        "initiatief": dict(Initiative.objects.filter(cycle=row.cycle).values_list("name", "pk")),
        "activiteit": dict(Activity.objects.filter(cycle=row.cycle).values_list("key", "pk")),
        "doel": dict(Goal.objects.filter(cycle=row.cycle).values_list("key", "pk")),
    }
    for kind, theme, place, statement, *links in FINDINGS:
        made = make_finding(
            row, by=anna, codes=[codes[f"type.{kind}"].pk], together=[codes[f"theme.{theme}"].pk], statement=statement,
            type=kind, theme=codes[f"theme.{theme}"].label, setting=place, visibility="publiek",
        )  # fmt: skip
        for (what, there), names in zip(plan.items(), links, strict=True):
            link_finding(made, what, [there[name] for name in names], by=anna)


def quotes(row: Any, anna: Any, bilal: Any) -> None:
    from koersvast.dialogues import queries, quote_actions
    from koersvast.dialogues.models import Conversation
    from koersvast.texts.actions import NotNow
    from koersvast.texts.queries import open_text

    talks = {one.text.number: one for one in Conversation.objects.select_related("text__data_key")}
    for number, words in QUOTES:
        start = open_text(talks[number].text).body.index(words)
        for who in queries.participants_of(talks[number]):
            try:
                made = quote_actions.make_quote(
                    row, conversation=talks[number], participant=who.row.pk, start=start, end=start + len(words),
                    by=anna, today=TODAY,
                )  # fmt: skip
            except NotNow:
                continue  # somebody else at the table said it
            quote_actions.offer(made, by=anna)
            made.refresh_from_db()
            quote_actions.read_second(
                made, answers=[False] * 8, reason="Niemand te herkennen.", by=bilal, today=TODAY, version=made.version
            )  # fmt: skip
            made.refresh_from_db()
            quote_actions.answer_quote(made, who.row, answer="yes", version=made.version, today=TODAY)
            quote_actions.release(made, by=anna)
            break


def portrait(row: Any, title: str, words: str, codes: tuple[str, ...], anna: Any, bilal: Any) -> None:
    """Of one passage from each of five conversations."""
    from koersvast.coding.models import Coding
    from koersvast.dialogues import portrait_actions, portrait_queries

    passages = portrait_queries.passages_of(
        Coding.objects.filter(text__collection=row.collection, code__key__in=codes)
    )
    chosen = {one.conversation: one.coding.pk for one in reversed(passages) if one.person}
    picked = list(chosen.values())[:5]
    made = portrait_actions.make_portrait(row, title=title, by=anna, today=TODAY)
    portrait_actions.choose_sources(made, shown=picked, picked=picked, by=anna)
    portrait_actions.change_portrait(made, title=title, words=words, by=anna, version=None)
    portrait_actions.offer(made, by=anna)
    portrait_actions.read_second(
        made, passed=True, remark="Niemand te herkennen.", by=bilal, today=TODAY, version=None
    )


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
    bring_in()
    take_pages()


if __name__ == "__main__":
    main()
