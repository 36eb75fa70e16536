"""The product's own server, of which the web process dies each time an answer was stored and not yet acknowledged."""

from __future__ import annotations

import os
import signal
from typing import Any

import django

django.setup()

from django.core.management import call_command

from koersvast.surveys import answering
from koersvast.surveys.models import Response

_send = answering.send


def send_and_die(survey: Any, box: Any, state: Any, answers: Any, *, today: Any) -> str:
    before = Response.objects.count()
    receipt = _send(survey, box, state, answers, today=today)
    if Response.objects.count() > before:
        os.kill(os.getpid(), signal.SIGKILL)
    return receipt


if __name__ == "__main__":
    answering.send = send_and_die
    call_command("serve")
