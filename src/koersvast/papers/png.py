"""A PNG taken apart and put together again with only what a picture needs. Pure: standard library only.

What a file says beside the picture (who made it, where, with what) is left out, and so is anything behind its end.
"""

from __future__ import annotations

import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type -> values per point
MOST_SIDE = 3000


def kept_png(content: bytes) -> bytes:
    """The same picture with nothing else in it, or b"" when this is no whole PNG."""
    if not content.startswith(SIGNATURE):
        return b""
    out, data, at, head = [SIGNATURE], b"", len(SIGNATURE), b""
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        stored = content[at + 8 + length : at + 12 + length]
        if len(stored) != 4 or zlib.crc32(kind + body).to_bytes(4, "big") != stored:
            return b""
        if kind == b"IHDR":
            head = body
        if kind in KEPT:
            out.append(content[at : at + 12 + length])
            data += body if kind == b"IDAT" else b""
        at += 12 + length
        if kind == b"IEND":
            return b"".join(out) if _whole(head, data) else b""
    return b""


def _whole(head: bytes, data: bytes) -> bool:
    """Does the packed data hold as many points as the head says? It is never unpacked further than that."""
    if len(head) != 13 or head[9] not in CHANNELS or head[12] != 0:  # 12: interlaced pictures are refused
        return False
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        return False
    wanted = height * (1 + (width * head[8] * CHANNELS[head[9]] + 7) // 8)
    try:
        return len(zlib.decompressobj().decompress(data, wanted + 1)) == wanted
    except zlib.error:
        return False
