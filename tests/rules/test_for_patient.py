"""The options for one patient: each there, in order, with what was added and why; none withheld without a reason."""

from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.for_patient import (
    ADDED_AT_MOST,
    BAD,
    GOOD,
    AddedPoint,
    added_name,
    for_patient,
    instead_of_procedure,
    not_offered_name,
    unfinished,
    why_name,
    why_procedure_not_offered,
)

CONTENT = completed("ipg651")
PROCEDURE, NO_PROCEDURE, DRUGS = CONTENT.options
NAMES = [
    name
    for option in CONTENT.options
    for place in range(1, ADDED_AT_MOST + 1)
    for kind in (GOOD, BAD)
    for name in (added_name(kind, option, place), why_name(added_name(kind, option, place)))
]
WORDS = st.sampled_from(["", "\u200b", "Words"])
DETAILS = st.dictionaries(st.sampled_from([*NAMES, *map(not_offered_name, CONTENT.options)]), WORDS)


def test_every_option_is_there_with_what_was_added_and_why():
    bleeds = added_name(BAD, PROCEDURE, 1)
    details = {
        "discussed": ["no-procedure"],
        bleeds: "More bleeding than most",
        why_name(bleeds): "You take warfarin",
        not_offered_name(DRUGS): "You had an operation last week",
    }
    procedure, without, drugs = for_patient(details, CONTENT)
    assert [one.option for one in (procedure, without, drugs)] == list(CONTENT.options)
    assert [one.discussed for one in (procedure, without, drugs)] == [False, True, False]
    assert procedure.bad == (AddedPoint("More bleeding than most", "You take warfarin"),)
    assert drugs.not_offered_because == "You had an operation last week"
    assert (procedure.good, procedure.not_offered_because, without.not_offered_because) == ((), "", "")


def test_having_no_procedure_is_open_to_everybody():
    details = {not_offered_name(NO_PROCEDURE): "It would be unwise"}
    assert for_patient(details, CONTENT)[1].not_offered_because == ""


def test_what_is_chosen_instead_of_the_procedure_is_what_this_patient_is_offered():
    assert instead_of_procedure({}, CONTENT) == (NO_PROCEDURE, DRUGS)
    details = {not_offered_name(option): "Not for her" for option in CONTENT.options}
    assert instead_of_procedure(details, CONTENT) == (NO_PROCEDURE,)


def test_why_the_procedure_is_not_offered():
    assert why_procedure_not_offered({not_offered_name(DRUGS): "Not for her"}, CONTENT) == ""
    assert why_procedure_not_offered({not_offered_name(PROCEDURE): "Not for her"}, CONTENT) == "Not for her"
    assert why_procedure_not_offered({not_offered_name(PROCEDURE): "\u200b"}, CONTENT) == ""


def test_a_dot_is_no_reason():
    bleeds = added_name(BAD, PROCEDURE, 1)
    for words in (".", "-", "x"):
        missing = unfinished({bleeds: "Bleeding", why_name(bleeds): words, not_offered_name(DRUGS): words}, CONTENT)
        assert [name for name, _ in missing] == [why_name(bleeds), not_offered_name(DRUGS)]


@given(DETAILS)
def test_no_words_are_lost_and_what_lacks_its_reason_is_named(details):
    shown = for_patient(details, CONTENT)
    words = [text for one in shown for point in (*one.good, *one.bad) for text in (point.text, point.why) if text] + [
        one.not_offered_because for one in shown if one.not_offered_because
    ]
    kept = {name for name, text in details.items() if text == "Words"} - {not_offered_name(NO_PROCEDURE)}
    assert len(words) == len(kept)
    halves = [point for one in shown for point in (*one.good, *one.bad) if not (point.text and point.why)]
    assert len(unfinished(details, CONTENT)) == len(halves)
    assert all(details.get(name, "") != "Words" for name, _ in unfinished(details, CONTENT))


@given(st.dictionaries(st.sampled_from(["discussed", *NAMES]), st.one_of(st.none(), st.integers(), st.booleans())))
def test_what_is_no_words_counts_as_nothing(details):
    for one in for_patient(details, CONTENT):
        assert (one.discussed, one.good, one.bad, one.not_offered_because) == (False, (), (), "")
