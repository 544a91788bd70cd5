"""Which arrangement a sentence states; all procedures here are fictional.

Source of the four categories: NICE's interventional procedures programme (standard, special, research, do not use).
"""

import pytest

from sdm.leaflets.indications import indications_in

TITLE = "Zorbital realignment for chronic wobble of the elbow"


def name_and_arrangement(sentence: str) -> list[tuple[str, str]]:
    found, _ = indications_in([sentence], TITLE)
    assert [indication.evidence for indication in found] == [sentence] * len(found)
    return [(indication.name, indication.arrangement) for indication in found]


@pytest.mark.parametrize(
    ("sentence", "name", "arrangement"),
    [
        ("This procedure can be used for chronic wobble.", "chronic wobble", "standard"),
        (
            "It is safe enough and works well enough for use in the NHS for left wobble.",
            "left wobble",
            "standard",
        ),
        (
            "This procedure works well enough and is safe enough to be used for left wobble.",
            "left wobble",
            "standard",
        ),
        ("The operation may be offered for people with a sudden wobble.", "sudden wobble", "standard"),
        ("This procedure can be used for left wobble with standard arrangements.", "left wobble", "standard"),
        ("Doctors can use this procedure to treat left wobble.", "left wobble", "standard"),
        ("For left wobble, this procedure can be used.", "left wobble", "standard"),
        ("This procedure can be used for left wobble, with special arrangements.", "left wobble", "special"),
        (
            "This procedure can be used for the late wobble if patients have extra checks.",
            "late wobble",
            "special",
        ),
        ("It may be done for left wobble, but only with careful monitoring.", "left wobble", "special"),
        ("Special arrangements are needed for left wobble.", "left wobble", "special"),
        (
            "This procedure can be used for a left wobble as long as you are closely monitored.",
            "left wobble",
            "special",
        ),
        ("This procedure should only be done for left wobble in research.", "left wobble", "research"),
        ("Zorbital realignment can be used for left wobble in a clinical trial.", "left wobble", "research"),
        (
            "This procedure should only be used for left wobble as part of a research study.",
            "left wobble",
            "research",
        ),
        ("This procedure should not be used for right wobble.", "right wobble", "do-not-use"),
        ("This procedure is not recommended for a right wobble.", "right wobble", "do-not-use"),
        (
            "This procedure must not be offered for right wobble because it does harm.",
            "right wobble",
            "do-not-use",
        ),
        ("It shouldn’t be used for right wobble, as it is not safe enough.", "right wobble", "do-not-use"),
        ("NICE does not recommend this procedure for right wobble.", "right wobble", "do-not-use"),
        ("NICE has said that this procedure can be used for left wobble.", "left wobble", "standard"),
        (
            "This procedure can be used for left wobble with standard arrangements for clinical governance, consent"
            " and audit.",
            "left wobble",
            "standard",
        ),
        (
            "For a wobble that has lasted more than 3 months, it should only be used in research.",
            "wobble that has lasted more than 3 months",
            "research",
        ),
        ("This procedure can be offered to people with a left wobble.", "left wobble", "standard"),
        ("For a late wobble, doctors should only offer it with regular checks.", "late wobble", "special"),
        ("It is not safe enough to be used for a right wobble.", "right wobble", "do-not-use"),
        ("Do not offer zorbital realignment for a right wobble.", "right wobble", "do-not-use"),
    ],
)
def test_sentence_that_is_clear(sentence: str, name: str, arrangement: str):
    assert name_and_arrangement(sentence) == [(name, arrangement)]
    assert indications_in([sentence], TITLE)[1] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "This procedure can be used for left wobble, but only if other treatments have failed.",
        "This procedure can be used for left wobble with regular checks or in a research study.",
        "This procedure can be used for left wobble, but should not be used for right wobble.",
        "This procedure should not be used for left wobble except in a clinical trial.",
        "This procedure should not be used for left wobble if you are pregnant.",
        "This procedure can be used for left wobble without special arrangements.",
        "This procedure can be used for left wobble outside a research study.",
        "This procedure can be used for left wobble under strict supervision.",
        "This procedure can be used for left wobble with extra care.",
        "This procedure can be used for left wobble, although there is a risk of serious harm.",
        "This procedure might be used for left wobble.",
        "It is not clear that this procedure can be used for left wobble.",
        "Studies show that this procedure can be used for left wobble.",
        "This procedure can be used for left wobble, in these ways:",
        "This procedure can be used for left wobble, but not for long.",
        # What stands before the procedure can turn round what follows.
        "There is no evidence that this procedure is safe enough and works well enough to be used for left wobble.",
        "Some doctors think that this procedure can be used for left wobble.",
        "It has been shown that this procedure can be used for left wobble.",
        # Only half of what it takes is said.
        "This procedure is safe enough to be used for left wobble.",
        # Where, by whom and in whose place is no part of the kind's name.
        "This procedure can be used for left wobble in specialist centres.",
        "This procedure can be used for left wobble by trained staff.",
        "This procedure should be used for left wobble instead of surgery.",
        "This procedure can be used for left wobble when regular checks are not possible.",
        # What must not be done in one way may be done in another.
        "This procedure should not be used for left wobble alone.",
        "This procedure should not be used routinely for left wobble.",
        "This procedure should not be offered for left wobble by doctors who are not trained.",
        "This procedure should not be used for left wobble as the first treatment.",
        # Each of two kinds has an arrangement of its own.
        "This procedure can be used for left wobble, and in research for a right wobble.",
        "In people with a right wobble this procedure can be used for left wobble only in research.",
        "If you can be checked often, doctors can offer it for left wobble.",
    ],
)
def test_sentence_in_doubt_is_unknown_and_quoted(sentence: str):
    assert name_and_arrangement(sentence) == [("left wobble", "unknown")]
    assert indications_in([sentence], TITLE)[1] == [
        f"We could not tell which of NICE's arrangements this sentence means. Choose it: “{sentence}”"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "A wobble can be cured using splints, but these can hurt.",
        "Can this procedure be used for left wobble?",
        "The elbow is between the hand and the shoulder.",
        "The aim is to reduce the wobble.",
        "This procedure can be done under a general or local anaesthetic.",
    ],
)
def test_other_sentences_say_nothing(sentence: str):
    assert indications_in([sentence], TITLE) == ([], [])


def test_a_use_of_something_else_is_not_counted_but_told():
    sentence = "Splints can also be used for a wobble."
    assert indications_in([sentence], TITLE) == (
        [],
        [f"This may be about something else than the procedure, so we did not use it. Check: “{sentence}”"],
    )


def test_no_condition_named_takes_it_from_the_title():
    sentence = "This procedure should only be done as part of a research study."
    assert name_and_arrangement(sentence) == [("chronic wobble of the elbow", "research")]
    assert indications_in([sentence], TITLE)[1] == [
        f"This sentence names no condition. We took “chronic wobble of the elbow” from the title: “{sentence}”"
    ]


def test_same_name_and_two_arrangements_keeps_both():
    first = "This procedure can be used for left wobble with extra checks."
    second = "It should only be used for left wobble in research."
    found, warnings = indications_in([f"{first} {second}"], TITLE)
    assert [(indication.name, indication.arrangement, indication.evidence) for indication in found] == [
        ("left wobble", "special", first),
        ("left wobble", "research", second),
    ]
    assert warnings == ["The leaflet gives more than one arrangement for “left wobble”. Check them."]


@pytest.mark.parametrize(
    "after",
    [
        "But patients must have regular checks.",
        "You will need to be checked often.",
        "However, it may do harm.",
        "It is not yet known how well it works.",
        "Doctors must put you on a register.",
        "Extra consent is needed.",
        "It is still experimental.",
        "There is a risk of serious harm, and doctors must tell their trust.",
    ],
)
def test_a_condition_in_the_next_sentence_makes_standard_unsure(after: str):
    found, warnings = indications_in([f"This procedure can be used for left wobble. {after}"], TITLE)
    assert [(indication.name, indication.arrangement) for indication in found] == [("left wobble", "unknown")]
    assert warnings == [f"This sentence may change which of NICE's arrangements is meant. Check them: “{after}”"]


@pytest.mark.parametrize(
    "sentence",
    [
        "There is not enough evidence for this procedure to be used for left wobble.",
        "This procedure should rarely be used for left wobble.",
        "This procedure is not safe enough yet.",
        "Zorbital realignment is an option for left wobble.",
    ],
)
def test_a_use_in_words_that_are_not_known_is_told(sentence: str):
    assert indications_in([sentence], TITLE) == (
        [],
        [f"This sentence may say when the procedure is used. Check it: “{sentence}”"],
    )


def test_more_than_one_condition_in_a_name_is_told():
    sentence = "This procedure can be used for left wobble and right wobble."
    assert name_and_arrangement(sentence) == [("left wobble and right wobble", "standard")]
    assert indications_in([sentence], TITLE)[1] == [
        f"Check that “left wobble and right wobble” is the condition, and only one, in: “{sentence}”"
    ]


def test_it_that_may_mean_something_else_is_told():
    found, warnings = indications_in(["Splints are common. It can be used for left wobble."], TITLE)
    assert [(indication.name, indication.arrangement) for indication in found] == [("left wobble", "standard")]
    assert warnings == [
        "We took “it” to mean the procedure. Check that this is right: “It can be used for left wobble.”"
    ]


def test_what_must_be_done_besides_makes_standard_unsure_whatever_else_is_doubtful_about_it():
    found, warnings = indications_in(
        ["This procedure can be used for left wobble. Hospitals must do this within an audit."], TITLE
    )
    assert [(indication.name, indication.arrangement) for indication in found] == [("left wobble", "unknown")]
    assert len(warnings) == 1


@pytest.mark.parametrize(
    "after",
    [
        "Nobody with a right wobble should have it.",
        "People with a right wobble must not have it.",
        "For a right wobble, it cannot.",
        "It should be avoided for a right wobble.",
        "It is not an option for a right wobble.",
        "NICE recommends against it for a right wobble.",
        "This does not apply to children.",
        "That has changed.",
        "For others it should be limited to trials.",
    ],
)
def test_what_keeps_the_procedure_from_others_is_told_beside_another_indication(after: str):
    found, warnings = indications_in(
        [f"This procedure can be used for left wobble with regular checks. {after}"], TITLE
    )
    assert [(indication.name, indication.arrangement) for indication in found] == [("left wobble", "special")]
    assert len(warnings) == 1
    assert after in warnings[0]


@pytest.mark.parametrize(
    "after", ["There is not enough evidence to be sure how safe it is.", "However, it should be limited to trials."]
)
def test_a_limit_in_a_later_paragraph_makes_standard_unsure(after: str):
    found, warnings = indications_in(["This procedure can be used for left wobble.", "A wobble shakes.", after], TITLE)
    assert [(indication.name, indication.arrangement) for indication in found] == [("left wobble", "unknown")]
    assert warnings == [f"This sentence may change which of NICE's arrangements is meant. Check them: “{after}”"]


def test_only_what_is_harmless_may_stand_behind_standard():
    harmless = "This procedure can be used for left wobble. It takes an hour."
    assert [one.arrangement for one in indications_in([harmless], TITLE)[0]] == ["standard"]
    found, warnings = indications_in(["This procedure can be used for left wobble. It needs extra care."], TITLE)
    assert [one.arrangement for one in found] == ["unknown"]
    assert warnings != []
