"""The table of inhabitants: a second count beside that of who took part, and the lowest counts."""

from __future__ import annotations

import pytest
from django_scopes import scope

from koersvast.dialogues import kcheck, quote_actions, quote_queries
from koersvast.dialogues.kcheck import AGE, GROUP, PLACE, Attribute, Person
from koersvast.dialogues.models import PopulationCount
from koersvast.dialogues.population import MOST_LINES, Part, WrongLine, as_lines, read_lines
from koersvast.dialogues.population_actions import keep_population
from koersvast.texts.actions import NotNow
from tests.dialogues.heard import listen

PATH = "/GM9901/inwoners/"
QUEER, MIDDLE, QUAY = Attribute(GROUP, "queer"), Attribute(AGE, "35-49"), Attribute(PLACE, "Havenkwartier")
TOWN = [
    Person(age="35-49", place="Havenkwartier", count=40),
    Person(age="35-49", place="Dorp", count=60),
    Person(age="50-64", place="Dorp", count=30),
    Person(groups=("queer",), count=7),
]


def in_town(*shown):
    return kcheck.k_in_town(frozenset(shown), TOWN)


class TestCounting:
    def test_rows_that_tell_the_same_apart_are_added_and_the_lowest_table_counts(self):
        assert in_town(MIDDLE) == 100
        assert in_town(MIDDLE, QUAY) == 40
        assert in_town(QUEER) == 7
        assert in_town(MIDDLE, QUEER) == 7
        assert in_town(Attribute(AGE, "35-64")) == 130

    def test_what_no_row_tells_is_not_asked(self):
        assert in_town() is None
        assert in_town(Attribute(AGE, "80+")) is None
        assert in_town(Attribute(AGE, "80+"), QUAY) == 40
        assert kcheck.k_in_town(frozenset({QUEER}), []) is None

    def test_without_a_table_only_who_took_part_counts(self):
        people = [Person(groups=("queer",))] * 6
        assert kcheck.k_of(frozenset({QUEER}), people, []) == 6
        assert kcheck.k_of(frozenset({QUEER}), people * 2, TOWN) == 7


class TestLines:
    def test_lines_are_read_and_written_the_same(self):
        text = "25-34; ; Havenkwartier; 1.200\n\n; lesbisch;  ; 80\n65+;;;9"
        found = read_lines(text)
        assert found == [
            Part("25-34", "", "Havenkwartier", 1200), Part("", "lesbisch", "", 80), Part("65+", "", "", 9)
        ]  # fmt: skip
        assert read_lines(as_lines(found)) == found
        assert read_lines("25-34\t\tDorp\t5") == [Part("25-34", "", "Dorp", 5)]

    @pytest.mark.parametrize(
        ("line", "what"),
        [
            ("25-34; 12", "columns"), ("25-39;;;5", "age"), (";martiaan;;5", "group"), (";;;5", "nothing"),
            ("25-34;;;veel", "count"), ("25-34;;;-5", "count"), ("25-34;;;1.5", "count"), (";;" + "x" * 61 + ";5", "place"),
            ("18-24;;;5\n18-24;;;6", "twice"), (";;Dorp;5\n;;dorp;6", "twice"),
            ("\n".join(f";;w{number};1" for number in range(MOST_LINES + 1)), "many"),
        ],
        ids=lambda value: value if len(value) < 30 else "long",
    )  # fmt: skip
    def test_a_line_that_is_not_understood_is_told_with_its_number(self, line, what):
        with pytest.raises(WrongLine) as wrong:
            read_lines("\n" + line)
        assert wrong.value.what == what
        assert wrong.value.number == len(line.splitlines()) + 1


@pytest.mark.django_db
class TestInUse:
    @pytest.fixture
    def heard(self, round_, anna, bilal):
        with scope(municipality=round_.municipality):
            yield listen(round_, anna, bilal, count=12)

    def keep(self, heard, *parts):
        keep_population(heard.round.municipality, parts, source="CBS 2026", by=heard.anna)

    def test_a_table_can_stop_a_quote_that_enough_participants_share(self, heard):
        row = heard.published(shown=frozenset({QUEER}))
        assert [one.row.pk for one in quote_queries.publishable_quotes(heard.round)] == [row.pk]
        self.keep(heard, Part("", "queer", "", 4))
        assert quote_queries.publishable_quotes(heard.round) == []
        found = quote_queries.counted(row.participant, frozenset({QUEER}), but=row.pk)
        assert (found.k, found.among, found.in_town, found.blocks) == (4, 12, 4, True)
        assert found.proposals  # something more general
        other = heard.quote(1, shown=frozenset({QUEER}))
        with pytest.raises(NotNow, match="herkenbaar"):
            quote_actions.offer(other, by=heard.anna)

    def test_the_page_of_a_quote_shows_both_counts_and_the_bounds(self, heard, at, anna, client_of):
        row = heard.quote(shown=frozenset({QUEER}))
        browser = client_of(anna)
        page = browser.get(at("quote", row.pk)).content.decode()
        assert "<dt>Van wie meedeed</dt><dd>12</dd>" in page
        assert "niet bekend" in page
        assert "onder 5: gaat niet verder; onder 10: let op" in page
        self.keep(heard, Part("", "queer", "", 8))
        page = browser.get(at("quote", row.pk)).content.decode()
        assert "<dt>Van alle inwoners</dt><dd>8</dd>" in page
        assert "Dat is weinig" in page

    def test_anna_pastes_a_table_mends_a_line_and_takes_it_away(self, heard, anna, client_of):
        browser = client_of(anna)
        wrong = browser.post(PATH, {"lines": "25-34;;;veel", "source": "CBS"}).content.decode()
        assert "Regel 1: het aantal is geen heel getal." in wrong
        assert "25-34;;;veel" in wrong
        assert (
            "waar deze aantallen vandaan komen" in browser.post(PATH, {"lines": "25-34;;;5"}).content.decode()
        )
        sent = {"lines": "25-34;;;50\n65+;;;40", "source": "CBS, 2026"}
        assert browser.post(PATH, sent).status_code == 302
        assert "65+; ; ; 40" in browser.get(PATH).content.decode()
        browser.post(PATH, sent | {"lines": "65+;;;41"})
        assert [one.count for one in PopulationCount.objects.all()] == [41]
        browser.post(PATH, {"lines": ""})
        assert not PopulationCount.objects.exists()

    def test_it_is_for_who_plans_here(self, heard, chris, gerrit, emre, client_of):
        self.keep(heard, Part("", "queer", "", 4))
        assert client_of(chris).get(PATH).status_code == 404
        for who in (gerrit, emre):
            assert client_of(who).post(PATH, {"lines": ""}).status_code == 403
        assert PopulationCount.objects.count() == 1
