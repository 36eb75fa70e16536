"""How to reach people: for who has that task, until its time is over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.audit import actions as audit
from koersvast.dialogues import contact_actions, forms, queries
from koersvast.dialogues.models import Contact, Participant
from koersvast.dialogues.views.pages import done, refused, round_or_404, to
from koersvast.dialogues.words import Why
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.actions import NotNow
from koersvast.texts.permissions import REACH


@team_view(REACH)
@never_cache
@require_http_methods(["GET", "POST"])
def contacts(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    today = timezone.localdate()
    people = queries.who_may_be_asked_again(row)
    form = forms.ContactForm(request.POST or None, people=forms.people_choices(people))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        ident = values.pop("participant")
        person = Participant.objects.filter(conversation__round=row, pk=ident).first() if ident else None
        try:
            contact_actions.keep_contact(
                row, person=person, today=today, by=request.membership.user, **values
            )
        except NotNow as reason:
            refused(request, reason)
        else:
            done(request)
        return to(request, "contacts")
    found = queries.contacts_of(row)
    if found:
        audit.record("contact.read", subject=row, by=request.membership.user)
    numbers = {str(one.row.pk): (talk.text.number, one.row.number) for talk, one in people}
    return render(
        request,
        "dialogues/contacts.html",
        {
            "round": row,
            "rows": [(one, reach, numbers.get(reach.participant)) for one, reach in found],
            "form": form,
        },
    )


@team_view(REACH)
@require_POST
def delete_contact(request: TeamRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Contact, pk=pk, round=round_or_404(request))
    contact_actions.delete_contact(
        row, today=timezone.localdate(), why=Why.REQUEST, by=request.membership.user
    )
    done(request, _("Gewist. Deze gegevens komen niet terug."))
    return to(request, "contacts")
