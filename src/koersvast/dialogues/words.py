"""Fixed words of dialogue rounds. Coarse on purpose: nobody is described so that others know who it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundStatus(models.TextChoices):
    PLANNED = "planned", _("In voorbereiding")
    RUNNING = "running", _("Loopt")
    WORKED_OUT = "worked_out", _("Uitgewerkt")
    CLOSED = "closed", _("Afgesloten")


class Audience(models.TextChoices):
    """Who a topic guide is for."""

    RESIDENTS = "residents", _("Bewoners")
    PARTNERS = "partners", _("Partners")


class ConversationKind(models.TextChoices):
    INTERVIEW = "interview", _("Gesprek")
    GROUP_TABLE = "group_table", _("Groepstafel")
    PARTNER_INTERVIEW = "partner_interview", _("Gesprek met een partner")
    PHONE_NOTE = "phone_note", _("Telefoongesprek")
    WRITTEN = "written", _("Geschreven antwoord")


class ConversationState(models.TextChoices):
    PLANNED = "planned", _("gepland")
    HELD = "held", _("gevoerd")
    CHECKED = "checked", _("nagekeken")
    WITHDRAWN = "withdrawn", _("teruggetrokken")


class Why(models.TextChoices):
    """Why something was deleted."""

    RECEIPT = "receipt", _("met het bewijs")
    REQUEST = "request", _("op verzoek")
    TERM = "term", _("termijn voorbij")


class Gone(models.TextChoices):
    """What was deleted."""

    CONVERSATION = "conversation", _("gesprek")
    PARTICIPANT = "participant", _("deelnemer")
    CONTACT = "contact", _("contactgegevens")


# documents that words of people can stand in, as they are called
DOCUMENTS = {"perspectives": _("Perspectieven"), "leaflet": _("Folder")}

# stored sealed, in Dutch, as the import format has them
AGE_BANDS = ("16-17", "18-24", "25-34", "35-49", "50-64", "65-79", "80+")
GROUPS = (
    "lesbisch",
    "homo",
    "bi+",
    "transgender",
    "non-binair",
    "intersekse",
    "queer",
    "aseksueel",
    "jongeren",
    "ouderen",
    "bicultureel",
    "religieus",
    "beperking",
    "neurodivergent",
    "statushouder",
    "ouder",
    "vrijwilliger",
    "omgeving",
    "professional",
)
SWITCHES = ("take_part", "notes", "audio", "quote", "recontact", "share_with_partners")

GUIDES = {
    Audience.RESIDENTS: (
        "Hoe is het om hier jezelf te zijn? Waar lukt dat, en waar niet?",
        "Wanneer voelde u zich gesteund? Door wie?",
        "Wat doet u anders om gedoe te voorkomen?",
        "Maakte u iets naars mee? Vertel alleen wat u wilt vertellen.",
        "Waar ging u toen heen? Waarom wel of niet?",
        "Welke plekken, mensen of activiteiten helpen u? Wat werkt niet?",
        "Wat mist u? Voor wie is er nog niets?",
        "Wat moet er over drie jaar anders zijn? Waaraan merkt u dat?",
        "Wat wilt of kunt u zelf doen? Wat heeft u daarvoor nodig?",
        "Wat mogen wij met dit gesprek doen? Hoe wilt u horen wat ermee gebeurt?",
    ),
    Audience.PARTNERS: (
        "Wat doet u nu, en voor wie?",
        "Wat werkt goed? Hoe weet u dat?",
        "Wat werkt niet?",
        "Wat ziet u om u heen gebeuren?",
        "Wie bereikt u niet?",
        "Wat heeft u van de gemeente nodig?",
        "Wat gaat u zelf doen, en wanneer?",
    ),
}
CONSENT = {
    "take_part": "Ik doe mee aan dit gesprek. Ik mag altijd stoppen, ook halverwege.",
    "notes": "U mag aantekeningen maken van wat ik zeg. Namen en plekken haalt u eruit.",
    "audio": "U mag het geluid opnemen. U wist de opname zodra de tekst is uitgewerkt.",
    "quote": "U mag een zin van mij gebruiken. Ik zie die zin eerst en zeg dan ja of nee.",
    "recontact": "U mag mij nog een keer bellen of schrijven over dit gesprek.",
    "share_with_partners": "U mag de uitgewerkte tekst zonder namen delen met organisaties die meedenken.",
}
