"""What the screens say about suggestions: reasons, and what nobody looked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "shape": _("Het heeft de vorm van zo'n nummer of adres."),
    "check_digits": _("De controlecijfers kloppen."),
    "spoken": _("Het staat in woorden, als cijfers achter elkaar."),
    "cue": _("Het woord ervoor zegt het."),
    "link": _("Het is een verwijzing naar een pagina."),
    "long_number": _("Het is een lang nummer."),
    "case_number": _("Het lijkt het nummer van een zaak of melding."),
    "house_number": _("Het lijkt een huisnummer."),
    "month": _("Er staat een maand."),
    "season": _("Er staat een jaargetijde of feest met een jaar."),
    "day": _("Er staat een dag van de maand."),
    "appointment": _("Er staat een dag met een tijd."),
    "birth_year": _("Het lijkt een geboortejaar."),
    "brackets": _("Een getal tussen haakjes achter iemand."),
    "behind_name": _("Een getal achter iemand."),
    "verb": _("Iemand ís dit getal."),
    "noun": _("Iemand van dit getal."),
    "about": _("Een leeftijd ongeveer."),
    "years_old": _("Er staat bij dat het jaren zijn."),
    "birthday": _("Iemands zoveelste jaar."),
    "address": _("Een straat met een huisnummer."),
    "street_end": _("Het woord eindigt als een straatnaam."),
    "body_cue": _("Het woord ervoor is een soort organisatie."),
    "body_word": _("Het woord zelf is een soort organisatie."),
    "job": _("Werk dat weinig mensen doen, of een functie."),
    "unique": _("Er staat dat er maar één of weinig van zijn."),
    "name_list": _("Het is een bekende voornaam."),
    "name_cue": _("Het woord ervoor kondigt een naam aan."),
    "capital": _("Een hoofdletter midden in de zin."),
    "small_letters": _("Een onbekend woord in een regel zonder hoofdletters."),
    "label": _("Zo heet wie er aan het woord is."),
    "again": _("Dit staat ook op een andere plaats."),
    "place_list": _("Het is een bekende plaats of een bekend land."),
    "place_end": _("Het woord eindigt als een plaatsnaam."),
    "place_preposition": _("Het woord ervoor wijst een plaats aan."),
    "own_list": _("Het staat op de lijst van de gemeente."),
    "deduce": _("Het extra hulpmiddel voor namen zegt het."),
}

NOT_CHECKED = (
    _(
        "Of iemand te herkennen is aan hoe hij of zij praat: dialect, vaste uitdrukkingen, een taal of een taalfout."
    ),
    _(
        "Feiten die alleen bekenden weten, zoals een ruzie, een ziekte, een verhuizing of iets wat in de krant stond."
    ),
    _(
        "Losse gegevens die samen één persoon aanwijzen, zoals werk, wijk en gezin. Elk gegeven apart lijkt gewoon."
    ),
    _("Wat dezelfde persoon in een ander gesprek of een eerder rapport zegt."),
    _(
        "Of er over een ander wordt gepraat die hier niet voor gekozen heeft. Lees het gesprek daar zelf op na."
    ),
    _("Bijnamen en namen zonder hoofdletter die ook een gewoon woord zijn, zoals roos of storm."),
    _("Namen en nummers met typefouten, of verspreid over meer regels."),
    _("Beroepen en functies die gewoon klinken, maar waar er hier maar één van is."),
    _("Losse jaartallen, dagen van de week en hoe lang iets duurde."),
    _("Tekst in een andere taal dan het Nederlands."),
)
