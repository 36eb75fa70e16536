"""Addresses of the goals of a cycle."""

from django.urls import path

from koersvast.goals.views import editing, stories, tree

_BASE = "<str:gmcode>/ronde/<int:number>/doelen/"
_ONE = _BASE + "<uuid:node_id>/"

urlpatterns = [
    path(_BASE, tree.outline, name="goals"),
    path(_BASE + "tabel/", tree.table, name="goals_table"),
    path(_BASE + "schema/", tree.whole_diagram, name="goals_diagram"),
    path(_BASE + "matrix/", tree.matrix, name="goals_matrix"),
    path(_BASE + "geschiedenis/", tree.tree_history, name="goals_history"),
    path(_BASE + "sneltoetsen/", tree.keys, name="goals_keys"),
    path(_BASE + "nieuw/", editing.add, name="add_goal"),
    path(_BASE + "ongedaan/", editing.undo, name="undo_goal"),
    path(_BASE + "opnieuw/", editing.redo, name="redo_goal"),
    path(_BASE + "geschiedenis/<uuid:entry_id>/ongedaan/", editing.undo_entry, name="undo_goal_entry"),
    path(_ONE + "geschiedenis/", tree.goal_history, name="goal_history"),
    path(_ONE + "tekst/", editing.rename, name="rename_goal"),
    path(_ONE + "beschrijving/", editing.describe, name="describe_goal"),
    path(_ONE + "stap/", editing.shift, name="shift_goal"),
    path(_ONE + "verplaats/", editing.move, name="move_goal"),
    path(_ONE + "koppel/", editing.link, name="link_goal"),
    path(_ONE + "ontkoppel/", editing.unlink, name="unlink_goal"),
    path(_ONE + "laat-zo/", editing.keep_wording, name="keep_goal_wording"),
    path(_ONE + "verhaal/", stories.story, name="add_story"),
    path(_ONE + "verhaal/<uuid:story_id>/", stories.story, name="story"),
    path(_ONE + "verhaal/<uuid:story_id>/weg/", stories.remove_story, name="remove_story"),
    path(_ONE + "verwijder/", editing.remove, name="remove_goal"),
]
