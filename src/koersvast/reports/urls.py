from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.reports import views

urlpatterns = [
    path(f"{CYCLE}documenten/", views.documents, name="documents"),
    path(f"{CYCLE}documenten/<slug:kind>/<slug:form>/maak/", views.make_document, name="make_document"),
]
