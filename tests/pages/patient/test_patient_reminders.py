"""Reminders are stopped by a link in the e-mail, without being let in, or from the patient's own list."""

import html
import logging
import re

import pytest
from django.core import mail as outbox_of
from django.test import Client

from sdm.actions.mails import change_email, mail_the_link
from sdm.models import RecordEntry
from sdm.models.verify import fault_of
from sdm.pages.privacy import WithoutTokens

pytestmark = pytest.mark.django_db
ADDRESS = "margaret@example.org"


@pytest.fixture
def stop_path(conversation, clinician, fresh, django_capture_on_commit_callbacks) -> str:
    """Where the link in an e-mail that was sent leads."""
    with django_capture_on_commit_callbacks(execute=True):
        mail_the_link(conversation=fresh(conversation), email=ADDRESS, seen=0, by=clinician)
    return re.search(r"/stop/\S+", outbox_of.outbox[0].body)[0]


def test_looking_changes_nothing_and_pressing_stops_them(stop_path, conversation, fresh):
    anybody = Client()
    for method in (anybody.get, anybody.head):
        assert method(stop_path).status_code == 200
    assert fresh(conversation).reminders_stopped_at is None
    response = anybody.post(stop_path)
    assert (response.status_code, b"You will get no reminder" in response.content) == (200, True)
    assert fresh(conversation).reminders_stopped_at is not None
    entry = RecordEntry.objects.get(what="reminders stopped")
    assert entry.who == "Somebody with the e-mail"
    assert fault_of(conversation) is None


def test_pressing_twice_is_pressing_once(stop_path):
    assert [Client().post(stop_path).status_code for _ in range(2)] == [200, 200]
    assert RecordEntry.objects.filter(what="reminders stopped").count() == 1


def test_it_lets_nobody_in_and_names_nobody(stop_path, conversation):
    browser = Client()
    for response in (browser.get(stop_path), browser.post(stop_path)):
        page = html.unescape(response.content.decode())
        secrets = ("Margaret", ADDRESS, conversation.content.title, "DVT", "Vascular", conversation.hospital.name)
        assert [one for one in secrets if one in page] == []
        assert (response["Referrer-Policy"], response["Cache-Control"]) == ("same-origin", "no-store")
    assert browser.get("/my").status_code == 403


def test_without_the_pages_own_token_it_is_refused(stop_path, conversation, fresh):
    assert Client(enforce_csrf_checks=True).post(stop_path).status_code == 403
    assert fresh(conversation).reminders_stopped_at is None


@pytest.mark.parametrize("change", [lambda path: path[:-1], lambda path: f"{path}x", lambda path: "/stop/nothing"])
def test_a_link_that_is_none_of_ours_gets_the_page_for_links_that_do_not_work(stop_path, change, conversation, fresh):
    for method in ("get", "post"):
        response = getattr(Client(), method)(change(stop_path))
        assert (response.status_code, b"This link does not work" in response.content) == (404, True)
    assert fresh(conversation).reminders_stopped_at is None


def test_it_is_not_logged(stop_path):
    record = logging.LogRecord("django.server", logging.INFO, "", 0, "GET %s 200", (stop_path,), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == "GET /stop/[token] 200"


def test_the_list_offers_it_where_there_is_an_address(visitor, conversation, clinician, fresh):
    assert "A reminder by e-mail" not in visitor.get("/my").content.decode()
    change_email(conversation=fresh(conversation), email=ADDRESS, by=clinician)
    page = visitor.get("/my").content.decode()
    assert f"You get one reminder at most, at {ADDRESS}." in page
    response = visitor.post("/my/reminders/stop", follow=True)
    page = response.content.decode()
    assert ("You will get no reminder." in page, "Stop the reminder" in page) == (True, False)
    assert RecordEntry.objects.get(what="reminders stopped").who == "Margaret Ellis"


def test_a_page_of_another_patient_in_the_same_browser_stops_nothing(visitor, conversation, clinician, start, fresh):
    change_email(conversation=fresh(conversation), email=ADDRESS, by=clinician)
    assert f'<input type="hidden" name="whose" value="{conversation.pk}"><button' in visitor.get("/my").content.decode()
    assert visitor.post("/my/reminders/stop", {"whose": str(start().pk)}).status_code == 403
    assert fresh(conversation).reminders_stopped_at is None


def test_once_the_answers_are_sent_there_is_nothing_to_stop(visitor, conversation, clinician, fresh):
    change_email(conversation=fresh(conversation), email=ADDRESS, by=clinician)
    visitor.post("/my/questions/1", {"text": "Why?", "revision": "0"})
    visitor.post("/my/send")
    assert "A reminder by e-mail" not in visitor.get("/my").content.decode()


def test_a_link_that_stops_nothing_says_so_and_does_not_speak_of_an_invitation(db):
    response = Client().get("/stop/nothing")
    page = response.content.decode()
    assert (response.status_code, "Nothing was stopped." in page, "date of birth" in page) == (404, True, False)
