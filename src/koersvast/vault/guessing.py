"""Slows down who guesses codes. In memory only: nothing about who asked is stored anywhere.

A code with a typing mistake is found by its check characters and never counts; a code that somebody has never counts.
What is left are guesses, and ten of those within a minute from one source is nobody's mistake.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
import time
from collections import OrderedDict, deque

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WINDOW = 60.0  # seconds
GUESSES = 10  # of all web processes together
MOST_SOURCES = 10_000


class Guesses:
    """Wrong codes per source, in this process. A source is an address under a key that lives as long as the process."""

    def __init__(self, *, processes: int = 1) -> None:
        self._key = os.urandom(32)
        self._lock = threading.Lock()
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()
        self.most = max(1, GUESSES // processes)

    def _source(self, address: str) -> bytes:
        return hmac.new(self._key, address.encode(), hashlib.sha256).digest()

    def wait(self, address: str, *, now: float) -> int:
        """Seconds until this source may try again; 0 when it may."""
        with self._lock:
            seen = self._fresh(self._source(address), now)
            if seen is None or len(seen) < self.most:
                return 0
            return max(1, round(seen[0] + WINDOW - now))

    def note(self, address: str, *, now: float) -> None:
        """A code that nobody has."""
        source = self._source(address)
        with self._lock:
            seen = self._fresh(source, now)
            if seen is None:
                seen = self._seen[source] = deque(maxlen=self.most)
            seen.append(now)
            self._seen.move_to_end(source)
            while len(self._seen) > MOST_SOURCES:
                self._seen.popitem(last=False)

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """The page that asks this source to wait; None when it may try a code."""
        seconds = self.wait(source_of(request), now=time.monotonic())
        if not seconds:
            return None
        answer = render(request, "ui/wait.html", {"seconds": seconds}, status=429)
        answer["Retry-After"] = str(seconds)
        return answer

    def note_from(self, request: HttpRequest) -> None:
        """This request brought a code that nobody has."""
        self.note(source_of(request), now=time.monotonic())

    def _fresh(self, source: bytes, now: float) -> deque[float] | None:
        seen = self._seen.get(source)
        while seen and seen[0] <= now - WINDOW:
            seen.popleft()
        if seen is not None and not seen:
            del self._seen[source]
            return None
        return seen


def source_of(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy it is what the proxy wrote last; a visitor can write what is before."""
    told = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
