from django.urls import path

from koersvast.activities.urls import ONE as ACTIVITY
from koersvast.cycles.urls import CYCLE
from koersvast.decisions.views import (
    brought,
    commitments,
    contributions,
    decisions,
    improvements,
    reminders,
    review_items,
    reviews,
    verdicts,
)

DECISIONS = f"{CYCLE}besluiten/"
IMPROVEMENTS = f"{CYCLE}verbeteracties/"
COMMITMENTS = f"{CYCLE}toezeggingen/"
REVIEWS = f"{CYCLE}verbetergesprekken/"
REVIEW = f"{REVIEWS}<uuid:pk>/"
CONTRIBUTION = f"{CYCLE}bijdrage/<uuid:node_id>/"
CHAIN_LINK = f"{CONTRIBUTION}schakel/<str:kind>/<uuid:about>/"
ITEM = f"{REVIEW}<str:kind>/<uuid:about>/"

urlpatterns = [
    path(DECISIONS, decisions.decisions, name="decisions"),
    path(f"{DECISIONS}afsluiten/", decisions.close_cycle, name="close_cycle"),
    path(f"{DECISIONS}weg/", decisions.removed_decisions, name="removed_decisions"),
    path(f"{DECISIONS}activiteit/<uuid:pk>/", decisions.decide, name="decide"),
    path(f"{DECISIONS}resultaat/<uuid:node_id>/", decisions.decide_result, name="decide_result"),
    path(f"{DECISIONS}<uuid:pk>/", decisions.decision, name="decision"),
    path(f"{DECISIONS}<uuid:pk>/weg/", decisions.remove_decision, name="remove_decision"),
    path(f"{DECISIONS}<uuid:pk>/verbeteractie/", improvements.add_improvement, name="add_improvement"),
    path(IMPROVEMENTS, improvements.improvements, name="improvements"),
    path(f"{IMPROVEMENTS}<uuid:pk>/", improvements.improvement, name="improvement"),
    path(f"{IMPROVEMENTS}<uuid:pk>/gedaan/", improvements.finish_improvement, name="finish_improvement"),
    path(f"{IMPROVEMENTS}<uuid:pk>/weg/", improvements.remove_improvement, name="remove_improvement"),
    path(COMMITMENTS, commitments.commitments, name="commitments"),
    path(f"{COMMITMENTS}nieuw/", commitments.add_commitment, name="add_commitment"),
    path(f"{COMMITMENTS}<uuid:pk>/", commitments.commitment, name="commitment"),
    path(f"{COMMITMENTS}<uuid:pk>/weg/", commitments.remove_commitment, name="remove_commitment"),
    path(f"{CYCLE}oordelen/", verdicts.verdicts, name="verdicts"),
    path(f"{CYCLE}oordelen/<uuid:node_id>/", verdicts.give_verdict, name="give_verdict"),
    path(f"{CYCLE}activiteiten/geld/opbrengst/<int:year>/", brought.money_brought, name="money_brought"),
    path(REVIEWS, reviews.reviews, name="reviews"),
    path(f"{REVIEWS}nieuw/", reviews.open_review, name="open_review"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}tafel/", reviews.review_table, name="review_table"),
    path(f"{REVIEW}opmerking/<uuid:remark>/", review_items.remark, name="remark"),
    path(f"{REVIEW}opmerking/<uuid:remark>/weg/", review_items.remove_remark, name="remove_remark"),
    path(f"{REVIEW}duiding/<uuid:about>/", review_items.interpret_review, name="interpret_review"),
    path(ITEM, review_items.review_item, name="review_item"),
    path(f"{ITEM}opmerking/", review_items.add_remark, name="add_remark"),
    path(f"{ITEM}antwoorden/", review_items.review_answers, name="review_answers"),
    path(CONTRIBUTION, contributions.contribution_file, name="contribution_file"),
    path(f"{CONTRIBUTION}bewering/", contributions.contribution_claim, name="contribution_claim"),
    path(CHAIN_LINK, contributions.chain_link, name="chain_link"),
    path(f"{CHAIN_LINK}bewijs/", contributions.add_link_evidence, name="add_link_evidence"),
    path(f"{CHAIN_LINK}andere/", contributions.add_link_rival, name="add_link_rival"),
    path(f"{CONTRIBUTION}bewijs/<uuid:part>/", contributions.link_evidence, name="link_evidence"),
    path(
        f"{CONTRIBUTION}bewijs/<uuid:part>/weg/",
        contributions.remove_link_evidence,
        name="remove_link_evidence",
    ),
    path(f"{CONTRIBUTION}andere/<uuid:part>/", contributions.link_rival, name="link_rival"),
    path(f"{CONTRIBUTION}andere/<uuid:part>/weg/", contributions.remove_link_rival, name="remove_link_rival"),
    path("<str:gmcode>/herinneringen/", reminders.reminders, name="reminders"),
    path(ACTIVITY, decisions.activity, name="activity"),
]
