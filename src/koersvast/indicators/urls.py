from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.indicators import views

ONE = f"{CYCLE}cijfers/<uuid:pk>/"

urlpatterns = [
    path(f"{CYCLE}cijfers/", views.indicators, name="indicators"),
    path(f"{CYCLE}cijfers/nieuw/", views.add_indicator, name="add_indicator"),
    path(f"{CYCLE}cijfers/invoeren/", views.import_indicators, name="import_indicators"),
    path(f"{CYCLE}cijfers/invoeren/<slug:source>/", views.import_from, name="import_from"),
    path(f"{CYCLE}cijfers/invoeren/bestand/<uuid:upload_id>/", views.import_preview, name="import_preview"),
    path(f"{CYCLE}cijfers/invoeren/bestand/<uuid:upload_id>/weg/", views.drop_import, name="drop_import"),
    path(ONE, views.indicator, name="indicator"),
    path(f"{ONE}geschiedenis/", views.indicator_history, name="indicator_history"),
    path(f"{ONE}wijzig/", views.edit_indicator, name="edit_indicator"),
    path(f"{ONE}meting/", views.add_measurement, name="add_measurement"),
    path(f"{CYCLE}metingen/<uuid:pk>/", views.measurement, name="measurement"),
    path(f"{CYCLE}metingen/<uuid:pk>/weg/", views.remove_measurement, name="remove_measurement"),
    path(f"{CYCLE}metingen/<uuid:pk>/kies/", views.choose, name="choose_measurement"),
    path(f"{CYCLE}duiding/", views.interpretations, name="interpretations"),
    path(f"{CYCLE}duiding/nieuw/", views.interpretation, name="add_interpretation"),
    path(f"{CYCLE}duiding/<uuid:pk>/", views.interpretation, name="interpretation"),
    path(f"{CYCLE}doelen/<uuid:goal>/cijfer/", views.aim, name="add_aim"),
    path(f"{CYCLE}doelen/<uuid:goal>/cijfer/<uuid:pk>/", views.aim, name="aim"),
    path(f"{CYCLE}doelen/<uuid:goal>/cijfer/<uuid:pk>/weg/", views.remove_aim, name="remove_aim"),
    path(f"{CYCLE}ambities/<uuid:ambition>/onderbouwing/", views.evidence, name="evidence"),
]
