"""How people sign in: only with an account that an invitation made."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """No open sign-up: an account comes from an invitation (people/actions.py: accept_invitation)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class PlainLoginForm(LoginForm):
    """A label says what belongs in a field; the page has one link for who cannot sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
