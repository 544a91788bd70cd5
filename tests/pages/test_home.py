"""The front page says what this is, to anybody, and asks the database for nothing."""

import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_the_front_page_says_what_this_is_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert "Open the link in the letter or message from your hospital." in page
    assert f'href="{reverse("account_login")}"' in page
    assert "<form" not in page


@pytest.mark.django_db
def test_head_is_answered_as_get_is(client):
    assert client.head("/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_front_page_takes_nothing(client, method):
    assert getattr(client, method)("/").status_code == 405
