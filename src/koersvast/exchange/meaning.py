"""What a plan says, checked: references, order of dates, money, shares, margins, circles.

It is told of every record when that is read, remembers the little that must be compared later, and compares
at the end. So a mistake in one place hides no mistake in another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from koersvast.decisions.contribution_rules import is_of_participants, may_prove
from koersvast.decisions.review_rules import minutes
from koersvast.exchange import rules
from koersvast.exchange.format import SECTION_OF
from koersvast.exchange.mistakes import Mistakes, Path, quoted, suggestion

Lines = dict[str, int]
Found = dict[str, Any]


@dataclass(frozen=True)
class _Named:
    section: str
    line: int


@dataclass
class Meaning:
    mistakes: Mistakes
    keys: dict[str, _Named] = field(default_factory=dict)
    references: list[tuple[int, Path, str, tuple[str, ...]]] = field(default_factory=list)
    unit_of: dict[str, str] = field(default_factory=dict)  # indicator -> unit
    indicator_of: dict[str, str] = field(default_factory=dict)  # measurement -> indicator
    outside_shares: list[tuple[int, Path, str, float]] = field(default_factory=list)  # wrong if unit is %
    baselines: list[tuple[int, Path, str, str]] = field(default_factory=list)  # measurement, indicator
    links: list[tuple[str, str]] = field(default_factory=list)  # goal -> parent
    further: dict[tuple[str, str], tuple[int, Path]] = field(default_factory=dict)  # links of also_under
    proofs: list[tuple[int, Path, Found]] = field(default_factory=list)  # evidence for a result
    level_of: dict[str, str] = field(default_factory=dict)  # indicator -> level
    steps: dict[int, int] = field(default_factory=dict)  # step -> line

    def __post_init__(self) -> None:
        self.checks: dict[str, Callable[[Found, Lines, Path], None]] = {
            "step": self.check_step,
            "cycle": self.check_order,
            "activity": self.check_order,
            "indicator": self.learn_unit,
            "measurement": self.check_measurement,
            "goal_indicator": self.check_goal_indicator,
            "subgoal": self.learn_links,
            "budget": self.check_funding,
            "outcome": self.check_outcome,
            "verdict": self.check_verdict,
            "task_field": self.check_years,
            "review": self.check_review,
            "contribution_file": self.check_contribution,
            "result": self.check_result,
            "review_remark": self.check_remark,
        }

    def refer(self, line: int, path: Path, key: str, sections: tuple[str, ...]) -> None:
        self.references.append((line, path, key, sections))

    def after_record(self, name: str, found: Found, lines: Lines, path: Path, line: int) -> None:
        if "key" in found and name in SECTION_OF:
            self.learn_key(found["key"], SECTION_OF[name], lines["key"], path)
        check = self.checks.get(name)
        if check is not None:
            check(found, lines, path)

    def learn_key(self, key: str, section: str, line: int, path: Path) -> None:
        first = self.keys.get(key)
        if first is None:
            self.keys[key] = _Named(section, line)
            return
        if first.line > line:  # a goal is told of after the subgoals inside it
            self.keys[key] = _Named(section, line)
            first, line = self.keys[key], first.line
        what = _("De sleutel %(key)s is al gebruikt, op regel %(line)d.") % {
            "key": quoted(key),
            "line": first.line,
        }
        self.mistakes.add(line, (path, "key"), what, _("Kies een sleutel die nog vrij is."))

    # -- inside one record -----------------------------------------------

    def check_step(self, found: Found, lines: Lines, path: Path) -> None:
        if "step" not in found:
            return
        first = self.steps.get(found["step"])
        if first is None:
            self.steps[found["step"]] = lines["step"]
        else:
            what = _("Stap %(step)d staat al op regel %(line)d.") % {"step": found["step"], "line": first}
            self.mistakes.add(lines["step"], (path, "step"), what, _("Zet alles over een stap bij elkaar."))

    def check_order(self, found: Found, lines: Lines, path: Path) -> None:
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on and rules.ends_before_it_starts(starts_on, ends_on):
            what = _("Het einde %(end)s ligt voor het begin %(start)s.") % {
                "end": ends_on,
                "start": starts_on,
            }
            self.mistakes.add(lines["ends_on"], (path, "ends_on"), what, _("Verbeter een van de twee."))

    def check_years(self, found: Found, lines: Lines, path: Path) -> None:
        first, last = found.get("from_year"), found.get("until_year")
        if first and last and last < first:
            what = _("Het laatste jaar %(last)d ligt voor het eerste jaar %(first)d.") % {
                "first": first,
                "last": last,
            }
            self.mistakes.add(lines["until_year"], (path, "until_year"), what, _("Verbeter een van de twee."))

    def learn_unit(self, found: Found, lines: Lines, path: Path) -> None:
        if "key" in found and "unit" in found:
            self.unit_of[found["key"]] = found["unit"]
        if "key" in found and "level" in found:
            self.level_of[found["key"]] = found["level"]

    def check_measurement(self, found: Found, lines: Lines, path: Path) -> None:
        if "key" in found and "indicator" in found:
            self.indicator_of[found["key"]] = found["indicator"]
        for name in ("value", "compare_value", "margin_low", "margin_high"):
            self.note_share(found.get("indicator"), found.get(name), lines.get(name, 0), (path, name))
        self.check_margins(found, lines, path)
        if found.get("chosen") and "choice_reason" not in found:
            what = _("Bij 'chosen: true' ontbreekt de reden.")
            self.mistakes.add(lines["chosen"], (path, "chosen"), what, _("Vul 'choice_reason' in."))

    def check_margins(self, found: Found, lines: Lines, path: Path) -> None:
        low, high, value = (found.get(name) for name in ("margin_low", "margin_high", "value"))
        if low is not None and high is not None and low > high:
            what = _("De marge is omgekeerd: %(low)s is meer dan %(high)s.") % {"low": low, "high": high}
            self.mistakes.add(lines["margin_low"], (path, "margin_low"), what, _("Draai ze om."))
            return
        for name, outside in (
            ("margin_low", low is not None and value is not None and value < low),
            ("margin_high", high is not None and value is not None and value > high),
        ):
            if outside:
                what = _("De waarde %(value)s ligt buiten de marge.") % {"value": value}
                right = _("De waarde ligt tussen margin_low en margin_high.")
                self.mistakes.add(lines[name], (path, name), what, right)

    def note_share(self, indicator: str | None, value: float | None, line: int, path: Path) -> None:
        if indicator is not None and value is not None and not 0 <= value <= 100:
            self.outside_shares.append((line, path, indicator, value))

    def check_goal_indicator(self, found: Found, lines: Lines, path: Path) -> None:
        indicator = found.get("indicator")
        if indicator is None:
            return
        if "baseline" in found:
            self.baselines.append((lines["baseline"], (path, "baseline"), found["baseline"], indicator))
        target = found.get("target", {}).get("value")
        self.note_share(indicator, target, lines.get("target.value", 0), ((path, "target"), "value"))

    def learn_links(self, found: Found, lines: Lines, path: Path) -> None:
        key = found.get("key")
        if key is None:
            return
        own = [goal["key"] for goal in found.get("subgoals", []) if "key" in goal]
        self.links.extend((child, key) for child in own)
        line = lines.get("also_under", 0)
        for parent in found.get("also_under", []):
            here: Path = (path, "also_under")
            if parent == key:
                what = _("Het doel %(key)s verwijst naar zichzelf.") % {"key": quoted(key)}
                self.mistakes.add(line, here, what, _("Noem een ander doel."))
            else:
                self.further[(key, parent)] = (line, here)

    def check_funding(self, found: Found, lines: Lines, path: Path) -> None:
        amount = found.get("amount")
        funding = sum(item.get("amount", 0) for item in found.get("funding", []))
        if amount is not None and funding > amount:
            what = _("De dekking %(funding)d is meer dan het bedrag %(amount)d.") % {
                "funding": funding,
                "amount": amount,
            }
            right = _("De dekking is samen hoogstens het bedrag.")
            self.mistakes.add(lines["funding"], (path, "funding"), what, right)

    def check_outcome(self, found: Found, lines: Lines, path: Path) -> None:
        for name, part, whole in (("goal_realisation", "achieved", "n"), ("dropout", "dropped", "started")):
            numbers = found.get(name, {})
            some, of = numbers.get(part), numbers.get(whole)
            if some is not None and of is not None and some > of:
                what = _("%(some)d is meer dan het totaal %(of)d.") % {"some": some, "of": of}
                line = lines.get(f"{name}.{part}", lines[name])
                right = _("%(part)s is hoogstens %(whole)s.") % {"part": part, "whole": whole}
                self.mistakes.add(line, ((path, name), part), what, right)

    def check_verdict(self, found: Found, lines: Lines, path: Path) -> None:
        if "verdict" in found and found["verdict"] != found.get("proposed") and "reason" not in found:
            what = _("Het oordeel is een ander dan het voorstel, en de reden ontbreekt.")
            self.mistakes.add(lines["verdict"], (path, "verdict"), what, _("Vul 'reason' in."))

    def check_review(self, found: Found, lines: Lines, path: Path) -> None:
        for name in ("starts_at", "ends_at"):
            if name in found and minutes(found[name]) is None:
                what = _("%(text)s is geen tijd.") % {"text": quoted(found[name])}
                self.mistakes.add(lines[name], (path, name), what, _('Schrijf uren en minuten: "19:30".'))
        about = [topic["about"] for topic in found.get("discussed", []) if "about" in topic]
        twice = next((key for key in about if about.count(key) > 1), None)
        if twice is not None:
            what = _("%(key)s staat twee keer in dit gesprek.") % {"key": quoted(twice)}
            self.mistakes.add(lines["discussed"], (path, "discussed"), what, _("Zet het bij elkaar."))

    def check_contribution(self, found: Found, lines: Lines, path: Path) -> None:
        of = [link["of"] for link in found.get("links", []) if "of" in link]
        twice = next((key for key in of if of.count(key) > 1), None)
        if twice is not None:
            what = _("%(key)s staat twee keer in dit dossier.") % {"key": quoted(twice)}
            self.mistakes.add(lines["links"], (path, "links"), what, _("Zet het bij elkaar."))

    def check_result(self, found: Found, lines: Lines, path: Path) -> None:
        self.learn_links(found, lines, path)
        for link in found.get("contribution", {}).get("links", []):
            for piece in link.get("evidence", []):
                self.proofs.append((lines["contribution"], (path, "contribution"), piece))

    def check_remark(self, found: Found, lines: Lines, path: Path) -> None:
        if "stance" in found and found["stance"] != "agrees" and "text" not in found:
            what = _("Wie het niet alleen eens is, zegt waarom; de tekst ontbreekt.")
            self.mistakes.add(lines["stance"], (path, "stance"), what, _("Vul 'text' in."))

    # -- between records -------------------------------------------------

    def check_whole_plan(self, *, complete: bool = True) -> None:
        """Compare across the plan. Of a file that broke off, only what does not need the rest."""
        if complete:
            self.check_references()
        self.check_shares()
        self.check_baselines()
        self.check_proofs()
        self.check_goal_graph()

    def check_references(self) -> None:
        for line, path, key, sections in self.references:
            named = self.keys.get(key)
            if named is None:
                what = _("%(key)s komt in dit bestand niet voor.") % {"key": quoted(key)}
            elif sections and named.section not in sections:
                what = _("%(key)s staat onder '%(section)s'.") % {
                    "key": quoted(key),
                    "section": named.section,
                }
            else:
                continue
            known = (name for name, at in self.keys.items() if not sections or at.section in sections)
            right = suggestion(key, known) or (
                _("Noem een sleutel van: %(sections)s.") % {"sections": ", ".join(sections)}
                if sections
                else _("Noem een sleutel uit dit bestand.")
            )
            self.mistakes.add(line, path, what, right)

    def check_shares(self) -> None:
        for line, path, indicator, value in self.outside_shares:
            if self.unit_of.get(indicator) == "%":
                what = _("%(value)s past niet bij de eenheid %%.") % {"value": value}
                self.mistakes.add(line, path, what, _("Een aandeel ligt van 0 tot en met 100."))

    def check_baselines(self) -> None:
        for line, path, measurement, indicator in self.baselines:
            other = self.indicator_of.get(measurement)
            if other is not None and other != indicator:
                what = _("De nulmeting %(measurement)s hoort bij indicator %(other)s.") % {
                    "measurement": quoted(measurement),
                    "other": quoted(other),
                }
                right = _("Noem een meting van %(indicator)s.") % {"indicator": quoted(indicator)}
                self.mistakes.add(line, path, what, right)

    def check_proofs(self) -> None:
        """K09: what participants of an activity tell is no evidence for a societal result."""
        for line, path, piece in self.proofs:
            level = self.level_of.get(self.indicator_of.get(piece.get("measurement", ""), ""), "")
            of_participants = is_of_participants(piece.get("basis", ""), level)
            if not may_prove(is_result=True, of_participants=of_participants):
                what = _(
                    "Dit cijfer gaat over deelnemers van een activiteit. Dat bewijst niets over de hele gemeente."
                )
                self.mistakes.add(line, path, what, _("Zet het bij een subdoel, of haal het weg."))

    def check_goal_graph(self) -> None:
        nested = set(self.links)
        for link, (line, path) in self.further.items():
            if link in nested:
                what = _("Het doel staat al onder %(parent)s.") % {"parent": quoted(link[1])}
                self.mistakes.add(line, path, what, _("Noem alleen verdere doelen."))
        further = self.further.keys() - nested
        goals = {key for key, named in self.keys.items() if named.section == "results"}
        known = [link for link in (*self.links, *self.further) if set(link) <= goals]
        for link in rules.links_in_circles(known, further):
            line, path = self.further[link]
            what = _("Het doel %(child)s draagt zo in een kring bij aan zichzelf, via %(parent)s.") % {
                "child": quoted(link[0]),
                "parent": quoted(link[1]),
            }
            self.mistakes.add(line, path, what, _("Haal deze verwijzing weg."))
