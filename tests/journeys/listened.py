"""Pages about conversations, each with an example of what it shows."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from koersvast.coding import actions as coding
from koersvast.coding import refi, staging
from koersvast.dialogues import actions as dialogues
from koersvast.dialogues import (
    consent_texts,
    contact_actions,
    finding_actions,
    participant_actions,
    portrait_actions,
    quote_actions,
)
from koersvast.dialogues.models import Quote
from koersvast.dialogues.rules import About
from koersvast.dialogues.words import CONSENT, SWITCHES
from koersvast.texts import actions as texts
from tests.coding.test_exchange import elsewhere
from tests.dialogues.heard import listen
from tests.dialogues.test_answers import CSV as ANSWERS
from tests.dialogues.test_inventory import FILE as INITIATIVES

YES = dict.fromkeys(SWITCHES, True)
OTHER_WORDS = {**CONSENT, "quote": "Een zin van mij mag in een verslag, als ik die zin eerst lees."}


def pages(made, *names, of=()):
    base = ["GM9901", made.cycle.number, made.collection_id]
    return {name: reverse(name, args=[*base, *of]) for name in names}


def pages_of_a_round(cycle, lead):
    """A round with a group to hear, a table, somebody to reach, and a text that is typed."""
    today = timezone.localdate()
    made = dialogues.open_round(cycle, by=lead, title="Gesprekken voorjaar")
    dialogues.add_target(made, group="ouderen", wanted=3, by=lead)
    held = dialogues.plan_conversation(made, kind="group_table", by=lead, body="J1: Ja.\nJ2: Nee.\nJ1: O.")
    typed = dialogues.plan_conversation(made, kind="interview", by=lead, held_on=today)
    for label in ("J1", "J2"):
        about = About(label, "18-24", ("jongeren",))
        row, _code = participant_actions.add_participant(
            held, about=about, switches=YES, today=today, by=lead
        )
    contact_actions.keep_contact(made, name="D.", phone="1", email="", person=row, today=today, by=lead)
    consent_texts.write_consent_text(cycle.municipality, OTHER_WORDS, instead_of=1, by=lead)
    return {
        **pages(
            made, "dialogue", "edit_dialogue", "team", "dialogue_feedback", "add_hear_target",
            "plan_conversation", "contacts", "consent_texts", "write_consent_text", "bring_answers",
        ),
        **pages(made, "conversation", "edit_conversation", "add_participant", of=[held.pk]),
        **pages(made, "type_text", "paste_text", "withdraw_conversation", of=[typed.pk]),
        **pages(made, "consent", "new_receipt", "withdraw_participant", of=[held.pk, row.pk]),
        **pages(made, "dialogue_guide", of=[made.guides.first().pk]),
        **pages_of_portraits(made, held, lead),
        "receipt": reverse("receipt", args=["GM9901"]),
        "population": reverse("population", args=["GM9901"]),
    }  # fmt: skip


def pages_of_portraits(made, talk, lead):
    """What was said at the table is checked and coded; a portrait and a finding rest on it."""
    today = timezone.localdate()
    texts.finish(talk.text, by=lead, today=today)
    book = coding.open_codebook(talk.text.collection, by=lead)
    code = coding.add_code(book, label="Plek", by=lead)
    said = coding.code_span(
        talk.text, code=code, coder=coding.coder_for(book, lead), start=4, end=7, today=today
    )
    portrait = portrait_actions.make_portrait(made, title="Een plek", by=lead, today=today)
    portrait_actions.choose_sources(portrait, shown=[], picked=[said.pk], by=lead)
    finding = finding_actions.make_finding(
        made, by=lead, codes=[code.pk], statement="Het werkt.", type="werkt"
    )
    found = {
        **pages(made, "portraits", "add_portrait"),
        **pages(made, "portrait", "portrait_sources", "edit_portrait", of=[portrait.pk]),
        **pages(made, "finding_fragments", of=[finding.pk]),
    }
    return found | {"fragments of a code": found["portrait_sources"] + f"?code={code.pk}"}


def pages_of_what_comes_out(cycle, lead, maker):
    """Findings and quotes of six talks: one quote is being made, one waits for a second reader."""
    made = dialogues.open_round(cycle, by=lead, title="Gesprekken zomer")
    texts.put_in_team(made.collection, user=maker, task="lead", by=lead)
    heard = listen(made, maker, lead)
    codings = [heard.code(at, "behoefte") for at in range(6)]
    found = heard.finding("behoefte")
    drafted, offered = heard.quote(0), heard.quote(1)
    quote_actions.offer(offered, by=maker)
    assert Quote.objects.get(pk=offered.pk).maker_id == maker.pk
    return {
        **pages(made, "findings", "add_finding", "quotes", "exchange_codes", "codebook"),
        **pages(made, "finding", "edit_finding", "link_finding", of=[found.pk]),
        **pages(made, "add_quote", of=[codings[2].pk]),
        **pages(made, "quote", "edit_quote", of=[drafted.pk]),
        **pages(made, "read_quote", of=[offered.pk]),
    }


def pages_of_files(cycle, lead):
    """Files that wait to be looked at: answers, a codebook, a project, a list of initiatives."""
    made = dialogues.open_round(cycle, by=lead, title="Vragenlijst")
    book = coding.open_codebook(made.collection, by=lead)
    guid = elsewhere().codebook.codes[0].guid
    coding.add_code(book, label="helpers", by=lead)  # the same name: the meaning in the file differs

    def kept(kind, name, content, about=made.collection_id):
        return staging.keep(
            cycle.municipality, about=about, kind=kind, file_name=name, content=content, by=lead,
            now=timezone.now(),
        ).pk  # fmt: skip

    codes = refi.write_codebook(
        refi.Codebook((*elsewhere().codebook.codes, refi.Code(guid[:-1] + "9", "nieuw")))
    )
    lists = ["GM9901", cycle.number]
    staged = kept("inventory", "initiatives.csv", INITIATIVES.read_bytes(), about=cycle.pk)
    return {
        **pages(made, "bring_project"),
        **pages(made, "check_answers", of=[kept("answers", "vragenlijst.csv", ANSWERS)]),
        **pages(made, "check_codebook", of=[kept("qdc", "boek.qdc", codes)]),
        **pages(made, "check_project", of=[kept("qdpx", "p.qdpx", refi.write_project(elsewhere()))]),
        "bring_inventory": reverse("bring_inventory", args=lists),
        "check_inventory": reverse("check_inventory", args=[*lists, staged]),
    }


def slip(cycle, lead):
    """The code of somebody who chose by other words than those of now."""
    made = dialogues.open_round(cycle, by=lead, title="Gesprekken voorjaar")
    held = dialogues.plan_conversation(made, kind="interview", by=lead, body="V: Ja?\nD: Ja.")
    today = timezone.localdate()
    _row, code = participant_actions.add_participant(
        held, about=About("D"), switches=YES, today=today, by=lead
    )
    consent_texts.write_consent_text(cycle.municipality, OTHER_WORDS, instead_of=1, by=lead)
    return code
