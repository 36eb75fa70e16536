"""The same three things in Taguette, run by its own python: see benchmarks/listening.py. Prints name and milliseconds.

Usage: PYTHON taguette_side.py FOLDER NUMBER
FOLDER holds texts/<number>.txt and codings.txt (number, start, end of one code); NUMBER is the longest text.
Taguette's own model is used on a SQLite file of its own; reading a document is what its page asks: the body with its
highlights. Exporting a code is every highlight with the tag, with its document.
"""

import html
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.orm import joinedload
from taguette import database
from taguette.extract import extract

RUNS = 3


def taken(do):
    do()
    found = []
    for _run in range(RUNS):
        began = time.perf_counter()
        do()
        found.append(1000 * (time.perf_counter() - began))
    return statistics.median(found)


def main(folder, longest):
    with tempfile.TemporaryDirectory() as home:
        session = database.connect(f"sqlite:///{home}/taguette.sqlite3")()
        project = database.Project(name="p", description="")
        session.add(project)
        session.flush()
        tag = database.Tag(project=project, path="soort 0", description="")
        session.add(tag)
        documents = {}
        for file in sorted((folder / "texts").iterdir()):
            body = "<p>" + html.escape(file.read_text()).replace("\n", "<br>") + "</p>"
            documents[file.stem] = database.Document(
                name=file.stem, description="", filename=file.name, project=project, contents=body,
                text_direction=database.TextDirection.LEFT_TO_RIGHT,
            )  # fmt: skip
        session.add_all(documents.values())
        session.flush()
        texts = {name: (folder / "texts" / f"{name}.txt").read_text() for name in documents}

        def highlight(name, start, end):
            made = database.Highlight(
                document=documents[name], start_offset=start, end_offset=end, snippet=html.escape(texts[name][start:end])
            )  # fmt: skip
            made.tags.append(tag)
            session.add(made)

        for line in (folder / "codings.txt").read_text().splitlines():
            name, start, end = line.split()
            highlight(name, int(start), int(end))
        session.commit()
        spare = iter(range(0, 10**9, 7))

        def open_document():
            session.expire_all()
            row = session.get(database.Document, documents[longest].id)
            assert row.contents
            rows = session.query(database.Highlight).filter_by(document_id=row.id)
            [(one.id, one.start_offset, one.end_offset, [t.id for t in one.tags]) for one in rows]

        def add_500():
            for _one in range(500):
                start = next(spare)
                body = documents[longest].contents
                made = database.Highlight(
                    document=documents[longest], start_offset=start, end_offset=start + 40,
                    snippet=extract(body, start, start + 40),
                )  # fmt: skip
                made.tags.append(tag)
                session.add(made)
                session.commit()  # one click, one save

        def export_code():
            session.expire_all()
            rows = (
                session.query(database.Highlight)
                .options(joinedload(database.Highlight.document))
                .filter(database.Highlight.tags.contains(tag))
            )
            assert len([(one.snippet, one.document.name) for one in rows]) >= 2000

        for name, do in (
            ("open a document", open_document), ("export a code", export_code), ("add 500 codings", add_500)
        ):  # fmt: skip
            print(f"{name}\t{taken(do)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
