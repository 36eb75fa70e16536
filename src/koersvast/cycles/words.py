"""The fixed words of the method: one list per subject, with the Dutch label beside the key.

Source of themes, groups, parties, steps and kinds: the plan file format, version 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may see a cycle or a part of it."""

    INTERNAL = "internal", _("Intern")
    PARTNERS = "partners", _("Partners")
    PUBLIC = "public", _("Openbaar")


class Party(models.TextChoices):
    """The three parties that stand in the middle of the compass."""

    MUNICIPALITY = "municipality", _("Gemeente")
    RESIDENTS = "residents", _("Inwoners")
    PROVIDER = "provider", _("Aanbieders")


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Gemeente")
    LHBTI_ORGANISATION = "lhbti_organisation", _("LHBTI-organisatie")
    ANTI_DISCRIMINATION = "anti_discrimination", _("Antidiscriminatievoorziening")
    POLICE = "police", _("Politie")
    SCHOOL = "school", _("School")
    CARE = "care", _("Zorg")
    WELFARE = "welfare", _("Welzijn")
    SPORT = "sport", _("Sport")
    FAITH = "faith", _("Geloof en levensbeschouwing")
    SELF_ORGANISATION = "self_organisation", _("Zelforganisatie")
    KNOWLEDGE_INSTITUTE = "knowledge_institute", _("Kennisinstituut")
    EMPLOYER = "employer", _("Werkgever")
    RESIDENT_GROUP = "resident_group", _("Groep inwoners")
    OTHER = "other", _("Anders")


class Urgency(models.TextChoices):
    LOW = "low", _("Laag")
    MEDIUM = "medium", _("Gemiddeld")
    HIGH = "high", _("Hoog")


class StepNumber(models.IntegerChoices):
    """The seven steps of the Kwaliteitskompas (Movisie, NJi); the order is the same in every version."""

    COLLABORATION = 0, _("Wat vooraf gaat")
    MONITORING_AMBITIONS = 1, _("Monitoring en ambities")
    SOCIETAL_RESULT = 2, _("Maatschappelijk resultaat")
    ACTIVITIES = 3, _("Activiteiten")
    INPUT_QUALITY = 4, _("Input kwaliteit")
    OUTCOME = 5, _("Outcome")
    IMPROVEMENT_CYCLE = 6, _("Verbetercyclus")


class SessionKind(models.TextChoices):
    BRAINSTORM = "brainstorm", _("Brainstorm")
    TABLE_EVENING = "table_evening", _("Tafelavond")
    INTERPRETATION = "interpretation", _("Duidingsgesprek")
    REVIEW = "review", _("Verbetergesprek")
    OTHER = "other", _("Andere bijeenkomst")


class Theme(models.TextChoices):
    SAFETY = "safety", _("Veiligheid")
    EDUCATION = "education", _("Onderwijs")
    YOUTH = "youth", _("Jongeren")
    SPORT = "sport", _("Sport")
    CARE_ELDERLY = "care_elderly", _("Zorg en ouderen")
    WORK = "work", _("Werk en economie")
    BICULTURAL_RELIGIOUS = "bicultural_religious", _("Biculturaliteit en levensbeschouwing")
    REFUGEES = "refugees", _("Vluchtelingen en statushouders")
    TRANS_INTERSEX = "trans_intersex", _("Transgender en intersekse")
    BI_PLUS = "bi_plus", _("Bi+")
    VISIBILITY = "visibility", _("Zichtbaarheid en ontmoeting")
    MUNICIPAL_ORG = "municipal_org", _("Gemeente als werkgever en dienstverlener")
    FAMILY = "family", _("Regenbooggezinnen")
    INFO_SUPPORT = "info_support", _("Informatie en ondersteuning")


class Group(models.TextChoices):
    LESBIAN = "lesbian", _("Lesbisch")
    GAY = "gay", _("Homo")
    BI_PLUS = "bi_plus", _("Bi+")
    TRANSGENDER = "transgender", _("Transgender")
    NON_BINARY = "non_binary", _("Non-binair")
    INTERSEX = "intersex", _("Intersekse")
    QUEER = "queer", _("Queer")
    ASEXUAL = "asexual", _("Aseksueel")
    YOUTH = "youth", _("Jongeren")
    ELDERLY = "elderly", _("Ouderen")
    BICULTURAL = "bicultural", _("Bicultureel")
    RELIGIOUS = "religious", _("Religieus")
    ASYLUM = "asylum", _("Asielzoekers en statushouders")
    DISABILITY = "disability", _("Mensen met een beperking")
    HOMELESS = "homeless", _("Dak- en thuisloos")
    SURROUNDINGS = "surroundings", _("Omgeving")


class WordsField(models.JSONField[list[str], list[str]]):
    """A short ordered list of fixed words, such as the parties that took part (docs/decisions/0006).

    Shape: a list of keys of ``words``, each at most once; the order that people chose is kept.
    """

    def __init__(self, *, words: type[models.TextChoices], **kwargs: Any) -> None:
        self.words = words
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["words"] = self.words
        return name, path, list(args), dict(kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if (
            not isinstance(value, list)
            or len(set(value)) != len(value)
            or not set(value) <= set(self.words.values)
        ):
            raise ValidationError(_("Kies uit de lijst, elk woord één keer."))


def labels(words: type[models.TextChoices], keys: Iterable[str]) -> list[str]:
    """The Dutch (or English) labels of some keys, in the order of the keys."""
    return [str(words(key).label) for key in keys]


class Follows(TypedDict, total=False):
    """What a thing follows: the number of the cycle and the key there, and why. ``breaks``: no line joins them."""

    cycle: int
    key: str
    why: str
    breaks: bool


class FollowsField(models.JSONField[list[Follows], list[Follows]]):
    """Which things of earlier cycles this one follows, in text: a cycle may be replaced, and may be gone
    (docs/decisions/0022)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        whole = isinstance(value, list) and all(
            isinstance(one, dict) and isinstance(one.get("cycle"), int) and isinstance(one.get("key"), str)
            for one in value
        )
        if not whole or len({(one["cycle"], one["key"]) for one in value}) != len(value):
            raise ValidationError(_("Noem elk ding uit een eerdere ronde één keer."))
