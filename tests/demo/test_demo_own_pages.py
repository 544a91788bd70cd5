"""Whoever tries the demo meets the pages that patients and staff meet in service, also where nothing is to be shown."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NOT_FOUND, NOT_READ = "Page not found", "We could not read that"


@pytest.fixture
def told(demo_on, settings, client):
    """The heading of the page at an address, and whether it bears the app's own policy."""
    settings.DEBUG = True

    def told(path: str, by: Client = client, **more) -> tuple[int, str, bool]:
        response = by.get(path, **more)
        heading = response.content.decode().partition("<h1")[2].partition(">")[2].partition("</h1>")[0]
        return response.status_code, heading, "default-src 'none'" in response.headers["Content-Security-Policy"]

    return told


@pytest.mark.parametrize("path", ["/nowhere", "/conversations/1/", "/i", "/static/nothing.css"])
def test_an_address_where_nothing_is(told, path):
    assert told(path) == (404, NOT_FOUND, True)


def test_what_is_not_ones_own(told, client, other_clinician, conversation):
    client.force_login(other_clinician)
    assert told(f"/conversations/{conversation.pk}/") == (404, NOT_FOUND, True)


def test_a_link_that_does_not_work(told):
    assert told("/i/unknown") == (404, "This link does not work", True)


def test_a_host_that_is_not_ours(told):
    assert told("/", headers={"Host": "evil.example"}) == (400, NOT_READ, True)


def test_a_form_with_more_boxes_than_any(told, visitor):
    response = visitor.post("/my/questions/1", {f"a{number}": "1" for number in range(1001)})
    assert (response.status_code, NOT_READ in response.content.decode()) == (400, True)
