"""The good and bad points of an option as a clinician sees them."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string

from sdm.rules.edition import Outcome


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome("Bleeding", "3 in 100", "A trial"), "Bleeding. How likely: 3 in 100 (A trial)"),
        (Outcome("Bleeding"), "Bleeding. How likely: Not known"),
        (Outcome("It stops clotting", "", "The leaflet"), "It stops clotting (The leaflet)"),
        (Outcome("Ask your team", ""), "Ask your team"),
    ],
)
def test_a_point_says_how_likely_it_is_only_where_that_can_be_asked(outcome, said):
    page = render_to_string("clinician/outcomes.html", {"outcomes": [outcome]})
    assert " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split()) == said
