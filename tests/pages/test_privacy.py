"""No answer is kept by a browser, whichever part of the app gave it, and no invitation leaves by a Referer."""

import logging

import pytest
from django.test import Client

from sdm.pages.privacy import WithoutTokens

pytestmark = pytest.mark.django_db


def told(response) -> tuple[str | None, str | None, bool, str | None]:
    cache, frames, referrer = map(response.headers.get, ("Cache-Control", "X-Frame-Options", "Referrer-Policy"))
    return cache, frames, "default-src 'none'" in response.headers.get("Content-Security-Policy", ""), referrer


@pytest.mark.parametrize("path", ["/conversations", "/admin", "/leaflets"])
def test_an_address_without_its_last_slash(client, path):
    response = client.get(path)
    assert response.status_code == 301
    assert told(response) == ("no-store", "DENY", True, "same-origin")


@pytest.mark.parametrize("https", [False, True])
def test_a_host_that_is_not_ours(client, settings, https):
    settings.SECURE_SSL_REDIRECT, settings.DEBUG = https, False
    response = client.get("/i/some-token", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert told(response) == ("no-store", "DENY", True, "no-referrer")


@pytest.mark.parametrize(
    ("path", "policy"), [("/my", "same-origin"), ("/i/some-token", "no-referrer"), ("/i/", "no-referrer")]
)
def test_plain_http(settings, path, policy):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(path)
    assert (response.status_code, response.url) == (301, f"https://testserver{path}")
    assert told(response) == ("no-store", "DENY", True, policy)


def test_a_link_tells_nobody_where_it_was(client, invitation):
    statuses = {token: client.get(f"/i/{token}") for token in (invitation.token, "unknown", "two/parts")}
    assert {token: (one.status_code, told(one)[3]) for token, one in statuses.items()} == {
        invitation.token: (302, "no-referrer"),
        "unknown": (404, "no-referrer"),
        "two/parts": (404, "no-referrer"),
    }


def test_what_a_view_says_itself_stands(client, administrator):
    client.force_login(administrator)
    assert client.get("/leaflets/").headers["Cache-Control"] == "no-store"
    assert "no-store" in client.get("/accounts/sign-in/").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/i/secret", "/i/[token]"),
        ("/stop/secret?again", "/stop/[token]?again"),
        ("/accounts/password/choose/4f2k/secret/", "/accounts/password/choose/4f2k/[token]/"),
        ("/accounts/sign-in/", "/accounts/sign-in/"),
    ],
)
def test_nothing_that_opens_anything_is_logged(path, logged):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == f"Not Found: {logged}"
