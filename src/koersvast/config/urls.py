"""All addresses, joined."""

from django.urls import URLPattern, URLResolver, include, path

from koersvast.config import views
from koersvast.jobs import views as jobs
from koersvast.people.access import for_everyone, for_members

members = for_members()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("taal/", for_everyone(views.set_language), name="set_language"),
    path("account/", include("allauth.urls")),
    # first: many residents turn pages at the same time, and each address above theirs costs them
    path("", include("koersvast.surveys.urls")),
    path("<str:gmcode>/werk/<uuid:job_id>/", members(jobs.follow), name="job"),
    path("<str:gmcode>/werk/<uuid:job_id>/stop/", members(jobs.cancel), name="job_cancel"),
    path("<str:gmcode>/werk/<uuid:job_id>/bestand/", members(jobs.download), name="job_download"),
    path("", include("koersvast.people.urls")),
    path("", include("koersvast.cycles.urls")),
    path("", include("koersvast.outcome_forms.urls")),
    path("", include("koersvast.activities.urls")),
    path("", include("koersvast.goals.urls")),
    path("", include("koersvast.texts.urls")),
    path("", include("koersvast.coding.urls")),
    path("", include("koersvast.indicators.urls")),
    path("", include("koersvast.dialogues.urls")),
    path("", include("koersvast.decisions.urls")),
    path("", include("koersvast.papers.urls")),
    path("", include("koersvast.freezing.urls")),
    path("", include("koersvast.next_cycle.urls")),
    path("", include("koersvast.reports.urls")),
    path("", include("koersvast.compass.urls")),
    path("", include("koersvast.exchange.urls")),
    path("", include("koersvast.history.urls")),
    path("", include("koersvast.red_thread.urls")),
    path("", include("koersvast.council.urls")),
]

handler403 = "koersvast.config.errors.forbidden"
handler404 = "koersvast.config.errors.not_found"
handler500 = "koersvast.config.errors.broken"
