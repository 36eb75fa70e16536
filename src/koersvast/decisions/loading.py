"""What a first verdict of a process waits for: the statistics under it, which take seconds to load."""

from __future__ import annotations

import safefigures
from koersvast.decisions import contribution_rules


def load_statistics() -> None:
    """Ask each question of safefigures that a page of step 6 asks, so that its libraries are there. No database."""
    safefigures.verdict(
        1.0, 60.0, (0.5, 1.5), 1.0, "random", period=4.0, direction="up", baseline=50.0, detectable=2.0
    )
    safefigures.smallest_detectable_change(1000, 0.5)
    safefigures.needed_sample(0.5, 0.6, variance="baseline")
    contribution_rules.judge([contribution_rules.link("", (), (), necessary=True)])
