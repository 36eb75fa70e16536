"""The role matrix as a table for people: docs/roles.md is made from it."""

from __future__ import annotations

from koersvast.people.models import Role
from koersvast.people.permissions import MATRIX, Right

WORDS = {Right.EDIT: "schrijft", Right.OWN: "schrijft over eigen activiteiten", Right.READ: "leest"}
STEPS = {
    0: "Wat vooraf gaat",
    1: "Monitoring en ambities",
    2: "Maatschappelijk resultaat",
    3: "Activiteiten",
    4: "Input kwaliteit",
    5: "Outcome",
    6: "Verbetercyclus",
}


def as_markdown() -> str:
    """Rows are steps, columns roles."""
    head = "| Stap | " + " | ".join(str(role.label) for role in Role) + " |"
    line = "|---|" + "---|" * len(Role)
    rows = [
        f"| {step} {STEPS[step]} | " + " | ".join(WORDS[MATRIX[step][role]] for role in Role) + " |"
        for step in MATRIX
    ]
    return "\n".join([head, line, *rows])
