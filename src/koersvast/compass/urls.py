from django.urls import path

from koersvast.compass import views
from koersvast.cycles.urls import CYCLE

urlpatterns = [
    path(CYCLE, views.compass, name="compass"),
    path(f"{CYCLE}stap/<int:step>/", views.step, name="step"),
    path(f"{CYCLE}doelen/<uuid:node_id>/", views.goal, name="goal"),
    path(f"{CYCLE}wenken/", views.checks, name="checks"),
]
