from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.history import views

urlpatterns = [
    path(f"{CYCLE}geschiedenis/", views.history, name="history"),
    path(f"{CYCLE}geschiedenis/<uuid:pk>/ongedaan/", views.undo, name="undo"),
]
