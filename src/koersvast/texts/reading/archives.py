"""A zip from elsewhere, looked at before anything in it is unpacked.

Word, OpenDocument, Excel and REFI-QDA files are all zips. A member is read into memory one at a time; nothing
is ever written to a disk.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Sequence
from types import TracebackType

from django.utils.translation import gettext as _

from koersvast.texts.reading.kinds import ZIP, macros
from koersvast.texts.reading.reading import CannotRead, broken, check_size

MAX_UNPACKED = 50 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024
MAX_NAME = 255

ENTRY = b"PK\x01\x02"  # what every line of a zip's table of contents starts with
LOCAL_HEADER = 30  # bytes in front of a member, without its name
ENCRYPTED = 0x1 | 0x40 | 0x2000
PACKED_FILES = (ZIP, b"Rar!", b"7z\xbc\xaf")
PACKED_ENDINGS = {
    "zip",
    "7z",
    "rar",
    "jar",
    "docx",
    "docm",
    "xlsx",
    "xlsm",
    "pptx",
    "odt",
    "ods",
    "odp",
    "qdpx",
}
FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError,
)  # fmt: skip


class Archive:
    """The members of a zip that passed every check; names with ``/``, as they are written."""

    def __init__(self, bundle: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._bundle = bundle
        self._members = members
        self.names: Sequence[str] = tuple(members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The whole member, never longer than its entry says; CannotRead when it is broken."""
        info = self._members[name]
        try:
            with self._bundle.open(info) as member:
                content = member.read(info.file_size)
                if member.read(1):
                    raise too_much()
        except FAULTS as fault:
            raise broken() from fault
        if len(content) != info.file_size:
            raise broken()
        return content

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        self._bundle.close()


def open_archive(content: bytes, *, carries: Collection[str] = ()) -> Archive:
    """Check everything the table of contents tells; ``carries``: endings of packed files that may lie in it unread."""
    check_size(content)
    if not content.startswith(ZIP):
        raise broken()
    if content.count(ENTRY) > MAX_MEMBERS:  # before zipfile makes an object of every one
        raise too_much()
    try:
        bundle = zipfile.ZipFile(io.BytesIO(content))
    except FAULTS as fault:
        raise broken() from fault
    infos = bundle.infolist()
    _check_sizes(infos)
    _check_places(infos, bundle.start_dir)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _checked_name(info)
        _check_member(info, name)
        members[name] = info
    if len({name.casefold() for name in members}) != len(infos):
        raise not_safe()  # two members with one name: which of them is meant?
    files = {name: info for name, info in members.items() if not name.endswith("/")}
    for name, info in files.items():
        _check_not_packed(bundle, name, info, carries)
    return Archive(bundle, files)


def too_much() -> CannotRead:
    return CannotRead(_("Dit bestand is uitgepakt te groot. Splits het, of haal plaatjes en geluid eruit."))


def not_safe() -> CannotRead:
    return CannotRead(
        _("Dit bestand is niet veilig om uit te pakken. Sla het opnieuw op vanuit het programma zelf.")
    )


def _check_sizes(infos: Sequence[zipfile.ZipInfo]) -> None:
    if not infos:
        raise broken()
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise too_much()
    for info in infos:
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise too_much()


def _check_places(infos: Sequence[zipfile.ZipInfo], end_of_members: int) -> None:
    """No two members share bytes: that is how a small file can unpack to a mountain."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise not_safe()
        end = info.header_offset + LOCAL_HEADER + info.compress_size
    if end > end_of_members:
        raise broken()


def _checked_name(info: zipfile.ZipInfo) -> str:
    name = info.filename.replace("\\", "/")
    if (
        not name
        or len(name) > MAX_NAME
        or info.orig_filename != info.filename  # cut off at a NUL
        or name.startswith("/")
        or re.match(r"[A-Za-z]:", name)
        or ".." in name.split("/")
        or not name.isprintable()
    ):
        raise not_safe()
    return name


def _check_member(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & ENCRYPTED:
        raise CannotRead(_("Op dit bestand zit een wachtwoord. Haal het eraf en probeer het nog een keer."))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken()
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise not_safe()
    if re.search(r"(^|/)vba(project\.bin|data\.xml)$|^(basic|scripts)/", name.casefold()):
        raise macros()


def _check_not_packed(
    bundle: zipfile.ZipFile, name: str, info: zipfile.ZipInfo, carries: Collection[str]
) -> None:
    ending = name.rpartition(".")[2].lower()
    if ending in carries:
        return
    try:
        with bundle.open(info) as member:
            first = member.read(4)
    except FAULTS as fault:
        raise broken() from fault
    if ending in PACKED_ENDINGS or first.startswith(PACKED_FILES):
        raise CannotRead(
            _("In dit bestand zit nog een ander bestand verpakt, zoals een Excel-tabel. Haal dat eruit.")
        )
