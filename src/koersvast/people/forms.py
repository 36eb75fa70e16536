"""Forms about people: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from koersvast.people.models import Organisation, Role
from koersvast.ui.choices import offer_rows


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Rol"), choices=Role)
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("Organisatie"), queryset=None, required=False, empty_label=_("De gemeente zelf")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "organisation", Organisation.objects.order_by("name"))


class InviteForm(RoleForm):
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    field_order = ["email", "role", "organisation"]


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Uw naam"),
        max_length=100,
        help_text=_("Zo zien uw collega's u."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Kies een wachtwoord"),
        help_text=_("Minstens 12 tekens. Een zin is goed te onthouden."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
