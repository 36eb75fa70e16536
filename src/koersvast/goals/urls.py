"""Addresses of the goals of a cycle."""

from django.urls import path

from koersvast.goals import views

app_name = "goals"
_BASE = "<str:gmcode>/ronde/<int:number>/doelen/"
_ONE = _BASE + "<uuid:node_id>/"

urlpatterns = [
    path(_BASE, views.outline, name="outline"),
    path(_BASE + "tabel/", views.table, name="table"),
    path(_BASE + "schema/", views.whole_diagram, name="diagram"),
    path(_BASE + "matrix/", views.matrix, name="matrix"),
    path(_BASE + "geschiedenis/", views.tree_history, name="history"),
    path(_BASE + "sneltoetsen/", views.keys, name="keys"),
    path(_BASE + "nieuw/", views.add, name="add"),
    path(_BASE + "ongedaan/", views.undo, name="undo"),
    path(_BASE + "opnieuw/", views.redo, name="redo"),
    path(_BASE + "geschiedenis/<uuid:entry_id>/ongedaan/", views.undo_entry, name="undo_entry"),
    path(_ONE, views.detail, name="goal"),
    path(_ONE + "rode-draad/", views.thread, name="thread"),
    path(_ONE + "geschiedenis/", views.goal_history, name="goal_history"),
    path(_ONE + "tekst/", views.rename, name="rename"),
    path(_ONE + "beschrijving/", views.describe, name="describe"),
    path(_ONE + "stap/", views.shift, name="shift"),
    path(_ONE + "verplaats/", views.move, name="move"),
    path(_ONE + "koppel/", views.link, name="link"),
    path(_ONE + "ontkoppel/", views.unlink, name="unlink"),
    path(_ONE + "laat-zo/", views.keep_wording, name="keep_wording"),
    path(_ONE + "verwijder/", views.remove, name="remove"),
]
