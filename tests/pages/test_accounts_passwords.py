"""Passwords are chosen by their owners only: by a link sent to their address, or with the one they have."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sdm.models import User

pytestmark = pytest.mark.django_db
OLD, NEW = "lantern otter gravel", "teapot meadow violin"


@pytest.fixture(autouse=True)
def _no_tries_yet(settings):
    """Tries from an address are counted as long as the process lives; and hashes need not be slow here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def surgeon(clinician) -> User:
    clinician.set_password(OLD)
    clinician.save()
    return clinician


def ask_for_link(client, email, **more):
    return client.post(reverse("account_reset_password"), {"email": email}, **more)


def link_in(mail) -> str:
    return re.search(r"https?://\S+/choose/\S+", mail.body).group()


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def choose(client, link, first=NEW, second=NEW):
    """Follow a link, and send the form of the page that it leads to."""
    page = client.get(path_of(link))
    return client.post(page.url, {"password1": first, "password2": second})


def words_of(response) -> list[str]:
    return [words for _, words in response.context["form"].problems]


def test_a_link_comes_by_mail_and_a_new_password_can_be_chosen_once(client, surgeon, mailoutbox):
    assert ask_for_link(client, surgeon.email).url == reverse("account_reset_password_done")
    link = link_in(mailoutbox[0])
    assert choose(client, link).url == reverse("account_reset_password_from_key_done")
    surgeon.refresh_from_db()
    assert surgeon.check_password(NEW)
    again = Client().get(path_of(link))
    assert "This link does not work" in again.content.decode()


def test_the_link_starts_with_the_configured_origin_whatever_host_was_asked(client, surgeon, mailoutbox, settings):
    settings.PUBLIC_ORIGIN = "https://decisions.northfield.example"
    settings.ALLOWED_HOSTS = ["*"]
    ask_for_link(client, surgeon.email, HTTP_HOST="evil.example")
    ask_for_link(client, "nobody@northfield.example", HTTP_HOST="evil.example")
    assert link_in(mailoutbox[0]).startswith("https://decisions.northfield.example/accounts/password/choose/")
    assert ["evil" in f"{mail.subject}{mail.body}{mail.from_email}" for mail in mailoutbox] == [False, False]
    assert [mail.subject for mail in mailoutbox] == [
        "Choose your password for Shared decisions",
        "No account with this address",
    ]


def test_the_answer_is_the_same_for_every_address(client, surgeon, editor, mailoutbox):
    editor.is_active = False
    editor.save()
    addresses = [surgeon.email, editor.email, "nobody@northfield.example"]
    answers = [ask_for_link(client, address) for address in addresses]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("account_reset_password_done"))}
    assert [mail.to for mail in mailoutbox] == [[address] for address in addresses]
    assert ["/choose/" in mail.body for mail in mailoutbox] == [True, False, False]


def test_somebody_without_a_password_can_choose_their_first(client, editor, mailoutbox):
    ask_for_link(client, editor.email)
    choose(client, link_in(mailoutbox[0]))
    editor.refresh_from_db()
    assert editor.check_password(NEW)


def test_opening_the_link_changes_nothing_by_itself(client, surgeon, mailoutbox):
    ask_for_link(client, surgeon.email)
    link = link_in(mailoutbox[0])
    page = client.get(path_of(link))
    assert client.get(page.url).status_code == 200
    surgeon.refresh_from_db()
    assert surgeon.check_password(OLD)
    assert choose(Client(), link).status_code == 302


def test_the_key_is_not_in_the_address_of_the_page_that_takes_the_password(client, surgeon, mailoutbox):
    ask_for_link(client, surgeon.email)
    link = link_in(mailoutbox[0])
    assert client.get(path_of(link)).url == path_of(link).rsplit("/", 2)[0] + "/set-password/"


@pytest.mark.parametrize("change", [lambda path: path[:-3] + "x/", lambda path: "/accounts/password/choose/0/1-2/"])
def test_a_wrong_link_says_so(client, surgeon, mailoutbox, change):
    ask_for_link(client, surgeon.email)
    response = client.get(change(path_of(link_in(mailoutbox[0]))))
    assert "This link does not work" in response.content.decode()


@pytest.mark.parametrize(
    ("first", "second", "problems"),
    [
        ("short", "short", ["This password is too short. It must contain at least 12 characters."]),
        ("password1234", "password1234", ["This password is too common."]),
        (NEW, "another one here", ["You must type the same password each time."]),
        ("", "", ["Enter a new password", "Enter the new password again"]),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said(client, surgeon, mailoutbox, first, second, problems):
    ask_for_link(client, surgeon.email)
    response = choose(client, link_in(mailoutbox[0]), first, second)
    assert response.status_code == 422
    assert words_of(response) == problems
    surgeon.refresh_from_db()
    assert surgeon.check_password(OLD)


def test_a_changed_password_ends_every_session(client, surgeon):
    elsewhere = Client()
    elsewhere.force_login(surgeon)
    client.force_login(surgeon)
    response = client.post(
        reverse("account_change_password"), {"oldpassword": OLD, "password1": NEW, "password2": NEW}, follow=True
    )
    assert response.redirect_chain == [(reverse("account_login"), 302)]
    assert "Your password is changed. Sign in with the new one." in response.content.decode()
    assert [one.get("/conversations/").status_code for one in (client, elsewhere)] == [302, 302]
    surgeon.refresh_from_db()
    assert surgeon.check_password(NEW)


def test_changing_a_password_asks_for_the_one_in_use(client, surgeon):
    client.force_login(surgeon)
    response = client.post(
        reverse("account_change_password"), {"oldpassword": "not this", "password1": NEW, "password2": NEW}
    )
    assert response.status_code == 422
    assert words_of(response) == ["This is not the password you use now. Try again"]


def test_the_password_in_use_cannot_be_guessed_where_it_is_changed(client, surgeon):
    client.force_login(surgeon)
    for number in range(10):
        cache.clear()  # another minute, or another worker
        guess = {"oldpassword": f"guess {number}", "password1": NEW, "password2": NEW}
        assert client.post(reverse("account_change_password"), guess).status_code == 422
    right = client.post(reverse("account_change_password"), {**guess, "oldpassword": OLD})
    assert words_of(right) == ["There were too many tries. Wait 5 minutes, then try again"]
    surgeon.refresh_from_db()
    assert surgeon.check_password(OLD)


def test_whoever_was_shut_out_by_wrong_passwords_can_sign_in_with_one_chosen_by_a_link(client, surgeon, mailoutbox):
    sign_in = {"login": surgeon.email, "password": "not this"}
    for _ in range(10):
        client.post(reverse("account_login"), sign_in)
    ask_for_link(client, surgeon.email)
    choose(client, link_in(mailoutbox[0]))
    assert client.post(reverse("account_login"), {**sign_in, "password": NEW}).url == reverse("home")


def test_who_has_no_password_has_none_to_change(client, editor):
    client.force_login(editor)
    assert client.get(reverse("account_change_password")).status_code == 404


def test_five_links_an_hour_are_enough_for_an_address(client, surgeon, mailoutbox):
    answers = [ask_for_link(client, surgeon.email) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "There were too many tries" in answers[-1].content.decode()
    assert len(mailoutbox) == 5


@pytest.mark.parametrize("email", ["clinician@northfield.example", "nobody@northfield.example"])
def test_where_mail_cannot_be_sent_the_page_says_so_for_every_address(client, clinician, settings, email):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert response.status_code == 503
    assert "We could not send an e-mail just now" in response.content.decode()
