"""People of a municipality: who they are, what they may do, inviting them."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.people import actions, queries
from koersvast.people.access import MemberRequest, for_everyone, managers_only
from koersvast.people.forms import AcceptForm, InviteForm, RoleForm
from koersvast.people.models import Invitation, Membership
from koersvast.people.permissions import MATRIX


@managers_only
@require_http_methods(["GET", "POST"])
def people(request: MemberRequest, gmcode: str) -> HttpResponse:
    """Members, open invitations, and the form that makes one. The link is shown once."""
    form = InviteForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.invite(
                municipality=request.municipality,
                by=request.membership.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except actions.CannotInvite as refusal:
            form.add_error(None, str(refusal))
        else:
            link = request.build_absolute_uri(reverse("accept_invitation")) + f"#{invited.token}"
            actions.mail_link(invited, link=link)
            messages.success(request, _("De uitnodiging is gemaakt en verstuurd."))
            form = InviteForm()
    return render(
        request,
        "people/people.html",
        {
            "members": queries.members_of(request.municipality),
            "invitations": queries.open_invitations(timezone.now()),
            "form": form,
            "link": link,
            "matrix": MATRIX,
        },
    )


@managers_only
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, gmcode: str, pk: int) -> HttpResponse:
    membership = get_object_or_404(queries.members_of(request.municipality), pk=pk)
    form = RoleForm(
        request.POST or None,
        initial={"role": membership.role, "organisation": membership.organisation},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(membership, **form.cleaned_data)
        except (actions.CannotInvite, actions.LastAdministrator) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("De rol is veranderd."))
            return redirect("people", gmcode=gmcode)
    return render(request, "people/member.html", {"membership": membership, "form": form})


@managers_only
@require_POST
def end_membership(request: MemberRequest, gmcode: str, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, municipality=request.municipality, pk=pk)
    try:
        actions.end_membership(membership)
    except actions.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Deze persoon hoort niet meer bij uw gemeente."))
    return redirect("people", gmcode=gmcode)


@managers_only
@require_POST
def withdraw_invitation(request: MemberRequest, gmcode: str, pk: Any) -> HttpResponse:
    actions.withdraw_invitation(get_object_or_404(Invitation, pk=pk), now=timezone.now())
    messages.success(request, _("De uitnodiging werkt niet meer."))
    return redirect("people", gmcode=gmcode)


@for_everyone
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The page behind the link. The token stands after the # and so never reaches a log."""
    signed_in = request.user if request.user.is_authenticated else None
    form = AcceptForm(request.POST or None)
    if signed_in is not None:
        form.fields.clear()
    token = request.POST.get("token", "")
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.accept_invitation(
                token=token,
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data.get("password"),
                signed_in=signed_in,
                now=timezone.now(),
            )
        except actions.InvitationGone:
            form.add_error(None, _("Deze link werkt niet meer. Vraag uw gemeente om een nieuwe."))
        except actions.CannotInvite as refusal:
            form.add_error(None, str(refusal))
        else:
            if signed_in is None:
                perform_login(request, membership.user, email_verification="none")
            return redirect("municipality", gmcode=membership.municipality.code)
    return render(request, "people/accept.html", {"form": form, "token": token, "signed_in": signed_in})
