"""Whether two titles can be those of one leaflet, and what there is to explain before an edition is published."""

from dataclasses import replace
from datetime import date

import pytest

from sdm.leaflets.shipped import completed
from sdm.rules.doubts import doubts
from sdm.rules.titles import is_another_title, is_same_title

CONTENT = completed("ipg651")
TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    "other",
    [
        CONTENT.title,
        CONTENT.title.upper(),
        f"{CONTENT.title} (updated)",
        CONTENT.title.replace("deep vein thrombosis", "DVT"),
        "",
        "???",
    ],
)
def test_a_title_that_was_put_a_little_differently_is_no_other_one(other):
    assert not is_another_title(CONTENT.title, other)
    assert not is_another_title(other, CONTENT.title)


@pytest.mark.parametrize(
    "other",
    ["Removing gallstones with a camera", "Ultrasound for the heart", "Surgery of the leg", "Of the for and"],
)
def test_a_title_with_few_of_the_words_is_another_one(other):
    assert is_another_title(CONTENT.title, other) == (other != "Of the for and")


def test_the_same_words_are_the_same_title_however_they_are_written():
    assert is_same_title("Clots of the leg", "CLOTS: the leg")
    assert not is_same_title("Clots of the leg", "Clots of the arm")
    assert not is_same_title("", "")


def test_another_title_and_a_review_day_that_has_passed_are_to_be_explained():
    content = replace(CONTENT, review_on=date(2026, 5, 3))
    assert doubts(content, title="Removing gallstones", today=TODAY) == (
        f"Reference IPG651 belongs to “Removing gallstones”. Your leaflet is called “{CONTENT.title}”.",
        "It was to be looked at again by 3 May 2026. That day has passed.",
    )


def test_after_a_withdrawal_it_is_to_be_explained_what_was_mended():
    told = doubts(CONTENT, title=CONTENT.title, withdrawn_because="A figure was wrong.", today=TODAY)
    assert told == ("The edition before was withdrawn: “A figure was wrong.” Say what was mended.",)


@pytest.mark.parametrize("review_on", [None, TODAY, date(2027, 1, 1)])
def test_nothing_is_to_be_explained_of_the_next_edition_of_the_same_leaflet(review_on):
    assert doubts(replace(CONTENT, review_on=review_on), title=CONTENT.title, today=TODAY) == ()
    assert doubts(replace(CONTENT, review_on=review_on), title="", today=TODAY) == ()


def test_no_doubt_puts_a_full_stop_behind_another():
    content = replace(CONTENT, title="Is it for you?")
    told = doubts(content, title="Removing gallstones.", withdrawn_because="It is wrong", today=TODAY)
    assert told[0] == "Reference IPG651 belongs to “Removing gallstones.” Your leaflet is called “Is it for you?”"
    assert "“It is wrong”. Say" in told[1]
