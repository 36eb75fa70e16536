"""A table of CBS StatLine, saved as JSON from its OData service (version 3): works without a connection.

A table comes as several lists: the figures (TypedDataSet), what the columns mean (DataProperties), and one list
per dimension (Perioden, Marges, Kenmerken, RegioS ...). People bring them as separate files, or as one JSON object
that holds them by name. Numbers at the end of a column change between versions of a table: columns are found
through DataProperties, never by a name we know by heart.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.indicators.sources.observation import (
    MAX_BYTES,
    MAX_ROWS,
    NATIONAL,
    Mistake,
    Observation,
    Unreadable,
    checked,
    decoded,
    number,
    plain,
    refuse,
)
from koersvast.people.permissions import YES, Verdict

key = "cbs"
label = gettext_lazy("Een tabel van CBS StatLine (JSON)")
help_text = gettext_lazy(
    "De bestanden TypedDataSet, DataProperties en de lijsten zoals Perioden, Marges en Kenmerken van één tabel."
)
extensions = ".json"

FIGURES, MEANINGS, ABOUT = "TypedDataSet", "DataProperties", "TableInfos"
MARGINS, PERIODS = "Marges", "Perioden"
VALUE, LOW, HIGH = "MW00000", "MOG0095", "MBG0095"
NATIONAL_REGIONS = {"NL00", NATIONAL}
YEAR_KEY = re.compile(r"^(\d{4})(JJ00|MM(0[1-9]|1[0-2]))$")
TABLE_ID = re.compile(r"/([0-9]{5}[A-Za-z]{3})/\$metadata#")
LIST_NAME = re.compile(r"\$metadata#(?:.*\.)?([A-Za-z]\w*)$")
MOST_CHOICES = 5000  # items of one dimension


@dataclass(frozen=True)
class Survey:
    """What the table does not say itself: who was asked, and since when the questions are the same."""

    population: str
    first_year: int
    why: Any


_SAFETY = Survey(
    "15+",
    2021,
    gettext_lazy(
        "In 2021 kreeg de Veiligheidsmonitor een nieuwe vragenlijst. Cijfers van voor 2021 mogen niet aan latere vast. Kies jaren vanaf 2021."
    ),
)
SURVEYS = {"85844NED": _SAFETY, "85146NED": _SAFETY}


@dataclass(frozen=True)
class Topic:
    """A column of figures: its key in this version of the table, what it is called and its unit."""

    key: str
    title: str
    unit: str


@dataclass(frozen=True)
class Dimension:
    """What rows differ in. ``items`` maps keys, without the spaces CBS puts behind them, to titles."""

    key: str
    title: str
    items: Mapping[str, str]
    is_place: bool = False


@dataclass(frozen=True)
class Table:
    """One table of StatLine as it was saved. ``rows`` are as in the file, keys without spaces behind them."""

    id: str
    title: str
    topics: tuple[Topic, ...]
    dimensions: tuple[Dimension, ...]  # apart from margins and periods
    periods: Mapping[str, str]  # 2023JJ00 -> 2023
    has_margins: bool
    rows: Sequence[Mapping[str, Any]] = field(repr=False)

    @property
    def survey(self) -> Survey | None:
        return SURVEYS.get(self.id)


def check_settings() -> Verdict:
    """The table comes as a file: no connection, no key."""
    return YES


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Separate files of one table as one JSON object that holds them by name.

    The list in a file is known by what the file says of itself (odata.metadata), else by the name of the file.
    Raises Unreadable.
    """
    held: dict[str, Any] = {}
    size = 0
    for name, data in files:
        size += len(data)
        if size > MAX_BYTES:
            raise refuse(_("Deze bestanden zijn samen groter dan 10 MB."))
        content = _json(data)
        if _is_bundle(content):
            held.update(content)
            continue
        list_name = _list_name(content) or _word_of(name)
        if list_name in held:
            raise refuse(_("De lijst %(name)s zit er twee keer bij.") % {"name": list_name})
        held[list_name] = content
    return json.dumps(held).encode()


def parse(data: bytes) -> Table:
    """The table in a bundle, with everything that people can choose from. Raises Unreadable."""
    held = _json(data)
    if not isinstance(held, dict) or not _is_bundle(held):
        raise refuse(
            _("Dit is één lijst van een tabel. De andere lijsten ontbreken."),
            f"{FIGURES}, {MEANINGS}, {PERIODS}",
        )
    lists = {name: _rows_of(content, name) for name, content in held.items()}
    missing = [name for name in (FIGURES, MEANINGS, PERIODS) if name not in lists]
    if missing:
        raise Unreadable([Mistake(0, name, _("deze lijst van de tabel ontbreekt")) for name in missing])
    if len(lists[FIGURES]) > MAX_ROWS:
        raise refuse(
            _("Deze tabel heeft meer dan 50.000 rijen."), _("Kies bij CBS minder jaren of minder regio's.")
        )
    topics, dimensions, margins = _meanings(lists)
    about = (lists.get(ABOUT) or [{}])[0]
    return Table(
        id=_table_id(held, about),
        title=_text(about, "Title"),
        topics=topics,
        dimensions=dimensions,
        periods=_items(lists, PERIODS),
        has_margins=margins,
        rows=[
            {name: cell.strip() if isinstance(cell, str) else cell for name, cell in row.items()}
            for row in lists[FIGURES]
        ],
    )


def read(
    data: bytes,
    *,
    columns: Sequence[str] = (),
    periods: Sequence[str] = (),
    items: Mapping[str, Sequence[str]] | None = None,
    favourable: str = "none",
    today: str = "",
    **_choices: Any,
) -> list[Observation]:
    """The figures of some columns (key or title), for some periods and some items of each dimension.

    ``items`` maps a dimension to keys or titles; a dimension that is left out must have one item in the table.
    Raises Unreadable for what is not in the table and for years that may not stand on one line.
    """
    table = parse(data)
    topics = _chosen_topics(table, columns)
    wanted_periods = _chosen(PERIODS, table.periods, periods)
    _same_questions(table, wanted_periods)
    chosen = {
        dimension.key: _chosen(dimension.key, dimension.items, (items or {}).get(dimension.key, ()))
        for dimension in table.dimensions
    }
    cells = _cells(table, topics, wanted_periods, chosen)
    found = [
        observation
        for (column, period, place), margins in cells.items()
        if (observation := _observation(table, column, period, dict(place), margins, favourable, today))
    ]
    if not found:
        raise refuse(_("Bij deze keuze staat er geen enkel cijfer in de tabel."))
    return checked(found)


# Reading the lists


def _json(data: bytes) -> Any:
    text = decoded(data)
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise refuse(
            _("Dit is geen JSON."),
            _("Bewaar het antwoord van CBS zonder het te openen in een ander programma."),
            line=error.lineno,
        ) from None
    except RecursionError:
        raise refuse(_("Dit is geen bestand van CBS: het zit te diep in elkaar.")) from None
    except ValueError:  # a number of thousands of digits
        raise refuse(_("In dit bestand staat iets dat geen getal is.")) from None


def _no_number(word: str) -> Any:
    raise refuse(_("In dit bestand staat %(word)s. Dat is geen getal.") % {"word": word})


def _is_bundle(content: Any) -> bool:
    """Does this object hold lists by name, as against being one list?"""
    return isinstance(content, dict) and any(
        isinstance(content.get(name), dict | list) for name in (FIGURES, MEANINGS)
    )


def _list_name(content: Any) -> str:
    said = content.get("odata.metadata") if isinstance(content, dict) else None
    found = LIST_NAME.search(said) if isinstance(said, str) else None
    return found.group(1) if found else ""


def _word_of(name: str) -> str:
    """The name of a list in the name of a file: "85844NED_Marges.json" -> "Marges"."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", name.rsplit(".", 1)[0].replace("_", " "))
    return words[-1][:60] if words else ""


def _rows_of(content: Any, name: str) -> list[Mapping[str, Any]]:
    """The rows of a list in each shape that version 3 has: bare, {"value": []}, {"d": []}, {"d": {"results": []}}."""
    for step in ("d", "results", "value"):
        if isinstance(content, dict) and step in content:
            content = content[step]
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        if name in (FIGURES, MEANINGS, PERIODS, MARGINS):
            raise refuse(_("deze lijst heeft niet de vorm die CBS gebruikt"), column=name)
        return []
    return content


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return " ".join(value.split())[:500] if isinstance(value, str) else ""


def _items(lists: Mapping[str, list[Mapping[str, Any]]], name: str) -> dict[str, str]:
    """Key -> title. Titles that cannot be kept are refused: they come from a file that anybody can write."""
    rows = lists.get(name, [])
    if len(rows) > MOST_CHOICES:
        raise refuse(_("deze lijst heeft meer dan 5000 onderdelen"), column=name)
    found = {_text(row, "Key"): _text(row, "Title") for row in rows if _text(row, "Key")}
    _refuse_texts(name, [*found, *found.values()])
    return found


def _refuse_texts(name: str, texts: Iterable[str]) -> None:
    mistakes = [Mistake(0, name, f"{reason}: {text[:60]}") for text in texts if (reason := plain(text))]
    if mistakes:
        raise Unreadable(mistakes)


def _table_id(held: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    said = _text(about, "Identifier")
    for content in held.values():
        metadata = content.get("odata.metadata") if isinstance(content, dict) else None
        found = TABLE_ID.search(metadata) if isinstance(metadata, str) else None
        said = said or (found.group(1) if found else "")
    if not re.match(r"^\d{5}[A-Z]{3}$", said.upper()):
        raise refuse(
            _("Het nummer van de tabel staat niet in deze bestanden."),
            _("Neem ook de lijst TableInfos mee."),
            column=ABOUT,
        )
    return said.upper()


def _meanings(
    lists: Mapping[str, list[Mapping[str, Any]]],
) -> tuple[tuple[Topic, ...], tuple[Dimension, ...], bool]:
    """Columns and dimensions, from DataProperties, and whether the table has margins."""
    rows = lists[MEANINGS]
    spoken = _spoken_titles(rows)
    topics: list[Topic] = []
    dimensions: list[Dimension] = []
    margins = False
    for row in rows:
        name, title, kind = _text(row, "Key"), _text(row, "Title"), _text(row, "Type")
        if kind == "Topic" and name:
            topics.append(Topic(name, spoken[name], _text(row, "Unit") or "aantal"))
        elif name == MARGINS:
            margins = True
            _need_list(lists, name)
        elif kind in ("Dimension", "GeoDimension", "GeoDetail") and name:
            _need_list(lists, name)
            dimensions.append(Dimension(name, title or name, _items(lists, name), kind.startswith("Geo")))
    _refuse_texts(MEANINGS, [text for topic in topics for text in (topic.key, topic.title, topic.unit)])
    _refuse_texts(MEANINGS, [text for dimension in dimensions for text in (dimension.key, dimension.title)])
    if not topics:
        raise refuse(_("deze lijst noemt geen enkel onderwerp"), column=MEANINGS)
    if margins and VALUE not in _items(lists, MARGINS):
        raise refuse(_("in deze lijst ontbreekt de waarde zelf"), VALUE, column=MARGINS)
    return tuple(topics), tuple(dimensions), margins


def _spoken_titles(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Column -> title. CBS calls many columns "Slachtoffers": those are told apart by the groups above them."""
    groups = {_id(row.get("ID")): row for row in rows if _text(row, "Type") == "TopicGroup"}
    topics = {_text(row, "Key"): row for row in rows if _text(row, "Type") == "Topic"}
    titles = {name: _text(row, "Title") or name for name, row in topics.items()}
    paths = {name: ": ".join([*_groups_above(row, groups), titles[name]]) for name, row in topics.items()}
    plain_count, path_count = Counter(titles.values()), Counter(paths.values())
    return {
        name: title
        if plain_count[title] == 1
        else (paths[name] if path_count[paths[name]] == 1 else f"{paths[name]} ({name})")
        for name, title in titles.items()
    }


def _groups_above(row: Mapping[str, Any], groups: Mapping[Any, Mapping[str, Any]]) -> list[str]:
    """Titles of the groups a column stands in, the widest first. At most ten: a file could hold a circle."""
    found: list[str] = []
    parent = groups.get(_id(row.get("ParentID")))
    while parent is not None and len(found) < 10:
        found.insert(0, _text(parent, "Title"))
        parent = groups.get(_id(parent.get("ParentID")))
    return found


def _id(value: Any) -> int | str | None:
    return value if isinstance(value, int | str) else None


def _need_list(lists: Mapping[str, Any], name: str) -> None:
    if name not in lists:
        raise refuse(_("deze lijst van de tabel ontbreekt"), column=name)


# Choosing


def _chosen_topics(table: Table, columns: Sequence[str]) -> list[Topic]:
    """By key, by title, or by the key of another version of the table: the number behind it may differ."""
    if not columns:
        titles = ", ".join(topic.title for topic in table.topics[:20])
        raise refuse(_("Kies minstens één onderwerp."), titles)
    found, mistakes = [], []
    for asked in dict.fromkeys(columns):
        same = [topic for topic in table.topics if asked in (topic.key, topic.title)]
        same = same or [topic for topic in table.topics if _stem(topic.key) == _stem(asked)]
        if len(same) == 1:
            found.append(same[0])
        else:
            what = _("dit onderwerp staat er vaker in") if same else _("dit onderwerp staat niet in de tabel")
            mistakes.append(Mistake(0, asked[:100], what, ", ".join(topic.key for topic in same[:5])))
    if mistakes:
        raise Unreadable(mistakes)
    return list(dict.fromkeys(found))


def _stem(name: str) -> str:
    return re.sub(r"_\d+$", "", name)


def _chosen(name: str, items: Mapping[str, str], asked: Sequence[str]) -> list[str]:
    """Keys of a dimension, asked by key or title."""
    if not asked and len(items) == 1:
        return list(items)
    if not asked:
        raise refuse(_("kies hier minstens één onderdeel"), ", ".join([*items.values()][:20]), column=name)
    by_title: dict[str, list[str]] = {}
    for item, title in items.items():
        by_title.setdefault(title, []).append(item)
    found, mistakes = [], []
    for one in dict.fromkeys(text.strip() for text in asked):
        same = [one] if one in items else by_title.get(one, [])
        if len(same) == 1:
            found.append(same[0])
        else:
            mistakes.append(Mistake(0, name, _("dit staat niet in de tabel: %(what)s") % {"what": one[:100]}))
    if mistakes:
        raise Unreadable(mistakes)
    return list(dict.fromkeys(found))


def _same_questions(table: Table, periods: Sequence[str]) -> None:
    survey = table.survey
    early = [table.periods[one] or one for one in periods if survey and _year(one) < survey.first_year]
    if survey and early:
        raise Unreadable([Mistake(0, period, str(survey.why)) for period in early])


def _year(period: str) -> int:
    return int(period[:4]) if YEAR_KEY.match(period) else 0


# From cells to figures

Cell = tuple[Topic, str, tuple[tuple[str, str], ...]]


def _cells(
    table: Table, topics: Sequence[Topic], periods: Sequence[str], chosen: Mapping[str, Sequence[str]]
) -> dict[Cell, dict[str, Any]]:
    """Topic, period and items -> {margin key: value as it stands in the file}."""
    cells: dict[Cell, dict[str, Any]] = {}
    wanted = {name: set(keys) for name, keys in chosen.items()}
    for row in table.rows:
        period = row.get(PERIODS)
        if period not in periods or any(row.get(name) not in keys for name, keys in wanted.items()):
            continue
        place = tuple((name, str(row[name])) for name in chosen)
        margin = row.get(MARGINS) if table.has_margins else VALUE
        for topic in topics:
            if topic.key not in row:
                raise refuse(_("deze kolom ontbreekt in de cijfers"), column=topic.key)
            cells.setdefault((topic, str(period), place), {})[str(margin)] = row[topic.key]
    return cells


def _observation(
    table: Table,
    topic: Topic,
    period: str,
    items: Mapping[str, str],
    margins: Mapping[str, Any],
    favourable: str,
    today: str,
) -> Observation | None:
    """One figure; None where CBS has none (an empty cell is no zero)."""
    when = YEAR_KEY.match(period)
    if when is None:
        raise refuse(_("dit is geen jaar en geen maand"), "2023JJ00", column=period[:20])
    if margins.get(VALUE) is None:
        return None
    place, place_code = _("Nederland (landelijk cijfer)"), NATIONAL
    groups = []
    for dimension in table.dimensions:
        item = items[dimension.key]
        if not dimension.is_place:
            groups.append(dimension.items[item])
        elif item not in NATIONAL_REGIONS:
            place, place_code = dimension.items[item], item
    try:
        value, low, high = (
            None if margins.get(name) is None else number(margins[name]) for name in (VALUE, LOW, HIGH)
        )
    except ValueError:
        raise refuse(_("hier staat iets dat geen getal is"), column=topic.title) from None
    return Observation(
        line=0,
        code=topic.key,
        name=topic.title,
        level="societal",
        unit=topic.unit,
        favourable=favourable,
        place=place,
        place_code=place_code,
        population=table.survey.population if table.survey else (table.title or table.id),
        group=", ".join(groups),
        period=when.group(1) + (f"-{when.group(3)}" if when.group(3) else ""),
        value=value or 0.0,
        margin_low=low,
        margin_high=high,
        sample="probability",
        series=table.id,
        source=f"CBS StatLine {table.id}",
        url=f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{table.id}",
        retrieved_on=today,
    )
