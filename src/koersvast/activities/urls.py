from django.urls import path

from koersvast.activities.views import activity, initiatives, money, overviews, parts
from koersvast.cycles.urls import CYCLE

ONE = f"{CYCLE}activiteiten/<uuid:pk>/"

urlpatterns = [
    path(f"{CYCLE}activiteiten/", overviews.matrix, name="activities"),
    path(f"{CYCLE}activiteiten/groepen/", overviews.groups, name="activity_groups"),
    path(f"{CYCLE}activiteiten/geld/", money.money, name="money"),
    path(f"{CYCLE}activiteiten/taakvelden/", money.task_fields, name="task_fields"),
    path(f"{CYCLE}activiteiten/taakvelden/begin/", money.begin_task_fields, name="begin_task_fields"),
    path(f"{CYCLE}activiteiten/taakvelden/nieuw/", money.task_field, name="add_task_field"),
    path(f"{CYCLE}activiteiten/taakvelden/<uuid:pk>/", money.task_field, name="task_field"),
    path(f"{CYCLE}activiteiten/taakvelden/<uuid:pk>/weg/", money.remove_task_field, name="remove_task_field"),
    path(f"{CYCLE}activiteiten/geld/<str:kind>/", money.money_file, name="money_file"),
    path(f"{CYCLE}activiteiten/nieuw/", activity.add_activity, name="add_activity"),
    path(f"{CYCLE}activiteiten/weg/", activity.removed_activities, name="removed_activities"),
    path(f"{ONE}geschiedenis/", activity.activity_history, name="activity_history"),
    path(f"{ONE}wijzig/", activity.edit_activity, name="edit_activity"),
    path(f"{ONE}weg/", activity.remove_activity, name="remove_activity"),
    path(f"{ONE}bijdrage/", parts.contribution, name="add_contribution"),
    path(f"{ONE}bijdrage/<uuid:part>/", parts.contribution, name="contribution"),
    path(f"{ONE}bedrag/", money.budget, name="add_budget"),
    path(f"{ONE}bedrag/<uuid:part>/", money.budget, name="budget"),
    path(f"{ONE}kwaliteit/", parts.quality_form, name="activity_quality"),
    path(f"{ONE}outcome/", parts.outcome, name="add_outcome"),
    path(f"{ONE}outcome/<uuid:part>/", parts.outcome, name="outcome"),
    path(f"{ONE}<str:kind>/<uuid:part>/weg/", parts.remove_part, name="remove_part"),
    path(f"{CYCLE}kwaliteit/", overviews.quality, name="quality"),
    path(f"{CYCLE}outcome/", overviews.outcomes, name="outcomes"),
    path(f"{CYCLE}initiatieven/nieuw/", initiatives.initiative, name="add_initiative"),
    path(f"{CYCLE}initiatieven/<uuid:pk>/", initiatives.initiative, name="initiative"),
    path(f"{CYCLE}initiatieven/<uuid:pk>/activiteit/", initiatives.start_activity, name="start_activity"),
]
