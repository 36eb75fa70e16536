"""What is published about the format is what the code does."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from koersvast.exchange.field_kinds import Many, Record
from koersvast.exchange.format import PLAN, unfold
from koersvast.exchange.schema import json_schema, page


def test_the_published_schema_is_up_to_date():
    """koersvast plan_schema --write"""
    assert json.loads(Path("docs/plan-file.schema.json").read_text()) == json_schema()


def test_the_published_page_is_up_to_date():
    """koersvast plan_schema --write"""
    assert Path("docs/plan-file.md").read_text() == page()


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_schema_refuses_what_the_reader_refuses():
    validator = jsonschema.Draft202012Validator(json_schema())
    assert not validator.is_valid({"koersvast": 2})
    assert not validator.is_valid({"koersvast": 1, "resultaten": []})


def every_record(kind, seen):
    kind = unfold(kind)
    if isinstance(kind, Many):
        every_record(kind.of, seen)
    elif isinstance(kind, Record) and kind.name not in seen:
        seen[kind.name] = kind
        for field in kind.fields:
            every_record(field.kind, seen)
    return seen


def test_every_item_of_a_list_may_carry_a_note_and_be_an_example():
    for record in every_record(PLAN, {}).values():
        for field in record.fields:
            if isinstance(field.kind, Many) and isinstance(unfold(field.kind.of), Record):
                assert {"note", "illustrative"} <= unfold(field.kind.of).by_name.keys(), field.name
    for name in ("municipality", "cycle", "quality"):
        assert {"note", "illustrative"} <= every_record(PLAN, {})[name].by_name.keys()


def test_who_entered_a_measurement_is_not_in_the_format():
    assert "entered_by" not in every_record(PLAN, {})["measurement"].by_name
