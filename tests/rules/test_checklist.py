"""The decision-aid checklist: each item met and not met, what stops publishing, and what only warns."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.checklist import as_rows, checklist, warnings
from sdm.rules.checklist_items import ITEMS, State
from sdm.rules.edition import EditionContent, Link, Note, Option, Outcome, Touch
from sdm.rules.publishing import Place, obstacles

SHIPPED = completed("ipg651")
NUMBER = Outcome("Pain goes", "", "A trial", 30, "over 1 year", "120 adults in one study", "Not very sure")


# What is broken besides where these are: a source without its address is no place to find out more, and so on.
FOLLOWS = {
    "Give the web address of the source.": {20},
    "Add the option of not having the procedure.": {16},
    "Give the good points of “Have clot-busting drugs”, or say that they are not known.": {7},
    "Give the bad points of “Have clot-busting drugs”, or say that they are not known.": {7},
    "Say what happens to people who do not have the procedure.": {7},
}


def option(place: int, **changes) -> EditionContent:
    """The shipped edition with one of its options changed."""
    options = list(SHIPPED.options)
    options[place] = replace(options[place], **changes)
    return replace(SHIPPED, options=tuple(options))


def found(content: EditionContent, number: int) -> tuple[State, list[tuple[Place, str, str]]]:
    check = checklist(content)[number - 1]
    assert check.item.number == number
    return check.state, [(one.place, one.option or one.matter, one.sentence) for one in check.findings]


def test_the_shipped_edition_meets_every_item():
    # NICE gives no numbers, so there is nothing to say of them.
    not_met = {check.item.number: check.state for check in checklist(SHIPPED) if check.state is not State.MET}
    assert not_met == dict.fromkeys((12, 13, 15), State.NOTHING_YET)
    assert warnings(checklist(SHIPPED)) == ()


def test_a_link_without_an_address_is_for_a_person_to_look_at():
    """As the file has its three."""
    content = replace(SHIPPED, links=tuple(replace(link, url="") for link in SHIPPED.links))
    not_met = {check.item.number: check.state for check in checklist(content) if check.state is not State.MET}
    assert not_met == dict.fromkeys((12, 13, 15), State.NOTHING_YET) | {20: State.NOT_SURE}


@pytest.mark.parametrize(
    ("number", "content", "place", "sentence"),
    [
        (1, replace(SHIPPED, condition=""), Place.DETAILS, "Name the health condition."),
        (2, replace(SHIPPED, questions=()), Place.QUESTIONS, "The leaflet needs at least one question."),
        (2, option(0, is_procedure=False), Place.OPTIONS, "Say which option is the procedure."),
        (3, option(1, is_no_procedure=False), Place.OPTIONS, "Add the option of not having the procedure."),
        (
            4,
            option(2, benefits=()),
            Place.OPTIONS,
            "Give the good points of “Have clot-busting drugs”, or say that they are not known.",
        ),
        (
            5,
            option(2, risks=()),
            Place.OPTIONS,
            "Give the bad points of “Have clot-busting drugs”, or say that they are not known.",
        ),
        (
            6,
            replace(SHIPPED, living_with=""),
            Place.DETAILS,
            "Say what living with the result is like, or that it is not known.",
        ),
        (8, replace(SHIPPED, source_name=""), Place.DETAILS, "Say who wrote the leaflet."),
        (8, replace(SHIPPED, source_url=""), Place.DETAILS, "Give the web address of the source."),
        (9, replace(SHIPPED, review_on=None), Place.DETAILS, "Say when you will look at this edition again."),
        (11, replace(SHIPPED, funding=""), Place.DETAILS, "Say who paid for the leaflet."),
        (16, option(1, description=""), Place.OPTIONS, "Say what happens to people who do not have the procedure."),
        (20, replace(SHIPPED, contact=""), Place.DETAILS, "Say whom patients can ask."),
    ],
)
def test_one_thing_that_is_missing_breaks_its_item(number, content, place, sentence):
    state, said = found(content, number)
    assert state is State.NOT_MET
    assert (place, sentence) in [(one, words) for one, _, words in said]
    others = {check.item.number for check in checklist(content) if check.state is State.NOT_MET} - {number}
    assert others <= FOLLOWS.get(sentence, set())


@pytest.mark.parametrize(
    ("number", "outcome", "sentence"),
    [
        (8, replace(NUMBER, source=""), "Say where “30 in 100 people, over 1 year” comes from in"),
        (10, replace(NUMBER, how_sure=""), "Say how sure “30 in 100 people, over 1 year” is: “Pain goes”."),
        (10, replace(NUMBER, how_sure="", text="Pain goes."), "1 year” is: “Pain goes.”"),
        (12, replace(NUMBER, text="Pain goes in 1 in 5"), "“1 in 5” cannot be compared. Say how many in 100."),
        (
            12,
            Outcome("Pain goes", "5 in 100", "A trial"),
            "Put “5 in 100” into the box for numbers in 100: ",
        ),
        (12, replace(NUMBER, text="50% less pain"), "“50% less” compares without saying how many."),
        (13, replace(NUMBER, seen_in=""), "Say who it was seen in for “30 in 100 people, over 1 year”: “Pain goes”."),
        (13, replace(NUMBER, period=""), "Say over what time for “30 in 100 people”: “Pain goes”."),
        (14, Outcome("Bleeding is rare"), "“rare” means different things to different people."),
        (
            14,
            Outcome("Bleeding", "Rare"),
            "Why there is no number for good point 1 of “Have clot-busting drugs”: “Rare” ",
        ),
        (19, Outcome("It is the best option"), "says “is the best”. Do not recommend an option."),
    ],
)
def test_one_point_that_breaks_a_rule_is_named_with_its_option(number, outcome, sentence):
    state, said = found(option(2, benefits=(outcome,)), number)
    assert state is State.NOT_MET
    assert [(place, which) for place, which, words in said if sentence in words] == [
        (Place.OPTIONS, "clot-busting-drugs" if number != 8 else "")
    ]


def test_a_number_that_says_everything_meets_every_item():
    content = option(2, benefits=(NUMBER,), risks=(replace(NUMBER, text="It is rare to bleed", in_100=0),))
    for number in (8, 10, 12, 13, 14, 15):
        assert found(content, number)[0] is State.MET


def test_numbers_over_different_times_cannot_be_compared():
    content = option(2, benefits=(NUMBER, replace(NUMBER, period="over 2 years")))
    assert found(content, 12) == (
        State.NOT_MET,
        [(Place.OPTIONS, "", "These times differ, so nobody can compare the numbers: “over 1 year”, “over 2 years”.")],
    )
    same = option(2, benefits=(NUMBER, replace(NUMBER, period="Over  1 year")))
    assert found(same, 12)[0] is State.MET


def test_one_option_in_bold_or_in_many_words_is_not_shown_like_the_others():
    state, said = found(option(2, description="The **best** drugs."), 7)
    assert state is State.NOT_MET
    assert (
        Place.OPTIONS,
        "clot-busting-drugs",
        "“Have clot-busting drugs” has words in bold type, the others have none.",
    ) in said


def test_hard_texts_of_our_own_are_named_and_the_leaflets_words_are_not():
    hard = "Percutaneous interventions necessitate continuous anticoagulation notwithstanding individual circumstances."
    state, said = found(replace(SHIPPED, living_with=hard), 17)
    assert (state, said[0][0]) == (State.NOT_MET, Place.DETAILS)
    assert said[0][2].startswith("What living with the result is like has a reading age of ")
    leaflets = SHIPPED.sections[0].body.split("\n\n")[1]
    assert found(replace(SHIPPED, living_with=leaflets), 17)[0] is State.MET


def test_what_only_a_person_can_tell_is_not_sure_and_warns_nobody():
    content = replace(SHIPPED, notes=SHIPPED.notes[1:], unknowns=(Note("Pain", "Nobody knows."),))
    assert found(replace(content, living_with="You may get sepsis and peritonitis."), 18)[0] is State.NOT_SURE
    assert found(content, 8) == (
        State.NOT_SURE,
        [(Place.NOTES, "", "The note on “Pain” does not say where it comes from.")],
    )
    assert found(replace(content, unknowns=()), 10)[0] is State.NOT_SURE
    assert warnings(checklist(content)) == ()


@pytest.mark.parametrize("url", ["http://www.nhs.uk", "https://example.org", "https://localhost/x"])
def test_a_link_that_leads_nowhere_is_named(url):
    content = replace(SHIPPED, links=(Link("the NHS website", url),))
    state, said = found(content, 20)
    assert (state, said[0][0]) == (State.NOT_MET, Place.SECTIONS)
    assert said[0][2].startswith("The link “the NHS website” ")


def test_a_link_in_a_text_of_our_own_is_looked_at_too():
    state, said = found(option(0, description="See [this page](http://a.b)."), 20)
    assert state is State.NOT_MET
    assert (Place.OPTIONS, "procedure", "The link “this page” does not start with https://.") in said


def test_advice_in_the_name_of_an_option_is_found():
    state, said = found(option(0, name="Your best choice"), 19)
    assert (state, said[0][:2]) == (State.NOT_MET, (Place.OPTIONS, "procedure"))


def test_advice_beside_what_may_matter_is_found_there():
    matter = replace(SHIPPED.matters[0], touches=(Touch("procedure", "We recommend it.", "The leaflet"),))
    state, said = found(replace(SHIPPED, matters=(matter,)), 19)
    assert (state, said[0][:2]) == (State.NOT_MET, (Place.MATTERS, matter.id))
    assert said[0][2].startswith(f"What “{SHIPPED.options[0].name}” means for “{matter.text}” says ")


def test_what_is_kept_is_plain_values_in_the_order_of_the_items():
    rows = as_rows(checklist(SHIPPED))
    assert [row["item"] for row in rows] == list(range(1, len(ITEMS) + 1))
    assert rows[8] == {"item": 9, "state": "met", "why": "Both dates are there."}


OUTCOMES = st.builds(
    Outcome,
    text=st.sampled_from(["Pain", "Rare pain", "1 in 20 people", "**Bold**", "We recommend it"]),
    figure=st.sampled_from(["Not known", "", "3 in 100", "lots"]),
    source=st.sampled_from(["", "A trial"]),
    in_100=st.none() | st.integers(0, 100),
)
OPTIONS = st.builds(
    Option,
    id=st.sampled_from("abcd"),
    name=st.sampled_from(["Have it", "Wait"]),
    description=st.sampled_from(["", "It is done.", "[x](javascript:y)"]),
    is_procedure=st.booleans(),
    is_no_procedure=st.booleans(),
    benefits=st.lists(OUTCOMES, max_size=2).map(tuple),
    risks=st.lists(OUTCOMES, max_size=2).map(tuple),
)
CONTENTS = st.builds(
    replace,
    st.just(SHIPPED),
    options=st.lists(OPTIONS, max_size=3).map(tuple),
    condition=st.sampled_from(["", "A clot"]),
    living_with=st.sampled_from(["", "Not known."]),
    questions=st.sampled_from([(), SHIPPED.questions]),
    published=st.sampled_from([None, date(2020, 1, 1)]),
    funding=st.sampled_from(["", "NICE"]),
)


@given(CONTENTS)
def test_whatever_an_edition_holds_a_qualifying_item_that_is_not_met_stops_it(content):
    checks = checklist(content)
    assert [check.item for check in checks] == list(ITEMS)
    assert all(check.why and check.place for check in checks)
    qualifying = [check for check in checks if check.item.stops_publishing and check.state is not State.MET]
    assert not qualifying or obstacles(content)
    assert all(check.state is State.NOT_MET for check in qualifying)
    assert set(warnings(checklist(content))) == {
        check for check in checks if check.state is State.NOT_MET and check.item.number > 6
    }


def test_what_is_said_of_an_item_that_is_met_says_no_more_than_was_measured():
    """A reader who counts must find it so: one card can be higher than another."""
    said = {check.item.number: check.why for check in checklist(SHIPPED)}
    names = [one.name for one in SHIPPED.options]
    assert said[7].startswith(f"Words in each option: “{names[0]}” 73, “{names[1]}” 44, “{names[2]}” 33. ")
    assert said[7].endswith("On the page one can still be longer than another.")
    assert "or it says that there is none" in said[14]
    assert said[10] == "It lists what is not known. No good or bad point has a number."
    for number in (8, 12, 13, 15):
        assert said[number].endswith("No good or bad point has a number.")
    assert not any("your texts" in why for why in said.values())
    counted = option(2, benefits=(NUMBER,))
    assert checklist(counted)[11].why == "Each number is in 100 people. None has another time than the others."


def test_in_an_empty_draft_nothing_is_met_that_cannot_be_judged():
    states = {check.item.number: check.state for check in checklist(EditionContent(title=""))}
    assert State.MET not in states.values()
    assert {number for number, state in states.items() if state is State.NOTHING_YET} == {
        *(7, 12, 13, 14, 15, 17, 18, 19, 22),
    }


def test_an_option_in_under_half_the_words_of_the_others_is_not_told_like_them():
    words = (" ".join(["word"] * 11), " ".join(["word"] * 9), "word")
    options = tuple(
        Option(f"option-{place}", f"Option {place}", text, benefits=(Outcome("Good"),), risks=(Outcome("Bad"),))
        for place, text in enumerate(words)
    )
    state, said = found(replace(SHIPPED, options=options), 7)
    assert (state, said[0]) == (
        State.NOT_MET,
        (Place.OPTIONS, "option-2", "“Option 2” has only 3 words, the others 12 on average."),
    )
    assert found(replace(SHIPPED, options=options[:2]), 7)[0] is State.MET
