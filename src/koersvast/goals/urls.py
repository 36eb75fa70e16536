"""Addresses of the goals of a cycle."""

from django.urls import path

from koersvast.goals import views

_BASE = "<str:gmcode>/ronde/<int:number>/doelen/"
_ONE = _BASE + "<uuid:node_id>/"

urlpatterns = [
    path(_BASE, views.outline, name="goals"),
    path(_BASE + "tabel/", views.table, name="goals_table"),
    path(_BASE + "schema/", views.whole_diagram, name="goals_diagram"),
    path(_BASE + "matrix/", views.matrix, name="goals_matrix"),
    path(_BASE + "geschiedenis/", views.tree_history, name="goals_history"),
    path(_BASE + "sneltoetsen/", views.keys, name="goals_keys"),
    path(_BASE + "nieuw/", views.add, name="add_goal"),
    path(_BASE + "ongedaan/", views.undo, name="undo_goal"),
    path(_BASE + "opnieuw/", views.redo, name="redo_goal"),
    path(_BASE + "geschiedenis/<uuid:entry_id>/ongedaan/", views.undo_entry, name="undo_goal_entry"),
    path(_ONE + "geschiedenis/", views.goal_history, name="goal_history"),
    path(_ONE + "tekst/", views.rename, name="rename_goal"),
    path(_ONE + "beschrijving/", views.describe, name="describe_goal"),
    path(_ONE + "stap/", views.shift, name="shift_goal"),
    path(_ONE + "verplaats/", views.move, name="move_goal"),
    path(_ONE + "koppel/", views.link, name="link_goal"),
    path(_ONE + "ontkoppel/", views.unlink, name="unlink_goal"),
    path(_ONE + "laat-zo/", views.keep_wording, name="keep_goal_wording"),
    path(_ONE + "verhaal/", views.story, name="add_story"),
    path(_ONE + "verhaal/<uuid:story_id>/", views.story, name="story"),
    path(_ONE + "verhaal/<uuid:story_id>/weg/", views.remove_story, name="remove_story"),
    path(_ONE + "verwijder/", views.remove, name="remove_goal"),
]
