"""The role matrix, and what follows from it."""

from __future__ import annotations

import pytest

from koersvast.people.models import Membership, Role
from koersvast.people.permissions import (
    MATRIX,
    Right,
    may_edit_activity_step,
    may_edit_step,
    may_manage_people,
    may_plan,
    sees,
)


def member(role: str, organisation_id: object = None) -> Membership:
    return Membership(role=role, organisation_id=organisation_id)


def test_the_matrix_says_something_for_every_role_in_every_step():
    assert set(MATRIX) == set(range(7))
    assert all(set(row) == set(Role.values) for row in MATRIX.values())


def test_steps_1_and_2_are_the_municipality_s():
    assert may_edit_step(member(Role.OFFICER), 1)
    assert may_edit_step(member(Role.OFFICER), 2)
    assert not may_edit_step(member(Role.PARTNER, "org"), 1)
    assert not may_edit_step(member(Role.PARTNER, "org"), 2)


@pytest.mark.parametrize("step", [3, 6])
def test_both_write_in_steps_3_and_6(step):
    assert may_edit_step(member(Role.OFFICER), step)
    assert may_edit_step(member(Role.PARTNER, "org"), step)


@pytest.mark.parametrize("step", range(7))
def test_a_reader_only_reads(step):
    assert MATRIX[step][Role.READER] is Right.READ
    assert not may_edit_activity_step(
        member(Role.READER),
        step,
        owner_organisation_id="x",
        owner_is_municipality=True,
        owner_has_account=False,
    )


@pytest.mark.parametrize("step", [4, 5])
def test_partners_own_steps_4_and_5_of_their_own_activities_only(step):
    emre = member(Role.PARTNER, "welzijn")
    own = {"owner_organisation_id": "welzijn", "owner_is_municipality": False, "owner_has_account": True}
    other = {**own, "owner_organisation_id": "school"}
    assert may_edit_activity_step(emre, step, **own)
    assert not may_edit_activity_step(emre, step, **other)


@pytest.mark.parametrize("step", [4, 5])
def test_the_municipality_writes_for_itself_and_for_who_has_no_account(step):
    anna = member(Role.OFFICER)
    ask = {"owner_organisation_id": "x"}
    assert may_edit_activity_step(anna, step, **ask, owner_is_municipality=True, owner_has_account=True)
    assert may_edit_activity_step(anna, step, **ask, owner_is_municipality=False, owner_has_account=False)
    assert not may_edit_activity_step(anna, step, **ask, owner_is_municipality=False, owner_has_account=True)


@pytest.mark.parametrize(
    ("role", "organisation", "visibility", "seen"),
    [
        (Role.OFFICER, None, "internal", True),
        (Role.ADMINISTRATOR, None, "internal", True),
        (Role.READER, None, "internal", True),
        (Role.READER, "raad", "internal", False),
        (Role.PARTNER, "welzijn", "internal", False),
        (Role.PARTNER, "welzijn", "partners", True),
        (Role.PARTNER, "welzijn", "public", True),
        (Role.READER, "raad", "partners", True),
    ],
)
def test_who_sees_what(role, organisation, visibility, seen):
    assert sees(member(role, organisation), visibility) is seen


def test_only_administrators_manage_people_and_partners_do_not_plan():
    assert [role for role in Role.values if may_manage_people(member(role))] == [Role.ADMINISTRATOR]
    assert not may_plan(member(Role.PARTNER, "org"))
    assert not may_plan(member(Role.READER))


def test_the_documentation_holds_the_same_matrix():
    from pathlib import Path

    from koersvast.people.matrix import as_markdown

    assert as_markdown() in Path("docs/roles.md").read_text()
