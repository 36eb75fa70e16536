"""The action plan: everything a plan must show, in a fixed order, from the facts of one cycle."""

from koersvast.reports.kinds.action_plan.build import build

__all__ = ["build"]
