"""The plan file, format version 1, stated once: sections, fields, kinds, references.

Everything else comes from here: what is read and refused (reading.py, meaning.py), the published JSON Schema
and its page (schema.py), the order in which a plan is written (writing.py), and the plans that tests make up.
The words come from the models, so that a word exists in one place.
"""

from __future__ import annotations

from koersvast.activities.models import ActivityStatus, EvidenceLevel
from koersvast.cycles.words import (
    Group,
    OrganisationKind,
    Party,
    SessionKind,
    Theme,
    Urgency,
    Visibility,
)
from koersvast.decisions.models import (
    CommitmentKind,
    CommitmentStatus,
    DecisionBody,
    DecisionKind,
    DecisionStatus,
    DecisionWord,
    EvidenceBasis,
    EvidenceFinding,
    ImprovementStatus,
    ReviewQuestion,
    RivalOutcome,
    Stance,
    VerdictWord,
)
from koersvast.exchange.field_kinds import (
    FIRST_YEAR,
    LAST_YEAR,
    Date,
    Key,
    Kind,
    Many,
    MunicipalityCode,
    Nested,
    Number,
    Period,
    Record,
    Reference,
    Text,
    Truth,
    Version,
    Web,
    Whole,
    Word,
    added,
    may,
    needs,
    part,
    record,
)
from koersvast.goals.models import GoalKind
from koersvast.indicators.models import Favourable, IndicatorLevel, SampleType
from koersvast.papers.models import CalendarStatus, PaperKind

YEAR = Whole(FIRST_YEAR, LAST_YEAR)
STEP = Whole(0, 6)
SMALL = Whole(0, 32_767)
COUNT = Whole(0, 2_147_483_647)
GOAL = Reference(("results",))
ORGANISATION = Reference(("organisations",))
MEASUREMENT = Reference(("measurements",))
PARTIES = Many(Word(Party))
THEMES = Many(Word(Theme))
GROUPS = Many(Word(Group))

_FOLLOWS = (
    needs("cycle", COUNT, "the number of an earlier cycle of this municipality"),
    needs("key", Text(60), "its key there"),
    may("why", Text()),
)
FOLLOWS = record("follows", *_FOLLOWS)
INDICATOR_FOLLOWS = record(
    "indicator_follows",
    *_FOLLOWS,
    may("breaks", Truth(), "true: no line joins the old measurements and the new"),
)

MUNICIPALITY = record(
    "municipality",
    needs("name", Text(100)),
    needs("code", MunicipalityCode(), "the CBS code; a fictional municipality takes GM99nn"),
    may("inhabitants_15plus", COUNT),
    needs("acronym", Text(20), "LHBTI+, or the municipality's own"),
)
CYCLE = record(
    "cycle",
    needs("title", Text()),
    needs("number", COUNT, "the round; unique in the municipality"),
    needs("starts_on", Date()),
    may("ends_on", Date(), "left out when unknown"),
    needs("visibility", Word(Visibility)),
    may("summary", Text()),
    added("follows", COUNT, "the number of the cycle that it was opened from"),
)
STEP_RECORD = record(
    "step",
    needs("step", STEP),
    may("visibility", Word(Visibility), "left out: as the cycle"),
    may("ready", Truth()),
    may("ready_reason", Text(), "why people call it ready"),
    may("parties", PARTIES, "who took part"),
)
ORGANISATION_RECORD = record(
    "organisation",
    needs("key", Key()),
    needs("name", Text(500)),
    needs("kind", Word(OrganisationKind)),
    needs("party", Word(Party)),
    may("interest", Text()),
    may("mandate", Text()),
    may("urgency", Word(Urgency)),
    may("email", Text()),
)
PERSPECTIVE = record("perspective", needs("party", Word(Party)), needs("meaning", Text()))
TERM = record(
    "term",
    needs("term", Text()),
    needs("agreed", Text(), "the meaning that the parties agreed on"),
    may("perspectives", Many(PERSPECTIVE), "what each party means by it"),
)
NOTE = record(
    "note",
    needs("text", Text()),
    may("theme", Word(Theme)),
    may("votes", COUNT),
    added("table", SMALL, "the table it was written at"),
    added("round", SMALL, "the round of talks it was written in"),
    added("cluster", Text(200), "the heading it was put under"),
    added("owner", ORGANISATION, "who takes it on"),
)
REVIEW_REMARK = record(
    "review_remark",
    needs("party", Word(Party)),
    needs("stance", Word(Stance)),
    may("question", Word(ReviewQuestion), "the question that it answers"),
    may("text", Text(), "may be left out by who only agrees"),
)
REVIEW_TOPIC = record(
    "review_topic",
    needs("about", Reference(("results", "activities")), "at most once in a review"),
    may("measured", Text()),
    may("recognise", Text()),
    may("explain", Text()),
    may("judge", Text()),
    may("act", Text()),
    may("parties", PARTIES, "who took part in these answers"),
    may("interpretation", Reference(("interpretations",)), "what was made of these answers"),
    may("remarks", Many(REVIEW_REMARK), "what each party said, also who disagreed"),
)
REVIEW = record(
    "review",
    may("starts_at", Text(5), 'between quotes: "19:30"'),
    may("ends_at", Text(5)),
    may("organisations", Many(ORGANISATION), "who sat at the table"),
    needs("discussed", Many(REVIEW_TOPIC)),
)
SESSION = record(
    "session",
    needs("key", Key()),
    needs("step", STEP),
    needs("kind", Word(SessionKind)),
    needs("title", Text()),
    needs("held_on", Date()),
    needs("parties", PARTIES),
    may("rounds", SMALL),
    added("tables", SMALL),
    added("votes_each", SMALL, "dots that every participant may give"),
    needs("notes", Many(NOTE)),
    may("outcome", Text()),
    added("review", REVIEW, "of a session of kind review: what was said of each result and activity"),
)
INDICATOR = record(
    "indicator",
    needs("key", Key()),
    needs("name", Text()),
    needs("level", Word(IndicatorLevel)),
    may("question", Text()),
    may("scale", Text()),
    needs("unit", Text(), '"%" means a share: its values lie from 0 to 100'),
    needs("favourable", Word(Favourable)),
    may("instrument", Text()),
    may("mode", Text()),
    may("periodicity", Text()),
    added("follows", Many(INDICATOR_FOLLOWS), "the definitions of earlier cycles that it follows"),
)
MEASUREMENT_RECORD = record(
    "measurement",
    needs("key", Key()),
    needs("indicator", Reference(("indicators",))),
    needs("place", Text()),
    may("place_code", Text()),
    needs("population", Text()),
    may("group", Text()),
    may("compare_group", Text()),
    needs("period", Period()),
    needs("value", Number()),
    may("compare_value", Number()),
    may("margin_low", Number()),
    may("margin_high", Number()),
    may("n", Whole()),
    may("source_key", Reference(("sources",))),
    needs("sample", Word(SampleType)),
    needs("series", Text(), "values of one series may be joined by a line"),
    may("break_note", Text()),
    needs("source", Text()),
    may("url", Web()),
    may("retrieved_on", Date()),
    added("chosen", Truth(), "of two sources for one period: this one is shown"),
    added("choice_reason", Text(), "needed with chosen: true"),
)
INTERPRETATION = record(
    "interpretation",
    needs("key", Key()),
    needs("measurements", Many(MEASUREMENT)),
    needs("measured", Text()),
    needs("recognise", Text()),
    needs("explain", Text()),
    needs("judge", Text()),
    needs("act", Text()),
    needs("parties", PARTIES),
    needs("held_on", Date()),
)
AMBITION = record(
    "ambition",
    needs("key", Key()),
    needs("text", Text()),
    may("why", Text()),
    needs("evidence", Many(Reference(("measurements", "interpretations", "sessions")))),
)
TARGET = part("target", needs("value", Number()), needs("year", YEAR))
GOAL_INDICATOR = record(
    "goal_indicator",
    needs("indicator", Reference(("indicators",))),
    may("baseline", MEASUREMENT, "a measurement of the same indicator"),
    may("target", TARGET),
    may("no_target_reason", Text()),
)
STORY = record("story", needs("text", Text()), needs("source", Text()), needs("consent", Truth()))
KEPT_WORDING = record(
    "kept_wording", needs("wording", Text(), "the text that the reason is about"), needs("reason", Text())
)
VERDICT_FIGURE = record(
    "verdict_figure",
    may("indicator", Reference(("indicators",)), "left out when the indicator is gone"),
    needs("name", Text()),
    needs("unit", Text()),
    may("proposed", Word(VerdictWord), "left out when this figure gave no word"),
    may("reason", Text()),
    may("baseline_period", Period()),
    may("baseline_value", Number()),
    may("baseline_low", Number()),
    may("baseline_high", Number()),
    may("last_period", Period()),
    may("last_value", Number()),
    may("last_low", Number()),
    may("last_high", Number()),
    may("change_low", Number(), "the interval of last minus baseline"),
    may("change_high", Number()),
    may("target_value", Number()),
    may("target_year", YEAR),
)
VERDICT = record(
    "verdict",
    may("proposed", Word(VerdictWord), "what the figures proposed; left out when they proposed nothing"),
    may("proposed_reason", Text()),
    may("would_help", Text(), "what would make it sayable"),
    needs("verdict", Word(VerdictWord), "what people said"),
    may("reason", Text(), "needed where the verdict differs from the proposal"),
    needs("parties", PARTIES),
    needs("given_on", Date()),
    may("figures", Many(VERDICT_FIGURE), "the figures as they were on that day"),
)
LINK_EVIDENCE = record(
    "link_evidence",
    needs("finding", Word(EvidenceFinding)),
    needs("text", Text()),
    needs(
        "design",
        Whole(1, 5),
        "1 what people say, 2 before and after, 3 with a second series, 4 compared, 5 randomised",
    ),
    needs("basis", Word(EvidenceBasis), "outcome: not for a result, it speaks of participants (K09)"),
    may("measurement", MEASUREMENT),
    may("source", Text()),
)
LINK_RIVAL = record(
    "link_rival",
    needs("claim", Text(), "another explanation for the same change"),
    may("speaks_for", Text()),
    may("speaks_against", Text()),
    needs("outcome", Word(RivalOutcome)),
)
CHAIN_LINK = record(
    "chain_link",
    needs("of", Reference(("activities", "results")), "the activity or subgoal that helps; at most once"),
    may("claim", Text()),
    needs("necessary", Truth(), "without it the claim does not hold"),
    may("evidence", Many(LINK_EVIDENCE)),
    may("rivals", Many(LINK_RIVAL)),
)
CONTRIBUTION_FILE = record(
    "contribution_file",
    needs("claim", Text()),
    may("reviewer", Text(), "a function or an organisation"),
    may("reviewed_on", Date()),
    may("links", Many(CHAIN_LINK)),
)
_GOAL_START = (
    needs("text", Text()),
    needs("kind", Word(GoalKind)),
    may("theme", Word(Theme)),
    may("groups", GROUPS),
    may("place", Text()),
    may("by_year", YEAR),
    may("label", Text(), "the plan's own word for it: pijler, speerpunt, thema"),
    may("indicators", Many(GOAL_INDICATOR)),
    may("stories", Many(STORY)),
    added("kept_wording", KEPT_WORDING, "why a text that reads as an activity stays as it is"),
    added("contribution", CONTRIBUTION_FILE, "what we claim about our share, link by link"),
    added("verdicts", Many(VERDICT), "what people said about it, the oldest first; the last one holds"),
    added("follows", Many(FOLLOWS), "the goals of earlier cycles that it follows"),
)
_SUBGOALS = may("subgoals", Many(Nested("subgoal")), "goals that contribute to this one")
SUBGOAL = record(
    "subgoal",
    needs("key", Key()),
    *_GOAL_START,
    may("also_under", Many(GOAL), "further goals that it contributes to; never in a circle"),
    _SUBGOALS,
)
RESULT = record(
    "result", needs("key", Key()), needs("ambition", Reference(("ambitions",))), *_GOAL_START, _SUBGOALS
)
INITIATIVE = record(
    "initiative",
    needs("key", Key()),
    needs("name", Text()),
    may("organisation", Text()),
    may("what", Text()),
    may("themes", THEMES),
    may("groups", GROUPS),
    may("setting", Text()),
    may("reach", Text(), "per year, in words"),
    may("cost", COUNT, "per year, in whole euros"),
    may("evidence_level", Word(EvidenceLevel)),
)
CONTRIBUTION = record("contribution", needs("goal", GOAL), needs("rationale", Text()))
OUTPUT = record("output", needs("what", Text()), may("target", Number()), may("realised", Number()))
FUNDING = record(
    "funding", needs("source", Text()), needs("amount", Whole(), "whole euros"), may("ends_on", Date())
)
BUDGET = record(
    "budget",
    needs("year", YEAR),
    needs("amount", Whole(), "whole euros"),
    needs("taakveld", Text(), 'the task field (Iv3), between quotes: "6.1"'),
    may("funding", Many(FUNDING), "together at most the amount"),
    added("realised", Whole(), "whole euros really spent; left out when not known yet"),
)
TASK_FIELD = record(
    "task_field",
    needs("code", Text(10), 'the number in Iv3, between quotes: "6.1"'),
    needs("name", Text(500)),
    needs("from_year", YEAR, "the first year in which it holds"),
    may("until_year", YEAR, "the last; left out while it holds"),
    may("successor", Text(10), "its number after that"),
)
QUALITY = record(
    "quality",
    may("method", Text()),
    needs("evidence_level", Word(EvidenceLevel)),
    may("training", Text()),
    may("conditions", Text()),
    may("experience_experts", Truth()),
)
REACH = part("reach", may("known", Whole()), needs("reached", Whole()), may("target_group", Whole()))
USEFULNESS = part("usefulness", may("mean", Number()), needs("n", Whole()), may("scale", Text()))
GOAL_REALISATION = part("goal_realisation", needs("achieved", Whole()), needs("n", Whole()))
DROPOUT = part("dropout", needs("dropped", Whole()), needs("started", Whole()))
OUTCOME = record(
    "outcome",
    needs("period", Period()),
    may("reach", REACH),
    may("usefulness", USEFULNESS),
    may("goal_realisation", GOAL_REALISATION),
    may("improvements", Many(Text()), "suggestions of participants"),
    may("dropout", DROPOUT),
    may("story", Text()),
)
ACTIVITY = record(
    "activity",
    needs("key", Key()),
    needs("name", Text()),
    may("what", Text()),
    needs("owner", ORGANISATION),
    may("partners", Many(ORGANISATION)),
    added("initiative", Reference(("initiatives",)), "the initiative it was made of"),
    needs("themes", THEMES),
    may("groups", GROUPS),
    may("symbol", Truth(), "a sign, such as a flag or a painted path"),
    needs("status", Word(ActivityStatus)),
    may("starts_on", Date()),
    may("ends_on", Date()),
    needs("contributes_to", Many(CONTRIBUTION)),
    may("outputs", Many(OUTPUT)),
    may("budget", Many(BUDGET)),
    may("quality", QUALITY),
    may("outcomes", Many(OUTCOME)),
    may("anchoring", Text()),
    added("follows", Many(FOLLOWS), "the activities of earlier cycles that it follows"),
)
COMMITMENT = record(
    "commitment",
    needs("key", Key()),
    needs("kind", Word(CommitmentKind)),
    needs("text", Text()),
    needs("by", Text()),
    needs("made_on", Date()),
    may("goals", Many(GOAL)),
    added("due_on", Date(), "before when it must be done"),
    needs("status", Word(CommitmentStatus)),
    added("what_was_done", Text()),
    may("source", Text()),
)
IMPROVEMENT_ACTION = record(
    "improvement_action",
    needs("text", Text(), "what will be done better"),
    may("owner", ORGANISATION),
    needs("due_on", Date(), "before when"),
    needs("status", Word(ImprovementStatus)),
    may("done_on", Date()),
)
DECISION = record(
    "decision",
    needs("key", Key()),
    needs("decided_on", Date()),
    needs("body", Word(DecisionBody)),
    needs("kind", Word(DecisionKind)),
    added("status", Word(DecisionStatus), "of college or council; left out: decided"),
    may("about", Reference(), "the key of any record"),
    may("decision", Word(DecisionWord)),
    needs("reason", Text()),
    may("parties", PARTIES),
    added("owner", ORGANISATION, "who carries it out"),
    may("document", Text()),
    added("improvement_actions", Many(IMPROVEMENT_ACTION), "what will be done better after it"),
)
PAPER_FACT = record(
    "paper_fact",
    needs("fact", Text(300), "what it is: a goal and an indicator, a year of money, a count"),
    needs("words", Text()),
    needs("written", Text(200), "as it stands in the sentence"),
    may("value", Text(200), "as it was when people last looked"),
    may("declined", Truth(), "the sentence is not about this"),
)
PAPER_TEXT = record(
    "paper_text",
    needs("kind", Word(PaperKind)),
    may("about", Reference(("results", "organisations"))),
    needs("slot", Text(40)),
    may("text", Text()),
    may("bound_facts", Many(PAPER_FACT), "facts that the text rests on"),
)
CALENDAR_ITEM = record(
    "calendar_item",
    needs("title", Text()),
    needs("due_on", Date()),
    may("year", Whole(1990, 2100), "the year it is about"),
    may("paper", Word(PaperKind)),
    needs("status", Word(CalendarStatus)),
)
SOURCE = record("source", needs("key", Key()), needs("title", Text()), needs("url", Web()))

PLAN = Record(
    "plan",
    (
        needs("koersvast", Version(), "the version of the format: 1"),
        needs("municipality", MUNICIPALITY),
        needs("cycle", CYCLE),
        added("steps", Many(STEP_RECORD), "what people say about a step as a whole"),
        may("organisations", Many(ORGANISATION_RECORD)),
        may("glossary", Many(TERM)),
        may("sessions", Many(SESSION)),
        may("indicators", Many(INDICATOR)),
        may("measurements", Many(MEASUREMENT_RECORD)),
        may("interpretations", Many(INTERPRETATION)),
        may("ambitions", Many(AMBITION)),
        may("results", Many(RESULT)),
        added("initiatives", Many(INITIATIVE), "what already happens, whoever does it"),
        may("activities", Many(ACTIVITY)),
        added("task_fields", Many(TASK_FIELD), "the table of task fields with their years"),
        may("commitments", Many(COMMITMENT)),
        may("decisions", Many(DECISION)),
        added("papers", Many(PAPER_TEXT), "what people wrote in papers of government"),
        added("calendar", Many(CALENDAR_ITEM), "what is due in the planning and control cycle"),
        may("sources", Many(SOURCE)),
    ),
)
NESTED: dict[str, Record] = {"subgoal": SUBGOAL}
SECTION_OF: dict[str, str] = {  # where a reference to a record of this name points
    field.kind.of.name: field.name
    for field in PLAN.fields
    if isinstance(field.kind, Many) and isinstance(field.kind.of, Record)
} | {"subgoal": "results"}
# a field that says "no" in the same way as leaving it out
FALSE_IS_LEFT_OUT = {"illustrative", "ready", "declined"}


def unfold(kind: Kind) -> Kind:
    """The record that a Nested kind names; every other kind is itself."""
    return NESTED[kind.name] if isinstance(kind, Nested) else kind
