"""What knows no database is tested once, not once per database."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ASKS_A_DATABASE = {"test_engines.py"}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == HERE and item.path.name not in ASKS_A_DATABASE:
            item.add_marker(pytest.mark.pure)
