"""Before the demo is loaded: what stands in its way, and what is said when it comes."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from sdm.actions.editions import start_draft
from sdm.demo import loading
from sdm.demo.loading import load
from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Edition

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_app_config("sdm").get_models()}


def test_an_edition_that_is_in_force_already_is_used(edition):
    assert load() is True
    assert {conversation.edition_id for conversation in Conversation.objects.all()} == {edition.pk}


def test_it_comes_in_later_years_too_and_says_that_nobody_has_looked_at_the_leaflet_again(monkeypatch):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = replace(completed("ipg651"), review_on=yesterday)
    monkeypatch.setattr(loading, "completed", lambda name: late)
    assert load() is True
    assert set(Edition.objects.values_list("publish_reason", flat=True)) == {loading.LATE}


def test_a_draft_in_the_way_is_said_and_nothing_is_half_loaded(editor, demo_on):
    start_draft(content=completed("ipg651"), by=editor)
    before = rows()
    with pytest.raises(CommandError, match="Publish or delete it first"):
        call_command("load_demo")
    assert rows() == before


def test_outside_the_demo_nothing_is_loaded():
    before = rows()
    with pytest.raises(CommandError, match="This is not a demo, so nothing was loaded"):
        call_command("load_demo")
    assert rows() == before


def test_it_says_where_to_begin(demo_on, settings):
    settings.PUBLIC_ORIGIN = "http://127.0.0.1:8123"
    first, second = StringIO(), StringIO()
    call_command("load_demo", stdout=first)
    call_command("load_demo", stdout=second)
    said = first.getvalue().splitlines()
    assert said[:5] == [
        "The demo is loaded.",
        "",
        "Begin here: http://127.0.0.1:8123/",
        "Everybody you can be, staff and patients: http://127.0.0.1:8123/demo/",
        "One click signs you in:",
    ]
    assert said[-2:] == ["  Chloe Marsh: 18 6 1997", "  Margaret Hollis: 21 1 1944"]
    assert second.getvalue().splitlines() == ["The demo is here already.", *said[1:]]


def test_before_the_demo_is_loaded_its_page_says_what_to_do(client, demo_on):
    assert "load_demo" in client.get(reverse("demo")).content.decode()
