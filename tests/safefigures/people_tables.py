"""Small tables that the tests on safe publication share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from hypothesis import strategies as st

from safefigures import Dimension, Table


def dimension(name: str, size: int, parents: Sequence[int] = ()) -> Dimension:
    """Categories name0, name1, ...; `parents` gives per category the number of its parent."""
    categories = tuple(f"{name}{i}" for i in range(size))
    above = {c: f"{name}-boven{p}" for c, p in zip(categories, parents, strict=False)}
    return Dimension(name, categories, above)


def table(counts: object, *dimensions: Dimension, name: str = "tabel", **more: object) -> Table:
    found = np.array(counts)
    letters = dimensions or tuple(dimension("ijk"[axis], size) for axis, size in enumerate(found.shape))
    return Table(name, found, letters, **more)


@st.composite
def small_tables(draw: st.DrawFn) -> Table:
    """Two or three dimensions, at most 36 leaf cells, many of them small; the first may have parents."""
    shape = draw(st.sampled_from([(2, 3), (3, 3), (4, 3), (6, 2), (2, 2, 2), (3, 2, 3), (4, 3, 3)]))
    counts = draw(
        st.lists(
            st.sampled_from([0, 1, 2, 3, 4, 6, 9, 15, 40]),
            min_size=int(np.prod(shape)),
            max_size=int(np.prod(shape)),
        )
    )
    parents = draw(st.sampled_from([(), (0, 0, 1, 1, 1, 1)]))
    dimensions = [
        dimension("ijk"[axis], size, parents if axis == 0 else ()) for axis, size in enumerate(shape)
    ]
    return table(np.array(counts).reshape(shape), *dimensions)


def everything(found: Table) -> list[tuple[str | None, ...]]:
    return list(product(*(d.nodes for d in found.dimensions)))
