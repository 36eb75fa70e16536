from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.decisions.urls import DECISIONS
from koersvast.freezing import views

FROZEN = f"{CYCLE}vastgesteld/"

urlpatterns = [
    path(f"{DECISIONS}nieuw/", views.add_decision, name="add_decision"),
    path(f"{DECISIONS}college-en-raad/<uuid:pk>/", views.house_decision, name="house_decision"),
    path(FROZEN, views.frozen_copies, name="frozen_copies"),
    path(f"{FROZEN}<uuid:pk>/", views.frozen_copy, name="frozen_copy"),
    path(f"{FROZEN}<uuid:pk>/bestand/", views.frozen_file, name="frozen_file"),
    path(f"{FROZEN}<uuid:pk>/naast/<uuid:other>/", views.frozen_pair, name="frozen_pair"),
]
