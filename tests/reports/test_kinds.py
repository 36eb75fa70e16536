"""What holds for every kind of document; a new one is tested before its own tests are written."""

from __future__ import annotations

import re

import pytest

from koersvast.reports.document import Document
from koersvast.reports.kinds import REPORTS
from koersvast.reports.rendering import FORMATS
from tests import factories
from tests.reports.conftest import TODAY, words


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
class TestEveryReport:
    def test_builds_from_the_demo_in_every_format(self, report, waterveen_plan):
        document = report.build(waterveen_plan, today=TODAY)
        assert isinstance(document, Document)
        for form in FORMATS.values():
            assert form.render(document)

    def test_builds_from_an_empty_cycle(self, report, in_waterveen, waterveen):
        assert report.build(factories.cycle(waterveen), today=TODAY).chapters

    def test_gives_the_same_document_for_the_same_facts(self, report, waterveen_plan):
        assert report.build(waterveen_plan, today=TODAY) == report.build(waterveen_plan, today=TODAY)

    def test_has_a_neutral_file_name(self, report):
        assert re.fullmatch(r"[a-z-]+", report.file_name)
        assert not re.search("regenboog|lhbt|roze|pride", report.file_name)

    def test_shows_no_figure_of_a_small_group(self, report, waterveen_plan):
        assert "59%" not in words(report.build(waterveen_plan, today=TODAY))

    def test_says_who_it_is_for(self, report):
        assert str(report.label)
        assert str(report.purpose)
