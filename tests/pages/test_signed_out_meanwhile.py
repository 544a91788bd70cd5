"""A form of staff that is sent after their session has ended: nothing is saved, and nothing typed is lost."""

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from tests.given import with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(clinician, conversation):
    """Opens a page, loses the session, and sends what was typed, as a browser would; gives the answer."""

    def sent(name: str, typed: dict, *more: str, token: bool = True):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(with_password(clinician))
        address = reverse(name, args=[conversation.pk, *more])
        page = lxml.html.fromstring(browser.get(address).content.decode())
        (value, *_) = page.xpath("//main//input[@name='csrfmiddlewaretoken']/@value")
        browser.session.flush()
        return browser.post(address, {**typed, "csrfmiddlewaretoken": value if token else "x" * 64})

    return sent


def kept(response) -> list[str]:
    return [one.text.strip() for one in lxml.html.fromstring(response.content.decode()).xpath("//textarea[@readonly]")]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("conversation-decision", ()),
        ("conversation-discussion", ()),
        ("conversation-arrangement", ("special",)),
    ],
)
def test_what_was_typed_is_shown_to_be_copied_and_nothing_is_saved(sent, conversation, name, more):
    head = conversation.record.count()
    response = sent(name, {"reasons": "She fears bleeding.", "review_with": "Ewa", "seen": "0"}, *more)
    assert (response.status_code, kept(response)) == (403, ["She fears bleeding.", "review_with: Ewa"])
    page = response.content.decode()
    assert ("You were signed out" in page, "Nothing is saved yet." in page) == (True, True)
    assert response["Cache-Control"] == "no-store"
    assert conversation.record.count() == head


def test_no_password_is_shown_back(sent):
    response = sent("conversation-decision", {"password": "A secret of many words", "reasons": "She fears it."})
    assert "A secret of many words" not in response.content.decode()
    assert kept(response) == ["She fears it."]


def test_a_page_that_this_browser_never_had_shows_nothing_of_this_kind(sent):
    response = sent("conversation-decision", {"reasons": "She fears it."}, token=False)
    assert (response.status_code, "You were signed out" in response.content.decode()) == (403, False)


def test_a_page_that_asks_first_is_told_who_is_signed_in(client, clinician):
    address, as_data = reverse("signed-in"), {"HTTP_ACCEPT": "application/json"}
    assert client.get(address, **as_data).status_code == 403
    client.force_login(clinician)
    told = client.get(address, **as_data).json()
    assert (told["whose"], bool(told["token"])) == (str(clinician.pk), True)
