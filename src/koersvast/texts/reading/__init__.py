"""From a file somebody brings in to a text, and nothing else of it.

Pure: bytes in, text out; no database and no file on a disk, because what people say never lies there readable.
Every refusal is a :class:`CannotRead` with one sentence for a person. No sentence holds a piece of the file.
"""

from koersvast.texts.reading.answers import AnswerTable, answer_table, table_rows
from koersvast.texts.reading.kinds import EXTENSIONS, plain_name
from koersvast.texts.reading.reader import read
from koersvast.texts.reading.reading import CannotRead, Reading, Turn

__all__ = [
    "EXTENSIONS",
    "AnswerTable",
    "CannotRead",
    "Reading",
    "Turn",
    "answer_table",
    "plain_name",
    "read",
    "table_rows",
]
