from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.dialogues.views import (
    contacts,
    conversations,
    findings,
    initiatives,
    inventory,
    participants,
    population,
    portraits,
    projects,
    quotes,
    receipts,
    rounds,
    team,
    typing,
)
from koersvast.texts.urls import COLLECTION

LIST = f"{CYCLE}initiatieven/"
ALL = f"{CYCLE}gesprekken/"
ROUND = f"{ALL}<uuid:collection>/"
ONE = f"{ROUND}gesprek/<uuid:pk>/"
WHO = f"{ONE}deelnemer/<uuid:participant>/"
FINDING = f"{ROUND}bevindingen/<uuid:pk>/"
QUOTE = f"{ROUND}citaten/<uuid:pk>/"
PORTRAIT = f"{ROUND}portretten/<uuid:pk>/"

urlpatterns = [
    path(LIST, initiatives.initiatives, name="initiatives"),
    path(f"{LIST}inlezen/", inventory.bring_inventory, name="bring_inventory"),
    path(f"{LIST}inlezen/<uuid:staged>/", inventory.check_inventory, name="check_inventory"),
    path(f"{LIST}inlezen/<uuid:staged>/weg/", inventory.drop_inventory, name="drop_inventory"),
    path(f"{COLLECTION}project/", projects.bring_project, name="bring_project"),
    path(f"{COLLECTION}project/<uuid:staged>/", projects.check_project, name="check_project"),
    path("<str:gmcode>/inwoners/", population.population, name="population"),
    path("<str:gmcode>/bewijs/", receipts.receipt, name="receipt"),
    path(ALL, rounds.dialogues, name="dialogues"),
    path(f"{ALL}nieuw/", rounds.open_dialogue, name="open_dialogue"),
    path(f"{ALL}leiding/<uuid:pk>/", rounds.lead_dialogue, name="lead_dialogue"),
    path(ROUND, rounds.dialogue, name="dialogue"),
    path(f"{ROUND}wijzig/", rounds.edit_dialogue, name="edit_dialogue"),
    path(f"{ROUND}leidraad/<uuid:pk>/", rounds.dialogue_guide, name="dialogue_guide"),
    path(f"{ROUND}wie/", rounds.add_hear_target, name="add_hear_target"),
    path(f"{ROUND}wie/<uuid:pk>/tel/", rounds.tally, name="tally"),
    path(f"{ROUND}wie/<uuid:pk>/weg/", rounds.remove_hear_target, name="remove_hear_target"),
    path(f"{ROUND}terugkoppeling/", rounds.dialogue_feedback, name="dialogue_feedback"),
    path(f"{ROUND}sluit/", rounds.close_dialogue, name="close_dialogue"),
    path(f"{ROUND}team/", team.dialogue_team, name="dialogue_team"),
    path(f"{ROUND}team/<uuid:pk>/weg/", team.remove_from_team, name="remove_from_team"),
    path(f"{ROUND}bereiken/", contacts.contacts, name="contacts"),
    path(f"{ROUND}bereiken/<uuid:pk>/weg/", contacts.delete_contact, name="delete_contact"),
    path(f"{ROUND}gesprek/nieuw/", conversations.plan_conversation, name="plan_conversation"),
    path(ONE, conversations.conversation, name="conversation"),
    path(f"{ONE}wijzig/", conversations.edit_conversation, name="edit_conversation"),
    path(f"{ONE}gevoerd/", conversations.hold_conversation, name="hold_conversation"),
    path(f"{ONE}weg/", conversations.cancel_conversation, name="cancel_conversation"),
    path(f"{ONE}nagekeken/", conversations.looked_again, name="looked_again"),
    path(f"{ONE}typen/", typing.type_text, name="type_text"),
    path(f"{ONE}klaar/", typing.done_typing, name="done_typing"),
    path(f"{ONE}plakken/", typing.paste_text, name="paste_text"),
    path(f"{ONE}deelnemer/", participants.add_participant, name="add_participant"),
    path(WHO, participants.consent, name="consent"),
    path(f"{WHO}bewijs/", participants.new_receipt, name="new_receipt"),
    path(f"{WHO}weg/", participants.withdraw_participant, name="withdraw_participant"),
    path(f"{ROUND}bevindingen/", findings.findings, name="findings"),
    path(f"{ROUND}bevindingen/nieuw/", findings.add_finding, name="add_finding"),
    path(FINDING, findings.finding, name="finding"),
    path(f"{FINDING}wijzig/", findings.edit_finding, name="edit_finding"),
    path(f"{FINDING}fragmenten/", findings.finding_fragments, name="finding_fragments"),
    path(f"{FINDING}waarover/", findings.link_finding, name="link_finding"),
    path(f"{FINDING}weg/", findings.remove_finding, name="remove_finding"),
    path(f"{ROUND}citaten/", quotes.quotes, name="quotes"),
    path(f"{ROUND}citaten/van/<uuid:pk>/", quotes.add_quote, name="add_quote"),
    path(QUOTE, quotes.quote, name="quote"),
    path(f"{QUOTE}wijzig/", quotes.edit_quote, name="edit_quote"),
    path(f"{QUOTE}bied-aan/", quotes.offer_quote, name="offer_quote"),
    path(f"{QUOTE}lees-na/", quotes.read_quote, name="read_quote"),
    path(f"{QUOTE}vrijgeven/", quotes.release_quote, name="release_quote"),
    path(f"{QUOTE}weg/", quotes.remove_quote, name="remove_quote"),
    path(f"{ROUND}portretten/", portraits.portraits, name="portraits"),
    path(f"{ROUND}portretten/nieuw/", portraits.add_portrait, name="add_portrait"),
    path(PORTRAIT, portraits.portrait, name="portrait"),
    path(f"{PORTRAIT}fragmenten/", portraits.portrait_sources, name="portrait_sources"),
    path(f"{PORTRAIT}wijzig/", portraits.edit_portrait, name="edit_portrait"),
    path(f"{PORTRAIT}bied-aan/", portraits.offer_portrait, name="offer_portrait"),
    path(f"{PORTRAIT}lees-na/", portraits.read_portrait, name="read_portrait"),
    path(f"{PORTRAIT}weg/", portraits.remove_portrait, name="remove_portrait"),
]
