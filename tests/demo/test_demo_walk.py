"""Every page of the demo that somebody can come to by following links opens without error, for everybody in it."""

import html
import re
from collections import deque
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from sdm.demo.people import conversations_of_the_demo, people
from sdm.models import User

pytestmark = pytest.mark.django_db
# Links from the root, and those of the list of conversations, which start where it stands.
LINK = re.compile(r'href="(/[^"#]*|[0-9a-f-]{36}/)')
ASSETS = re.compile("/static/")
# What an edition looks like in use is half of all pages, and the same for a whole hospital: its editor walks there.
PREVIEWS = re.compile(r"/leaflets/[^/]+/preview/.")
ROLES = {person["email"]: person["role"] for person in people()["staff"]}
# Colleagues in one role are shown the same pages: one of each role and hospital walks.
WALKERS = {(person["role"], person["email"].partition("@")[2]): person["email"] for person in people()["staff"]}


def walk(client, start: str, *, past: re.Pattern = ASSETS) -> dict[str, int]:
    """Follow every link from a page on, but those that are passed by; gives each address with its status."""
    found, waiting = {}, deque([start])
    while waiting:
        address = waiting.popleft()
        if address in found or past.match(address):
            continue
        response = client.get(address)
        found[address] = response.status_code
        if response.status_code in (301, 302):
            waiting.append(response.url)
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            waiting.extend(urljoin(address, html.unescape(link)) for link in LINK.findall(response.content.decode()))
    return found


def wrong(found: dict[str, int]) -> dict[str, int]:
    return {address: status for address, status in found.items() if status not in (200, 301, 302)}


@pytest.mark.parametrize("email", WALKERS.values())
def test_every_page_opens_for_staff(client, demo_on, loaded, email):
    user = User.objects.get(email=email)
    client.post(reverse("demo-sign-in"), {"user": user.pk})
    is_editor = ROLES[email] == "content-editor"
    past = ASSETS if is_editor else re.compile(f"{ASSETS.pattern}|{PREVIEWS.pattern}")
    found = walk(client, reverse("home"), past=past)
    assert wrong(found) == {}
    assert bool([address for address in found if PREVIEWS.match(address)]) == is_editor
    if user.is_clinician:
        theirs = {str(one.pk) for one in conversations_of_the_demo() if one.hospital_id == user.hospital_id}
        seen = {address.split("/")[2] for address in found if address.startswith("/conversations/")}
        assert theirs <= seen
    elif user.is_staff:
        assert {"/admin/sdm/user/add/", "/admin/sdm/hospital/add/", f"/admin/sdm/user/{user.pk}/change/"} <= set(found)
    else:
        assert [address for address in found if address.startswith("/conversations/")] == []


def test_every_page_opens_for_patients(demo_on, loaded):
    """One after the other, each in a browser of their own."""
    for conversation in conversations_of_the_demo():
        client, born = Client(), conversation.patient.date_of_birth
        arrived = client.post(reverse("demo-open-patient"), {"conversation": conversation.pk}, follow=True)
        typed = {"date_of_birth_day": born.day, "date_of_birth_month": born.month, "date_of_birth_year": born.year}
        inside = client.post(arrived.wsgi_request.path, typed, follow=True)
        found = walk(client, inside.wsgi_request.path)
        assert wrong(found) == {}
        assert reverse("patient-list") in found
