"""Residents with a browser without script, many at once: what they wait for, and what they get. Knows no Django.

Usage: .venv/bin/python -m benchmarks.survey_residents load ASKED TOLD
ASKED: a file with the port, the prepared survey and how many come when. TOLD: where the measurements are written.
A resident comes when the schedule says so, whether or not the server keeps up; each request is a connection of its own.
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PATIENCE = 60.0  # seconds for one reply, and for all replies after the last resident came
HIDDEN = re.compile(r'<input type="hidden" name="(staat|blad|csrfmiddlewaretoken)" value="([^"]*)"')
GROUP = re.compile(r"<li>([0-9A-Z]{4})</li>")
COOKIE = re.compile(r"^set-cookie: ([^=]+)=([^;]*)", re.I | re.M)
YES_NO = ("ja", "nee", "soms")
PLACES = ("thuis", "straat", "werk", "school", "vereniging")


def typed(question: str, number: int) -> str:
    """What person ``number`` types or chooses: everybody something else, so that two answers are never taken for one."""
    match question.partition("_")[0]:
        case "veilig" | "woning":
            return YES_NO[number % 3]
        case "waar":
            return PLACES[number % 5]
        case "wat":
            return f"Meer licht bij lantaarn {number}."
        case "leeftijd":
            return str(15 + number % 80)
        case "sinds":
            return "1-3-2010"
        case _scale:
            return str((number + len(question)) % 5 + 1)


@dataclass
class Reply:
    status: int
    headers: str
    html: str


@dataclass
class Told:
    """What was measured. ``waited``: seconds by kind of request; ``sent``: when answers were acknowledged."""

    waited: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    receipts: dict[int, str] = field(default_factory=dict)
    sent: list[float] = field(default_factory=list)
    late: float = 0.0  # worst lateness of this client itself


class Wrong(Exception):
    """Another page than a resident expects."""


async def ask(port: int, method: str, path: str, cookies: dict[str, str], form: str = "") -> Reply:
    """One request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
        lines += [f"Cookie: {kept}"] if kept else []
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + form).encode())
        await writer.drain()
        answer = await reader.read(-1)
    finally:
        writer.close()
    head, _blank, body = answer.partition(b"\r\n\r\n")
    if not head:
        raise ConnectionError("no reply")
    headers = head.decode("latin-1")
    for name, value in COOKIE.findall(headers):
        cookies[name] = value
    return Reply(int(headers.split(" ", 2)[1]), headers, body.decode())


class Load:
    def __init__(self, asked: dict[str, Any]) -> None:
        self.port: int = asked["port"]
        self.codes: list[str] = asked["codes"]
        self.fields: dict[str, list[str]] = asked["fields"]
        self.code_url, self.answer_url = asked["code_url"], asked["answer_url"]
        self.think: float = asked["think"]
        self.told = Told()
        self.chance = random.Random(asked["seed"])

    async def request(
        self, kind: str, cookies: dict[str, str], path: str, form: dict[str, str] | None
    ) -> Reply:
        started = time.perf_counter()
        method = "GET" if form is None else "POST"
        reply = await asyncio.wait_for(
            ask(self.port, method, path, cookies, urlencode(form or {})), timeout=PATIENCE
        )
        self.told.waited.setdefault(kind, []).append(time.perf_counter() - started)
        if reply.status != 200:
            raise Wrong(f"{kind}: status {reply.status}")
        return reply

    async def pause(self) -> None:
        """The time that somebody takes for a page: an exponential time, cut off at five times its mean."""
        await asyncio.sleep(min(5 * self.think, self.chance.expovariate(1 / self.think)))

    async def resident(self, number: int) -> None:
        cookies: dict[str, str] = {}
        page = await self.request("page to type a code", cookies, self.code_url, None)
        await self.pause()
        hidden = dict(HIDDEN.findall(page.html))
        page = await self.request(
            "type a code", cookies, self.code_url, hidden | {"code": self.codes[number]}
        )
        kind, more = "begin", {"doe": "begin"}
        for _page in range(len(self.fields) + 1):
            await self.pause()
            hidden = dict(HIDDEN.findall(page.html))
            page = await self.request(kind, cookies, self.answer_url, hidden | more)
            key = dict(HIDDEN.findall(page.html)).get("blad", "")
            if key not in self.fields:
                break
            kind = "a page"
            filled = {f"a-{one}": typed(one, number) for one in self.fields[key]}
            more = {"doe": "volgende", **filled}
        if key != "einde":
            raise Wrong(f"after the last page: {key}")
        await self.pause()
        hidden = dict(HIDDEN.findall(page.html))
        page = await self.request("send", cookies, self.answer_url, hidden | {"doe": "verstuur"})
        receipt = "".join(GROUP.findall(page.html))
        if len(receipt) != 28:
            raise Wrong("no receipt")
        self.told.receipts[number] = receipt
        self.told.sent.append(time.perf_counter())

    async def come(self, number: int, at: float) -> None:
        late = time.perf_counter() - at
        self.told.late = max(self.told.late, late)
        try:
            await self.resident(number)
        except (Wrong, OSError, TimeoutError) as wrong:
            said = str(wrong) or type(wrong).__name__
            self.told.errors[said] = self.told.errors.get(said, 0) + 1

    async def run(self, moments: list[float]) -> None:
        begun = time.perf_counter()
        people = []
        for number, moment in enumerate(moments):
            await asyncio.sleep(max(0.0, begun + moment - time.perf_counter()))
            people.append(asyncio.create_task(self.come(number, begun + moment)))
        _done, waiting = await asyncio.wait(people, timeout=PATIENCE)
        for one in waiting:
            one.cancel()
        if waiting:
            self.told.errors["gave up: the server does not keep up"] = len(waiting)


def schedule(sessions: int, seconds: float, peak: float) -> list[float]:
    """When each comes: most at the beginning, ``peak`` a second, then fewer and fewer (an exponential decline).

    When the mean is at or above the peak they come evenly.
    """
    if sessions >= peak * seconds:
        return [number * seconds / sessions for number in range(sessions)]
    low, high = seconds / 1e4, seconds * 1e4
    for _halving in range(200):
        decline = math.sqrt(low * high)
        whole = peak * decline * -math.expm1(-seconds / decline)
        low, high = (decline, high) if whole < sessions else (low, decline)
    return [-decline * math.log1p(-(number + 0.5) / (peak * decline)) for number in range(sessions)]


def main(_wish: str, asked: str, told: str) -> None:
    wanted = json.loads(Path(asked).read_text())
    load = Load(wanted)
    asyncio.run(load.run(schedule(wanted["sessions"], wanted["seconds"], wanted["peak"])))
    Path(told).write_text(json.dumps(vars(load.told)))


if __name__ == "__main__":
    main(*sys.argv[1:])
