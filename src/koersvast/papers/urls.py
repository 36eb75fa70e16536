from django.urls import path

from koersvast.cycles.urls import CYCLE
from koersvast.papers import views

CALENDAR = f"{CYCLE}kalender/"

urlpatterns = [
    path(CALENDAR, views.calendar, name="calendar"),
    path(f"{CALENDAR}nieuw/", views.add_calendar_item, name="add_calendar_item"),
    path(f"{CALENDAR}<uuid:pk>/", views.calendar_item, name="calendar_item"),
    path(f"{CALENDAR}<uuid:pk>/weg/", views.remove_calendar_item, name="remove_calendar_item"),
    path("<str:gmcode>/huisstijl/", views.house_style, name="house_style"),
]
