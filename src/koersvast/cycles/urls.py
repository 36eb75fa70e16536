from django.urls import path

from koersvast.cycles import views

CYCLE = "<str:gmcode>/ronde/<int:number>/"

urlpatterns = [
    path("<str:gmcode>/", views.municipality, name="municipality"),
    path("<str:gmcode>/ronde/nieuw/", views.open_cycle, name="open_cycle"),
    path(f"{CYCLE}wijzig/", views.edit_cycle, name="edit_cycle"),
    path(f"{CYCLE}partners/", views.partners, name="partners"),
    path(f"{CYCLE}partners/nieuw/", views.add_partner, name="add_partner"),
    path(f"{CYCLE}partners/<uuid:pk>/", views.edit_partner, name="partner"),
    path(f"{CYCLE}partners/<uuid:pk>/weg/", views.remove_partner, name="remove_partner"),
    path(f"{CYCLE}bijeenkomsten/", views.sessions, name="sessions"),
    path(f"{CYCLE}bijeenkomsten/nieuw/", views.open_session, name="open_session"),
    path(f"{CYCLE}bijeenkomsten/<uuid:pk>/", views.session, name="session"),
    path(f"{CYCLE}bijeenkomsten/<uuid:pk>/wijzig/", views.edit_session, name="edit_session"),
    path(f"{CYCLE}bijeenkomsten/<uuid:pk>/notitie/", views.write_note, name="write_note"),
    path(f"{CYCLE}bijeenkomsten/<uuid:pk>/groep/", views.group_notes, name="group_notes"),
    path(f"{CYCLE}bijeenkomsten/<uuid:pk>/voorrang/", views.priorities, name="priorities"),
    path(f"{CYCLE}bijeenkomsten/<uuid:pk>/notitie/<uuid:note_pk>/stip/", views.dot, name="dot"),
    path(
        f"{CYCLE}bijeenkomsten/<uuid:pk>/notitie/<uuid:note_pk>/trekker/", views.note_owner, name="note_owner"
    ),
    path(
        f"{CYCLE}bijeenkomsten/<uuid:pk>/notitie/<uuid:note_pk>/weg/", views.remove_note, name="remove_note"
    ),
    path(f"{CYCLE}begrippen/", views.glossary, name="glossary"),
    path(f"{CYCLE}begrippen/nieuw/", views.add_term, name="add_term"),
    path(f"{CYCLE}begrippen/<uuid:pk>/", views.edit_term, name="term"),
]
