"""Questions about codes and codings. Words are read from the sealed texts at the moment they are shown."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from koersvast.coding import rules
from koersvast.coding.models import Code, Codebook, Coder, Coding, Memo, Ready, WaitingCoding
from koersvast.coding.rules import Span
from koersvast.texts.models import Collection, Decided, Mark, Text, TextState
from koersvast.texts.queries import OpenText, finished_texts, open_texts
from koersvast.vault.queries import Box, open_box


def codebook_of(collection: Collection) -> Codebook | None:
    return Codebook.objects.filter(collection=collection).first()


def coder_of(codebook: Codebook, user_id: uuid.UUID) -> Coder | None:
    return Coder.objects.filter(codebook=codebook, user_id=user_id).first()


def who_coded(codebook: Codebook) -> list[Coder]:
    """Who gave a code; who only opened the page is not among them."""
    given = Coding.objects.filter(coder=OuterRef("pk"))
    return list(Coder.objects.filter(Exists(given), codebook=codebook).select_related("user"))


def codes(codebook: Codebook) -> list[Code]:
    """The codes that are there, parents before children, in their order."""
    rows = list(Code.objects.filter(codebook=codebook, removed_at=None))
    under: dict[uuid.UUID | None, list[Code]] = defaultdict(list)
    there = {row.pk for row in rows}
    for row in rows:
        under[row.parent_id if row.parent_id in there else None].append(row)
    found: list[Code] = []

    def walk(parent: uuid.UUID | None) -> None:
        for row in under[parent]:
            found.append(row)
            walk(row.pk)

    walk(None)
    return found


@dataclass(frozen=True)
class TreeLine:
    """A code as it stands in the tree: how deep, how often it was given, with which line it is drawn."""

    code: Code
    depth: int
    count: int
    look: str


def tree(codebook: Codebook, coder: Coder | None = None) -> list[TreeLine]:
    """The codebook with counts; in blind mode only the counts of this coder."""
    rows = codes(codebook)
    return _lines(rows, counts_of(rows, codebook, coder))


def counts_of(codes: Some[Code], codebook: Codebook, coder: Coder | None = None) -> dict[uuid.UUID, int]:
    """How often each of these codes was given; in blind mode only by this coder."""
    found = Coding.objects.filter(code__in=[row.pk for row in codes])
    if codebook.blind:
        found = found.filter(coder=coder)
    return dict(found.order_by().values_list("code").annotate(n=Count("*")))


def choices_in(codebook: Codebook) -> list[TreeLine]:
    """The codebook to choose from, without counts."""
    return _lines(codes(codebook), {})


def _lines(rows: list[Code], counts: dict[uuid.UUID, int]) -> list[TreeLine]:
    looks = looks_of(rows)
    depths: dict[uuid.UUID, int] = {}
    lines = []
    for row in rows:
        depths[row.pk] = depths.get(row.parent_id, -1) + 1 if row.parent_id else 0
        lines.append(TreeLine(row, depths[row.pk], counts.get(row.pk, 0), looks.get(row.pk, "")))
    return lines


def looks_of(rows: Iterable[Code]) -> dict[uuid.UUID, str]:
    """The first tree of the codebook is drawn in the text, each code with a line of its own; the others are words."""
    rows = list(rows)
    roots = [row for row in rows if row.parent_id is None]
    if not roots:
        return {}
    first = [row for row in rows if row.parent_id == roots[0].pk and row.assignable]
    if not first:
        first = [row for row in roots if row.assignable]
    return {row.pk: rules.LOOKS[at % len(rules.LOOKS)] for at, row in enumerate(first)}


def ready_coders(text: Text) -> set[uuid.UUID]:
    return set(Ready.objects.filter(text=text).values_list("coder_id", flat=True))


def codings_on(
    text: Text, *, codebook: Codebook, coder: Coder | None, within: Span | None = None
) -> list[Coding]:
    """Codings on a text (or those that touch a part of it) that this coder may see, in order of place."""
    found = usable(Coding.objects.filter(text=text))
    if within is not None:
        found = found.filter(start__lt=within.end, end__gt=within.start)
    rows = _told(found, codebook)
    rows.sort(key=lambda row: (row.start, row.end, row.code.position))
    if not codebook.blind:
        return rows
    ready, mine = ready_coders(text), coder.pk if coder else None
    return [
        row
        for row in rows
        if rules.may_see(
            blind=True, own=row.coder_id == mine, mine_ready=mine in ready, theirs_ready=row.coder_id in ready
        )
    ]


def _told(found: QuerySet[Coding], codebook: Codebook) -> list[Coding]:
    """Codings with their code and coder; each of those is read once, not once per coding. Without removed codes."""
    here = {row.pk: row for row in Code.objects.filter(codebook=codebook, removed_at=None)}
    who = {row.pk: row for row in Coder.objects.filter(codebook=codebook).select_related("user")}
    rows = []
    for row in found:
        code, coder = here.get(row.code_id), who.get(row.coder_id)
        if code is not None and coder is not None:
            row.code, row.coder = code, coder
            rows.append(row)
    return rows


def hidden_coders(text: Text, *, codebook: Codebook, coder: Coder | None) -> int:
    """How many others coded this text whose codes are hidden still."""
    if not codebook.blind:
        return 0
    ready, mine = ready_coders(text), coder.pk if coder else None
    others = set(Coding.objects.filter(text=text).values_list("coder_id", flat=True)) - {mine}
    return len([one for one in others if mine not in ready or one not in ready])


@dataclass(frozen=True)
class Fragment:
    """A coding with its words, as they may be read."""

    coding: Coding
    words: str
    number: int
    party: str
    also: tuple[str, ...]  # keys of other codes on the same place
    coders: int = 1  # how many gave this code to exactly these words

    def __repr__(self) -> str:
        return f"Fragment({self.coding.pk})"


def fragments(
    codebook: Codebook,
    code: Code,
    *,
    coder: Coder | None,
    together_with: Some[str] = (),
    party: str = "",
    with_children: bool = True,
) -> list[Fragment]:
    """All fragments with a code (and the codes under it), from every text, decrypted. A fixed number of queries.

    The same words with the same code by two coders are one fragment.
    ``together_with``: keys of codes that must lie on the same place too, such as a theme and a setting.
    """
    found = codings_with(
        codebook, code, coder=coder, together_with=together_with, party=party, with_children=with_children
    )
    return read_fragments(found, codebook, coder=coder)


def codings_with(
    codebook: Codebook,
    code: Code,
    *,
    coder: Coder | None,
    together_with: Some[str] = (),
    party: str = "",
    with_children: bool = True,
) -> list[Coding]:
    """The codings that ``fragments`` is about, in order of conversation and place. No text is opened."""
    rows = list(Code.objects.filter(codebook=codebook, removed_at=None).values_list("pk", "parent_id"))
    wanted = (
        rules.below({str(pk): str(up) if up else None for pk, up in rows}, str(code.pk))
        if with_children
        else {str(code.pk)}
    )
    found = Coding.objects.filter(code__in=list(wanted), text__data_key__isnull=False)
    if party:
        found = found.filter(text__party=party)
    if codebook.blind:
        found = visible(found, coder)
    picked = _told(usable(found).order_by("text__number", "start", "end"), codebook)
    if together_with:
        others = _others_on(picked, codebook, coder, keys=together_with)
        picked = [row for row in picked if set(together_with) <= others[row.pk] | {row.code.key}]
    return picked


def read_fragments(picked: list[Coding], codebook: Codebook, *, coder: Coder | None) -> list[Fragment]:
    """Codings with their words and the other codes on the same place. Opens the texts they lie in."""
    opened = open_texts(list(Text.objects.filter(pk__in={row.text_id for row in picked})))
    others = _others_on(picked, codebook, coder)
    return [
        Fragment(
            here[0],
            opened[text_id].span(start, end),
            opened[text_id].row.number,
            opened[text_id].row.party,
            tuple(sorted(others[here[0].pk] - {here[0].code.key})),
            len(here),
        )
        for (text_id, _code, start, end), here in by_place(picked).items()
    ]


Place = tuple[uuid.UUID, uuid.UUID, int, int]


def by_place(picked: list[Coding]) -> dict[Place, list[Coding]]:
    """Codings of the same words with the same code: one fragment, whoever gave it."""
    found: dict[Place, list[Coding]] = defaultdict(list)
    for row in picked:
        found[row.text_id, row.code_id, row.start, row.end].append(row)
    return found


def usable(found: QuerySet[Coding]) -> QuerySet[Coding]:
    """Without what was marked as not to be used after it was coded: that is gone at once, whoever coded it."""
    never = Mark.objects.filter(
        text=OuterRef("text"), decided=Decided.NEVER, start__lt=OuterRef("end"), end__gt=OuterRef("start")
    )
    return found.exclude(Exists(never))


def some_wait(codebook: Codebook) -> bool:
    """Do codings of a file wait for texts that are finished now?"""
    return WaitingCoding.objects.filter(code__codebook=codebook, text__state=TextState.FINISHED).exists()


def visible(found: QuerySet[Coding], coder: Coder | None) -> QuerySet[Coding]:
    """Blind: own codings, and those on texts with which both are ready."""
    if coder is None:
        return found.none()
    theirs = Ready.objects.filter(text=OuterRef("text"), coder=OuterRef("coder"))
    mine = Ready.objects.filter(text=OuterRef("text"), coder=coder)
    return found.filter(Q(coder=coder) | (Exists(theirs) & Exists(mine)))


def _others_on(
    picked: list[Coding], codebook: Codebook, coder: Coder | None, *, keys: Some[str] | None = None
) -> dict[uuid.UUID, set[str]]:
    """Per coding: the keys of codes (or those of ``keys``) that touch the same place, its own among them."""
    found = Coding.objects.filter(
        text__in={row.text_id for row in picked}, code__codebook=codebook, code__removed_at=None
    )
    if keys is not None:
        found = found.filter(code__key__in=list(keys))
    if codebook.blind:
        found = visible(found, coder)
    per_text: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    # numbers and keys, not ids: there may be tens of thousands, and an id takes as long to read as all the rest
    for number, start, end, key in found.order_by().values_list("text__number", "start", "end", "code__key"):
        per_text[number].append((start, end, key))
    numbers = dict(Text.objects.filter(pk__in={row.text_id for row in picked}).values_list("pk", "number"))
    return {
        row.pk: {
            key for start, end, key in per_text[numbers[row.text_id]] if start < row.end and row.start < end
        }
        for row in picked
    }


def conversations_with(code: Code) -> int:
    """In how many separate conversations a code was given: strength is never counted by name."""
    return Coding.objects.filter(code=code).values("text").distinct().count()


def memo_box(codebook: Codebook, text: Text | None) -> Box:
    key = text.data_key if text is not None else codebook.data_key
    if key is None:
        raise LookupError
    return open_box(key)


def memo_place(pk: uuid.UUID) -> str:
    return f"coding.memo.body:{pk}"


def memos_on(text: Text, coder: Coder | None, codebook: Codebook) -> list[tuple[Memo, str]]:
    """Memos on a text with their words; in blind mode only one's own."""
    rows = Memo.objects.filter(text=text).select_related("coder__user")
    if codebook.blind:
        rows = rows.filter(coder=coder)
    if not rows:
        return []
    box = memo_box(codebook, text)
    return [(row, box.read(row.body, memo_place(row.pk))) for row in rows]


def standing(collection: Collection, codebook: Codebook, coder: Coder | None) -> list[dict[str, object]]:
    """The finished texts with how far this coder is: empty, begun, ready. Two queries more than texts."""
    mine = Coding.objects.filter(coder=coder).order_by().values_list("text_id")
    counts = Counter(dict(mine.annotate(n=Count("*")))) if coder else Counter()
    ready = set(coder.ready.values_list("text_id", flat=True)) if coder else set()
    return [
        {
            "text": text,
            "count": counts[text.pk],
            "state": "ready" if text.pk in ready else "begun" if counts[text.pk] else "empty",
        }
        for text in finished_texts(collection.pk)
    ]


def coded_per_sentence(
    texts: Some[OpenText], codebook: Codebook
) -> tuple[dict[uuid.UUID, dict[uuid.UUID, dict[str, set[int]]]], dict[uuid.UUID, list[Span]]]:
    """Per text and coder: code key -> numbers of sentences; and the sentences of each text."""
    units = {text.row.pk: rules.sentences(text.body) for text in texts}
    spans: dict[tuple[uuid.UUID, uuid.UUID, str], list[Span]] = defaultdict(list)
    names = dict(Code.objects.filter(codebook=codebook, removed_at=None).values_list("pk", "key"))
    rows = Coding.objects.filter(text__in=units, code__in=list(names)).order_by()
    for text_id, coder_id, code_id, start, end in rows.values_list(
        "text_id", "coder_id", "code_id", "start", "end"
    ):
        spans[text_id, coder_id, names[code_id]].append(Span(start, end))
    found: dict[uuid.UUID, dict[uuid.UUID, dict[str, set[int]]]] = defaultdict(lambda: defaultdict(dict))
    for (text_id, coder_id, key), given in spans.items():
        found[text_id][coder_id][key] = rules.coded_sentences(given, units[text_id])
    return found, units
