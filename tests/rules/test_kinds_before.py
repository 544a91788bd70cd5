"""What became of each kind of the condition since the edition before."""

from dataclasses import replace

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication
from sdm.rules.kinds_before import Became, KindSince, kinds_gone, kinds_since

LEFT = Indication("left", "left wobble", Arrangement.RESEARCH, "Only in research.")
RIGHT = Indication("right", "right wobble", Arrangement.SPECIAL, "With regular checks.")


def held(*kinds: Indication) -> EditionContent:
    return EditionContent(title="Wobble", indications=kinds)


def test_a_first_edition_has_nothing_new():
    assert kinds_since(None, held(LEFT)) == (KindSince(LEFT, False, ()),)
    assert kinds_gone(None, held(LEFT)) == ()


def test_an_arrangement_is_told_as_it_was_and_is():
    now = replace(LEFT, arrangement=Arrangement.STANDARD)
    became = (Became("What NICE says", "Only in research", "Standard arrangements"),)
    assert kinds_since(held(LEFT, RIGHT), held(now, RIGHT)) == (
        KindSince(now, False, became),
        KindSince(RIGHT, False, ()),
    )


def test_a_kind_with_another_name_is_known_by_its_sentence():
    now = replace(LEFT, id="low", name="low wobble")
    assert kinds_since(held(LEFT), held(now)) == (
        KindSince(now, False, (Became("The name", "left wobble", "low wobble"),)),
    )


def test_what_is_new_and_what_is_gone():
    assert kinds_since(held(LEFT), held(RIGHT)) == (KindSince(RIGHT, True, ()),)
    assert kinds_gone(held(LEFT), held(RIGHT)) == (LEFT,)
