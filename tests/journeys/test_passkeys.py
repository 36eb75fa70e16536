"""Anna signs in with a key on her device: Chromium's own virtual one."""

from __future__ import annotations

import pytest

from tests.people import PASSWORD

pytestmark = pytest.mark.browser


def test_anna_adds_a_key_and_signs_in_with_it(visitor, anna):
    person = visitor(None)
    device = person.page.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page = person.goes_to("/account/login/")
    page.get_by_label("E-mailadres").fill(anna.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/GM9901/")
    page = person.goes_to("/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:  # adding a key asks for the password once more
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Bevestigen").click()
        page.wait_for_url("**/webauthn/add/")
    page.locator("input[name=name]").fill("Sleutel")
    box = page.locator("input[name=passwordless]")
    if box.count():
        box.check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_load_state()
    page = person.goes_to("/account/login/")
    page.get_by_role("button", name="Log in met een sleutel").click()
    page.wait_for_url("**/GM9901/")
