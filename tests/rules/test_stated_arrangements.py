"""What a sentence says by itself, held against the arrangement that people chose."""

from dataclasses import replace

import pytest

from sdm.leaflets.shipped import completed
from sdm.rules.arrangements import Arrangement
from sdm.rules.checklist import checklist
from sdm.rules.checklist_items import State
from sdm.rules.edition import Indication, Section
from sdm.rules.publishing import WHAT_NICE_SAYS, what_stops_publishing
from sdm.rules.stated_arrangements import contradicted_by, names_its_kind, stated_arrangement

SHIPPED = completed("ipg651")
RESEARCH = SHIPPED.indications[1]
STUDY = "This procedure can also be used for a distal DVT, but only if it is done as part of a research study."


def with_words(body: str, **changes):
    kind = replace(Indication("wobble", "wobble", Arrangement.STANDARD, body, confirmed=True), **changes)
    return kind, replace(SHIPPED, sections=(Section("", body), *SHIPPED.sections), indications=(kind,))


def state(content, number: int) -> State:
    return checklist(content)[number - 1].state


def test_the_shipped_sentences_say_what_was_chosen():
    assert [stated_arrangement(one, SHIPPED) for one in SHIPPED.indications] == [
        Arrangement.SPECIAL,
        Arrangement.RESEARCH,
    ]


@pytest.mark.parametrize("chosen", [Arrangement.STANDARD, Arrangement.SPECIAL, Arrangement.DO_NOT_USE])
def test_another_arrangement_than_its_sentence_says_stops_publishing(chosen):
    content = replace(SHIPPED, indications=(SHIPPED.indications[0], replace(RESEARCH, arrangement=chosen)))
    said = f"The sentence about distal DVT says “Only in research”, but “{chosen.title}” is chosen."
    assert what_stops_publishing(content) == (said,)
    assert state(content, WHAT_NICE_SAYS) is State.NOT_MET


@pytest.mark.parametrize("part", ["This procedure can also be used for a distal DVT", STUDY[:-1], "distal DVT"])
def test_a_part_of_a_sentence_is_read_with_the_rest_of_it(part):
    short = replace(RESEARCH, evidence=part, arrangement=Arrangement.STANDARD)
    assert contradicted_by(short, SHIPPED) is Arrangement.RESEARCH


@pytest.mark.parametrize("part", ["DVT", "This procedure can"])
def test_words_that_stand_in_several_sentences_agree_with_none_that_says_another_thing(part):
    short = replace(RESEARCH, evidence=part, arrangement=Arrangement.STANDARD)
    assert contradicted_by(short, SHIPPED) is not None
    assert what_stops_publishing(replace(SHIPPED, indications=(SHIPPED.indications[0], short))) != ()


@pytest.mark.parametrize(
    "body",
    [
        "This procedure can be used for a wobble, if your doctor thinks so.",
        "This procedure can be used for a wobble. But only in research.",
        "This procedure can be used for a wobble with regular checks, or in research.",
        "A wobble is a wobble.",
    ],
)
def test_where_nobody_can_tell_it_warns(body):
    kind, content = with_words(body)
    whole = replace(kind, evidence=body.split(". ")[0].removesuffix(".") + ".")
    content = replace(content, indications=(whole,))
    assert contradicted_by(whole, content) is None
    assert what_stops_publishing(content) == ()
    assert state(content, WHAT_NICE_SAYS + 1) is State.NOT_MET


def test_a_plain_sentence_of_standard_arrangements_does_not_warn():
    _, content = with_words("This procedure can be used for a wobble.")
    assert (state(content, WHAT_NICE_SAYS), state(content, WHAT_NICE_SAYS + 1)) == (State.MET, State.MET)


def test_a_name_that_does_not_stand_in_its_sentence_warns():
    first, second = SHIPPED.indications
    swapped = replace(SHIPPED, indications=(replace(first, name=second.name), replace(second, name=first.name)))
    assert [names_its_kind(one, swapped) for one in swapped.indications] == [False, False]
    assert state(swapped, WHAT_NICE_SAYS + 1) is State.NOT_MET
    assert names_its_kind(replace(first, name="Iliofemoral  dvt"), SHIPPED)
