from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.indicators.views import aims, figures, importing, interpretations, measuring, surveyed

ONE = f"{CYCLE}cijfers/<uuid:pk>/"

urlpatterns = [
    path(f"{CYCLE}cijfers/", figures.indicators, name="indicators"),
    path(f"{CYCLE}cijfers/nieuw/", measuring.add_indicator, name="add_indicator"),
    path(f"{CYCLE}cijfers/invoeren/", importing.import_indicators, name="import_indicators"),
    path(f"{CYCLE}cijfers/invoeren/<slug:source>/", importing.import_from, name="import_from"),
    path(
        f"{CYCLE}cijfers/invoeren/bestand/<uuid:upload_id>/", importing.import_preview, name="import_preview"
    ),
    path(f"{CYCLE}cijfers/invoeren/bestand/<uuid:upload_id>/weg/", importing.drop_import, name="drop_import"),
    path(
        f"{CYCLE}cijfers/uit-peiling/<uuid:collection>/",
        surveyed.measure_from_survey,
        name="measure_from_survey",
    ),
    path(ONE, figures.indicator, name="indicator"),
    path(f"{ONE}geschiedenis/", figures.indicator_history, name="indicator_history"),
    path(f"{ONE}wijzig/", measuring.edit_indicator, name="edit_indicator"),
    path(f"{ONE}meting/", measuring.add_measurement, name="add_measurement"),
    path(f"{CYCLE}metingen/<uuid:pk>/", measuring.measurement, name="measurement"),
    path(f"{CYCLE}metingen/<uuid:pk>/weg/", measuring.remove_measurement, name="remove_measurement"),
    path(f"{CYCLE}metingen/<uuid:pk>/kies/", measuring.choose, name="choose_measurement"),
    path(f"{CYCLE}duiding/", interpretations.interpretations, name="interpretations"),
    path(f"{CYCLE}duiding/nieuw/", interpretations.interpretation, name="add_interpretation"),
    path(f"{CYCLE}duiding/<uuid:pk>/", interpretations.interpretation, name="interpretation"),
    path(f"{CYCLE}doelen/<uuid:goal>/cijfer/", aims.aim, name="add_aim"),
    path(f"{CYCLE}doelen/<uuid:goal>/cijfer/<uuid:pk>/", aims.aim, name="aim"),
    path(f"{CYCLE}doelen/<uuid:goal>/cijfer/<uuid:pk>/weg/", aims.remove_aim, name="remove_aim"),
    path(f"{CYCLE}ambities/<uuid:ambition>/onderbouwing/", aims.evidence, name="evidence"),
]
