"""By e-mail: the clinician has the link sent, the patient opens it from the mail, and stops the reminder."""

import re

import pytest
from django.core import mail as outbox_of
from django.urls import reverse
from playwright.sync_api import Page, expect

from sdm.models import Conversation, Mail
from tests.stories.walking import presses, sign_in

ADDRESS = "margaret@example.org"


@pytest.fixture
def staff(context, page, client, clinician, live_server) -> Page:
    """A browser in which the clinician is signed in."""
    sign_in(context, client, clinician, live_server.url)
    return page


def link_in_mail(kind: str) -> str:
    """Where a link in the mail leads, on whatever host."""
    return re.search(rf"/{kind}/\S+", outbox_of.outbox[-1].body)[0]


def test_the_link_goes_by_mail_and_opens_the_pages_and_the_reminder_can_be_stopped(
    staff, axe, fits, conversation, live_server, context, browser
):
    page = staff
    page.goto(live_server.url + reverse("conversation-invitation", args=[conversation.pk]))
    page.get_by_label("Patient’s e-mail address").fill("margaret")
    presses(page, "Send the link by e-mail")
    expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address like name@example.com")
    axe(page)
    page.get_by_label("Patient’s e-mail address").fill(ADDRESS)
    presses(page, "Send the link by e-mail")
    expect(page.get_by_text("The link goes out by e-mail.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=ADDRESS)).to_contain_text("Sent")
    axe(page)
    fits(page)

    page.goto(live_server.url + link_in_mail("i"))
    for box, typed in (("Day", "27"), ("Month", "3"), ("Year", "1958")):
        page.get_by_label(box, exact=True).fill(typed)
    presses(page, "Continue")
    expect(page.get_by_text(f"You get one reminder at most, at {ADDRESS}.")).to_be_visible()
    axe(page)

    page.goto(live_server.url + link_in_mail("stop"))
    axe(page)
    presses(page, "Stop the reminder")
    expect(page.get_by_role("heading", level=1)).to_have_text("You will get no reminder")
    axe(page)
    assert Conversation.objects.get().reminders_stopped_at is not None
    assert Mail.objects.get().state == Mail.SENT
