from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.texts import team, views

COLLECTION = f"{CYCLE}bundel/<uuid:collection>/"
TEXT = f"{COLLECTION}nakijken/<uuid:pk>/"

urlpatterns = [
    path("<str:gmcode>/eigen-lijst/", views.known_names, name="known_names"),
    path(f"{COLLECTION}team/", team.team, name="team"),
    path(f"{COLLECTION}team/<uuid:pk>/weg/", team.remove_from_team, name="remove_from_team"),
    path(TEXT, views.check_text, name="check_text"),
    path(f"{TEXT}markering/<uuid:mark_id>/", views.decide_mark, name="decide_mark"),
    path(f"{TEXT}soort/", views.decide_kind, name="decide_kind"),
    path(f"{TEXT}markeer/", views.mark_words, name="mark_words"),
    path(f"{TEXT}opnieuw/", views.look_again, name="look_again"),
    path(f"{TEXT}klaar/", views.finish_text, name="finish_text"),
]
