"""What the commands about plans share: finding a file or a cycle, and telling the mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.compass import checks
from koersvast.compass import queries as compass
from koersvast.cycles.models import Cycle
from koersvast.exchange.field_kinds import MAX_BYTES
from koersvast.exchange.reading import Reading, read_plan
from koersvast.people.models import Membership, User
from koersvast.tenants.models import Municipality


class NotFound(Exception):
    """There is no such file, municipality or cycle; the message says which."""


def read_file(name: str) -> Reading:
    """Reads no more than a plan may hold, so that a wrong file costs nothing."""
    try:
        with Path(name).open("rb") as file:
            return read_plan(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise NotFound(
            _("%(file)s is niet te lezen: %(reason)s.") % {"file": name, "reason": error.strerror}
        ) from error


def find_municipality(code: str) -> Municipality:
    found = Municipality.objects.filter(code=code.upper()).first()
    if found is None:
        raise NotFound(_("Gemeente %(code)s is hier niet bekend.") % {"code": code})
    return found


def find_cycle(code: str, number: int | None) -> Cycle:
    """A cycle of a municipality; without a number the latest."""
    municipality = find_municipality(code)
    with scope(municipality=municipality):
        cycles = Cycle.objects.select_related("municipality").order_by("-number")
        cycle = cycles.first() if number is None else cycles.filter(number=number).first()
    if cycle is None:
        what = _("Gemeente %(code)s heeft geen ronde %(number)s.")
        raise NotFound(what % {"code": code, "number": "" if number is None else number})
    return cycle


def find_member(municipality: Municipality, email: str) -> User:
    found = Membership.objects.filter(municipality=municipality, user__email__iexact=email).first()
    if found is None:
        raise NotFound(_("%(email)s is hier niet bekend.") % {"email": email})
    return found.user


def mistake_lines(file: str, reading: Reading) -> list[str]:
    """FILE:LINE: field: what is wrong and what would be right."""
    lines = [f"{file}:{mistake}" for mistake in reading.mistakes]
    if reading.hidden:
        more = ngettext("en nog %(count)d fout.", "en nog %(count)d fouten.", reading.hidden)
        lines.append(f"{file}: " + more % {"count": reading.hidden})
    return lines


def compass_findings(cycle: Cycle) -> list[dict[str, Any]]:
    """What the checks of the compass say about a cycle, in an order that stays the same. Called inside the scope of its municipality."""
    facts = compass.plan_facts(cycle, today=timezone.localdate())
    found = sorted(checks.findings(facts), key=lambda one: (one.check, one.about, one.reason))
    return [
        {
            "check": finding.check,
            "severity": finding.severity.value,
            "step": finding.step,
            "about": finding.about,
            "reason": finding.reason,
        }
        for finding in found
    ]
