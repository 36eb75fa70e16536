"""Every view says who may see it, and strangers find nothing."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def addresses(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


OURS = [(path, pattern) for path, pattern in addresses() if not path.startswith("account/")]
# no account: who has the code sees what that person allowed, or answers what was asked
WITH_A_RECEIPT = {"receipt", "four_questions", "with_code", "answer_survey", "answered"}


@pytest.mark.parametrize(("path", "pattern"), OURS, ids=[path or "/" for path, _pattern in OURS])
def test_every_view_says_who_may_see_it(path, pattern):
    assert getattr(pattern.callback, "audience", ""), (
        f"{path}: use a decorator of people/access.py or cycles/access.py"
    )


@pytest.mark.parametrize(("path", "pattern"), OURS, ids=[path or "/" for path, _pattern in OURS])
def test_an_address_with_a_municipality_is_for_its_members(path, pattern):
    audience = getattr(pattern.callback, "audience", "")
    if "<str:gmcode>" in path and pattern.name not in WITH_A_RECEIPT:
        assert audience.startswith(("members", "cycle")), f"{path} is for {audience}"
