"""The money of four plans, counted again from their files with nothing but a YAML reader: every page, file and paper agrees."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django_scopes import scope

from koersvast.decisions.brought_queries import brought
from koersvast.people.models import Membership, User
from koersvast.reports import actions
from koersvast.reports.document import Table
from tests.activities.test_ledger import READERS
from tests.reports.conftest import TODAY, bring_in, plan_file

PLANS = {
    "delft": 107_000,
    "schiedam": 62_842,
    "zaanstad": None,
    "waterveen": None,
}  # totals of the first two by hand


@dataclass
class Recount:
    """Euros by year, by source and year, by task field and year, by activity and year; open is what nobody pays."""

    cost: Counter[int] = field(default_factory=Counter)
    open: Counter[int] = field(default_factory=Counter)
    source: Counter[tuple[str, int]] = field(default_factory=Counter)
    task_field: Counter[tuple[str, int]] = field(default_factory=Counter)
    activity: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.cost.values())


@cache  # the ordinary reader is slow; nobody writes in a recount
def recount(data: bytes) -> Recount:
    found = Recount()
    for activity in yaml.safe_load(data)["activities"]:
        for line in activity.get("budget", ()):
            year, left = line["year"], line["amount"]
            found.cost[year] += left
            found.task_field[line.get("taakveld", ""), year] += left
            found.activity[activity["name"], year] += left
            for fund in line.get("funding", ()):
                if int(str(fund.get("ends_on", year))[:4]) >= year:
                    part = min(left, fund["amount"])
                    found.source[fund["source"], year] += part
                    left -= part
            found.open[year] += left
    return found


@pytest.fixture(params=PLANS)
def plan(request, db) -> Any:
    """A stored plan, its recount, and somebody of that municipality who looks."""
    data = plan_file(request.param)
    cycle = bring_in(data)
    user = User.objects.create_user("ilse@example.org", "een lange zin als wachtwoord", name="Ilse")
    Membership.objects.create(municipality=cycle.municipality, user=user, role="officer")
    client = Client()
    client.force_login(user)
    counted = recount(data)
    assert counted.total == (PLANS[request.param] or counted.total) > 0
    with scope(municipality=cycle.municipality):
        yield cycle, counted, client


def address(cycle) -> str:
    return f"/{cycle.municipality.code}/ronde/{cycle.number}/activiteiten/geld/"


def euros(cell: Any) -> int:
    return int(re.sub(r"[^\d-]", "", str(cell).replace("−", "-")) or 0)


def rows_of(page: str, caption: str) -> list[list[str]]:
    """The cells of the table in the region with this name."""
    table = re.search(rf'aria-label="{caption}".*?</table>', page, re.DOTALL)
    assert table, caption
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table[0], re.DOTALL)
    ]


def test_the_page_of_money(plan):
    cycle, counted, client = plan
    page = client.get(address(cycle)).content.decode()
    heads, *rows = rows_of(page, "Tabel van kosten en dekking")
    assert [euros(row[0][:4]) for row in rows] == sorted(counted.cost)
    for row in rows:
        year = euros(row[0][:4])
        assert euros(row[1]) == counted.cost[year]
        assert euros(row[-1]) == counted.open[year]
        for source, cell in zip(heads[2:-1], row[2:-1], strict=True):
            assert euros(cell) == counted.source[source.replace("&#x27;", "'"), year], (source, year)
        assert euros(row[1]) == sum(euros(cell) for cell in row[2:])
    years, *fields = rows_of(page, "Tabel van taakvelden")
    shown = {
        (row[0].split(" ")[0].split(",")[0], int(year)): euros(cell)
        for row in fields
        for year, cell in zip(years[1:], row[1:], strict=True)
    }
    assert sum(shown.values()) == counted.total
    assert {key: amount for key, amount in shown.items() if amount} == {
        key: amount for key, amount in counted.task_field.items() if key[0] and amount
    }


@pytest.mark.parametrize("kind", READERS)
def test_the_file_to_take_along(plan, kind):
    cycle, counted, client = plan
    _heads, *rows = READERS[kind](client.get(f"{address(cycle)}{kind}/").content)
    by_year, by_activity, by_source = Counter(), Counter(), Counter()
    for name, year, _field, source, amount in rows:
        by_year[int(year)] += int(amount)
        by_activity[name, int(year)] += int(amount)
        by_source[source, int(year)] += int(amount)
    assert by_year == counted.cost
    assert by_activity == +counted.activity
    paid = {key: amount for key, amount in by_source.items() if key[0] != "Niet gedekt"}
    assert paid == dict(+counted.source)
    assert {year: by_source["Niet gedekt", year] for year in counted.cost} == dict(counted.open)
    if kind != "csv":
        heads, *years = READERS[kind](client.get(f"{address(cycle)}{kind}/").content, 1)
        assert {int(row[0]): int(row[1]) for row in years} == dict(counted.cost)
        assert all(int(row[1]) == sum(int(cell) for cell in row[2:]) for row in years)
        assert heads[-1] == "Niet gedekt"


def tables(cycle, kind, first, **choice):
    found = actions.document_of(cycle, kind=kind, today=TODAY, choice=choice)
    return [block for block in found.blocks if isinstance(block, Table) and block.header[0] == first]


def test_the_action_plan(plan):
    cycle, counted, _client = plan
    years = sorted(counted.cost)
    cost = [*(counted.cost[year] for year in years), counted.total]
    for table in tables(cycle, "action_plan", "In euro"):  # in the summary and in the chapter about money
        assert [int(year) for year in table.header[1:-1]] == years
        by_name = {row[0]: [euros(cell) for cell in row[1:]] for row in table.rows}
        assert by_name.pop("Kosten", cost) == cost
        assert by_name["Niet gedekt"] == [*(counted.open[year] for year in years), sum(counted.open.values())]
        assert [sum(column) for column in zip(*by_name.values(), strict=True)] == cost
    [table] = tables(cycle, "action_plan", "Activiteit, in euro")
    for row in table.rows[:-1]:
        name = row[0].removesuffix(" (voorbeeld)")
        assert [euros(cell) for cell in row[1:-1]] == [counted.activity[name, year] for year in years]
    assert [euros(cell) for cell in table.rows[-1][1:]] == cost
    [table] = tables(cycle, "action_plan", "Taakveld")
    assert [sum(euros(row[place]) for row in table.rows) for place in range(1, len(years) + 2)] == cost


@pytest.mark.parametrize("kind", ["budget_text", "annual_report"])
def test_the_text_for_budget_and_annual_report(plan, kind):
    cycle, counted, _client = plan
    for year in counted.cost:
        [table] = tables(cycle, kind, "Activiteit, in euro", year=year)
        for row in table.rows[:-1]:
            name = row[0].removesuffix(" (voorbeeld)")
            assert euros(row[1]) == counted.activity[name, year]
        assert [euros(cell) for cell in table.rows[-1][1:]] == [
            counted.cost[year],
            counted.cost[year] - counted.open[year],
            counted.open[year],
        ]
    if kind == "budget_text":
        for year in counted.cost:
            [table] = tables(cycle, kind, "Taakveld, in euro", year=year)
            shown = {row[0]: euros(row[1]) for row in table.rows[:-1]}
            assert {name: amount for name, amount in shown.items() if name != "niet ingevuld"} == {
                name: amount for (name, when), amount in counted.task_field.items() if when == year and name
            }


def test_what_the_money_brought(plan):
    cycle, counted, client = plan
    for year in counted.cost:
        found = brought(cycle, year)
        assert found.money.cost == counted.cost[year]
        assert found.money.uncovered == counted.open[year]
        assert dict(found.money.sources) == {
            source: amount for (source, when), amount in counted.source.items() if when == year and amount
        }
        spent = Counter()
        for one in found.activities:
            spent[one.activity.name] += one.planned
        assert spent == {name: amount for (name, when), amount in counted.activity.items() if when == year}
        page = client.get(f"{address(cycle)}opbrengst/{year}/").content.decode()
        title = f"Wat bracht {counted.cost[year]:,} euro in {year}?".replace(",", ".")
        assert title in page
        *goals, together = rows_of(page, "Tabel van geld per doel")[1:]
        assert sum(euros(row[1]) for row in goals) == euros(together[1]) == counted.cost[year]


def test_the_budget_text_of_schiedam_comes_out_of_the_command_with_the_same_euros(db, tmp_path):
    cycle = bring_in(plan_file("schiedam"))
    out = tmp_path / "tekst.html"
    call_command(
        "build_report", "budget_text", "GM0606", str(cycle.number), "--year", "2020",
        "--format", "html", "--out", str(out),
    )  # fmt: skip
    assert "62.842" in out.read_text()
