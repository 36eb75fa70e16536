"""Residents who press Verstuur on a page that is filled in already, and press again when no reply comes.

The form and its token are made by hand: one request for each answer, so that a server can be killed under many of them.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from benchmarks.survey_server import Place

TOKEN = "k" * 32
GROUP = re.compile(r"<li>([0-9A-Z]{4})</li>")
WHOLE = 10  # each so many kills the whole server goes, with its parent and its worker
RESET = struct.pack("ii", 1, 0)  # closing throws away what was not read (SO_LINGER)


class NoReceipt(Exception):
    """Another reply than a receipt."""


def form_of(page: str) -> str:
    return urlencode({"csrfmiddlewaretoken": TOKEN, "staat": page, "blad": "einde", "doe": "verstuur"})


def press(port: int, url: str, page: str) -> str:
    """The receipt. Raises OSError or HTTPException when no reply came, NoReceipt."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrf={TOKEN}"}
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        talk.request("POST", url, form_of(page), headers)
        answer = talk.getresponse()
        html = answer.read().decode()
    finally:
        talk.close()
    receipt = "".join(GROUP.findall(html))
    if answer.status != 200 or len(receipt) != 28:
        raise NoReceipt(f"status {answer.status}")
    return receipt


def press_and_hang_up(port: int, url: str, page: str) -> bool:
    """Press, and cut the line when the first byte of the reply is there: stored, and nothing read of the receipt."""
    form = form_of(page)
    lines = (
        f"POST {url} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", f"Cookie: csrf={TOKEN}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}",
    )  # fmt: skip
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n" + form).encode())
        replied = bool(line.recv(1, socket.MSG_PEEK))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    return replied


@dataclass
class Pressing:
    """Eight residents at once, who take one page after another. Every second one gives up when no reply comes."""

    port: int
    url: str
    pages: list[str]
    stubborn: bool = False  # nobody gives up
    receipts: dict[int, str] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)
    cut: int = 0  # presses without a reply
    wrong: dict[str, int] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, many: int = 8) -> list[threading.Thread]:
        self._next = iter(range(len(self.pages)))
        found = [threading.Thread(target=self._go_on, daemon=True) for _one in range(many)]
        for one in found:
            one.start()
        return found

    def _go_on(self) -> None:
        while not self.over.is_set():
            with self._lock:
                number = next(self._next, None)
            if number is None:
                return
            self._one(number)

    def _one(self, number: int) -> None:
        self.tried.add(number)
        while True:
            try:
                receipt = press(self.port, self.url, self.pages[number])
            except NoReceipt as wrong:
                with self._lock:
                    self.wrong[str(wrong)] = self.wrong.get(str(wrong), 0) + 1
                return
            except (OSError, http.client.HTTPException):
                with self._lock:
                    self.cut += 1
                if self.over.is_set() or (number % 2 and not self.stubborn):
                    return
                time.sleep(0.1)
                continue
            self.receipts[number] = receipt
            return


def kill_under_load(place: Place, prepared: dict[str, Any], *, kills: int, answers: int) -> Pressing:
    """Kill the web processes at chance moments while eight residents press; each tenth time everything, and start again."""
    chance = random.Random(7)
    pressing = Pressing(place.port, prepared["answer_url"], prepared["pages"])
    place.start()
    threads = pressing.start()
    for number in range(1, kills + 1):
        while len(pressing.receipts) < number * answers // (kills + 1) and any(
            one.is_alive() for one in threads
        ):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        if number % WHOLE:
            place.kill_web()
        else:
            place.kill()
            place.start()
    while len(pressing.receipts) < answers and any(one.is_alive() for one in threads):
        time.sleep(0.01)
    pressing.over.set()
    for one in threads:
        one.join(60)
    return pressing


def hang_up(place: Place, prepared: dict[str, Any], numbers: range) -> tuple[dict[int, str], int, int]:
    """Cut the reply of each, press again twice. The receipts, how many were cut, how many differ between presses."""
    receipts, cut, differ = {}, 0, 0
    for number in numbers:
        page = prepared["pages"][number]
        cut += press_and_hang_up(place.port, prepared["answer_url"], page)
        receipts[number] = press(place.port, prepared["answer_url"], page)
        differ += receipts[number] != press(place.port, prepared["answer_url"], page)
    return receipts, cut, differ


def die_each_time(place: Place, prepared: dict[str, Any], numbers: range) -> tuple[dict[int, str], int, int]:
    """The web process dies after storing each answer and before it replies. As `hang_up`."""
    receipts, cut, differ = {}, 0, 0
    for number in numbers:
        page = prepared["pages"][number]
        try:
            press(place.port, prepared["answer_url"], page)
        except (OSError, http.client.HTTPException):
            cut += 1
        deadline = time.monotonic() + 60
        while number not in receipts and time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                receipts[number] = press(place.port, prepared["answer_url"], page)
                break
            time.sleep(0.1)
        if number in receipts:
            differ += receipts[number] != press(place.port, prepared["answer_url"], page)
    return receipts, cut, differ
