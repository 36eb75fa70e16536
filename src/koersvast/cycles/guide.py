"""What each step is for, what to ask, and when it is ready: the method in plain Dutch.

After the Kwaliteitskompas of Movisie and NJi, in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Guide:
    """``short`` is the name in the ring (lines), ``purpose`` one sentence, the others lists of sentences."""

    name: Any
    short: tuple[Any, ...]
    purpose: Any
    questions: tuple[Any, ...]
    ready_when: tuple[Any, ...]
    pitfall: Any


GUIDES: dict[int, Guide] = {
    0: Guide(
        _("Wat vooraf gaat"),
        (_("Samen-"), _("werking")),
        _("Breng de mensen bij elkaar die elkaar nodig hebben, en spreek af wat woorden betekenen."),
        (
            _("Wie heeft hier belang bij, en wie komt in de knel?"),
            _("Wat willen wij allemaal, ook als onze organisaties iets anders willen?"),
            _("Wie wil meedoen en mag ook iets beslissen?"),
            _("Hoe praten inwoners vanaf de eerste dag mee, en hoe blijven zij veilig?"),
            _("Welke woorden moeten wij samen uitleggen?"),
        ),
        (
            _("Gemeente, inwoners en aanbieders zitten aan tafel."),
            _("Van elke organisatie zijn belang en mandaat bekend."),
            _("De belangrijkste woorden hebben een afgesproken betekenis."),
        ),
        _("Inwoners pas aan het eind uitnodigen."),
    ),
    1: Guide(
        _("Monitoring en ambities"),
        (_("Monitoring"), _("en ambities")),
        _("Weet hoe het met inwoners gaat, bespreek dat samen, en zeg wat er anders moet."),
        (
            _("Hoe gaat het met onze inwoners?"),
            _("Wat zeggen mensen die hen elke dag spreken?"),
            _("Herkennen wij de cijfers, en hoe verklaren wij ze?"),
            _("Waarom willen wij dit, en voor wie?"),
        ),
        (
            _("Elke ambitie rust op een besproken cijfer of een gesprek."),
            _("Bij elk cijfer staan jaar en bron."),
            _("Wat wij niet weten, staat er ook."),
        ),
        _("Een landelijk cijfer gebruiken alsof het over uw gemeente gaat."),
    ),
    2: Guide(
        _("Maatschappelijk resultaat"),
        (_("Maatschap-"), _("pelijk"), _("resultaat")),
        _("Maak van ambities resultaten: wat is er straks anders in het leven van inwoners?"),
        (
            _("Wat willen wij dat inwoners over drie of vier jaar merken?"),
            _("Waaraan zien wij dat het beter gaat?"),
            _("Welk cijfer en welk verhaal horen daarbij?"),
        ),
        (
            _("Elk resultaat zegt wie er iets van merkt, wat er verandert, waar en wanneer."),
            _("Elk resultaat heeft een nulmeting en een streefwaarde, of een reden waarom niet."),
            _("Elk resultaat heeft een cijfer en een verhaal."),
        ),
        _("Opschrijven wat u gaat doen, in plaats van wat er anders wordt."),
    ),
    3: Guide(
        _("Activiteiten"),
        (_("Activiteiten"),),
        _("Kies wat u doet, en leg uit waarom dat helpt."),
        (
            _("Welke activiteiten dragen bij aan welk doel, en waarom?"),
            _("Wat doen wij dubbel, en waar doen wij niets?"),
            _("Wie doet wat, wanneer, en wat kost het?"),
        ),
        (
            _("Elk doel heeft minstens één activiteit."),
            _("Elke activiteit heeft een eigenaar, een doelgroep, een reden en een begroting."),
        ),
        _("Alleen een vlag of een zebrapad."),
    ),
    4: Guide(
        _("Input kwaliteit"),
        (_("Input"), _("kwaliteit")),
        _("Zorg dat activiteiten goed worden gedaan: met kennis, scholing en de juiste voorwaarden."),
        (
            _("Welke methode gebruiken wij, en is bekend dat die werkt?"),
            _("Zijn mensen geschoold?"),
            _("Doen ervaringsdeskundigen mee?"),
        ),
        (_("Elke activiteit vertelt hoe de kwaliteit bewaakt wordt, of zegt dat het een proef is."),),
        _("Van kwaliteit een controle maken."),
    ),
    5: Guide(
        _("Outcome"),
        (_("Outcome"),),
        _("Weet wat deelnemers aan een activiteit hadden."),
        (
            _("Hoeveel mensen bereikten wij?"),
            _("Wat hadden zij eraan?"),
            _("Bereikten zij hun doel?"),
            _("Wat kan er beter?"),
        ),
        (_("Van elke activiteit zijn bereik, nut en doelrealisatie bekend, met een kort verhaal."),),
        _("Het aantal bijeenkomsten tellen en denken dat het helpt."),
    ),
    6: Guide(
        _("Verbetercyclus"),
        (_("Verbeter-"), _("cyclus")),
        _("Bespreek samen wat u zag, besluit wat u doet, en begin opnieuw."),
        (
            _("Gaat het beter met inwoners?"),
            _("Wat gaat goed, wat kan beter, en hoe?"),
            _("Wat moet de gemeente zelf anders doen?"),
        ),
        (
            _("Elk resultaat en elke activiteit is besproken met minstens twee partijen."),
            _("Overal staat een besluit bij, met een reden."),
        ),
        _("Alleen terugkijken en niets besluiten."),
    ),
}
