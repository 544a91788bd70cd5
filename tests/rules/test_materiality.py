"""What a patient said matters is shown until a word about it is recorded, and never stands in the way of a decision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.materiality import AGENDA, Material, about_name, material, unspoken
from sdm.rules.parts import OPTIONS, WHAT_MATTERS, Saved
from sdm.rules.patient_fields import OWN_MATTER, OWN_MATTER_RATED, harms_of, matter_name
from sdm.rules.requirements import ConsentFacts

CONTENT = completed("ipg651")
BLEEDING = next(harms_of(CONTENT))[2]
MATTERS = [one.id for one in CONTENT.matters]
HARMS = [key for _, _, key in harms_of(CONTENT)]
RATINGS = st.sampled_from(["a-lot", "a-bit", "not-to-me", ""])
WORDS = st.sampled_from(["", "\u00a0\u200b", "We talked about it."])


def sent(text: str = "", too_many: dict[str, int] | None = None, **details) -> dict[str, Saved]:
    return {
        WHAT_MATTERS: Saved(WHAT_MATTERS, text=text, details=details),
        OPTIONS: Saved(OPTIONS, details={f"too-many-{key}": value for key, value in (too_many or {}).items()}),
    }


def test_own_words_what_matters_a_lot_harms_that_are_too_many_and_the_list_each_lead_to_where_it_is_written():
    answers = sent("My dog", {BLEEDING: 3}, **{matter_name("clot-gone"): "a-lot", matter_name("being-sure"): "a-bit"})
    found = unspoken(material(CONTENT, answers, ["Will I bleed?"]), {})
    assert found == (
        Material("In their own words", "My dog", WHAT_MATTERS, "text"),
        Material("Matters a lot to them", "Getting rid of the clot", WHAT_MATTERS, "about-clot-gone"),
        Material(
            "3 in 100 would be too many for them",
            "Have the clot removed with a device: Bleeding",
            OPTIONS,
            about_name(BLEEDING),
        ),
        Material("Still to talk about", "Will I bleed?", AGENDA),
    )


def test_something_of_their_own_counts_where_they_rated_it_high():
    details = {OWN_MATTER: "My choir", OWN_MATTER_RATED: "a-lot"}
    assert [one.thing for one in material(CONTENT, sent(**details))] == ["My choir"]
    assert material(CONTENT, sent(**details | {OWN_MATTER_RATED: "a-bit"})) == ()


def test_none_in_100_is_a_number_and_not_sure_is_none():
    answers = sent(too_many={BLEEDING: 0})
    assert [one.why for one in material(CONTENT, answers)] == ["0 in 100 would be too many for them"]
    not_sure = {OPTIONS: Saved(OPTIONS, details={f"not-sure-how-many-{BLEEDING}": True})}
    assert material(CONTENT, not_sure) == ()


@pytest.mark.parametrize("words", ["", "\u00a0\u200b", None, 3])
def test_what_is_no_words_is_no_word_about_it(words):
    things = material(CONTENT, sent(**{matter_name("clot-gone"): "a-lot"}))
    recorded = {WHAT_MATTERS: Saved(WHAT_MATTERS, details={"about-clot-gone": words})}
    assert unspoken(things, recorded) == things


@given(
    st.fixed_dictionaries({matter_name(one): RATINGS for one in MATTERS}),
    st.dictionaries(st.sampled_from(HARMS), st.integers(0, 100)),
    WORDS,
    st.lists(st.text(min_size=1), max_size=3),
    st.dictionaries(st.sampled_from([about_name(one) for one in MATTERS]), WORDS),
    st.dictionaries(st.sampled_from([about_name(key) for key in HARMS]), WORDS),
    WORDS,
)
def test_each_thing_is_either_spoken_of_or_shown(ratings, harms, text, items, said, said_of_harms, said_text):
    things = material(CONTENT, sent(text, harms, **ratings), items)
    discussion = {
        WHAT_MATTERS: Saved(WHAT_MATTERS, text=said_text, details=said),
        OPTIONS: Saved(OPTIONS, details=said_of_harms),
    }
    left = unspoken(things, discussion)
    assert set(left) <= set(things)
    for one in things:
        words = said_text if one.name == "text" else {**said, **said_of_harms}.get(one.name, "")
        assert (one in left) == (words != "We talked about it.")
    assert sum(one.part == AGENDA for one in left) == len(items)


def test_it_is_no_requirement_so_nothing_is_refused_for_it():
    assert not {"material", "unspoken"} & set(ConsentFacts.__dataclass_fields__)
