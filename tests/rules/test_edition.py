"""An edition's content comes back from its document as it went in."""

import json
from datetime import date

import pytest

from sdm.rules.arrangements import Arrangement
from sdm.rules.chain import canonical
from sdm.rules.edition import (
    EditionContent,
    Indication,
    Link,
    Matter,
    Note,
    Option,
    Outcome,
    Question,
    Section,
    TimeWindow,
    Touch,
    from_document,
)

CONTENT = EditionContent(
    title="Zorbital realignment",
    reference="ZZZ1",
    published=date(2026, 2, 28),
    sections=(Section("", "Words."), Section("More", "- one\n- two")),
    links=(Link("here", "https://example.org/"), Link("there")),
    questions=(Question(1, "What is it?", ("Words.",)),),
    indications=(Indication("a", "A", Arrangement.SPECIAL, "Only with checks.", True),),
    options=(Option("p", "Have it", "…", True, False, (Outcome("Better"),), (Outcome("Worse", "3 in 100", "x"),)),),
    unknowns=(Note("How well", "Not known.", "1.1"),),
    notes=(Note("zorb", "a joint"),),
    matters=(Matter("walk", "Walking", (Touch("p", "It helps.", "1.2"),)),),
    time_window=TimeWindow(14, "Within 14 days.", "3.9"),
    contact="Ask us.",
    funding="Us.",
    review_on=date(2029, 2, 28),
    warnings=("Check this.",),
)


def test_there_and_back_through_json():
    assert from_document(json.loads(canonical(CONTENT.as_document()))) == CONTENT


def test_an_older_document_without_the_later_parts_is_still_read():
    document = CONTENT.as_document()
    for name in ("matters", "time_window", "contact", "funding", "review_on"):
        del document[name]
    read = from_document(document)
    assert (read.time_window, read.review_on, read.contact, read.matters) == (None, None, "", ())


def test_things_are_found_by_number_and_id():
    assert (CONTENT.question(1), CONTENT.question(2)) == (CONTENT.questions[0], None)
    assert (CONTENT.indication("a"), CONTENT.indication("")) == (CONTENT.indications[0], None)
    assert (CONTENT.option("p"), CONTENT.option("q")) == (CONTENT.options[0], None)


@pytest.mark.parametrize(("in_100", "rest"), [(None, None), (0, 100), (1, 99), (50, 50), (100, 0)])
def test_a_figure_counts_both_ways_round(in_100, rest):
    assert Outcome("Bleeding", in_100=in_100).not_in_100 == rest
