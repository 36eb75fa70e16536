"""Fifty people at once with one code, a full disk, and codes that cannot be told apart by how they are treated."""

from __future__ import annotations

import json
import statistics
import threading
import time

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.surveys import answering
from koersvast.surveys.models import AccessCode, Response
from koersvast.surveys.page_state import PageState
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses
from koersvast.vault.queries import municipality_secret, open_box
from tests.made_homes import home_with_tables, python
from tests.surveys.conftest import walk

AT_ONCE = 50

# on SQLite in a file of its own: the tests share one in memory, where threads do not wait for each other
TOGETHER = """
import json, threading
import django
django.setup()
from benchmarks import survey_home
from tests.surveys.test_answering_together import send_together
survey, codes = survey_home.survey_by_codes(1)
print(json.dumps(send_together(survey, codes[0])))
"""


def send_together(survey, code):
    """How each of fifty fared, and what is stored."""
    with scope(municipality=survey.municipality):
        box = open_box(survey.data_key)
        pk = receipts.id_from(municipality_secret(survey.municipality), "code", code)
    fared, begin = [], threading.Barrier(AT_ONCE)

    def send(number):
        state = PageState(edition=survey.edition_id, code=pk)
        begin.wait(30)
        try:
            with scope(municipality=survey.municipality):
                answering.send(
                    survey, box, state, {"veilig": "ja", "wat": str(number)}, today=timezone.localdate()
                )
            fared.append("stored")
        except answering.CodeUsed:
            fared.append("used")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[number]) for number in range(AT_ONCE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    with scope(municipality=survey.municipality):
        return {
            "stored": fared.count("stored"),
            "used": fared.count("used"),
            "answers": Response.objects.count(),
            "codes used": AccessCode.objects.filter(used=True).count(),
        }


ONE = {"stored": 1, "used": AT_ONCE - 1, "answers": 1, "codes used": 1}


def test_of_fifty_at_once_with_one_code_exactly_one_counts_on_sqlite(tmp_path):
    done = python(home_with_tables(tmp_path), "-c", TOGETHER)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads need a server; SQLite has the test above"
)
def test_of_fifty_at_once_with_one_code_exactly_one_counts_on_postgresql(opened):
    survey, (code,) = opened(codes=1)
    assert send_together(survey, code) == ONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told how large it may grow")
def test_on_a_full_disk_nothing_is_stored_reading_goes_on_and_later_it_counts_once(opened, resident):
    survey, (code, other) = opened(codes=2)
    dewi, filled_in = walk(resident(survey, code), safe="nee"), "Meer licht op de Turfkade."
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (filler BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    try:
        fill_up()
        dewi.press("verstuur")
        assert dewi.page.status_code == 503
        assert "Niet opgeslagen" in dewi.html
        assert filled_in in dewi.html
        assert "Begin" in resident(survey, other).html  # reading goes on
        assert counted(survey) == (0, 0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
            cursor.execute("DROP TABLE ballast")
    same_page = dewi.hidden()
    receipt = dewi.press("verstuur").receipt()
    assert receipts.fits(receipt)
    dewi.page = dewi.client.post(dewi.url, {**same_page, "doe": "verstuur"})
    assert dewi.receipt() == receipt
    assert counted(survey) == (1, 1)


def fill_up():
    """Until no page is left, also not one that was free within the file."""
    from django.db import OperationalError

    for size in (50_000, 2000, 100):
        with connection.cursor() as cursor:
            for _row in range(5000):
                try:
                    cursor.execute("INSERT INTO ballast VALUES (zeroblob(%s))", [size])
                except OperationalError:
                    break
            else:
                raise AssertionError("the disk does not get full")


def counted(survey):
    with scope(municipality=survey.municipality):
        return Response.objects.count(), AccessCode.objects.filter(used=True).count()


@pytest.mark.django_db
class TestCodesLookAlike:
    """Whoever tries codes learns nothing from how long it takes: the sentence is the only difference.

    A code that nobody used yet opens the questions; that is another page, and takes longer.
    """

    RUNS = 60

    @pytest.fixture(autouse=True)
    def _patient(self, monkeypatch):
        monkeypatch.setattr("koersvast.surveys.views.resident.GUESSING", Guesses())
        monkeypatch.setattr(Guesses, "wait", lambda *_args, **_named: 0)

    @pytest.fixture
    def typed(self, opened, resident, client_of):
        """Types a code of each sort; what is measured is the answer to it."""
        survey, (used,) = opened(codes=1)
        walk(resident(survey, used)).press("verstuur")
        client, address = client_of(None), reverse("with_code", args=["GM9901"])
        sorts = {"unknown": receipts.make, "used": lambda: used}

        def type_(sort):
            return client.post(address, {"code": sorts[sort]()})

        return type_

    def test_unknown_and_used_codes_ask_the_same_questions_of_the_database(self, typed):
        asked = {}
        for sort in ("unknown", "used"):
            with CaptureQueriesContext(connection) as seen:
                assert typed(sort).status_code == 400
            asked[sort] = [query["sql"].split("WHERE")[0] for query in seen]
        assert asked["unknown"] == asked["used"]

    def test_they_take_the_same_time(self, typed):
        """Much further apart than noise would be seen here."""
        taken = {"unknown": [], "used": []}
        for _run in range(self.RUNS):
            for sort, found in taken.items():
                begun = time.process_time()
                typed(sort)
                found.append(time.process_time() - begun)
        middle = {sort: statistics.median(found) for sort, found in taken.items()}
        assert max(middle.values()) < 2 * min(middle.values()), middle
