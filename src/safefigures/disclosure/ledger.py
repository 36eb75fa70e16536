"""Everything published so far, so that a new table is judged together with it. Secret: it holds the true counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from safefigures.disclosure.rules import Needs, Rules, sensitive
from safefigures.disclosure.system import Published
from safefigures.disclosure.tables import Bools, Cell, Dimension, Table
from safefigures.errors import StatInputError

VERSION = 1


class Publication(Protocol):
    """What protect gives: it knows what it hides."""

    @property
    def publication(self) -> tuple[Published, ...]: ...


@dataclass(frozen=True, eq=False)
class Ledger:
    """Earlier publications, oldest first; a value that only grows: each step gives a new one.

    It keeps the counts that were not told too, because only with them can be judged whether they stay unknown. Keep
    it where the answers themselves are kept.
    """

    publications: tuple[tuple[Published, ...], ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.publications)

    def __repr__(self) -> str:
        return f"Ledger({len(self)} publications)"

    def with_publication(self, publication: Publication | Published | Iterable[Published]) -> Ledger:
        """The ledger with one publication more: what `protect` gave, or `published(...)` for one made elsewhere."""
        found: Any = getattr(publication, "publication", publication)
        entries = (
            (found,) if isinstance(found, Published) or not isinstance(found, Iterable) else tuple(found)
        )
        if not entries or not all(isinstance(entry, Published) for entry in entries):
            raise StatInputError(
                "takes what protect returned (not its tables: those do not know what they hide)",
                place="ledger",
            )
        return Ledger(publications=(*self.publications, entries))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON. Secret."""
        return {
            "version": VERSION,
            "publications": [[_to_plain(p) for p in entry] for entry in self.publications],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Ledger:
        """The ledger that `to_dict` wrote. Raises StatInputError for anything else."""
        try:
            version, entries = plain["version"], plain["publications"]
        except (TypeError, KeyError) as error:
            raise StatInputError("is not what to_dict wrote", place="ledger") from error
        if version != VERSION:
            raise StatInputError(f"has version {version!r}, this library reads {VERSION}", place="ledger")
        found = []
        for number, entry in enumerate(entries):
            try:
                found.append(tuple(_from_plain(p) for p in entry))
            except StatInputError:
                raise
            except (TypeError, KeyError, ValueError, IndexError, AttributeError) as error:
                raise StatInputError(
                    "is not what to_dict wrote", place=f"ledger.publications[{number}]"
                ) from error
        return cls(publications=tuple(found))


def published(
    table: Table, rules: Rules | None = None, suppressed: Sequence[Cell | Mapping[str, str]] | Bools = ()
) -> Published:
    """A table that went out without this library, for the ledger: its true counts and the cells that were left out."""
    rules = rules or Rules()
    return Published(
        table=table,
        suppressed=pattern_of(table, suppressed),
        needs=sensitive(table, rules),
        threshold=rules.threshold,
    )


def pattern_of(table: Table, suppressed: Sequence[Cell | Mapping[str, str]] | Bools) -> Bools:
    """Suppressed cells, by name or as an array of the shape with margins, as a flat array."""
    size = int(np.prod(table.shape))
    if isinstance(suppressed, np.ndarray):
        if suppressed.dtype != bool or suppressed.size != size:
            raise StatInputError(
                f"needs yes or no for each of the cells, shape {table.shape}",
                place=f"suppressed of {table.name!r}",
            )
        return suppressed.ravel().copy()
    pattern = np.zeros(table.shape, dtype=bool)
    for cell in suppressed:
        pattern[table.place(cell)] = True
    return pattern.ravel()


def _to_plain(p: Published) -> dict[str, Any]:
    table = p.table
    return {
        "name": table.name,
        "population": {name: list(labels) for name, labels in table.population.items()},
        "dimensions": [
            {"name": d.name, "categories": list(d.categories), "parents": dict(d.parents)}
            for d in table.dimensions
        ],
        "counts": table.counts.ravel().tolist(),
        "suppressed": np.flatnonzero(p.suppressed).tolist(),
        "sensitive": [
            [cell, low, high, rule]
            for cell, low, high, rule in zip(
                p.needs.cell.tolist(), p.needs.low.tolist(), p.needs.high.tolist(), p.needs.rule, strict=True
            )
        ],
        "threshold": p.threshold,
    }


def _from_plain(plain: Mapping[str, Any]) -> Published:
    dimensions = tuple(
        Dimension(name=d["name"], categories=tuple(d["categories"]), parents=d["parents"])
        for d in plain["dimensions"]
    )
    counts = np.array(plain["counts"]).reshape([len(d.categories) for d in dimensions])
    table = Table(name=plain["name"], counts=counts, dimensions=dimensions, population=plain["population"])
    suppressed = np.zeros(int(np.prod(table.shape)), dtype=bool)
    suppressed[np.array(plain["suppressed"], dtype=np.int64)] = True
    rows = plain["sensitive"]
    needs = Needs(
        cell=np.array([int(r[0]) for r in rows], dtype=np.int64),
        low=np.array([int(r[1]) for r in rows], dtype=np.int64),
        high=np.array([int(r[2]) for r in rows], dtype=np.int64),
        rule=tuple(str(r[3]) for r in rows),
    )
    if len(needs.cell) and not 0 <= needs.cell.min() <= needs.cell.max() < len(suppressed):
        raise StatInputError("names a sensitive cell it does not have", place=f"ledger, table {table.name!r}")
    return Published(table=table, suppressed=suppressed, needs=needs, threshold=int(plain["threshold"]))
