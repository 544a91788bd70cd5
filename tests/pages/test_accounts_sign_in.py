"""Staff sign in with e-mail address and password; the answer never says who has an account."""

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from sdm.models import StaffSession, Try, User
from sdm.models.tries import COUNTS_FOR, digest_of_address
from sdm.rules.people import Role

pytestmark = pytest.mark.django_db
PASSWORD = "lantern otter gravel"
NOT_RIGHT = "The e-mail address or the password is not right. Check both and try again"


@pytest.fixture(autouse=True)
def _no_tries_yet(settings):
    """Tries from an address are counted as long as the process lives; and hashes need not be slow here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def surgeon(clinician) -> User:
    clinician.set_password(PASSWORD)
    clinician.save()
    return clinician


def sign_in(client, email="clinician@northfield.example", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


def words_of(response) -> list[str]:
    return [words for _, words in response.context["form"].problems]


@pytest.mark.parametrize(
    ("who", "place"), [("clinician", "/conversations/"), ("editor", "/leaflets/"), ("administrator", "/leaflets/")]
)
def test_everybody_begins_on_their_own_page(client, request, who, place):
    user = request.getfixturevalue(who)
    user.set_password(PASSWORD)
    user.save()
    response = sign_in(client, user.email)
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert client.get(response.url).url == place


def test_capital_letters_in_the_address_do_not_matter(client, surgeon):
    assert sign_in(client, "Clinician@Northfield.Example").status_code == 302


def test_the_page_one_wanted_comes_after_signing_in(client, surgeon):
    wanted = client.get("/conversations/")
    assert wanted.url == "/accounts/sign-in/?next=/conversations/"
    response = client.post(wanted.url, {"login": surgeon.email, "password": PASSWORD, "next": "/conversations/"})
    assert response.url == "/conversations/"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_led_elsewhere(client, surgeon, elsewhere):
    response = client.post(reverse("account_login"), {"login": surgeon.email, "password": PASSWORD, "next": elsewhere})
    assert response.url == reverse("home")


def test_the_answer_is_the_same_for_every_pair_that_is_not_right(client, surgeon, editor, administrator):
    editor.is_active = False
    editor.set_password(PASSWORD)
    editor.save()
    pairs = [
        (surgeon.email, "not the password"),
        ("nobody@northfield.example", PASSWORD),
        (editor.email, PASSWORD),  # closed
        (administrator.email, PASSWORD),  # without a password
    ]
    answers = [sign_in(client, *pair) for pair in pairs]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert [words_of(answer) for answer in answers] == [[NOT_RIGHT]] * 4
    assert "_auth_user_id" not in client.session


def test_what_is_missing_is_said_beside_the_box_and_the_address_is_kept(client):
    response = sign_in(client, "surgeon", "")
    assert response.status_code == 422
    assert words_of(response) == [
        "Enter an e-mail address in the right form, like name@hospital.example",
        "Enter your password",
    ]
    assert 'value="surgeon"' in response.content.decode()
    assert "<title>Error: Sign in" in response.content.decode()


@pytest.mark.parametrize("changed", [{}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_HOST": "testserver:8123"}])
def test_ten_wrong_passwords_in_five_minutes_close_the_account_for_a_while(client, surgeon, changed):
    guesses = [words_of(sign_in(client, password=f"guess {number}")) for number in range(10)]
    assert guesses == [[NOT_RIGHT]] * 10
    right = sign_in(client, **changed)
    assert right.status_code == 422
    assert words_of(right) == ["There were too many tries. Wait 5 minutes, then try again"]


def test_all_workers_of_the_server_count_wrong_passwords_together(client, surgeon):
    for number in range(10):
        cache.clear()  # another worker answers: it has its own memory
        assert words_of(sign_in(client, password=f"guess {number}")) == [NOT_RIGHT]
    cache.clear()
    assert words_of(sign_in(client)) == ["There were too many tries. Wait 5 minutes, then try again"]


def test_whoever_goes_on_guessing_keeps_nobody_out_for_longer_than_five_minutes(client, surgeon):
    for number in range(14):
        sign_in(client, password=f"guess {number}")
    assert Try.objects.count() == 10
    Try.objects.update(at=timezone.now() - COUNTS_FOR)
    assert sign_in(client).status_code == 302
    assert not Try.objects.exists()


def test_a_right_password_does_not_count(client, surgeon):
    assert [sign_in(Client()).status_code for _ in range(12)] == [302] * 12


def test_what_was_typed_as_an_address_is_not_kept(client, surgeon):
    sign_in(client, "my-password@northfield.example")
    kept = Try.objects.get()
    assert "my-password" not in kept.whose
    assert kept.whose == digest_of_address("My-Password@northfield.example")


@pytest.mark.parametrize("said", ["", "not an address", "203.0.113.9", "203.0.113.9, 198.51.100.7", "::1", "," * 999])
def test_whatever_is_said_about_where_a_request_comes_from_one_can_sign_in(client, surgeon, settings, said):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert sign_in(client, HTTP_X_FORWARDED_FOR=said).status_code == 302


def test_wrong_passwords_for_one_account_leave_the_others_open(client, surgeon):
    for number in range(10):
        sign_in(client, "nobody@northfield.example", f"guess {number}")
    assert sign_in(client).status_code == 302


def test_the_key_of_the_session_changes_at_sign_in_and_ends_at_sign_out(client, surgeon):
    session = client.session
    session["typed"] = "before"
    session.save()
    client.cookies["sdm-session"] = session.session_key
    sign_in(client)
    inside = client.cookies[next(name for name in client.cookies if name.endswith("sdm-session"))].value
    assert inside != session.session_key
    client.post(reverse("account_logout"))
    client.cookies[next(name for name in client.cookies if name.endswith("sdm-session"))] = inside
    assert client.get("/conversations/").url == "/accounts/sign-in/?next=/conversations/"


def test_a_session_ends_eight_hours_after_signing_in_however_often_it_is_saved(client, surgeon, settings):
    sign_in(client)
    ends = StaffSession.objects.get().expire_date
    session = client.session
    session["looked for"] = "somebody"
    session.save()
    assert StaffSession.objects.get().expire_date == ends
    assert ends - timezone.now() <= timedelta(seconds=settings.SESSION_COOKIE_AGE)


def test_signing_out_is_a_post_after_which_the_browser_forgets(client, surgeon):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 405
    response = client.post(reverse("account_logout"))
    assert (response.status_code, response.url) == (302, reverse("signed-out"))
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get(response.url).status_code == 200
    assert client.get("/conversations/").status_code == 302


def test_signing_out_twice_is_signing_out_once(client):
    assert client.post(reverse("account_logout")).url == reverse("signed-out")


def test_a_session_is_of_whoever_it_says_and_not_of_whoever_its_row_names(client, surgeon, administrator):
    client.force_login(surgeon)
    StaffSession.objects.update(user=administrator)
    assert client.get("/conversations/").wsgi_request.user == surgeon


def test_a_session_sealed_with_another_password_is_over(client, surgeon):
    client.force_login(surgeon)
    session = client.session
    session[HASH_SESSION_KEY] = "0" * 64
    session.save()
    assert reverse("account_login") in client.get("/conversations/").headers["Location"]
    assert not StaffSession.objects.exists()


def test_a_session_ends_when_the_account_is_closed(client, surgeon):
    sign_in(client)
    User.objects.filter(pk=surgeon.pk).update(is_active=False)
    assert client.get("/conversations/").url == "/accounts/sign-in/?next=/conversations/"


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_inactive",
        "account_reauthenticate",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_email_verification_sent",
    ],
)
def test_there_is_no_page_for_what_staff_may_not_do_themselves(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("place", ["/accounts/", "/accounts/signup/", "/accounts/email/", "/accounts/login/"])
def test_there_is_nothing_at_the_usual_addresses(client, surgeon, place):
    client.force_login(surgeon)
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "signed-out", "home"]
)
def test_another_method_is_refused(client, name):
    assert client.put(reverse(name)).status_code == 405


def test_a_form_without_its_token_is_refused_and_no_password_is_shown(surgeon):
    strict = Client(enforce_csrf_checks=True)
    response = sign_in(strict)
    assert response.status_code == 403
    assert PASSWORD not in response.content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(client, hospital):
    nobody = User.objects.create_user("new@northfield.example", name="New Person", role="", hospital=hospital)
    client.force_login(nobody)
    response = client.get(reverse("home"))
    assert response.status_code == 403
    assert "Your account is not ready yet" in response.content.decode()


def test_who_only_keeps_accounts_begins_in_the_admin_site(client):
    keeper = User.objects.create_user("keeper@accounts.example", name="Kim Keeper", role="", is_staff=True)
    client.force_login(keeper)
    assert client.get(reverse("home")).url == "/admin/"


def test_a_superuser_made_on_the_command_line_can_sign_in(client):
    User.objects.create_superuser("Root@Northfield.example", PASSWORD, name="Rae Root")
    assert sign_in(client, "Root@Northfield.example").status_code == 302
    assert User.objects.get().role == Role.ADMINISTRATOR
