"""REFI-QDA: codebooks (.qdc) and projects (.qdpx), to and from other programs for qualitative work.

Pure: bytes in, dataclasses out, and back. Positions are Unicode code points in a text whose lines end with ``\\n``.
"""

from koersvast.coding.refi.codebooks import ReadCodebook, read_codebook, write_codebook
from koersvast.coding.refi.model import (
    Case,
    Code,
    Codebook,
    CodeSet,
    Coding,
    Note,
    Project,
    Selection,
    TextSource,
    User,
    Variable,
    VariableValue,
)
from koersvast.coding.refi.reader import ReadProject, read_project
from koersvast.coding.refi.writer import CannotWrite, write_project

__all__ = [
    "CannotWrite",
    "Case",
    "Code",
    "CodeSet",
    "Codebook",
    "Coding",
    "Note",
    "Project",
    "ReadCodebook",
    "ReadProject",
    "Selection",
    "TextSource",
    "User",
    "Variable",
    "VariableValue",
    "read_codebook",
    "read_project",
    "write_codebook",
    "write_project",
]
