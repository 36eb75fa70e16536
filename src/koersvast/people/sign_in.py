"""How people sign in: only with an account that an invitation made."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """No open sign-up: an account comes from an invitation (people/actions.py: accept_invitation)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
