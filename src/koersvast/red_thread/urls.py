from django.urls import path

from koersvast.activities.urls import ONE as ACTIVITY
from koersvast.cycles.urls import CYCLE
from koersvast.red_thread import views

urlpatterns = [
    path(f"{CYCLE}draad/<str:kind>/<uuid:pk>/", views.thread, name="thread"),
    path(f"{CYCLE}doelen/<uuid:node_id>/rode-draad/", views.goal_thread, name="goal_thread"),
    path(f"{ACTIVITY}draad/", views.activity_thread, name="activity_thread"),
    path(f"{CYCLE}cijfers/<uuid:pk>/draad/", views.indicator_thread, name="indicator_thread"),
]
