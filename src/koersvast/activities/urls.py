from django.urls import path

from koersvast.activities import views
from koersvast.cycles.urls import CYCLE

ONE = f"{CYCLE}activiteiten/<uuid:pk>/"

urlpatterns = [
    path(f"{CYCLE}activiteiten/", views.matrix, name="activities"),
    path(f"{CYCLE}activiteiten/groepen/", views.groups, name="activity_groups"),
    path(f"{CYCLE}activiteiten/geld/", views.money, name="money"),
    path(f"{CYCLE}activiteiten/geld/<str:kind>/", views.money_file, name="money_file"),
    path(f"{CYCLE}activiteiten/nieuw/", views.add_activity, name="add_activity"),
    path(f"{CYCLE}activiteiten/weg/", views.removed_activities, name="removed_activities"),
    path(f"{ONE}draad/", views.activity_thread, name="activity_thread"),
    path(f"{ONE}geschiedenis/", views.activity_history, name="activity_history"),
    path(f"{ONE}wijzig/", views.edit_activity, name="edit_activity"),
    path(f"{ONE}weg/", views.remove_activity, name="remove_activity"),
    path(f"{ONE}bijdrage/", views.contribution, name="add_contribution"),
    path(f"{ONE}bijdrage/<uuid:part>/", views.contribution, name="contribution"),
    path(f"{ONE}bedrag/", views.budget, name="add_budget"),
    path(f"{ONE}bedrag/<uuid:part>/", views.budget, name="budget"),
    path(f"{ONE}kwaliteit/", views.quality_form, name="activity_quality"),
    path(f"{ONE}outcome/", views.outcome, name="add_outcome"),
    path(f"{ONE}outcome/<uuid:part>/", views.outcome, name="outcome"),
    path(f"{ONE}<str:kind>/<uuid:part>/weg/", views.remove_part, name="remove_part"),
    path(f"{CYCLE}kwaliteit/", views.quality, name="quality"),
    path(f"{CYCLE}outcome/", views.outcomes, name="outcomes"),
    path(f"{CYCLE}initiatieven/", views.initiatives, name="initiatives"),
    path(f"{CYCLE}initiatieven/nieuw/", views.initiative, name="add_initiative"),
    path(f"{CYCLE}initiatieven/<uuid:pk>/", views.initiative, name="initiative"),
    path(f"{CYCLE}initiatieven/<uuid:pk>/activiteit/", views.start_activity, name="start_activity"),
]
