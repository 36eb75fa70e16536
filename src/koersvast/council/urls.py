from django.urls import path

from koersvast.council import views
from koersvast.cycles.urls import CYCLE

urlpatterns = [
    path(f"{CYCLE}raad/", views.council, name="council"),
    path(f"{CYCLE}raad/vragen/", views.questions, name="questions"),
    path(f"{CYCLE}raad/vragen/<uuid:pk>/antwoord/", views.answer, name="answer_question"),
    path(f"{CYCLE}raad/vragen/<uuid:pk>/publiceer/", views.publish, name="publish_question"),
    path(f"{CYCLE}raad/vragen/<uuid:pk>/weg/", views.withdraw, name="withdraw_question"),
    path(f"{CYCLE}raad/<uuid:node_id>/", views.council_result, name="council_result"),
    path(f"{CYCLE}raad/<uuid:node_id>/vraag/", views.ask, name="ask_question"),
]
