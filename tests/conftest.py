"""What every test may ask for: the people, their municipalities, an open scope."""

from __future__ import annotations

import gc
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Tests keep their files in a folder of their own; set before the settings are read.
_HOME = tempfile.mkdtemp(prefix="koersvast-test-")
os.environ["KOERSVAST_HOME"] = _HOME
os.mkdir(os.path.join(_HOME, "static"))  # whitenoise warns about a folder that is not there

import hypothesis  # noqa: E402
import pytest  # noqa: E402  # the settings read the environment when pytest-django starts
from django_scopes import scope  # noqa: E402

from tests import people  # noqa: E402
from tools.catalogue import compile_catalogues  # noqa: E402

compile_catalogues()  # a changed catalogue is tested as it is now

# A slow machine is no broken law: laws are checked without a stopwatch.
hypothesis.settings.register_profile("house", deadline=None, max_examples=25)
hypothesis.settings.load_profile("house")


# these ask a database that is not the one of the settings
ASKS_ONE_OF_ITS_OWN = {"test_engines.py", "test_commands.py"}
DATABASE = {"db", "transactional_db", "live_server"}
# what these ask of a database is asked on both by the tests of the features; they say how it looks or who may see it
LOOKS_AND_DOORS = {"test_isolation.py", "test_english_pages.py"}
PAPER = Path(__file__).parent / "reports"
# pages ask what queries and actions ask, and those are tested on both
PAGES = re.compile(r"test_(\w+_)?(views|pages?)\.py")


def pytest_sessionstart():
    from tests.made_homes import begin_with_tables

    begin_with_tables()


def pytest_collection_finish():
    """What is loaded by now stays until the end: Python need not look through it for waste again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_collection_modifyitems(items):
    """What knows no database is tested once, not once per database."""
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames)
        alone = item.path.name in ASKS_ONE_OF_ITS_OWN
        once = (
            item.path.name in LOOKS_AND_DOORS or item.path.parent == PAPER or PAGES.fullmatch(item.path.name)
        )
        if (not asks and not alone) or once:
            item.add_marker(pytest.mark.pure)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages in tests name their static files without a manifest, so no collectstatic is needed."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the web server warns when it is missing
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _frozen_copies_go_with_their_test(request):
    """Emptying the tables after a test with a real server would be refused: the database guards frozen copies."""
    if not {"transactional_db", "live_server"} & set(request.fixturenames) and not (
        (mark := request.node.get_closest_marker("django_db")) and mark.kwargs.get("transaction")
    ):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from koersvast.freezing.actions import erase
    from koersvast.tenants.models import Municipality

    for municipality in Municipality.objects.all():
        erase(municipality)


@pytest.fixture
def waterveen(db):
    return people.municipality("GM9901", "Waterveen")


@pytest.fixture
def zandermeer(db):
    return people.municipality("GM9902", "Zandermeer")


@pytest.fixture
def in_waterveen(waterveen) -> Iterator[None]:
    with scope(municipality=waterveen):
        yield


@pytest.fixture
def anna(waterveen):
    return people.person("Anna", waterveen, people.ROLES["anna"])


@pytest.fixture
def bilal(waterveen):
    return people.person("Bilal", waterveen, people.ROLES["bilal"])


@pytest.fixture
def chris(zandermeer):
    return people.person("Chris", zandermeer, people.ROLES["anna"])


@pytest.fixture
def emre(waterveen):
    return people.person("Emre", waterveen, "partner", people.organisation("Welzijn Waterveen", waterveen))


@pytest.fixture
def gerrit(waterveen):
    return people.person("Gerrit", waterveen, people.ROLES["gerrit"])


@pytest.fixture
def ilse(waterveen):
    return people.person("Ilse", waterveen, people.ROLES["ilse"])


@pytest.fixture
def client_of():
    return people.client_of
