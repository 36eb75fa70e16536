"""Take a codebook or a project of another program in. All of it, or nothing."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.coding import actions, exchange, queries, refi
from koersvast.coding.models import Code, Codebook, Coder, Coding, Merge, WaitingCoding
from koersvast.jobs.progress import Progress, Silent
from koersvast.people.models import User
from koersvast.texts import actions as texts
from koersvast.texts.models import Text, TextState
from koersvast.texts.queries import OpenText, open_texts
from koersvast.texts.reading import CannotRead
from koersvast.texts.rules import clean, touches_never

MOST_CODES = 5000
AT_ONCE = 2000

BringIn = Callable[[refi.TextSource], Text | None]
"""Makes a text of a source that is not here yet, waiting to be checked; None when that cannot be."""


def check_codes(codes: tuple[refi.Code, ...]) -> None:
    """Raises CannotRead for a codebook nobody can work with."""
    if exchange.count_codes(codes) > MOST_CODES:
        raise CannotRead(_("In dit codeboek staan meer dan 5000 codes."))


@transaction.atomic
def take_codes(
    codebook: Codebook,
    codes: tuple[refi.Code, ...],
    *,
    take: Collection[str] = (),
    by: User | None,
    record: bool = True,
) -> dict[str, Code]:
    """Add the codes of a file that are not here; of those that differ only ``take`` (guids) gets the file's words.

    Gives every code of the file by its guid. A code that was taken away here comes back.
    """
    check_codes(codes)
    Codebook.objects.select_for_update().get(pk=codebook.pk)  # two files at once make no code twice
    known = exchange.Known(codebook)
    found: dict[str, Code] = {}
    at_path: dict[tuple[str, ...], Code] = {}
    for row in exchange.compared(codebook, codes):
        path = exchange.folded(row.incoming.path)
        code = row.code or known.by_path.get(path)
        if code is None:
            code = _added(codebook, row.incoming, at_path.get(path[:-1]), by)
            known.by_path[path] = code
        elif row.state == "back":
            Code.objects.filter(pk=code.pk).update(removed_at=None)
            audit.record("code.brought_back", subject=code, by=by)
        if row.incoming.guid in take and row.changes:
            values = {change.field: change.theirs for change in row.changes}
            actions.change_code(code, values, version=None, by=by)
        found[row.incoming.guid] = at_path[path] = code
    if record:
        audit.record("codebook.imported", subject=codebook, by=by)
    return found


def _added(codebook: Codebook, one: exchange.Incoming, parent: Code | None, by: User | None) -> Code:
    made = actions.add_code(
        codebook,
        label=one.label,
        parent=parent,
        definition=one.definition,
        include=one.include,
        exclude=one.exclude,
        assignable=one.assignable,
        by=by,
    )
    Code.objects.filter(pk=made.pk).update(guid=one.guid)
    return made


@dataclass
class Taken:
    """What a project brought, for a page or a terminal. Numbers only."""

    new_texts: int = 0
    known_texts: int = 0
    codings: int = 0
    waiting: int = 0
    there: int = 0
    changed_texts: int = 0  # here the text reads differently: places do not fit
    gone_texts: int = 0  # withdrawn here: they do not come back
    empty_texts: int = 0
    on_never: int = 0
    on_groups: int = 0
    outside: int = 0
    warnings: tuple[str, ...] = field(default=())

    def told(self) -> list[str]:
        """What was left out, in sentences."""
        rows = (
            (self.changed_texts, _("Teksten die hier anders zijn, zonder hun codes: %(count)d.")),
            (self.gone_texts, _("Teksten die hier zijn teruggetrokken en niet terugkomen: %(count)d.")),
            (self.empty_texts, _("Lege teksten, niet overgenomen: %(count)d.")),
            (self.on_never, _("Codes op woorden die niet gebruikt mogen worden, geweigerd: %(count)d.")),
            (self.on_groups, _("Codes die een groep zijn en niet op tekst kunnen, geweigerd: %(count)d.")),
            (self.outside, _("Codes buiten de tekst, geweigerd: %(count)d.")),
            (self.there, _("Codes die er al stonden: %(count)d.")),
        )
        return [said % {"count": count} for count, said in rows if count]


def text_of(codebook: Codebook, source: refi.TextSource, origin_key: str) -> Text | None:
    """The text of ours that a source is: by its own guid, or brought in before."""
    here = Text.objects.filter(collection=codebook.collection_id)
    return here.filter(pk=uuid.UUID(source.guid)).first() or here.filter(origin_key=origin_key).first()


@transaction.atomic
def take_project(
    codebook: Codebook,
    project: refi.Project,
    *,
    origin_key: Callable[[refi.TextSource], str],
    bring_in: BringIn,
    take: Collection[str] = (),
    by: User | None,
    today: datetime.date,
    progress: Progress | None = None,
) -> Taken:
    """Codes, texts and codings. A text from elsewhere waits to be checked, its codings with it.

    Codings come under the name of a coder of the file, never under somebody's account.
    """
    progress = progress or Silent()
    taken = Taken()
    codes = take_codes(codebook, project.codebook.codes, take=take, by=by, record=False)
    coders = _Coders(codebook, project)
    for done, source in enumerate(project.sources):
        progress.step(_("Teksten en codes overnemen"), done, len(project.sources))
        if not clean(source.plain_text).strip():
            taken.empty_texts += 1
            continue
        row = text_of(codebook, source, origin_key(source))
        if row is not None and row.data_key_id is None:
            taken.gone_texts += 1
            continue
        if row is None:
            row = bring_in(source)
            if row is None:
                taken.gone_texts += 1
                continue
            taken.new_texts += 1
        else:
            taken.known_texts += 1
        _take_codings(row, source, codes, coders, taken, today)
    audit.record("project.imported", subject=codebook, by=by)
    return taken


class _Coders:
    """The coders of a file as coders of ours without an account."""

    def __init__(self, codebook: Codebook, project: refi.Project) -> None:
        self.codebook = codebook
        self.ours = {str(one.pk): one for one in codebook.coders.select_related("user")}
        self.names = {
            user.guid: " ".join(user.name.split())[:40]
            or _("Codeur %(number)d uit bestand") % {"number": number}
            for number, user in enumerate(project.users, start=1)
        }
        self.made: dict[str, Coder] = {}

    def of(self, guid: str) -> Coder:
        if guid not in self.made:
            known = self.ours.get(guid)
            name = self.names.get(guid) or _("Uit bestand")
            if known is not None and known.user_id is not None:
                name = _("%(name)s (uit bestand)") % {"name": name}
            if known is not None and known.user_id is None:
                self.made[guid] = known
            else:
                self.made[guid], _new = Coder.objects.get_or_create(
                    municipality_id=self.codebook.municipality_id,
                    codebook=self.codebook,
                    user=None,
                    name=name[:60],
                )
        return self.made[guid]

    def also(self, guid: str) -> set[uuid.UUID]:
        """Under whom the same coding may stand already."""
        known = self.ours.get(guid)
        return {self.of(guid).pk} | ({known.pk} if known else set())


def _take_codings(
    row: Text,
    source: refi.TextSource,
    codes: dict[str, Code],
    coders: _Coders,
    taken: Taken,
    today: datetime.date,
) -> None:
    opened = open_texts([row])[row.pk]
    plain = clean(source.plain_text)
    fit = exchange.fit(opened.body, opened.masks, plain)
    if not fit.fits:
        taken.changed_texts += 1
        return
    moved = len(plain) != len(source.plain_text)
    finished = row.state == TextState.FINISHED
    model: type[Coding] | type[WaitingCoding] = Coding if finished else WaitingCoding
    there = set(model.objects.filter(text=row).values_list("code_id", "coder_id", "start", "end"))
    made: list[Any] = []
    wanted = [
        (one.start, one.end, coding) for one in source.selections for coding in one.codings
    ] + [(0, len(source.plain_text), coding) for coding in source.codings]  # fmt: skip
    for low, high, coding in wanted:
        if moved:  # signs that nobody sees were left out of the text
            low, high = len(clean(source.plain_text[:low])), len(clean(source.plain_text[:high]))
        start, end = fit.span(low, high)
        code = codes.get(coding.code_guid)
        if code is None or not 0 <= start < end <= row.length:
            taken.outside += 1
        elif not code.assignable:
            taken.on_groups += 1
        elif touches_never(opened.masks, start, end):
            taken.on_never += 1
        elif any((code.pk, who, start, end) in there for who in coders.also(coding.user_guid)):
            taken.there += 1
        else:
            coder = coders.of(coding.user_guid)
            there.add((code.pk, coder.pk, start, end))
            more = {} if finished else {"text_length": row.length}
            made.append(
                model(
                    municipality_id=row.municipality_id, text=row, code=code, coder=coder,
                    start=start, end=end, on=today, **more,
                )
            )  # fmt: skip
    model.objects.bulk_create(made, batch_size=AT_ONCE)
    if finished:
        taken.codings += len(made)
    else:
        taken.waiting += len(made)


@dataclass(frozen=True)
class Settled:
    """What became of codings that waited."""

    codings: int
    refused: int


@transaction.atomic
def settle_waiting(codebook: Codebook) -> Settled:
    """Codings that waited for a text become codings once it is finished; not on words that may never be used."""
    rows = list(
        WaitingCoding.objects.select_for_update(of=("self",))
        .select_related("text")
        .filter(code__codebook=codebook, text__state=TextState.FINISHED)
    )
    readable = {row.text_id: row.text for row in rows if row.text.data_key_id is not None}
    opened = open_texts(list(readable.values()))
    goes_to = _merged(codebook)
    fitting = [row for row in rows if _still_fits(row, opened)]
    Coding.objects.bulk_create(
        (
            Coding(
                municipality_id=row.municipality_id, text_id=row.text_id, coder_id=row.coder_id,
                code_id=goes_to.get(row.code_id, row.code_id), start=row.start, end=row.end, on=row.on,
            )
            for row in fitting
        ),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )  # fmt: skip
    WaitingCoding.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return Settled(len(fitting), len(rows) - len(fitting))


def _still_fits(row: WaitingCoding, opened: dict[uuid.UUID, OpenText]) -> bool:
    text = opened.get(row.text_id)
    return (
        text is not None
        and row.text_length == len(text.body)
        and row.end <= len(text.body)
        and not touches_never(text.masks, row.start, row.end)
    )


def _merged(codebook: Codebook) -> dict[uuid.UUID, uuid.UUID]:
    """Where codes went that were merged meanwhile."""
    pairs = dict(
        Merge.objects.filter(codebook=codebook, undone=False).order_by().values_list("source", "target")
    )
    found = {}
    for source, goes in pairs.items():
        at, seen = goes, {source}
        while at in pairs and at not in seen:
            seen.add(at)
            at = pairs[at]
        found[source] = at
    return found


@transaction.atomic
def codebook_file(codebook: Codebook, *, by: User | None) -> bytes:
    """The codebook as a .qdc. Raises refi.CannotWrite when it is empty."""
    content = refi.write_codebook(exchange.codebook_out(codebook))
    audit.record("codebook.exported", subject=codebook, by=by)
    return content


@transaction.atomic
def project_file(
    codebook: Codebook, *, coder: Coder | None, named: bool, by: User | None, everything: bool = False
) -> bytes:
    """The project as a .qdpx. Every text whose words leave is written down as read."""
    if queries.some_wait(codebook):
        settle_waiting(codebook)
    out = exchange.project_out(codebook, coder=coder, named=named, everything=everything)
    content = refi.write_project(out.project)
    if by is not None:
        texts.note_readings(list(out.texts), by=by)
    audit.record("project.exported", subject=codebook, by=by)
    return content


def new_codes_in(rows: Iterable[exchange.Compared]) -> dict[str, list[exchange.Compared]]:
    """Compared codes by what would become of them."""
    found: dict[str, list[exchange.Compared]] = defaultdict(list)
    for row in rows:
        found[row.state].append(row)
    return found
