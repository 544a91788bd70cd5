"""The item of the checklist that holds the leaflet's words against the file that they came from."""

from dataclasses import replace

import pytest

from sdm.leaflets.shipped import completed, source_of
from sdm.rules.checklist import warnings
from sdm.rules.checklist_items import AGAINST_SOURCE, ALL_ITEMS, State
from sdm.rules.publishing import Place
from sdm.rules.source_checks import against_source

SHIPPED = completed("ipg651")
SOURCE = source_of("ipg651")
LAST = SHIPPED.sections[-1]
OTHER = replace(SHIPPED, sections=(*SHIPPED.sections[:-1], replace(LAST, body=f"{LAST.body}\n\nAsk for tea.")))


@pytest.mark.parametrize(
    ("content", "source", "state", "why"),
    [
        (SHIPPED, SOURCE, State.MET, "The title, each question and each paragraph stand in the source, word for word"),
        (OTHER, SOURCE, State.NOT_MET, "The leaflet’s words are not those of its source in one place."),
        (SHIPPED, "", State.NOT_MET, "The leaflet’s words were not held against a source"),
        (SHIPPED, " \n", State.NOT_MET, "The leaflet’s words were not held against a source"),
    ],
)
def test_words_are_held_against_their_source_and_without_one_the_item_is_not_met(content, source, state, why):
    check = against_source(content, source)
    assert (check.state, check.item, check.place) == (state, AGAINST_SOURCE, Place.SOURCE)
    assert check.why.startswith(why)
    assert (check in warnings((check,))) == (state is State.NOT_MET)


def test_a_source_that_somebody_added_proves_nothing_by_itself():
    check = against_source(SHIPPED, SOURCE, was_added=True)
    assert (check.state, warnings((check,))) == (State.NOT_SURE, ())
    assert "A person has to look" in check.why
    assert against_source(OTHER, SOURCE, was_added=True).state is State.NOT_MET


def test_each_item_has_a_number_of_its_own_by_which_it_is_kept():
    assert [ALL_ITEMS[number].number for number in sorted(ALL_ITEMS)] == list(range(1, len(ALL_ITEMS) + 1))
