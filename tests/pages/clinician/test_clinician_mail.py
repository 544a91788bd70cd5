"""The patient's e-mail address, the link by e-mail, and what staff see of what became of it."""

import html
import re

import pytest
from django.core import mail as outbox_of

from sdm.actions.conversations import cancel
from sdm.models import Invitation, Mail

pytestmark = pytest.mark.django_db
ADDRESS = "margaret@example.org"


def words(response) -> str:
    """What a person reads of a page."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def press(staff, at, django_capture_on_commit_callbacks):
    """Presses one of the two buttons on a page that showed so many e-mails."""

    def press(email=ADDRESS, mails=0, send=True, at_once=True):
        values = {"email": email, "mails": str(mails), **({"send": "yes"} if send else {})}
        with django_capture_on_commit_callbacks(execute=at_once):
            return staff.post(at("conversation-mail"), values)

    return press


def test_the_link_goes_out_and_the_page_says_so(press, staff, at, conversation):
    response = press()
    assert response["Location"] == at("conversation-invitation")
    page = words(staff.get(at("conversation-invitation")))
    assert "The link goes out by e-mail." in page
    assert re.search(rf"The link to {ADDRESS} , asked for .* Sent , ", page)
    assert [message.to for message in outbox_of.outbox] == [[ADDRESS]]


def test_the_page_never_shows_the_link_that_was_sent(press, staff, at):
    press()
    token = re.search(r"/i/(\S+)", outbox_of.outbox[0].body)[1]
    assert token not in staff.get(at("conversation-invitation")).content.decode()


def test_an_address_can_be_kept_and_nothing_is_sent(press, staff, at, fresh, conversation):
    response = press(send=False)
    assert response.status_code == 302
    assert "The e-mail address is kept. Nothing was sent." in words(staff.get(at("conversation-invitation")))
    assert (fresh(conversation).email, outbox_of.outbox, Invitation.objects.count()) == (ADDRESS, [], 0)
    assert f'value="{ADDRESS}"' in staff.get(at("conversation-invitation")).content.decode()
    press(email="", send=False)
    assert fresh(conversation).email == ""


def test_the_same_press_sent_twice_sends_one(press):
    press()
    response = press()
    assert (response.status_code, len(outbox_of.outbox)) == (409, 1)
    assert "An e-mail was asked for already." in words(response)


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Enter an e-mail address"),
        ("margaret", "Enter an e-mail address like name@example.com"),
        ("margaret@", "Enter an e-mail address like name@example.com"),
        ("a@b.example, c@d.example", "Enter an e-mail address like name@example.com"),
        ("x" * 250 + "@example.org", "This must be 254 characters or fewer. You have written 262"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_beside_it(press, email, said):
    response = press(email=email)
    assert (response.status_code, response.context["mail_form"].problems) == (422, [("#id_email", said)])
    assert f'value="{email}"' in response.content.decode() or not email
    assert (Mail.objects.count(), outbox_of.outbox) == (0, [])


def test_headers_cannot_be_slipped_in(press):
    response = press(email="a@b.example\r\nBcc: eve@example.org")
    assert (response.status_code, outbox_of.outbox) == (422, [])


@pytest.mark.parametrize("mails", ["", "x", "-1", str(2**63)])
def test_a_press_that_names_no_number_sends_nothing(press, mails):
    assert press(mails=mails).status_code == 422
    assert outbox_of.outbox == []


def test_where_it_could_not_be_sent_the_brief_and_the_page_say_so(press, staff, at):
    press(at_once=False)
    assert "Waiting to be sent" in words(staff.get(at("conversation-invitation")))
    Mail.objects.update(state=Mail.FAILED, reason="The mail server refused it (code 550).")
    assert f"The e-mail to {ADDRESS} could not be sent." in words(staff.get(at("conversation")))
    page = words(staff.get(at("conversation-invitation")))
    assert ("Could not be sent" in page, "The mail server refused it (code 550)." in page) == (True, True)


def test_the_brief_says_nothing_of_what_was_sent(press, staff, at):
    press()
    assert "could not be sent" not in words(staff.get(at("conversation")))


def test_one_that_is_tried_again_says_how_often_it_was_tried(press, staff, at):
    press(at_once=False)
    Mail.objects.update(tries=2)
    assert "Tried 2 times; it is tried again." in words(staff.get(at("conversation-invitation")))


def test_in_a_cancelled_conversation_there_is_nothing_to_press(press, staff, at, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "Send the link by e-mail" not in words(staff.get(at("conversation-invitation")))
    response = press()
    assert (response.status_code, outbox_of.outbox) == (409, [])
