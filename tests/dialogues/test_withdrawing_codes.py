"""Who takes their words back takes along what coders did with them; the words of others stay coded."""

from __future__ import annotations

import pytest
from django_scopes import scope

from koersvast.coding import actions as coding
from koersvast.coding.models import Coding, Memo
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.texts import actions as texts
from koersvast.texts.models import Decided, Mark, Text
from koersvast.texts.queries import open_text
from tests.dialogues.conftest import TODAY

pytestmark = pytest.mark.django_db


def code(talk, words, anna):
    """Finish the text when that is still to do, and give these words a code."""
    text = Text.objects.get(pk=talk.text_id)
    for kind in set(Mark.objects.filter(text=text, decided=Decided.OPEN).values_list("kind", flat=True)):
        texts.decide_all(text, kind=kind, decided=Decided.KEEP, by=anna)
    texts.finish(text, by=anna, today=TODAY)
    book = coding.open_codebook(text.collection, by=anna)
    made = book.codes.first() or coding.add_code(book, label="plek", by=anna)
    start = open_text(Text.objects.get(pk=text.pk)).body.index(words)
    coder = coding.coder_for(book, anna)
    span = (start, start + len(words))
    coding.write_memo(book, coder=coder, words="hm", today=TODAY, text=text, span=span)
    return coding.code_span(
        Text.objects.get(pk=text.pk), code=made, coder=coder, start=span[0], end=span[1], today=TODAY
    )


def test_of_who_talked_alone_every_code_and_memo_goes(dewi, anna, round_):
    with scope(municipality=round_.municipality):
        code(dewi.talk, "durf ik niet", anna)
        withdraw_participant(dewi.row, today=TODAY, why="receipt", by=None)
        assert not Coding.objects.exists()
        assert not Memo.objects.exists()


def test_at_a_table_the_words_of_the_others_stay_coded(table, anna, round_):
    with scope(municipality=round_.municipality):
        theirs = code(table.talk, "Een plek met een achterdeur", anna)
        body = open_text(Text.objects.get(pk=table.talk.text_id)).body
        line = next(line for line in body.split("\n") if line.startswith("J1: "))
        mine = code(table.talk, line.removeprefix("J1: "), anna)
        withdraw_participant(table.first, today=TODAY, why="receipt", by=None)
        assert list(Coding.objects.all()) == [theirs]
        assert Memo.objects.count() == 1
        assert mine.pk != theirs.pk
