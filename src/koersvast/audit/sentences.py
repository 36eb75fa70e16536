"""What people read in a history: the verb of an entry as a sentence, the field as a word."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from koersvast.audit.models import Entry, FieldChange

SENTENCES = {
    "cycle.opened": _("opende deze ronde"),
    "cycle.imported": _("las dit plan in"),
    "cycle.changed": _("veranderde de gegevens van deze ronde"),
    "step.described": _("schreef hoe het met deze stap staat"),
    "partner.added": _("voegde deze partner toe"),
    "partner.changed": _("veranderde deze partner"),
    "partner.removed": _("haalde deze partner weg"),
    "partner.brought_back": _("zette deze partner terug"),
    "term.added": _("voegde dit begrip toe"),
    "term.changed": _("veranderde wat dit woord betekent"),
    "session.opened": _("maakte deze bijeenkomst"),
    "session.changed": _("veranderde deze bijeenkomst"),
    "note.written": _("schreef deze notitie"),
    "note.grouped": _("zette deze notitie bij andere"),
    "note.owned": _("zei wie dit oppakt"),
    "note.removed": _("haalde deze notitie weg"),
    "note.brought_back": _("zette deze notitie terug"),
    "goal.added": _("voegde dit toe"),
    "goal.renamed": _("veranderde de tekst"),
    "goal.described": _("veranderde de beschrijving"),
    "goal.moved": _("verplaatste dit"),
    "goal.indented": _("sprong dit in"),
    "goal.outdented": _("sprong dit uit"),
    "goal.raised": _("zette dit omhoog"),
    "goal.lowered": _("zette dit omlaag"),
    "goal.linked": _("koppelde dit aan nog een doel"),
    "goal.unlinked": _("haalde een koppeling weg"),
    "goal.removed": _("haalde dit weg"),
    "goal.wording_kept": _("liet de tekst zo, met een reden"),
    "goal.story_told": _("voegde een verhaal toe"),
    "goal.story_changed": _("veranderde een verhaal"),
    "goal.story_removed": _("haalde een verhaal weg"),
    "goal.story_brought_back": _("zette een verhaal terug"),
    "goal.aimed": _("veranderde cijfer en streefwaarde"),
    "goal.aim_removed": _("haalde een cijfer weg"),
    "goal.aim_brought_back": _("zette een cijfer terug"),
    "goal.undone": _("maakte iets ongedaan"),
    "goal.redone": _("deed iets opnieuw"),
    "ambition.grounded": _("veranderde de onderbouwing"),
    "initiative.added": _("voegde dit initiatief toe"),
    "initiative.changed": _("veranderde dit initiatief"),
    "activity.added": _("begon deze activiteit"),
    "activity.changed": _("veranderde deze activiteit"),
    "activity.removed": _("haalde deze activiteit weg"),
    "activity.brought_back": _("zette deze activiteit terug"),
    "activity.contributes": _("schreef waarom dit helpt"),
    "activity.budgeted": _("veranderde de kosten"),
    "activity.funded": _("veranderde de dekking"),
    "activity.quality_told": _("schreef over kwaliteit"),
    "activity.outcome_told": _("schreef wat het bracht"),
    "activity.part_removed": _("haalde een onderdeel weg"),
    "activity.part_brought_back": _("zette een onderdeel terug"),
    "task_field.added": _("voegde dit taakveld toe"),
    "task_field.changed": _("veranderde dit taakveld"),
    "task_field.removed": _("haalde dit taakveld weg"),
    "task_field.brought_back": _("zette dit taakveld terug"),
    "decision.frozen": _("bewaarde wat hiermee is vastgesteld"),
    "descent.told": _("schreef op waar dit op volgt"),
    "cycle.opened_next": _("opende deze ronde uit de vorige"),
    "review.changed": _("veranderde wie aan tafel zat"),
    "review.answered": _("schreef antwoorden op"),
    "review.interpreted": _("maakte er een duiding van"),
    "remark.said": _("schreef op wat een partij zegt"),
    "remark.changed": _("veranderde een opmerking"),
    "remark.removed": _("haalde een opmerking weg"),
    "remark.brought_back": _("zette een opmerking terug"),
    "contribution.claimed": _("schreef op wat wij beweren"),
    "contribution.link_described": _("beschreef een schakel"),
    "contribution.evidence_added": _("voegde bewijs toe"),
    "contribution.evidence_changed": _("veranderde bewijs"),
    "contribution.rival_added": _("voegde een andere verklaring toe"),
    "contribution.rival_changed": _("veranderde een andere verklaring"),
    "contribution.part_removed": _("haalde iets uit het dossier weg"),
    "contribution.part_brought_back": _("zette iets in het dossier terug"),
    "indicator.added": _("voegde dit cijfer toe"),
    "indicator.changed": _("veranderde de omschrijving"),
    "measurement.added": _("schreef een meting op"),
    "measurement.imported": _("las metingen in"),
    "measurement.changed": _("veranderde een meting"),
    "measurement.removed": _("haalde een meting weg"),
    "measurement.brought_back": _("zette een meting terug"),
    "measurement.chosen": _("koos een bron"),
    "interpretation.added": _("schreef een duiding"),
    "interpretation.changed": _("veranderde de duiding"),
    "verdict.given": _("gaf een oordeel"),
    "decision.taken": _("legde dit besluit vast"),
    "decision.changed": _("veranderde dit besluit"),
    "decision.removed": _("haalde dit besluit weg"),
    "decision.brought_back": _("zette dit besluit terug"),
    "improvement.added": _("sprak deze verbetering af"),
    "improvement.changed": _("veranderde deze verbetering"),
    "improvement.done": _("zei dat dit gedaan is"),
    "improvement.reopened": _("zette dit weer open"),
    "improvement.removed": _("haalde deze verbetering weg"),
    "improvement.brought_back": _("zette deze verbetering terug"),
    "commitment.added": _("legde deze toezegging vast"),
    "commitment.changed": _("veranderde deze toezegging"),
    "commitment.removed": _("haalde deze toezegging weg"),
    "commitment.brought_back": _("zette deze toezegging terug"),
    "question.asked": _("stelde een vraag"),
    "question.answered": _("gaf antwoord"),
    "question.published": _("publiceerde een vraag en antwoord"),
    "question.taken_back": _("maakte publiceren ongedaan"),
    "question.withdrawn": _("trok een vraag in"),
    "collection.made": _("begon deze bundel"),
    "team.changed": _("veranderde het team"),
    "text.brought_in": _("bracht een tekst in"),
    "text.typed": _("typte aan een tekst"),
    "text.typed_again": _("ging terug naar typen"),
    "text.checking": _("begon met nakijken"),
    "text.marked": _("markeerde iets in een tekst"),
    "text.unmarked": _("haalde een markering weg"),
    "text.finished": _("rondde het nakijken af"),
    "text.read": _("las een tekst"),
    "text.forgotten": _("wiste een tekst"),
    "codebook.opened": _("begon een codeboek"),
    "codebook.changed": _("veranderde hoe er wordt gecodeerd"),
    "code.added": _("voegde een code toe"),
    "code.changed": _("veranderde een code"),
    "code.removed": _("haalde een code weg"),
    "code.brought_back": _("zette een code terug"),
    "code.merged": _("voegde een code samen met een andere"),
    "code.parted": _("maakte een samenvoeging ongedaan"),
    "codebook.exported": _("haalde het codeboek op"),
    "codebook.imported": _("las een codeboek in"),
    "project.exported": _("haalde het project op"),
    "project.imported": _("las een project in"),
    "paper.written": _("schreef in een stuk"),
    "paper.still_true": _("keek een tekst na en vond dat die nog klopt"),
    "calendar.added": _("zette een moment in de kalender"),
    "calendar.changed": _("veranderde een moment in de kalender"),
    "calendar.removed": _("haalde een moment uit de kalender"),
    "calendar.brought_back": _("zette een moment terug in de kalender"),
    "contribution.removed": _("haalde iets uit het bijdragedossier weg"),
    "contribution.brought_back": _("zette iets in het bijdragedossier terug"),
    "style.changed": _("veranderde de huisstijl"),
    "style.logo_changed": _("veranderde het logo"),
    "text.struck": _("streepte woorden voorgoed door"),
    "text.check_again": _("liet een tekst opnieuw nakijken"),
    "dialogue.opened": _("begon deze gespreksronde"),
    "dialogue.changed": _("veranderde deze gespreksronde"),
    "dialogue.guide_changed": _("veranderde een leidraad"),
    "dialogue.target_set": _("zei wie er gehoord moet worden"),
    "dialogue.target_removed": _("haalde een groep uit de lijst"),
    "dialogue.fed_back": _("koppelde terug aan de deelnemers"),
    "dialogue.closed": _("sloot deze gespreksronde af"),
    "dialogue.imported": _("las deze gespreksronde in"),
    "dialogue.answers_brought_in": _("las een bestand met antwoorden in"),
    "consent_text.written": _("schreef een nieuwe toestemmingstekst"),
    "conversation.planned": _("plande een gesprek"),
    "conversation.changed": _("veranderde de gegevens van een gesprek"),
    "conversation.held": _("begon een gesprek"),
    "conversation.cancelled": _("haalde een gesprek uit de planning"),
    "conversation.looked_again": _("las een gesprek opnieuw na"),
    "participant.added": _("voegde een deelnemer toe"),
    "participant.consent": _("schreef op wat een deelnemer toestaat"),
    "participant.new_receipt": _("maakte een nieuw bewijs"),
    "participant.withdrawn": _("trok de woorden van een deelnemer terug"),
    "finding.made": _("schreef een bevinding op"),
    "finding.changed": _("veranderde een bevinding"),
    "finding.linked": _("koppelde een bevinding aan het plan"),
    "finding.fragments": _("koos op welke fragmenten een bevinding rust"),
    "finding.removed": _("haalde een bevinding weg"),
    "quote.made": _("maakte een citaat"),
    "quote.changed": _("veranderde een citaat"),
    "quote.offered": _("vroeg een tweede lezer voor een citaat"),
    "quote.read_second": _("las een citaat na"),
    "quote.released": _("gaf een citaat vrij voor stukken"),
    "quote.removed": _("haalde een citaat weg"),
    "population.kept": _("veranderde de aantallen inwoners"),
    "portrait.made": _("begon een portret"),
    "portrait.sources": _("koos waar een portret op rust"),
    "portrait.changed": _("veranderde een portret"),
    "portrait.offered": _("vroeg een tweede lezer voor een portret"),
    "portrait.released": _("las een portret na en gaf het vrij"),
    "portrait.sent_back": _("las een portret na en stuurde het terug"),
    "portrait.removed": _("haalde een portret weg"),
    "contact.kept": _("bewaarde contactgegevens"),
    "contact.read": _("las contactgegevens"),
    "contact.deleted": _("wiste contactgegevens"),
}


def sentence(entry: Entry) -> Any:
    return SENTENCES.get(entry.verb, _("veranderde iets"))


UNTOLD = ("structure",)  # places in the goal tree: for undo, not for reading


def field_name(entry: Entry, change: FieldChange) -> str:
    """The name of a field as the forms show it; the stored name where there is none."""
    try:
        return str(apps.get_model(entry.subject_type)._meta.get_field(change.field).verbose_name)
    except (LookupError, FieldDoesNotExist, AttributeError):
        return change.field.replace("_", " ")


def value(stored: Any) -> str:
    if stored is None or stored == "":
        return "–"
    if isinstance(stored, list):
        return ", ".join(_item(one) for one in stored) or "–"
    return str(stored)


def _item(one: Any) -> str:
    """A word of a list; what a thing follows as its round and key."""
    if isinstance(one, dict):
        return str(_("ronde %(cycle)s: %(key)s")) % {"cycle": one.get("cycle", ""), "key": one.get("key", "")}
    return str(one)
