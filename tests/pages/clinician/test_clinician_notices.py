"""What somebody is told once stands on the pages of the patient whom it is about, and on nobody else's."""

import pytest
from django.conf import settings
from django.urls import reverse

from sdm.pages.clinician import words
from sdm.pages.notices import WAITING_AT_MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(staff):
    """A page as it stands for the clinician: of a conversation, or the list."""

    def page(name: str, *about) -> str:
        return staff.get(reverse(name, args=[one.pk for one in about])).content.decode()

    return page


@pytest.fixture
def say_no(staff, at):
    return lambda: staff.post(at("conversation-decision"), {"seen": "0", "choice": "refusal", "reasons": "No"})


def test_a_decision_is_told_on_its_own_patients_page_and_on_no_other(say_no, page, conversation, start):
    other = start(name="Second Person")
    say_no()
    for name in ("conversation", "conversation-decision", "conversation-summary"):
        assert words.DECISION_RECORDED not in page(name, other)
    assert words.DECISION_RECORDED not in page("conversations")
    assert words.DECISION_RECORDED in page("conversation-summary", conversation)
    assert words.DECISION_RECORDED not in page("conversation-summary", conversation)


def test_each_patients_notices_wait_for_their_own_pages(say_no, staff, page, conversation, start):
    other = start(name="Second Person")
    say_no()
    staff.post(reverse("conversation-cancel", args=[other.pk]))
    here, there = page("conversation", other), page("conversation", conversation)
    assert (words.CANCELLED in here, words.DECISION_RECORDED in here) == (True, False)
    assert (words.CANCELLED in there, words.DECISION_RECORDED in there) == (False, True)


def test_no_more_than_a_few_wait(staff, page, conversation, start, at):
    other = start(name="Second Person")
    for number in range(WAITING_AT_MOST + 3):
        staff.post(at("agenda-add"), {"add-text": f"Thing {number}"})
        page("conversation", other)
    assert page("conversation", conversation).count(words.ITEM_ADDED) == WAITING_AT_MOST


def test_no_notice_is_kept_in_the_browser(say_no, staff):
    response = say_no()
    assert response.status_code == 302
    assert set(response.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
