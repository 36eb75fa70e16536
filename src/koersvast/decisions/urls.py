from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.decisions import views

urlpatterns = [path(f"{CYCLE}besluiten/", views.decisions, name="decisions")]
