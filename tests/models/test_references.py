"""Leaflets from before references were written one way: found by the next version where nothing clashes."""

from importlib import import_module

import pytest
from django.apps import apps

from sdm.models import Leaflet

pytestmark = pytest.mark.django_db


def write_one_way(*references: str) -> list[str]:
    for one in references:
        Leaflet.objects.create(reference=one, title=f"Leaflet {one}")
    import_module("sdm.migrations.0023_references_written_one_way").write_one_way(apps, None)
    return [Leaflet.objects.get(title=f"Leaflet {one}").reference for one in references]


def test_a_leaflet_goes_by_its_tidy_reference_from_now_on():
    assert write_one_way("IPG-9651", "ipg 9652", "NICE IPG0653", "IPG9654", "Our own 12") == [
        "IPG9651",
        "IPG9652",
        "IPG653",
        "IPG9654",
        "Our own 12",
    ]


def test_two_that_would_go_by_one_reference_stay_as_they_are():
    assert write_one_way("IPG-9651", "IPG9651", "ipg 9652", "IPG.9652") == [
        "IPG-9651",
        "IPG9651",
        "ipg 9652",
        "IPG.9652",
    ]
