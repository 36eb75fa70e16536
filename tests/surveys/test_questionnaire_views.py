"""Anna builds a questionnaire; Gerrit looks, Chris finds nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.surveys import actions, queries, routing
from koersvast.surveys.models import Edition, Response, Survey
from koersvast.surveys.questionnaire import Group, Questionnaire
from tests import factories
from tests.surveys.conftest import ABOUT_LIVING
from tests.surveys.questionnaires import ask, asking

EMPTY = Questionnaire({"nl": "Wonen"}, ("nl",), ())
GROUP = Group("g", {"nl": "Groep"})
EVIL = "<script>alert(1)</script>{{ 7|add:7 }}\"'&"


class Builder:
    """Somebody who builds, with a browser without script."""

    def __init__(self, client, cycle, edition):
        self.client, self.cycle, self.edition = client, cycle, edition

    def url(self, name="questionnaire", *args):
        return reverse(name, args=[self.cycle.municipality.code, self.cycle.number, self.edition.pk, *args])

    def see(self, name="questionnaire", *args, query=""):
        return self.client.get(self.url(name, *args) + query)

    def html(self, name="questionnaire", *args, query=""):
        return self.see(name, *args, query=query).content.decode()

    def hidden(self, html):
        return dict(re.findall(r'<input type="hidden" name="(version|was)" value="([^"]*)"', html))

    def send(self, name, *args, began=None, **fields):
        """What the form of a page holds, with these fields."""
        began = self.hidden(self.html(name, *args)) if began is None else began
        return self.client.post(self.url(name, *args), {**began, **fields})

    def add(self, kind="single", **fields):
        choices = {"choices_nl": "Ja\nNee"} if kind in ("single", "multiple", "scale") else {}
        return self.send(
            "add_survey_question", kind=kind, **{"label_nl": "Woont u hier?", **choices, **fields}
        )

    def press(self, button):
        began = self.hidden(self.html())
        return self.client.post(
            self.url("arrange_questionnaire"), {**began, "doe": button}, follow=True
        ).content.decode()

    @property
    def content(self):
        with scope(municipality=self.cycle.municipality):
            return queries.questionnaire_of(Edition.objects.get(pk=self.edition.pk))

    @property
    def keys(self):
        return [one.key for one in self.content.questions]


@pytest.fixture
def build(cycle, client_of, anna):
    def build_(content=EMPTY, by=None, title="Wonen"):
        with scope(municipality=cycle.municipality):
            edition = actions.new_questionnaire(cycle.municipality, title=title, content=content, by=anna)
        return Builder(client_of(by or anna), cycle, edition)

    return build_


def test_anna_makes_a_questionnaire_of_her_own(cycle, anna, client_of):
    client = client_of(anna)
    base = [cycle.municipality.code, cycle.number]
    assert (
        reverse("new_questionnaire", args=base) in client.get(reverse("surveys", args=base)).content.decode()
    )
    answer = client.post(
        reverse("new_questionnaire", args=base), {"title": "Veilig wonen", "languages": ["en", "ar"]}
    )
    page = client.get(answer["Location"]).content.decode()
    assert "Veilig wonen" in page
    assert "Nog geen vragen" in page
    assert "De vragenlijst heeft geen vragen." in page
    with scope(municipality=cycle.municipality):
        assert queries.questionnaire_of(Edition.objects.get()).languages == ("nl", "en", "ar")


def test_a_question_gets_a_key_from_its_words_and_stands_in_the_list(build):
    anna = build()
    answer = anna.add(required="on")
    assert answer["Location"].endswith("#ding-woont_u_hier")
    one = anna.content.questions[0]
    assert (one.key, one.kind, one.required, one.may_decline) == ("woont_u_hier", "single", True, False)
    assert [choice.key for choice in one.choices] == ["ja", "nee"]
    assert "Woont u hier?" in anna.html()
    assert "verplicht" in anna.html()


def test_a_question_depends_on_an_answer_that_was_chosen(build):
    anna = build()
    anna.add()
    anna.add("open", label_nl="Hoe lang?", when="woont_u_hier=ja")
    assert anna.content.questions[1].relevance == "${woont_u_hier} = 'ja'"
    assert "Alleen als het antwoord op ‘Woont u hier?’ is ‘Ja’." in anna.html()
    assert '<option value="woont_u_hier=ja" selected>' in anna.html("edit_survey_question", "hoe_lang")


def test_a_number_has_bounds_in_dutch(build):
    anna = build()
    anna.add("number", label_nl="Welk cijfer?", lowest="1", highest="7,5", relevance="", whole="")
    assert (anna.content.questions[0].lowest, anna.content.questions[0].highest) == (1.0, 7.5)
    assert 'value="7,5"' in anna.html("edit_survey_question", "welk_cijfer")
    answer = anna.send("edit_survey_question", "welk_cijfer", kind="number", label_nl="Welk?", lowest="9", highest="1")  # fmt: skip
    assert "Dit is minder dan het laagste getal." in answer.content.decode()


def test_a_scale_without_scores_counts_its_lines(build):
    anna = build()
    anna.add("scale", choices_nl="Nooit\nSoms\nAltijd")
    assert [one.score for one in anna.content.questions[0].choices] == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"relevance": "${a} >"}, "id_relevance"),
        ({"constraint": "boe("}, "id_constraint"),
        ({"choices_nl": "Ja"}, "Geef minstens twee antwoorden"),
        ({"choices_nl": "ja | Ja\nJA | Nee"}, "staat er twee keer"),
        ({"label_nl": ""}, "id_label_nl"),
        ({"label_nl": "Hoi ${naam}"}, "Een antwoord herhalen"),
        ({"label_nl": "<b>Dik</b>"}, "Gebruik geen tekens"),
        ({"key": "3x"}, "Begin met een letter"),
        ({"key": "meta"}, "Deze sleutel is al gebruikt"),
        ({"key": "EERSTE"}, "Deze sleutel is al gebruikt"),
        ({"when": "eerste=ja", "relevance": "${eerste} = 'nee'"}, "niet allebei"),
        ({"when": "eerste=misschien"}, "id_when"),
        ({"group": "bestaat_niet"}, "id_group"),
        ({"kind": "rank"}, "id_kind"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_stored(build, fields, sentence):
    anna = build(asking(ask("eerste"), ask("tweede", group="g"), groups=(GROUP,)))
    answer = anna.add(**fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert anna.keys == ["eerste", "tweede"]


def test_another_kind_shows_its_own_fields_and_keeps_what_was_typed(build):
    anna = build()
    answer = anna.add(kind="number", label_nl="Half getypt", doe="soort").content.decode()
    assert "Half getypt" in answer
    assert "Laagste getal" in answer
    assert "Antwoorden om uit te kiezen" not in answer
    assert anna.keys == []


def test_up_down_and_away_with_a_way_back(build):
    anna = build(asking(ask("a"), ask("b"), ask("c")))
    page = anna.press("omhoog:c")
    assert anna.keys == ["a", "c", "b"]
    assert re.search(r'value="omhoog:c" autofocus', page)  # so that pressing on goes on
    page = anna.press("weg:c")
    assert anna.keys == ["a", "b"]
    undo = re.search(r'action="([^"]+/terug/)"', page)[1]
    assert "Teruggezet." in anna.client.post(undo, {"terug": "1"}, follow=True).content.decode()
    assert anna.keys == ["a", "c", "b"]
    assert "kan niet meer terug" in anna.client.post(undo, follow=True).content.decode()


def test_bringing_back_does_not_undo_what_somebody_did_since(build):
    anna = build(asking(ask("a"), ask("b")))
    anna.press("weg:b")
    anna.add(label_nl="Nieuw?")
    page = anna.client.post(anna.url("undo_removal"), follow=True).content.decode()
    assert "kan niet meer terug" in page
    assert anna.keys == ["a", "nieuw"]


@pytest.mark.parametrize("button", ["omhoog:weg", "weg:", "", "opblazen:a", f"weg:{EVIL}"])
def test_a_button_that_does_not_exist_changes_nothing(build, button):
    anna = build(asking(ask("a")))
    anna.press(button)
    assert anna.keys == ["a"]


def test_a_group_with_questions_in_it(build):
    anna = build()
    anna.add()
    anna.send("add_question_group", label_nl="Over werk", when="woont_u_hier=ja")
    assert "De groep heeft geen vragen." in anna.html()
    assert '<option value="over_werk" selected>' in anna.html("add_survey_question", query="?groep=over_werk")
    anna.add("open", label_nl="Welk werk?", group="over_werk")
    assert routing.problems(anna.content) == ()
    anna.send("edit_question_group", "over_werk", label_nl="Werk", key="werk")
    assert (anna.content.questions[1].group, anna.content.groups[0].label) == ("werk", {"nl": "Werk"})
    anna.press("weg:werk")
    assert anna.keys == ["woont_u_hier", "welk_werk"]


def test_a_matrix_is_written_on_one_page(build):
    anna = build()
    fields = {
        "label_nl": "Hoe veilig …",
        "rows_nl": "thuis?\nop straat?",
        "kind": "scale",
        "choices_nl": "Niet\nWel",
    }
    anna.send("add_matrix", **fields)
    assert anna.keys == ["thuis", "op_straat"]
    assert anna.content.groups[0].matrix
    assert routing.problems(anna.content) == ()
    anna.send(
        "edit_question_group",
        "hoe_veilig",
        **{**fields, "rows_nl": "op_straat | buiten?\nwerk | op het werk?"},
    )
    assert anna.keys == ["op_straat", "werk"]
    assert anna.content.questions[0].label == {"nl": "buiten?"}
    answer = anna.send("edit_question_group", "hoe_veilig", **{**fields, "rows_nl": "hoe_veilig | ook zo"})
    assert "is al gebruikt" in answer.content.decode()


def test_two_people_change_two_questions_and_neither_is_in_the_way(build, bilal, client_of):
    anna = build(asking(ask("a"), ask("b")))
    his = Builder(client_of(bilal), anna.cycle, anna.edition)
    began = anna.hidden(anna.html("edit_survey_question", "a"))
    his.send("edit_survey_question", "b", kind="open", label_nl="Van Bilal")
    anna.send("edit_survey_question", "a", began=began, kind="open", label_nl="Van Anna")
    assert [one.label["nl"] for one in anna.content.questions] == ["Van Anna", "Van Bilal"]


def test_two_people_change_one_question_and_see_both_texts(build, bilal, client_of):
    anna = build(asking(ask("a"), ask("b")))
    his = Builder(client_of(bilal), anna.cycle, anna.edition)
    began = anna.hidden(anna.html("edit_survey_question", "a"))
    his.send("edit_survey_question", "a", kind="open", label_nl="Van Bilal")
    answer = anna.send("edit_survey_question", "a", began=began, kind="open", label_nl="Van Anna")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Bilal" in page
    assert "Van Anna" in page
    assert anna.content.questions[0].label["nl"] == "Van Bilal"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    anna.send("edit_survey_question", "a", began={"version": version}, kind="open", label_nl="Samen")
    assert anna.content.questions[0].label["nl"] == "Samen"


def test_a_question_that_somebody_took_away_is_not_written_again(build):
    anna = build(asking(ask("a"), ask("b")))
    anna.press("weg:b")
    page = anna.client.get(anna.url("edit_survey_question", "b"), follow=True).content.decode()
    assert "Dit staat niet meer in de vragenlijst." in page


def test_title_languages_and_introduction(build):
    anna = build(asking(ask("a")))
    assert "Titel, talen en inleiding" in anna.html()
    anna.send("edit_questionnaire", title_nl="Nieuw", intro_nl="Welkom", languages=["en"])
    assert (anna.content.title, anna.content.languages) == ({"nl": "Nieuw"}, ("nl", "en"))
    anna.send("edit_questionnaire", title_nl="Nieuw", title_en="New", languages=["en"])
    assert anna.content.title["en"] == "New"
    anna.send("edit_questionnaire", title_nl="Nieuw")  # without English again
    assert anna.content.title == {"nl": "Nieuw"}
    assert routing.problems(anna.content) == ()


def test_an_edition_in_use_never_changes_and_a_new_one_breaks_the_series(build, opened, anna, client_of):
    survey = opened()
    hers = Builder(client_of(anna), survey.cycle, survey.edition)
    page = hers.html()
    assert "In gebruik: verandert niet meer" in page
    assert survey.title in page
    assert "Haal weg" not in page
    before = hers.content
    for name, *args in [("add_survey_question",), ("edit_survey_question", "veilig"), ("add_question_group",),
                        ("add_matrix",), ("edit_question_group", "plekken"), ("edit_questionnaire",)]:  # fmt: skip
        answer = hers.client.post(
            hers.url(name, *args), {"label_nl": "Anders", "title_nl": "Anders"}, follow=True
        )
        assert "verandert niet meer" in answer.content.decode()
    hers.press("weg:veilig")
    assert hers.content == before
    assert hers.send("new_edition", break_note=" ").status_code == 200
    answer = hers.send("new_edition", break_note="Vijf antwoorden in plaats van twee")
    page = hers.client.get(answer["Location"]).content.decode()
    assert "Vijf antwoorden in plaats van twee" in page
    assert "Versie 2, deze" in page
    again = hers.client.post(hers.url("new_edition"), {"break_note": "Nog een"}, follow=True)
    assert "al een nieuwe versie in de maak" in again.content.decode()


def test_a_survey_of_another_cycle_is_counted_and_not_named(build, opened, anna, client_of):
    survey = opened()
    with scope(municipality=survey.municipality):
        later = factories.cycle(survey.municipality, 3)
    page = Builder(client_of(anna), later, survey.edition).html()
    assert "In 1 peiling van een andere ronde." in page
    assert survey.title not in page


def test_gerrit_looks_and_changes_nothing(build, gerrit):
    his = build(ABOUT_LIVING, by=gerrit)
    page = his.html()
    assert "Voelt u zich veilig in uw buurt?" in page
    assert "Haal weg" not in page
    assert "Zet erbij" not in page
    for name, *args in [("arrange_questionnaire",), ("undo_removal",)]:
        assert his.client.post(his.url(name, *args)).status_code == 403
    for name, *args in [("add_survey_question",), ("edit_survey_question", "veilig"), ("new_edition",),
                        ("edit_question_group", "plekken"), ("edit_questionnaire",)]:  # fmt: skip
        assert his.see(name, *args).status_code == 403
    assert his.see("preview_questionnaire").status_code == 200


def test_chris_finds_no_questionnaire(build, chris, zandermeer, client_of):
    anna = build(ABOUT_LIVING)
    with scope(municipality=zandermeer):
        factories.cycle(zandermeer, anna.cycle.number)
    assert client_of(chris).get(anna.url()).status_code == 404
    own = reverse("questionnaire", args=[zandermeer.code, anna.cycle.number, anna.edition.pk])
    assert client_of(chris).get(own).status_code == 404


def test_hostile_words_stay_words_on_every_page(build):
    content = asking(
        ask("a", label={"nl": EVIL}, hint={"nl": EVIL}, relevance="${weg} = '<i>'", constraint="<u>"),
        ask("b", group="g", label={"nl": EVIL}, relevance="${a} = 'ja'"),
        groups=(GROUP,),
    )
    anna = build(content, title=EVIL)
    pages = [anna.html(), anna.html("edit_survey_question", "a"), anna.html("edit_question_group", "g"),
             anna.html("preview_questionnaire"), anna.html("edit_questionnaire"), anna.html("new_edition"),
             anna.client.get(reverse("surveys", args=[anna.cycle.municipality.code, anna.cycle.number])).content.decode()]  # fmt: skip
    for page in pages:
        for bad in ("<script>alert", "<i>", "<u>", ">14"):
            assert bad not in page
    assert "&lt;script&gt;" in pages[0]


def test_the_outline_asks_a_fixed_number_of_questions(build, django_assert_max_num_queries):
    small, large = build(asking(ask("a"))), build(asking(*(ask(f"v{at}") for at in range(200))))
    small.see()
    for one in (small, large):
        with django_assert_max_num_queries(40):
            assert one.see().status_code == 200


class TestPreview:
    def state(self, page):
        return dict(re.findall(r'<input type="hidden" name="(staat|blad)" value="([^"]*)"', page))

    def press(self, anna, page, button="volgende", **answers):
        fields = {**self.state(page), "doe": button, **{f"a-{key}": value for key, value in answers.items()}}
        return anna.client.post(anna.url("preview_questionnaire"), fields).content.decode()

    def test_anna_answers_as_a_resident_would_and_nothing_is_stored(self, build):
        anna = build(ABOUT_LIVING)
        page = anna.html("preview_questionnaire")
        assert "Er wordt niets bewaard" in page
        assert "<title>Voorbeeld" in page
        page = self.press(anna, page)
        assert "Kies een antwoord." in page  # required, as for a resident
        page = self.press(anna, page, veilig="nee")
        assert "Waar voelt u zich onveilig?" in page
        page = self.press(anna, page, waar=["thuis"])
        page = self.press(anna, page, "vorige")
        assert "Waar voelt u zich onveilig?" in page
        page = self.press(anna, page, "vorige")
        page = self.press(anna, page, veilig="ja")
        assert "Hoe veilig voelt u zich" in page  # the group about being unsafe is passed over
        for answers in ({"thuis": "4", "straat": "2"}, {"leeftijd": "41"}, {"sinds": "1-3-2010"}):
            page = self.press(anna, page, **answers)
        assert "Kijk uw antwoorden na" in page
        assert "1-3-2010" in page
        assert "Hoe oud bent u?" in self.press(anna, page, "naar:leeftijd")
        assert "Er is niets verstuurd" in self.press(anna, page, "verstuur")
        with scope(municipality=anna.cycle.municipality):
            assert not Response.objects.exists()
            assert not Survey.objects.exists()

    def test_in_another_language(self, build):
        anna = build(ABOUT_LIVING)
        page = anna.html("preview_questionnaire", query="?taal=en")
        assert "Do you feel safe?" in page
        assert "Voelt u zich veilig" in anna.html("preview_questionnaire", query="?taal=xx")

    @pytest.mark.parametrize("state", ["", "onzin", "a:b:c", "x" * 700_000])
    def test_a_page_that_is_not_ours_begins_again(self, build, state):
        anna = build(ABOUT_LIVING)
        sent = {"staat": state, "blad": "veilig", "doe": "volgende", "a-veilig": "ja"}
        answer = anna.client.post(anna.url("preview_questionnaire"), sent)
        assert answer.status_code == 200
        assert (
            "Hoe veilig voelt u zich" in answer.content.decode() or "Voelt u zich" in answer.content.decode()
        )

    def test_a_change_in_between_begins_again(self, build):
        anna = build(asking(ask("a"), ask("b")))
        page = self.press(anna, anna.html("preview_questionnaire"), a="ja")
        assert "Vraag b?" in page
        anna.press("weg:b")
        assert "Vraag 1 van 1" in self.press(anna, page, b="ja")

    def test_nothing_to_fill_in_leads_back(self, build):
        anna = build()
        answer = anna.client.get(anna.url("preview_questionnaire"), follow=True)
        assert "nog geen vragen om in te vullen" in answer.content.decode()

    def test_questions_that_are_not_ready_can_still_be_seen(self, build):
        anna = build(asking(ask("a", choices=()), ask("b", relevance="${weg} >")))
        assert anna.see("preview_questionnaire").status_code == 200
