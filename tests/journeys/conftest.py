"""A real browser: Debian's Chromium, driven by Playwright, against a server on loopback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

# The browser runs an event loop in this thread; the database is only used from test code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A file, as in use: a database in memory refuses a visitor who comes while another writes."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"] = {**database.get("TEST", {}), "NAME": str(tmp_path_factory.mktemp("db") / "k.db")}


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a screen."""

    page: object
    base: str
    requests: list[str]

    def goes_to(self, path: str) -> object:
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture
def visitor(chromium, live_server, settings, transactional_db):
    """A function that opens a browser window for somebody: visitor(anna), visitor(None) for Dewi."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
    opened = []

    def open_window(user=None, viewport=WIDE, javascript=True) -> Visitor:
        from django.conf import settings as live
        from django.test import Client

        context = chromium.new_context(viewport=viewport, java_script_enabled=javascript, locale="nl-NL")
        context.set_default_timeout(8000)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [
                    {
                        "name": live.SESSION_COOKIE_NAME,
                        "value": client.cookies[live.SESSION_COOKIE_NAME].value,
                        "url": live_server.url,
                    }
                ]
            )
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        opened.append(context)
        return Visitor(page, live_server.url, requests)

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def room(settings, tmp_path):
    """A root key and a log of deletions of its own, for pages about conversations."""
    settings.HOME = tmp_path
    settings.ROOT_KEY, settings.ROOT_KEY_FILE = "", tmp_path / "root_key"
