"""The way in: the link, the date of birth, and the way out."""

import time
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from sdm.actions.conversations import cancel, invite, revoke
from sdm.models import Invitation, RecordEntry
from sdm.pages.patient import arrival

pytestmark = pytest.mark.django_db

RIGHT = {"date_of_birth_day": "27", "date_of_birth_month": "3", "date_of_birth_year": "1958"}
WRONG = {**RIGHT, "date_of_birth_year": "1959"}


def entries() -> list[str]:
    return list(RecordEntry.objects.order_by("sequence").values_list("what", flat=True))


@pytest.fixture
def at_start(client, invitation) -> Client:
    """A browser in which the link was opened."""
    client.get(f"/i/{invitation.token}")
    return client


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing_and_leads_to_a_clean_address(
    client, invitation, method, django_assert_num_queries
):
    before = Invitation.objects.values().get()
    with django_assert_num_queries(1):
        response = getattr(client, method)(f"/i/{invitation.token}")
    assert (response.status_code, response["Location"]) == (302, "/start")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert Invitation.objects.values().get() == before
    assert entries() == ["started", "invited"]


def test_the_opening_cookie_is_short_lived_and_names_no_token(client, invitation):
    cookie = client.get(f"/i/{invitation.token}").cookies["__Host-sdm-opening"]
    assert (cookie["max-age"], cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        1800,
        True,
        True,
        "Lax",
        "/",
    )
    assert invitation.token not in cookie.value


def test_a_link_typed_from_a_letter_may_have_capital_letters(client, invitation):
    for typed in (invitation.token.upper(), invitation.token.capitalize()):
        assert client.get(f"/i/{typed}").headers["Location"] == "/start"


def test_whose_browser_keeps_no_cookies_reads_that_they_are_needed(client, invitation):
    assert client.get(f"/i/{invitation.token}").headers["Location"] == "/start"
    assert b"your browser may be blocking cookies" in Client().get("/start").content


def test_every_link_that_does_not_work_gets_the_same_page(start, clinician, fresh):
    def token(change=None) -> str:
        conversation = start()
        made, token = invite(conversation=conversation, by=clinician)
        if change:
            change(made, fresh(conversation))
        return token

    tokens = [
        "x",
        "0" * 43,
        "a" * 4000,
        "%00",
        "..%2f..",
        "%F0%9F%98%80",
        "<script>",
        token(lambda made, conversation: revoke(conversation=conversation, by=clinician)),
        token(lambda made, conversation: cancel(conversation=conversation, by=clinician)),
        token(lambda made, _: Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())),
        token(lambda made, _: Invitation.objects.filter(pk=made.pk).update(wrong_dates=5)),
        token()[:-1],
    ]
    seen = set()
    for one in tokens:
        response = Client().get(f"/i/{one}")
        seen.add(
            (response.status_code, response.content, tuple(sorted(response.headers.items())), len(response.cookies))
        )
    assert len(seen) == 1
    status, content, headers, cookies = seen.pop()
    assert (status, cookies) == (404, 0)
    assert b'<h1 class="nhsuk-heading-l">This link does not work</h1>' in content
    assert ("Referrer-Policy", "no-referrer") in headers


def test_a_new_link_ends_the_one_before(client, conversation, invitation, clinician, fresh):
    client.get(f"/i/{invitation.token}")
    invite(conversation=fresh(conversation), by=clinician)
    assert client.get(f"/i/{invitation.token}").status_code == 404
    assert client.post("/start", RIGHT).status_code == 404


def test_the_first_page_names_nobody_and_no_procedure(at_start, conversation, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = at_start.get("/start")
    page = response.content.decode()
    assert response.status_code == 200
    named = [
        word
        for word in ("Margaret", "Ellis", "Northfield", "nurses", "thrombectomy", "DVT", "IPG651", "clot")
        if word in page
    ]
    assert named == []
    assert "It takes about 20 minutes in all, and you can stop and come back." in page


def test_the_first_page_is_only_there_for_who_opened_a_link(client, invitation):
    no_cookie = client.get("/start")
    client.cookies["__Host-sdm-opening"] = signing.dumps(str(invitation.pk), salt="sdm.invitation")
    forged = client.get("/start")
    client.cookies["__Host-sdm-opening"] = signing.dumps("x", salt=arrival.OPENING_SALT)
    nonsense = client.get("/start")
    unknown = client.get("/i/unknown")
    assert {response.status_code for response in (no_cookie, forged, nonsense, unknown)} == {404}
    assert {response.content for response in (no_cookie, forged, nonsense, unknown)} == {unknown.content}


class HalfAnHourAgo(signing.TimestampSigner):
    """Signs as the app did a little more than half an hour ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - 30 * 60 - 1)


def test_after_half_an_hour_the_link_must_be_opened_again(client, invitation):
    client.cookies["__Host-sdm-opening"] = HalfAnHourAgo(salt=arrival.OPENING_SALT).sign_object(str(invitation.pk))
    assert client.post("/start", RIGHT).status_code == 404
    assert entries() == ["started", "invited"]


def test_the_right_date_of_birth_lets_in(at_start, invitation):
    response = at_start.post("/start", RIGHT)
    assert (response.status_code, response["Location"]) == (302, "/my")
    cookie = response.cookies["__Host-sdm-invitation"]
    assert (cookie["max-age"], cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        43200,
        True,
        True,
        "Lax",
        "/",
    )
    assert response.cookies["__Host-sdm-opening"]["max-age"] == 0
    assert at_start.get("/my").status_code == 200
    assert entries() == ["started", "invited", "invitation opened"]
    assert Invitation.objects.get().opened_at is not None


def test_no_page_of_the_way_in_starts_a_session(at_start):
    responses = [at_start.get("/start"), at_start.post("/start", RIGHT), at_start.get("/my")]
    assert [name for response in responses for name in response.cookies if "session" in name] == []


def test_a_wrong_date_says_so_beside_the_field_and_keeps_what_was_typed(at_start):
    response = at_start.post("/start", WRONG)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Get ready for your appointment" in page
    sentence = "This is not the date of birth that the hospital has. Check it and try again. You can try 4 more times"
    assert page.count(sentence) == 2
    assert 'href="#id_date_of_birth_day"' in page
    assert 'value="1959"' in page
    assert entries() == ["started", "invited", "wrong date of birth"]


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "", "", "Enter your date of birth"),
        ("31", "2", "1958", "There is no such day in that month. Check the day and the month"),
        ("27", "3", "58", "Year must have 4 numbers, like 1958"),
        ("27", "3", "2999", "Date of birth must be in the past"),
        ("٢٧", "3", "1958", "Use numbers only for the date, like 27 3 1958"),
        ("27\x00", "3", "1958", "Use numbers only for the date, like 27 3 1958"),
    ],
)
def test_what_is_no_date_is_not_counted_as_a_guess(at_start, day, month, year, sentence):
    response = at_start.post(
        "/start", {"date_of_birth_day": day, "date_of_birth_month": month, "date_of_birth_year": year}
    )
    assert response.status_code == 422
    assert response.content.decode().count(sentence) == 2
    assert Invitation.objects.get().wrong_dates == 0


def test_five_wrong_dates_lock_the_link(at_start, invitation):
    answers = [at_start.post("/start", WRONG) for _ in range(5)]
    assert [response.status_code for response in answers] == [422, 422, 422, 422, 403]
    # Said once, to whoever gave the last wrong date, and without naming the patient or the procedure.
    said = answers[4].content.decode()
    assert ("We have closed this link" in said, "Vascular nurses" in said) == (True, True)
    assert ("Margaret" in said, "thrombectomy" in said) == (False, False)
    assert b"You can try once more" in answers[3].content
    unknown = Client().get("/i/unknown")
    locked = [
        at_start.post("/start", RIGHT),
        at_start.get("/start"),
        at_start.get(f"/i/{invitation.token}"),
    ]
    assert {response.content for response in locked} == {unknown.content}
    assert entries() == ["started", "invited", *["wrong date of birth"] * 5]


def test_a_wrong_guess_before_the_right_one_does_not_count_for_ever(at_start):
    at_start.post("/start", WRONG)
    assert at_start.post("/start", RIGHT)["Location"] == "/my"
    assert Invitation.objects.get().wrong_dates == 0


def test_closing_forgets_the_patient(visitor):
    response = visitor.post("/my/close")
    assert response.status_code == 200
    assert b"Your pages are closed" in response.content
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.cookies["__Host-sdm-invitation"]["max-age"] == 0
    assert visitor.get("/my").status_code == 403


def test_closing_forgets_a_link_that_was_only_opened(at_start):
    response = at_start.post("/my/close")
    assert response.cookies["__Host-sdm-opening"]["max-age"] == 0
    assert at_start.get("/start").status_code == 404


def test_who_closed_already_sees_the_same(client):
    assert client.post("/my/close").status_code == 200


@pytest.mark.parametrize(
    ("method", "address"), [("post", "/i/x"), ("put", "/start"), ("get", "/my/close"), ("delete", "/i/x")]
)
def test_other_methods_are_refused(client, db, method, address):
    assert getattr(client, method)(address).status_code == 405


def test_an_invitation_that_runs_out_shuts_its_pages(visitor, invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.get("/my").status_code == 403
