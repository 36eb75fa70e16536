"""Signing in, in Dutch, only for who was invited."""

from __future__ import annotations

import pytest

from tests.people import PASSWORD


def test_the_page_speaks_dutch(client_of, db):
    page = client_of(None).get("/account/login/").content.decode()
    assert "Inloggen" in page
    assert "E-mail" in page


def test_anna_signs_in_and_comes_home(anna, client_of):
    client = client_of(None)
    answer = client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/GM9901/"


def test_a_wrong_password_and_an_unknown_person_get_the_same_words(anna, client_of):
    client = client_of(None)
    one = client.post("/account/login/", {"login": anna.email, "password": "niet goed"}).content.decode()
    two = client.post(
        "/account/login/", {"login": "niemand@waterveen.example", "password": "niet goed"}
    ).content.decode()
    import re

    words = [re.findall(r'<div class="kv-bericht.*?</div></div>', page, re.S) for page in (one, two)]
    assert words[0]
    assert words[0] == words[1]


def test_nobody_signs_up_without_an_invitation(client_of, db):
    page = client_of(None).post(
        "/account/signup/", {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    from koersvast.people.models import User

    assert not User.objects.exists()
    assert page.status_code in (200, 302, 403)


@pytest.mark.parametrize(
    "path", ["/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"]
)
def test_anna_can_secure_her_account(anna, client_of, path):
    client = client_of(None)
    client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    assert client.get(path, follow=True).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_elsewhere(anna, client_of, target):
    answer = client_of(None).post(
        f"/account/login/?next={target}", {"login": anna.email, "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert "evil" not in answer.url
    assert not answer.url.startswith("javascript")


def test_every_page_carries_the_strict_policy(anna, client_of):
    answer = client_of(anna).get("/GM9901/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_with_an_app_anna_needs_its_code_too(anna, client_of):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    assert Authenticator.objects.filter(user=anna, type="totp").exists()
    client = client_of(None)
    answer = client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    assert answer.url.startswith("/account/2fa/authenticate/")
    assert client.get("/GM9901/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/GM9901/").status_code == 200
