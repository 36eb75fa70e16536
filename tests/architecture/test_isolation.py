"""Chris, of another municipality, finds nothing: every address, with ids that exist, read and written.

A new address must say here with which row it is asked; otherwise the test that counts them fails.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.activities.models import Activity, Contribution, Initiative, TaskField
from koersvast.audit.models import Entry
from koersvast.coding import actions as coding
from koersvast.coding.models import Code, Coding, Merge
from koersvast.compass import queries as compass
from koersvast.council.models import Question
from koersvast.cycles.models import GlossaryTerm, Note, Partner, Session, Step
from koersvast.decisions.models import (
    ChainLink,
    Commitment,
    ContributionFile,
    Decision,
    ImprovementAction,
    LinkEvidence,
    LinkRival,
    Review,
    ReviewRemark,
)
from koersvast.dialogues import actions as dialogues
from koersvast.dialogues import (
    contact_actions,
    finding_actions,
    participant_actions,
    portrait_actions,
    quote_actions,
)
from koersvast.dialogues.models import (
    Contact,
    Conversation,
    DialogueRound,
    Finding,
    HearTarget,
    Participant,
    Portrait,
    Quote,
    TopicGuide,
)
from koersvast.dialogues.rules import About
from koersvast.exchange.actions import import_plan
from koersvast.freezing import actions as freezing
from koersvast.freezing.models import FrozenCopy
from koersvast.goals.models import Ambition, Goal, Story
from koersvast.indicators.models import GoalIndicator, Indicator, Interpretation, Measurement
from koersvast.jobs.models import Job
from koersvast.outcome_forms import actions as outcome_forms
from koersvast.outcome_forms.models import OutcomeRequest
from koersvast.papers.models import CalendarItem, PaperText
from koersvast.people.models import Invitation, Membership
from koersvast.surveys import actions as surveys
from koersvast.surveys import inviting
from koersvast.surveys.models import Edition, Invitee, Survey
from koersvast.texts import actions as texts
from koersvast.texts.models import Collection, Mark, TeamMember, Text
from tests import factories
from tests.architecture.test_access import OURS, WITH_A_RECEIPT
from tests.plans import waterveen_plan
from tests.surveys.conftest import ABOUT_LIVING
from tests.surveys.conftest import fields as survey_fields

NAMES = sorted(
    {
        (pattern.name, tuple(pattern.pattern.converters))
        for path, pattern in OURS
        if "<str:gmcode>" in path and pattern.name not in WITH_A_RECEIPT
    }
)
PK = {
    "partner": Partner, "remove_partner": Partner, "term": GlossaryTerm,
    "session": Session, "edit_session": Session, "write_note": Session, "group_notes": Session, "priorities": Session,
    "dot": Session, "note_owner": Session, "remove_note": Session,
    "indicator": Indicator, "indicator_thread": Indicator, "indicator_history": Indicator, "edit_indicator": Indicator,
    "add_measurement": Indicator, "measurement": Measurement, "remove_measurement": Measurement,
    "choose_measurement": Measurement, "interpretation": Interpretation, "aim": GoalIndicator, "remove_aim": GoalIndicator,
    "initiative": Initiative, "start_activity": Initiative, "withdraw_invitation": Invitation,
    "frozen_copy": FrozenCopy, "frozen_file": FrozenCopy, "frozen_pair": FrozenCopy, "house_decision": Decision,
    "activity": Activity, "decision": Decision, "remove_decision": Decision, "add_improvement": Decision,
    "improvement": ImprovementAction, "finish_improvement": ImprovementAction, "remove_improvement": ImprovementAction,
    "commitment": Commitment, "remove_commitment": Commitment,
    "task_field": TaskField, "remove_task_field": TaskField, "undo": Entry,
    "answer_question": Question, "publish_question": Question, "withdraw_question": Question,
    "calendar_item": CalendarItem, "remove_calendar_item": CalendarItem, "still_true": PaperText,
    "lead_dialogue": DialogueRound, "dialogue_guide": TopicGuide, "tally": HearTarget, "remove_hear_target": HearTarget,
    "remove_from_team": TeamMember, "delete_contact": Contact,
    "edit_code": Code, "merge_codes": Code, "remove_code": Code, "fragments": Code, "undo_merge": Merge,
    "finding": Finding, "edit_finding": Finding, "link_finding": Finding, "finding_fragments": Finding, "remove_finding": Finding, "add_quote": Coding,
    "quote": Quote, "edit_quote": Quote, "offer_quote": Quote, "read_quote": Quote, "release_quote": Quote,
    "remove_quote": Quote,
    "portrait": Portrait, "portrait_sources": Portrait, "edit_portrait": Portrait, "offer_portrait": Portrait,
    "read_portrait": Portrait, "remove_portrait": Portrait,
    "outcome_request": OutcomeRequest, "edit_outcome_request": OutcomeRequest, "new_outcome_code": OutcomeRequest,
    "withdraw_outcome_request": OutcomeRequest, "take_over_outcome": OutcomeRequest, "send_back_outcome": OutcomeRequest,
    "paper_form": OutcomeRequest, "type_form": OutcomeRequest,
    "questionnaire": Edition, "edit_questionnaire": Edition, "arrange_questionnaire": Edition, "undo_removal": Edition,
    "new_edition": Edition, "preview_questionnaire": Edition, "export_xlsform": Edition, "add_from_library": Edition,
    "add_survey_question": Edition, "edit_survey_question": Edition, "add_question_group": Edition,
    "edit_question_group": Edition, "add_matrix": Edition,
}  # fmt: skip

PAPERS = {
    "paper": "council_letter", "write_text": "council_letter", "still_true": "council_page", "write_text_about": "council_page"
}  # fmt: skip


OF_A_REVIEW = {"review", "review_table", "remark", "remove_remark", "interpret_review",
               "review_item", "add_remark", "review_answers"}  # fmt: skip
OF_A_CONVERSATION = {
    "conversation", "edit_conversation", "hold_conversation", "cancel_conversation", "withdraw_conversation", "looked_again", "type_text",
    "done_typing", "paste_text", "add_participant", "consent", "new_receipt", "withdraw_participant",
}  # fmt: skip
OF_A_SURVEY = {
    "survey", "edit_survey", "plan_to_know", "make_letters", "open_survey", "close_survey", "say_reported", "results",
    "every_figure", "count_survey", "look_at_survey", "bring_to_coding", "set_margins", "invitees", "mail_invitees",
    "invitee", "forget_invitee", "measure_from_survey",
}  # fmt: skip
OF_A_TEXT = {
    "check_text", "decide_mark", "decide_kind", "mark_words", "look_again", "finish_text", "code_text", "apply_code",
    "remove_coding", "move_coding", "write_memo", "say_ready",
}  # fmt: skip
OF_A_FILE = {
    "contribution_file": None, "contribution_claim": None, "chain_link": None, "add_link_evidence": None,
    "add_link_rival": None, "link_evidence": LinkEvidence, "remove_link_evidence": LinkEvidence,
    "link_rival": LinkRival, "remove_link_rival": LinkRival,
}  # fmt: skip
KIND_IN_ADDRESS = {
    "remove_part": "bijdrage",
    "money_file": "csv",
    "drop_staged": "qdc",
    "thread": "activiteit",
    "descent": "activiteit",
    "review_item": "resultaat",
    "add_remark": "resultaat",
    "review_answers": "resultaat",
}


def first(model, **where):
    return model.objects.filter(**where).order_by("pk").first().pk


def talks_about(cycle, lead):
    """A round of conversations in which somebody spoke and can be reached."""
    made = dialogues.open_round(cycle, by=lead, title="Gesprekken")
    dialogues.add_target(made, group="ouderen", wanted=3, by=lead)
    talk = dialogues.plan_conversation(made, kind="interview", by=lead, body="V: Ja?\nD: Ja.")
    today = timezone.localdate()
    asked = {"take_part": True, "notes": True, "quote": True}
    who, _slip = participant_actions.add_participant(
        talk, about=About("D"), switches=asked, today=today, by=lead
    )
    contact_actions.keep_contact(made, name="D.", phone="1", email="", person=None, today=today, by=lead)
    is_coded(talk.text, lead, today)
    is_worked_out(made, talk, who, lead, today)


def is_asked(cycle, by):
    """The owner of an activity got four questions."""
    today = timezone.localdate()
    values = {"period": "2026", "due_on": today, "goal_sentence": "ja", "contact": "Anna"}
    outcome_forms.ask(
        Activity.objects.filter(cycle=cycle).first(), values=values, address="", today=today, by=by
    )


def is_built(municipality, by):
    """A questionnaire that may still change."""
    surveys.new_questionnaire(municipality, title="Wonen", content=ABOUT_LIVING, by=by)


def is_polled(cycle, by):
    """A confidential survey: the one with the most to find. Its pages are asked with its own collection."""
    edition = surveys.new_questionnaire(cycle.municipality, title="Veilig", content=ABOUT_LIVING, by=by)
    made = surveys.plan_survey(cycle, edition, by=by, **survey_fields(mode="confidential"))
    inviting.invite(made, [("Dewi", "dewi@huis.example")], by=by)
    return made


def is_coded(text, lead, today):
    """A mark, a code on a span, and two codes that became one."""
    texts.mark_passage(text, start=0, end=1, kind="person", decided="replace", by=lead)
    for kind in {mark.kind for mark in Mark.objects.filter(text=text)}:
        texts.decide_all(text, kind=kind, decided="keep", by=lead)
    texts.finish(text, by=lead, today=today)
    book = coding.open_codebook(text.collection, by=lead)
    code, other = (coding.add_code(book, label=label, by=lead) for label in ("plek", "ruimte"))
    coder = coding.coder_for(book, lead)
    coding.code_span(text, code=code, coder=coder, start=3, end=6, today=today)
    coding.merge(other, code, by=lead, today=today, now=timezone.now())


def is_worked_out(made, talk, who, lead, today):
    """A finding, a quote and a portrait of what somebody said."""
    portrait_actions.make_portrait(made, title="Een plek", by=lead, today=today)
    finding_actions.make_finding(made, by=lead, codes=[first(Code)], statement="Het werkt.", type="werkt")
    quote_actions.make_quote(
        made, conversation=talk, participant=who.pk, start=10, end=13, by=lead, today=today
    )


@pytest.fixture
def waterveen_in_use(waterveen, anna, ilse):
    """The demo plan, with a row of everything that an address can ask for."""
    cycle = import_plan(waterveen_plan(), by=None)
    with scope(municipality=waterveen):
        Initiative.objects.create(municipality=waterveen, cycle=cycle, key="ini", name="Roze tafel")
        Question.objects.create(
            municipality=waterveen, cycle=cycle, about_key="r-veilig", text="Hoe?", asked_at=timezone.now()
        )
        talks_about(cycle, anna)
        is_asked(cycle, anna)
        is_polled(cycle, anna)
        is_built(waterveen, anna)
        house = Decision.objects.get(key="b-plan")
        freezing.keep(house, {"koersvast": 1}, by=anna, now=timezone.now())
        Invitation.objects.create(
            municipality=waterveen,
            email="x@y.example",
            role="reader",
            fingerprint="f",
            invited_by=ilse,
            expires_at=timezone.now(),
        )
        Job.objects.create(
            municipality=waterveen,
            name="reports.build",
            by_id=anna.pk,
            state="done",
            content=b"x",
            file_name="a.pdf",
            created_at=timezone.now(),
        )
    return cycle


def rows_of(cycle):
    """An id that exists for each part of an address; asked once, not once per address."""
    return {
        "gmcode": cycle.municipality.code,
        "number": cycle.number,
        "step": 1,
        "year": 2025,
        "form": "pdf",
        "source": "csv",
        "remark": first(ReviewRemark),
        "node_id": first(Goal),
        "goal": first(Goal),
        "story_id": first(Story),
        "ambition": first(Ambition),
        "note_pk": first(Note),
        "part": first(Contribution),
        "job_id": first(Job),
        "entry_id": first(Entry),
        "upload_id": first(Job),
        "staged": first(Job),
        "edition": first(Edition),
        "mark_id": first(Mark),
        "coding_id": first(Coding),
        "other": first(FrozenCopy),
        "collection": first(Collection),
        "participant": first(Participant),
        "question": "veilig",
    }


def arguments(name, wanted, cycle, rows):
    """What stands in this address."""
    known = rows | {
        "kind": (PAPERS | KIND_IN_ADDRESS).get(name, "action_plan"),
        "slot": "ask" if name == "write_text_about" else "message",
        "about": "r-veilig",
        "key": "plekken" if name == "edit_question_group" else "veilig",
    }
    if "review" in name or name == "add_remark":
        known["about"] = Review.objects.get().topics.exclude(goal=None).first().goal_id
    if name in ("council_result", "ask_question"):
        known["node_id"] = first(Goal, ambition__isnull=False)
    if name in ("member", "end_membership"):
        known["pk"] = Membership.objects.filter(municipality=cycle.municipality_id).first().pk
    elif name in OF_A_FILE:
        known |= {"node_id": ContributionFile.objects.first().goal_id, "kind": "activiteit"}
        known["part"] = first(OF_A_FILE[name] or LinkEvidence)
        known["about"] = ChainLink.objects.exclude(activity=None).first().activity_id
    elif name in OF_A_SURVEY:
        known |= {"collection": Survey.objects.get(mode="confidential").collection_id, "pk": first(Invitee)}
    elif name in OF_A_TEXT:
        known["pk"] = first(Text)
    elif name in OF_A_CONVERSATION:
        known["pk"] = first(Conversation)
    elif name in OF_A_REVIEW:
        known["pk"] = Review.objects.get().session_id
    elif "pk" in wanted:
        known["pk"] = first(PK.get(name, Activity))
    return {key: known[key] for key in wanted}


@pytest.fixture(autouse=True)
def _a_rail_is_read_once(monkeypatch):
    """Nobody changes anything here, so what the rail beside each page tells of a round is read once in a walk.

    Who sees which steps of it is worked out for each page, as always.
    """
    read, known = compass.step_facts, {}

    def once(cycle, *, today):
        if cycle.pk not in known:
            known[cycle.pk] = read(cycle, today=today)
        return known[cycle.pk]

    monkeypatch.setattr(compass, "step_facts", once)


def ask(client, path):
    return [
        client.get(path).status_code,
        client.post(path, {"text": "van een ander", "name": "van een ander"}).status_code,
    ]


def every_address(cycle, **other):
    """Every address with a municipality in it, as (name, path), and the names of its parts."""
    rows = rows_of(cycle)
    for name, wanted in NAMES:
        yield name, reverse(name, kwargs=arguments(name, wanted, cycle, rows) | other), set(wanted)


def test_chris_finds_nothing_at_any_address(chris, waterveen, waterveen_in_use, client_of):
    client, found = client_of(chris), {}
    with scope(municipality=waterveen):
        addresses = list(every_address(waterveen_in_use))
        before = Entry.objects.count()
    for name, path, _parts in addresses:
        codes = ask(client, path)
        if not set(codes) <= {404, 405} or 404 not in codes:
            found[name] = codes
    assert found == {}
    with scope(municipality=waterveen):
        assert Entry.objects.count() == before


def test_ids_of_waterveen_open_nothing_in_zandermeer(
    chris, zandermeer, waterveen, waterveen_in_use, client_of
):
    """Chris's own address with somebody else's ids."""
    client, found = client_of(chris), {}
    with scope(municipality=zandermeer):
        factories.cycle(zandermeer, waterveen_in_use.number)
    with scope(municipality=waterveen):
        addresses = list(every_address(waterveen_in_use, gmcode="GM9902"))
        before = Entry.objects.count()
    for name, path, parts in addresses:
        if parts <= {"gmcode", "number", "step", "kind", "form", "source", "slot", "about"}:
            continue  # this address names no row
        codes = ask(client, path)
        allowed = {403, 404, 405} | (
            {302} if name == "undo_goal_entry" else set()
        )  # says no on the page itself
        if not set(codes) <= allowed:
            found[name] = codes
    assert found == {}
    with scope(municipality=waterveen):
        assert Entry.objects.count() == before


def test_dewi_is_asked_to_sign_in_everywhere(waterveen, waterveen_in_use, client_of):
    with scope(municipality=waterveen):
        addresses = list(every_address(waterveen_in_use))
    client = client_of(None)
    found = {name: codes for name, path, _ in addresses if not set(codes := ask(client, path)) <= {302, 405}}
    assert found == {}


def test_gerrit_changes_nothing_anywhere(gerrit, waterveen, waterveen_in_use, client_of):
    """A reader may open pages and ask a question; whatever he sends, nothing of the plan changes."""
    client, found = client_of(gerrit), {}
    allowed = {"make_document", "job", "job_cancel", "job_download", "reminders", "ask_question"}
    with scope(municipality=waterveen):
        addresses = list(every_address(waterveen_in_use))
        before = Entry.objects.count()
    for name, path, _parts in addresses:
        code = client.post(path, {"text": "mag niet", "name": "mag niet", "stap": "omlaag"}).status_code
        if code not in (200, 403, 404, 405) and name not in allowed:
            found[name] = code
    assert found == {}
    with scope(municipality=waterveen):
        assert Entry.objects.exclude(verb="question.asked").count() == before


CANARIES = {
    1: "Panelleden voelen zich gesteund",
    2: "Wie op straat werkt, grijpt in bij schelden",
    3: "Roze Loper in drie huizen",
    4: "Training met rollenspel",
    5: "Een handhaver hield een groep staande",
    6: "Het geld van het Rijk houdt eind 2026 op",
}


@pytest.mark.parametrize("closed", [(1, 4), (2, 5), (3, 6)])  # far apart: a page seldom speaks of both
def test_what_belongs_to_a_closed_step_stands_on_no_page_for_emre(
    emre, anna, waterveen, waterveen_in_use, client_of, closed
):
    cycle, canaries = waterveen_in_use, [CANARIES[step] for step in closed]
    with scope(municipality=waterveen):
        for step in closed:
            Step.objects.create(municipality=waterveen, cycle=cycle, number=step, visibility="internal")
        addresses = [path for _name, path, _parts in every_address(cycle)]
        addresses += [
            reverse(name, args=[cycle.municipality.code, cycle.number, row.pk])
            for name, model in (("activity", Activity), ("activity_thread", Activity), ("activity_history", Activity),
                                ("goal", Goal), ("goal_thread", Goal), ("session", Session), ("indicator", Indicator))
            for row in model.objects.all()
        ]  # fmt: skip
        addresses += [reverse("step", args=[cycle.municipality.code, cycle.number, one]) for one in range(7)]
    outside, inside = client_of(emre), client_of(anna)
    pages = {path: outside.get(path).content.decode(errors="ignore") for path in addresses}
    assert [(path, canary) for path, page in pages.items() for canary in canaries if canary in page] == []
    for canary in canaries:
        assert any(canary in inside.get(path).content.decode(errors="ignore") for path in addresses)
