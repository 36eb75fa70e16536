"""Raw tables in, safe tables out: find what to suppress, let an attacker try it, and only then hand it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

import numpy as np

from safefigures.arrays import choice, one_number
from safefigures.disclosure.attacker import Audit, audit_system, sums_matrix, unknown_cells
from safefigures.disclosure.fast import Unprotectable
from safefigures.disclosure.ledger import Ledger, pattern_of
from safefigures.disclosure.plan import Plan, make_plan
from safefigures.disclosure.problem import Clock, OutOfTime, Problem, problem_of
from safefigures.disclosure.rules import Rules, sensitive
from safefigures.disclosure.safe import SafeTable, sealed
from safefigures.disclosure.system import KNOWN, OPEN, Published, System, build_system
from safefigures.disclosure.tables import Bools, Cell, Counts, Table
from safefigures.errors import StatInputError, Undisclosed

Progress = Callable[[float, str], None]

SENTENCES = {
    "optimal": "Er is bewezen dat het niet met minder kan.",
    "optimal per block": "Per blok is bewezen dat het niet met minder kan.",
    "feasible": "Veilig. Of het met minder kan, is niet bewezen.",
    "fast": "Veilig en snel gevonden. Misschien kan het met minder.",
}


@dataclass(frozen=True, eq=False)
class Protection:
    """Safe tables and how they came about.

    tables: what may leave, in the order given. status: "optimal" (proven), "optimal per block" (each block proven
    with its margins standing still), "feasible" (better than the fast pattern, not proven), or "fast"; words: the
    same in Dutch. cells, primary, secondary, suppressed: how many there are, of the new tables. cost: of the
    suppressed cells; no safe pattern costs less than bound. audit: secret, as publication, which is for the ledger.
    seconds: how long it took.
    """

    tables: tuple[SafeTable, ...]
    status: str
    words: str
    cells: int
    primary: int
    suppressed: int
    cost: float
    bound: float
    blocks: int
    blocks_proven: int
    seconds: float
    audit: Audit = field(repr=False)
    publication: tuple[Published, ...] = field(repr=False)

    @property
    def secondary(self) -> int:
        return self.suppressed - self.primary


def audit(
    tables: Table | Sequence[Table],
    ledger: Ledger | None = None,
    *,
    rules: Rules | None = None,
    suppressed: Mapping[str, Sequence[Cell | Mapping[str, str]] | Bools] | None = None,
) -> Audit:
    """What an attacker works out about each sensitive cell of these tables and of everything published before.

    suppressed: per table name the cells left out, by name or as an array with margins; nothing said is left out of
    nothing. Whoever made the pattern, the question is the same. Raises StatInputError.
    """
    found = _tables(tables, ledger)
    system = build_system(found, rules or Rules(), (ledger or Ledger()).publications)
    shown = np.zeros(len(system.value), dtype=bool)
    chosen = dict(suppressed or {})
    for name in set(chosen) - {table.name for table in found}:
        raise StatInputError("is not the name of a table", place=f"suppressed {name!r}")
    for table, cells in zip(found, system.at, strict=True):
        shown[cells[~pattern_of(table, chosen.get(table.name, ()))]] = True
    return audit_system(system, sums_matrix(system), unknown_cells(system, ~shown))


def protect(
    tables: Table | Sequence[Table],
    rules: Rules | None = None,
    ledger: Ledger | None = None,
    *,
    solver: str = "exact",
    cost: str = "count",
    time_limit: float | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    differences: str = "refuse",
    workers: int = 2,
) -> Protection:
    """Suppress the sensitive cells and as few others as keep them unknown, given everything published before.

    differences: what to do where subtracting two publications (all ages and 18-64, two editions) would tell about a
    small group: "refuse" them, or "suppress" cells of the new tables until they no longer do.
    solver: "exact" proves that fewer will not do; "fast" takes seconds. cost: "count" for the fewest cells,
    "counts" for the smallest sum of suppressed counts. time_limit: seconds for the proof; the fast pattern is
    always finished, and returned when there was no time for better. progress(share, words) is told how far it is,
    words in Dutch; cancelled() is asked often. workers: threads, for tables that are solved block by block.

    Raises StatInputError for tables that contradict each other, Undisclosed with the names of the cells that leak
    or that no suppression can protect, Cancelled. Never a part of the tables. Method: Fischetti & Salazar-González 2001.
    """
    began = monotonic()
    choice(solver, "solver", ("exact", "fast"))
    choice(cost, "cost", ("count", "counts"))
    choice(differences, "differences", ("refuse", "suppress"))
    limit = np.inf if time_limit is None else one_number(time_limit, "time_limit", low=0.0)
    threads = int(one_number(workers, "workers", low=1, high=64))
    rules = rules or Rules()
    found = _tables(tables, ledger)
    tell = _steady(progress)
    tell(0.0, "De tabellen worden samengevoegd")
    system = build_system(found, rules, (ledger or Ledger()).publications)
    matrix = sums_matrix(system)
    _refuse_known(system)
    problem, columns = problem_of(system, matrix, cost, subtraction=differences == "suppress")
    clock = Clock(until=began + limit, cancelled=cancelled)
    clock.without_end().check()
    plan, status = _plan(problem, columns, system, solver, clock, threads, tell)
    hidden = np.zeros(len(system.value), dtype=bool)
    hidden[columns[plan.pattern]] = True
    tell(0.92, "De aanvaller probeert het")
    passed = audit_system(system, matrix, unknown_cells(system, hidden), clock.without_end())
    if not passed.passed:
        raise Undisclosed(
            "these groups follow from what is or was published, by subtraction; publish one of the two, or the parts",
            cells=passed.leaking,
            place="protect",
        )
    _refuse_empty(found, system, hidden)
    result = _hand_over(found, rules, system, hidden, plan, status, passed, monotonic() - began)
    tell(1.0, "Klaar")
    return result


def _tables(tables: Table | Sequence[Table], ledger: Ledger | None) -> tuple[Table, ...]:
    found = (tables,) if isinstance(tables, Table) else tuple(tables)
    for number, table in enumerate(found):
        if not isinstance(table, Table):
            raise StatInputError(f"{type(table).__name__} is not a Table", place=f"tables[{number}]")
        if [t.name for t in found].count(table.name) > 1:
            raise StatInputError("is the name of two tables", place=f"table {table.name!r}")
    if ledger is not None and not isinstance(ledger, Ledger):
        raise StatInputError(f"{type(ledger).__name__} is not a Ledger", place="ledger")
    if not found and not ledger:
        raise StatInputError("there is nothing to look at", place="tables")
    return found


def _steady(progress: Progress | None) -> Progress:
    """Progress that never goes back."""
    furthest = 0.0

    def tell(share: float, words: str) -> None:
        nonlocal furthest
        furthest = max(furthest, min(share, 1.0))
        if progress is not None:
            progress(furthest, words)

    return tell


def _refuse_known(system: System) -> None:
    """Sensitive cells that are public already cannot be taken back."""
    leaking = [
        system.words[cell]
        for cell, (low, high, _) in system.need.items()
        if system.status[cell] == KNOWN and not low >= system.value[cell] >= high
    ]
    if leaking:
        raise Undisclosed(
            "these sensitive cells were published before, in an earlier table or under milder rules",
            cells=tuple(leaking),
            place="protect",
        )


def _refuse_empty(tables: Sequence[Table], system: System, hidden: Bools) -> None:
    """A table that tells nothing but zeros is no publication."""
    for table, cells in zip(tables, system.at, strict=True):
        if hidden[cells].any() and not system.value[cells[~hidden[cells]]].any():
            raise Undisclosed(
                "nothing is left to show when these cells are protected; publish at the level of the region, or "
                "join categories",
                cells=tuple(dict.fromkeys(system.words[c] for c in cells.tolist() if c in system.need)),
                place=f"table {table.name!r}",
            )


def _plan(
    problem: Problem, columns: Counts, system: System, solver: str, clock: Clock, workers: int, tell: Progress
) -> tuple[Plan, str]:
    block = system.block[columns]
    first: Plan | None = None
    try:
        if solver == "fast" or np.isfinite(clock.until):
            words = "Een eerste veilig patroon"
            first = make_plan(
                problem,
                block,
                exact=False,
                clock=clock.without_end(),
                workers=workers,
                tell=lambda share: tell(0.05 + 0.25 * share, words),
            )
        if solver == "fast":
            assert first is not None
            return first, "fast"
        words = "Er wordt gezocht of het met minder kan"
        plan = make_plan(
            problem,
            block,
            exact=True,
            clock=clock,
            workers=workers,
            tell=lambda share: tell(0.3 + 0.6 * share, words),
            start=first,
        )
    except Unprotectable as impossible:
        cells = dict.fromkeys(int(columns[problem.need_cell[need]]) for need in impossible.needs)
        raise Undisclosed(
            "these cells follow from what is or was published, whatever else is left out; "
            "publish at the level of the region, join categories, or leave a table out",
            cells=tuple(system.words[cell] for cell in cells),
            place="protect",
        ) from None
    except OutOfTime:
        assert first is not None
        return first, "fast"
    if first is None or plan.cost < first.cost or plan.proven:
        return plan, _status(plan)
    return replace(first, bound=max(first.bound, plan.bound)), "fast"


def _status(plan: Plan) -> str:
    if plan.proven:
        return "optimal"
    return "optimal per block" if plan.blocks and plan.blocks == plan.blocks_proven else "feasible"


def _hand_over(
    tables: Sequence[Table],
    rules: Rules,
    system: System,
    hidden: Bools,
    plan: Plan,
    status: str,
    passed: Audit,
    seconds: float,
) -> Protection:
    new = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *system.at]))
    shown = new[system.status[new] == OPEN]
    need = np.zeros(len(system.value), dtype=bool)
    need[list(system.need)] = True
    patterns = [hidden[cells] for cells in system.at]
    return Protection(
        tables=tuple(sealed(t, p, rules, passed) for t, p in zip(tables, patterns, strict=True)),
        status=status,
        words=SENTENCES[status],
        cells=len(new),
        primary=int(need[shown].sum()),
        suppressed=int(hidden[shown].sum()),
        cost=plan.cost,
        bound=plan.bound,
        blocks=plan.blocks,
        blocks_proven=plan.blocks_proven,
        seconds=seconds,
        audit=passed,
        publication=tuple(
            Published(table=t, suppressed=p, needs=sensitive(t, rules), threshold=rules.threshold)
            for t, p in zip(tables, patterns, strict=True)
        ),
    )
