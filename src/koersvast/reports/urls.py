from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.reports.views import documents, papers

DOCUMENTS = f"{CYCLE}documenten/"
PAPER = f"{DOCUMENTS}<slug:kind>/"

urlpatterns = [
    path(DOCUMENTS, documents.documents, name="documents"),
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}schrijf/<slug:slot>/", papers.write_text, name="write_text"),
    path(f"{PAPER}schrijf/<slug:slot>/<slug:about>/", papers.write_text, name="write_text_about"),
    path(f"{PAPER}klopt/<uuid:pk>/", papers.still_true, name="still_true"),
    path(f"{PAPER}<slug:form>/maak/", documents.make_document, name="make_document"),
]
