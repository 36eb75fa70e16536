"""Does somebody want mail when something comes due? Their own choice, for this municipality."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.decisions.forms import RemindersForm
from koersvast.decisions.reminder_actions import set_reminders, wants_reminders
from koersvast.people.access import MemberRequest, for_members


@for_members()
@require_http_methods(["GET", "POST"])
def reminders(request: MemberRequest, gmcode: str) -> HttpResponse:
    user = request.membership.user
    form = RemindersForm(initial={"wanted": wants_reminders(user)})
    if request.method == "POST":
        form = RemindersForm(request.POST)  # an empty box posts nothing else
        if form.is_valid():
            set_reminders(request.municipality, user, wanted=form.cleaned_data["wanted"])
            messages.success(request, _("Bewaard."))
            return redirect("reminders", gmcode)
    return render(request, "decisions/reminders.html", {"form": form})
