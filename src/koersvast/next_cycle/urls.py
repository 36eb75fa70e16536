from django.urls import path, register_converter

from koersvast.cycles.urls import CYCLE
from koersvast.next_cycle import views


class Kind:
    """What can follow something."""

    regex = "doel|cijfer|activiteit"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "descent_kind")

urlpatterns = [
    path(f"{CYCLE}volgende-ronde/", views.next_cycle, name="next_cycle"),
    path(f"{CYCLE}wat-veranderde/", views.cycle_changes, name="cycle_changes"),
    path(f"{CYCLE}volgt-op/<descent_kind:kind>/<uuid:pk>/", views.descent, name="descent"),
    path(f"{CYCLE}doelen/<uuid:node_id>/door-de-tijd/", views.goal_through_time, name="through_time"),
]
