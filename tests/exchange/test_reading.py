"""Every mistake in a plan file is told with its line, its field, and what would be right."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from koersvast.exchange import format as plan_format
from koersvast.exchange.reading import read_plan

HEAD = """\
koersvast: 1
municipality: {name: "Waterveen", code: GM9901, acronym: "LHBTI+"}
cycle: {title: "Ronde twee", number: 2, starts_on: 2023-01-01, visibility: internal}
"""
INDICATORS = """\
indicators:
  - {key: veilig, name: "Veilig", level: societal, unit: "%", favourable: higher}
  - {key: cijfer, name: "Cijfer", level: context, unit: "rapportcijfer", favourable: higher}
"""
MEASURED = 'place: "Waterveen", population: "15+", sample: register, series: "a", source: "CBS"'
AMBITION = """\
ambitions: [{key: thuis, text: "Iedereen is thuis", evidence: []}]
"""


def text(value: str) -> str:
    """A plan whose summary is this YAML value, on line 3."""
    return HEAD.replace("visibility: internal", f"visibility: internal, summary: {value}")


def measurement(fields: str) -> str:
    """A measurement on line 8."""
    return f"{HEAD}{INDICATORS}measurements:\n  - {{key: m-1, {MEASURED}, {fields}}}\n"


def activity(fields: str) -> str:
    """An activity on line 7."""
    return f"""{HEAD}organisations:
  - {{key: gemeente, name: "Gemeente", kind: municipality, party: municipality}}
activities:
  - {{key: act, name: "Les", owner: gemeente, themes: [], status: idea, contributes_to: [], {fields}}}
"""


def goals(subgoals: str) -> str:
    """Subgoals from line 11."""
    return f"""{HEAD}{AMBITION}results:
  - key: veilig
    ambition: thuis
    text: "Meer mensen voelen zich veilig"
    kind: content
    subgoals:
{subgoals}"""


def mistakes_of(source: str | bytes) -> list[tuple[int, str, str]]:
    data = source.encode() if isinstance(source, str) else source
    reading = read_plan(data)
    assert reading.plan is None
    return [(one.line, one.field, f"{one.what} {one.right}") for one in reading.mistakes]


BAD_FILES = {
    # the file itself
    "empty": ("", 1, "", "leeg"),
    "only comments": ("# niets\n", 1, "", "leeg"),
    "only blanks": ("  \n\n", 1, "", "leeg"),
    "too big": (b"#" * (10 * 1024 * 1024 + 1), 1, "", "10 MB"),
    "a list": ("- een\n- twee\n", 1, "", "vorm"),
    "just a word": ("koersvast\n", 1, "", "vorm"),
    "byte order mark": (b"\xef\xbb\xbf" + HEAD.encode(), 1, "", "BOM"),
    "UTF-16": (HEAD.encode("utf-16"), 1, "", "UTF-16"),
    "UTF-16 without mark": (HEAD.encode("utf-16-le"), 1, "", "UTF-16"),
    "Latin-1": (HEAD.replace("twee", "eé").encode("latin-1"), 3, "", "Latin-1"),
    "NUL": (HEAD + "\x00", 4, "", "U+0000"),
    "control character": (HEAD.replace("twee", "\x1b[31m"), 3, "", "U+001B"),
    "control character as an escape": (text(r'"rood \e[31m"'), 3, "cycle.summary", "stuurteken"),
    "tab as indentation": (HEAD + "glossary:\n\t- {term: a, agreed: b}\n", 5, "", "tab"),
    "two documents": (HEAD + "---\n" + HEAD, 4, "", "tweede document"),
    "no YAML": (HEAD + "glossary: [{\n", 5, "", "YAML"),
    "an open quote": (text('"open'), 4, "", "YAML"),
    "a colon in bare text": (HEAD + "glossary:\n  - term: a: b\n", 5, "", "aanhalingstekens"),
    # only core types
    "anchor": (text('&a "tekst"'), 3, "cycle.summary", "Ankers"),
    "alias": (text("*a"), 3, "cycle.summary", "Ankers"),
    "alias bomb": (
        "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\n" + HEAD,
        1,
        "a",
        "onbekend",
    ),
    "tag": (text('!!str "tekst"'), 3, "cycle.summary", "Tags"),
    "Python tag": (text('!!python/object/apply:os.system ["ls"]'), 3, "cycle.summary", "Tags"),
    "Python tag on the file": ("!!python/object:object {}\n", 1, "", "Tags"),
    "tag directive": ("%TAG ! tag:example.com,2000:\n---\n" + HEAD, 1, "", "Tags"),
    "merge": (HEAD + "<<: {a: 1}\n", 4, "", "<<"),
    "deep nesting": (HEAD + "glossary: " + "[" * 200 + "]" * 200 + "\n", 4, "", "30 niveaus"),
    "deep nesting where it may": (
        HEAD + AMBITION + "results: [" + "{subgoals: [" * 40 + "]}" * 40 + "]\n",
        5,
        "results[1]" + ".subgoals[1]" * 14,
        "30 niveaus",
    ),
    "a list as the name of a field": (HEAD + "? [a]\n: 1\n", 4, "", "naam van een veld"),
    # version, fields, shapes
    "wrong version": (HEAD.replace("koersvast: 1", "koersvast: 2"), 1, "koersvast", "'koersvast: 1'"),
    "version as text": (HEAD.replace("koersvast: 1", 'koersvast: "1"'), 1, "koersvast", "Versie"),
    "no version": (HEAD.replace("koersvast: 1\n", ""), 1, "", "'koersvast' ontbreekt"),
    "unknown section": (HEAD + "resultaten: []\n", 4, "resultaten", "onbekend"),
    "section with a slip": (HEAD + "activites: []\n", 4, "activites", "Bedoelt u 'activities'?"),
    "field with a slip": (
        HEAD.replace("title:", "titel:"),
        3,
        "cycle.titel",
        "Bedoelt u 'title'?",
    ),
    "missing field": (HEAD.replace('title: "Ronde twee", ', ""), 3, "cycle", "'title' ontbreekt"),
    "field twice": (HEAD.replace("number: 2", "number: 2, number: 3"), 3, "cycle.number", "twee keer"),
    "section twice": (HEAD + "glossary: []\nglossary: []\n", 5, "glossary", "regel 4"),
    "a record where a list belongs": (HEAD + "glossary: {term: a}\n", 4, "glossary", "lijst"),
    "a list where a record belongs": (
        "koersvast: 1\nmunicipality: []\n" + HEAD.splitlines()[2],
        2,
        "municipality",
        "velden",
    ),
    "a list where a value belongs": (text("[een]"), 3, "cycle.summary", "één waarde"),
    "unknown word": (HEAD.replace("internal", "interal"), 3, "cycle.visibility", "Bedoelt u 'internal'?"),
    # values
    "empty value": (HEAD + "glossary:\n", 4, "glossary", "leeg"),
    "empty value before another": (
        HEAD + "glossary:\n  - term: woord\n    note:\n\n\n    agreed: zo\n",
        6,
        "glossary[1].note",
        "Laat het veld dan weg",
    ),
    "null": (text("null"), 3, "cycle.summary", "leeg"),
    "tilde": (text("~"), 3, "cycle.summary", "leeg"),
    "empty text": (text('""'), 3, "cycle.summary", "leeg"),
    "question mark": (text('"?"'), 3, "cycle.summary", "leeg"),
    "number as text": (text("2023"), 3, "cycle.summary", "aanhalingstekens"),
    "decimal as text": (text("6.1"), 3, "cycle.summary", "aanhalingstekens"),
    "power as text": (text("1e3"), 3, "cycle.summary", "aanhalingstekens"),
    "truth as text": (text("true"), 3, "cycle.summary", "aanhalingstekens"),
    "long text": (text('"' + "a" * 5001 + '"'), 3, "cycle.summary", "5001"),
    "very long bare text": (text("a" * 300_000), 3, "cycle.summary", "300000"),
    "markup": (text('"<b>vet</b>"'), 3, "cycle.summary", "opmaak"),
    "script": (text("\"een <script>alert('x')</script>\""), 3, "cycle.summary", "opmaak"),
    "comment markup": (text('"<!-- stil -->"'), 3, "cycle.summary", "opmaak"),
    "formula": (text('"=1+1"'), 3, "cycle.summary", "formule"),
    "formula with plus": (text('"+1+1"'), 3, "cycle.summary", "formule"),
    "formula with minus": (text('"-2+3"'), 3, "cycle.summary", "formule"),
    "formula with at": (text('"@SUM(A1)"'), 3, "cycle.summary", "formule"),
    "formula after a tab": (text(r'"\t=1"'), 3, "cycle.summary", "formule"),
    "formula after a return": (text(r'"\r=1"'), 3, "cycle.summary", "formule"),
    "full-width formula": (text('"＝1+1"'), 3, "cycle.summary", "formule"),
    "formula after an invisible character": (text('"\u200b\u2060=1"'), 3, "cycle.summary", "formule"),
    "formula after blanks": (text('" =1"'), 3, "cycle.summary", "formule"),
    "yes is no truth": (measurement("period: '2023', value: 1, indicator: veilig, chosen: yes"), 8, "measurements[1].chosen", "true of false"),
    "quoted truth is text": (measurement("period: '2023', value: 1, indicator: veilig, illustrative: 'true'"), 8, "measurements[1].illustrative", "true of false"),
    "octal is no number": (HEAD.replace("number: 2", "number: 0o7"), 3, "cycle.number", "geheel getal"),
    "sexagesimal is no number": (HEAD.replace("number: 2", "number: 1:30"), 3, "cycle.number", "geheel getal"),
    "negative number": (HEAD.replace("number: 2", "number: -2"), 3, "cycle.number", "kan hier niet"),
    "a fraction": (HEAD.replace("number: 2", "number: 2.5"), 3, "cycle.number", "geheel getal"),
    "huge whole number": (HEAD.replace("number: 2", f"number: 1{'0' * 400}"), 3, "cycle.number", "kan hier niet"),
    "huge number": (measurement(f"period: '2023', indicator: cijfer, value: 1{'0' * 400}"), 8, "measurements[1].value", "geen getal"),
    "infinity by power": (measurement("period: '2023', indicator: cijfer, value: 1e999"), 8, "measurements[1].value", "te groot"),
    "not a number": (measurement("period: '2023', indicator: cijfer, value: .nan"), 8, "measurements[1].value", "geen getal"),
    "infinite": (measurement("period: '2023', indicator: cijfer, value: -.inf"), 8, "measurements[1].value", "geen getal"),
    "decimal comma": (measurement("period: '2023', indicator: cijfer, value: '7,5'"), 8, "measurements[1].value", "punt"),
    "impossible date": (HEAD.replace("2023-01-01", "2023-02-29"), 3, "cycle.starts_on", "datum"),
    "month thirteen": (HEAD.replace("2023-01-01", "2023-13"), 3, "cycle.starts_on", "datum"),
    "Dutch order of a date": (HEAD.replace("2023-01-01", "01-01-2023"), 3, "cycle.starts_on", "datum"),
    "a year nobody plans for": (HEAD.replace("2023-01-01", "0023-01-01"), 3, "cycle.starts_on", "datum"),
    "period with a day": (measurement("period: 2023-01-01, indicator: cijfer, value: 1"), 8, "measurements[1].period", "periode"),
    "year out of range": (goals('      - {key: b, text: "B", kind: content, by_year: 20260}\n'), 11, "results[1].subgoals[1].by_year", "1900"),
    "code of a municipality": (HEAD.replace("GM9901", "GM99"), 2, "municipality.code", "GM0503"),
    "web address without a protocol": (HEAD + 'sources: [{key: a, title: "A", url: "www.cbs.nl"}]\n', 4, "sources[1].url", "https://"),
    "script as a web address": (HEAD + 'sources: [{key: a, title: "A", url: "javascript:alert(1)"}]\n', 4, "sources[1].url", "https://"),
    "key with capitals": (HEAD + 'sources: [{key: Bron_1, title: "A", url: "https://cbs.nl"}]\n', 4, "sources[1].key", "kleine letters"),
    "key that is a number": (HEAD + 'sources: [{key: 12, title: "A", url: "https://cbs.nl"}]\n', 4, "sources[1].key", "aanhalingstekens"),
    "step seven": (HEAD + "steps: [{step: 7}]\n", 4, "steps[1].step", "tot en met 6"),
    "step twice": (HEAD + "steps:\n  - {step: 1}\n  - {step: 1}\n", 6, "steps[2].step", "regel 5"),
    "word twice in a list": (HEAD + "steps: [{step: 1, parties: [residents, residents]}]\n", 4, "steps[1].parties[2]", "twee keer"),
    # what records say about each other
    "key twice": (
        HEAD + 'sources:\n  - {key: a, title: "A", url: "https://cbs.nl"}\n  - {key: a, title: "B", url: "https://cbs.nl"}\n',
        6,
        "sources[2].key",
        "regel 5",
    ),
    "key twice on one line": (
        HEAD + 'sources: [{key: a, title: "A", url: "https://a.nl"}, {key: a, title: "B", url: "https://a.nl"}]\n',
        4,
        "sources[2].key",
        "al gebruikt",
    ),
    "key twice in two sections": (HEAD + AMBITION + INDICATORS.replace("key: veilig", "key: thuis"), 6, "indicators[1].key", "regel 4"),
    "unknown reference": (measurement("period: '2023', value: 1, indicator: iets"), 8, "measurements[1].indicator", "komt in dit bestand niet voor"),
    "reference with a slip": (measurement("period: '2023', value: 1, indicator: veiligg"), 8, "measurements[1].indicator", "Bedoelt u 'veilig'?"),
    "reference to another section": (measurement("period: '2023', value: 1, indicator: m-1"), 8, "measurements[1].indicator", "'measurements'"),
    "unknown source": (measurement("period: '2023', value: 1, indicator: veilig, source_key: nee"), 8, "measurements[1].source_key", "komt in"),
    "unknown about": (
        HEAD + 'decisions: [{key: b, decided_on: 2023, body: table, kind: result, about: nee, reason: "Omdat"}]\n',
        4,
        "decisions[1].about",
        "komt in",
    ),
    "end before start": (HEAD.replace("visibility", "ends_on: 2022-12-31, visibility"), 3, "cycle.ends_on", "voor het begin"),
    "end of an activity before its start": (activity("starts_on: 2024-05, ends_on: 2023"), 7, "activities[1].ends_on", "voor het begin"),
    "funding above the amount": (
        activity('budget: [{year: 2024, amount: 100, taakveld: "6.1", funding: [{source: "Rijk", amount: 60}, {source: "Wij", amount: 41}]}]'),
        7,
        "activities[1].budget[1].funding",
        "101 is meer dan het bedrag 100",
    ),
    "share above 100": (measurement("period: '2023', value: 101, indicator: veilig"), 8, "measurements[1].value", "0 tot en met 100"),
    "compared share below 0": (measurement("period: '2023', value: 1, compare_value: -1, indicator: veilig"), 8, "measurements[1].compare_value", "0 tot en met 100"),
    "margin of a share above 100": (measurement("period: '2023', value: 99, margin_high: 103, indicator: veilig"), 8, "measurements[1].margin_high", "0 tot en met 100"),
    "target of a share above 100": (
        HEAD + INDICATORS + AMBITION
        + 'results: [{key: a, ambition: thuis, text: "A", kind: content, indicators: [{indicator: veilig, target: {value: 110, year: 2026}}]}]\n',
        8,
        "results[1].indicators[1].target.value",
        "0 tot en met 100",
    ),
    "margins the wrong way round": (measurement("period: '2023', value: 50, margin_low: 60, margin_high: 40, indicator: veilig"), 8, "measurements[1].margin_low", "omgekeerd"),
    "margins that do not hold the value": (measurement("period: '2023', value: 50, margin_low: 51, margin_high: 60, indicator: veilig"), 8, "measurements[1].margin_low", "buiten de marge"),
    "high margin below the value": (measurement("period: '2023', value: 50, margin_high: 49, indicator: veilig"), 8, "measurements[1].margin_high", "buiten de marge"),
    "chosen without a reason": (measurement("period: '2023', value: 50, chosen: true, indicator: veilig"), 8, "measurements[1].chosen", "choice_reason"),
    "baseline of another indicator": (
        measurement("period: '2023', value: 50, indicator: veilig") + AMBITION
        + 'results: [{key: a, ambition: thuis, text: "A", kind: content, indicators: [{indicator: cijfer, baseline: m-1}]}]\n',
        10,
        "results[1].indicators[1].baseline",
        "hoort bij indicator 'veilig'",
    ),
    "more achieved than asked": (
        activity("outcomes: [{period: '2024', goal_realisation: {achieved: 9, n: 8}}]"),
        7,
        "activities[1].outcomes[1].goal_realisation.achieved",
        "9 is meer dan het totaal 8",
    ),
    "more dropped than started": (
        activity("outcomes: [{period: '2024', dropout: {dropped: 9, started: 8}}]"),
        7,
        "activities[1].outcomes[1].dropout.dropped",
        "9 is meer dan het totaal 8",
    ),
    "goal under itself": (goals('      - {key: b, text: "B", kind: content, also_under: [b]}\n'), 11, "results[1].subgoals[1].also_under", "zichzelf"),
    "goal twice under its parent": (goals('      - {key: b, text: "B", kind: content, also_under: [veilig]}\n'), 11, "results[1].subgoals[1].also_under", "staat al onder"),
    "goal under an unknown goal": (goals('      - {key: b, text: "B", kind: content, also_under: [c]}\n'), 11, "results[1].subgoals[1].also_under[1]", "komt in"),
    "goal under its own subgoal": (
        goals('      - key: b\n        text: "B"\n        kind: content\n        also_under: [c]\n        subgoals: [{key: c, text: "C", kind: content}]\n'),
        14,
        "results[1].subgoals[1].also_under",
        "kring",
    ),
    "goals that hold each other": (
        goals('      - {key: b, text: "B", kind: content, also_under: [c]}\n      - {key: c, text: "C", kind: content, also_under: [b]}\n'),
        None,
        None,
        "kring",
    ),
    "activity that helps no known goal": (
        activity("").replace("contributes_to: []", 'contributes_to: [{goal: nee, rationale: "Zo"}]'),
        7,
        "activities[1].contributes_to[1].goal",
        "komt in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_mistake_is_told_with_its_line_and_field(case):
    source, line, field, phrase = BAD_FILES[case]
    found = mistakes_of(source)
    assert any(phrase in what for _, _, what in found), found
    if line is not None:
        assert (line, field) in [(at, name) for at, name, what in found if phrase in what], found


def test_one_mistake_is_told_once():
    many = {
        "alias bomb",
        "deep nesting",
        "goals that hold each other",
        "Python tag",
        "Python tag on the file",
    }
    for case in BAD_FILES.keys() - many:
        found = mistakes_of(BAD_FILES[case][0])
        if case not in ("just a word", "a list", "two documents", "tag directive"):
            assert len(found) == 1, (case, found)


def test_a_plan_without_mistakes_is_read():
    reading = read_plan(HEAD.encode())
    assert reading.mistakes == []
    assert reading.plan == {
        "koersvast": 1,
        "municipality": {"name": "Waterveen", "code": "GM9901", "acronym": "LHBTI+"},
        "cycle": {"title": "Ronde twee", "number": 2, "starts_on": "2023-01-01", "visibility": "internal"},
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("yes", "yes"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("2023-01-01", "2023-01-01"),
        ("1_000", "1_000"),
        ("'2023'", "2023"),
        ("'- een streepje'", "- een streepje"),
        ('"-5 graden"', "-5 graden"),
        ('"- LHBTI+ jongeren (12-18)"', "- LHBTI+ jongeren (12-18)"),
        ('"minder dan <5 mensen"', "minder dan <5 mensen"),
        ('"3 < 5"', "3 < 5"),
        ('"regel een\\nregel twee"', "regel een\nregel twee"),
        ('"\\U0001F308 regenboog"', "🌈 regenboog"),
        ("café", "café"),
    ],
)
def test_text_that_only_looks_odd_is_text(written, read):
    reading = read_plan(text(written).encode())
    assert reading.mistakes == []
    assert reading.plan["cycle"]["summary"] == read


@pytest.mark.parametrize(
    ("written", "read"), [("10", 10), ("10.0", 10), ("-0.5", -0.5), ("1e1", 10), (".5", 0.5), ("+3", 3)]
)
def test_numbers_are_read(written, read):
    reading = read_plan(measurement(f"period: 2023, indicator: cijfer, value: {written}").encode())
    assert reading.mistakes == []
    assert reading.plan["measurements"][0]["value"] == read
    assert reading.plan["measurements"][0]["period"] == "2023"


@pytest.mark.parametrize("date", ["2027", "2027-03", "2027-03-01", "2024-02-29"])
def test_a_date_may_be_less_precise(date):
    assert read_plan(HEAD.replace("2023-01-01", date).encode()).plan["cycle"]["starts_on"] == date


def test_a_year_does_not_end_before_a_month_of_that_year():
    assert read_plan(activity("starts_on: 2024-05, ends_on: 2024").encode()).mistakes == []


def test_no_mistake_hides_another():
    source = (
        HEAD.replace("GM9901", "GM1").replace("2023-01-01", "2023-02-30")
        + "glossary: [{term: a}]\n"
        + measurement("period: '2023', value: 200, indicator: veilig").removeprefix(HEAD)
        + 'commitments: [{key: c, kind: motion, text: "=x", by: "Raad", made_on: 2023, status: open, goals: [nee]}]\n'
    )
    assert [line for line, _, _ in mistakes_of(source)] == [2, 3, 4, 9, 10, 10]


def test_what_was_found_before_the_yaml_breaks_is_told_too():
    found = mistakes_of(HEAD.replace("GM9901", "GM1") + "glossary: [{\n")
    assert [line for line, _, _ in found] == [2, 5]


def test_at_most_a_hundred_mistakes_are_shown_and_the_rest_is_counted():
    wrong = "".join(f"  - {{term: a{number}}}\n" for number in range(130))
    reading = read_plan(f"{HEAD}glossary:\n{wrong}".encode())
    assert len(reading.mistakes) == 100
    assert reading.hidden == 30
    assert [one.line for one in reading.mistakes] == list(range(5, 105))


def test_a_file_of_nothing_but_mistakes_is_given_up_soon():
    reading = read_plan((HEAD + "glossary: [" + "1," * 500_000 + "1]\n").encode())
    assert len(reading.mistakes) == 100
    assert reading.hidden < 5000


def test_a_false_mark_and_an_empty_list_say_nothing():
    source = HEAD + "glossary: []\nsteps: [{step: 1, ready: false, illustrative: false, parties: []}]\n"
    assert read_plan(source.encode()).plan.keys() == {"koersvast", "municipality", "cycle", "steps"}
    assert read_plan(source.encode()).plan["steps"] == [{"step": 1}]


def test_two_measures_of_one_indicator_on_a_goal_are_allowed():
    source = (
        HEAD
        + INDICATORS
        + AMBITION
        + 'results: [{key: a, ambition: thuis, text: "A", kind: content, indicators: '
        "[{indicator: cijfer, target: {value: 7, year: 2025}}, {indicator: cijfer, target: {value: 8, year: 2026}}]}]\n"
    )
    assert read_plan(source.encode()).mistakes == []


def test_a_mistake_reads_as_file_line_field_what_right():
    mistake = read_plan(HEAD.replace("GM9901", "GM99").encode()).mistakes[0]
    assert str(mistake) == (
        "2: municipality.code: 'GM99' is geen gemeentecode. Schrijf GM en vier cijfers, zoals GM0503."
    )


def test_nothing_that_a_terminal_obeys_comes_back_in_a_mistake():
    found = read_plan(HEAD.replace("GM9901", r'"GM\e[31m"').encode()).mistakes
    assert not re.search(r"[\x00-\x1f]", str(found[0]))


def test_every_message_can_be_translated():
    """The texts are looked up in the language of the moment, not when the module was loaded."""
    with translation.override("en"):
        assert read_plan(b"").mistakes[0].what


@pytest.mark.parametrize("name", ["src/koersvast/exchange/demo/waterveen.yaml", "tests/plans/delft.yaml",
                                  "tests/plans/schiedam.yaml", "tests/plans/zaanstad.yaml"])  # fmt: skip
def test_the_real_plans_hold_no_mistakes(name):
    with open(name, "rb") as file:
        assert read_plan(file.read()).mistakes == []


@pytest.mark.parametrize("case", BAD_FILES)
def test_the_pure_parser_finds_the_same(case, monkeypatch):
    """Where PyYAML was built without its C parser."""
    source = BAD_FILES[case][0]
    data = source.encode() if isinstance(source, str) else source
    fast = read_plan(data)
    monkeypatch.delattr("yaml.CSafeLoader")
    pure = read_plan(data)
    assert pure.plan == fast.plan
    assert [(one.line, one.field) for one in pure.mistakes][:1] == [
        (one.line, one.field) for one in fast.mistakes
    ][:1]


def test_every_word_of_the_models_is_known():
    assert plan_format.INDICATOR.by_name["level"].kind.keys == ["societal", "outcome", "signal", "context"]
