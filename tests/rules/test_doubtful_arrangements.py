"""Sentences that limit, deny or only mention an arrangement state none by themselves. All procedures are FICTIONAL."""

from dataclasses import replace

import pytest

from sdm.leaflets.shipped import completed
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import Indication, Section
from sdm.rules.stated_arrangements import stated_arrangement

SHIPPED = completed("ipg651")
PLAIN = "This procedure can be used for a dusty lung."


def stated(evidence: str, *, body: str = "") -> Arrangement:
    kind = Indication("lung", "dusty lung", Arrangement.STANDARD, evidence, confirmed=True)
    sections = (Section("", body or evidence),)
    return stated_arrangement(kind, replace(SHIPPED, title="Ray dusting for dusty lungs", sections=sections))


@pytest.mark.parametrize(
    "after",
    [
        "It needs extra care.",
        "There are doubts about its safety.",
        "Children should not have it.",
        "We don't know how well it works.",
        "Not everyone can have it.",
        "This is true for left lungs alone.",
        "In 2019 that has changed.",
        "Your team should write down what happens to you.",
        "The results must be written down and looked at each year.",
        "This does not apply to people with a wet lung.",
    ],
)
def test_what_follows_standard_arrangements_makes_them_unsure_unless_it_is_known_to_be_harmless(after: str):
    assert stated(PLAIN, body=f"{PLAIN} {after}") is Arrangement.UNKNOWN
    assert stated(PLAIN, body=f"{PLAIN} It takes an hour. {after}") is Arrangement.UNKNOWN


@pytest.mark.parametrize(
    "after",
    [
        "This is because it is safe enough and works well enough.",
        "There is enough evidence that it is safe and works well.",
        "A dusty lung has dust in it.",
        "It takes an hour.",
        "In this procedure, a ray is sent through the lung.",
        "The aim is to have less dust.",
        "Ask your team for more.",
        "It should not be used for a wet lung.",
    ],
)
def test_what_is_known_to_be_harmless_leaves_them_sure(after: str):
    assert stated(PLAIN, body=f"{PLAIN} {after}") is Arrangement.STANDARD


@pytest.mark.parametrize(
    "after",
    [
        "There is not enough evidence to be sure how safe it is, so patients must be monitored.",
        "However, it should be limited to trials for now.",
        "But only if extra care is taken to explain the risks and to look at what happens afterwards.",
        "Patients who have it must be told that there are doubts about its safety.",
        "Children should not have it.",
    ],
)
def test_the_paragraphs_that_follow_make_them_unsure_where_they_speak_of_safety_or_who_may_not_have_it(after: str):
    assert stated(PLAIN, body=f"{PLAIN}\n\n{after}") is Arrangement.UNKNOWN
    assert stated(PLAIN, body=f"{PLAIN}\n\nA ray is thin.\n\n{after}") is Arrangement.UNKNOWN


def test_a_paragraph_on_how_it_is_done_leaves_them_sure():
    how = "In this procedure, a ray finds the dust. X-rays are used to check the place. It can cause serious coughs."
    assert stated(PLAIN, body=f"{PLAIN}\n\n{how}") is Arrangement.STANDARD


@pytest.mark.parametrize(
    "limit",
    [
        " with great care",
        " with care",
        " with caution",
        " subject to strict conditions",
        " in exceptional cases",
        " in an emergency",
        " (patients must be told of the dangers)",
        " (rarely)",
        " as a last resort",
        " pending research",
        " on condition that data are kept",
        " together with extra safeguards",
        " in carefully chosen patients",
        " at specialist centres",
        " following other treatment",
        " assuming that you agree",
        " requiring extra steps",
        " twice a year",
        " and NICE wants data kept",
    ],
)
def test_a_limit_beside_the_conditions_name_is_no_part_of_it(limit: str):
    assert stated(f"{PLAIN[:-1]}{limit}.") is Arrangement.UNKNOWN


@pytest.mark.parametrize("words", ["(with great care)", "(in an emergency)", "in rare cases"])
def test_a_limit_beside_the_procedures_name_is_no_part_of_it(words: str):
    assert stated(f"This procedure {words} can be used for a dusty lung.") is Arrangement.UNKNOWN


@pytest.mark.parametrize("beside", ["", " (DL)", " (type II)", " (also called a sandy lung)"])
def test_a_short_form_in_brackets_limits_nothing(beside: str):
    assert stated(f"{PLAIN[:-1]}{beside}.") is Arrangement.STANDARD


@pytest.mark.parametrize(
    "sentence",
    [
        "There is not enough evidence that this procedure can be used for a dusty lung with special arrangements.",
        "It is unclear whether this procedure can be used for a dusty lung with special arrangements.",
        "It is not true that this procedure can be used for a dusty lung with regular checks.",
        "Some surgeons say this procedure can be used for a dusty lung with special arrangements.",
        "NICE used to say that this procedure can be used for a dusty lung with regular checks.",
        "In 2012 NICE said that this procedure can be used for a dusty lung with special arrangements.",
        "Special arrangements are no longer needed for a dusty lung.",
        "This procedure can be used for a dusty lung instead of regular monitoring.",
        "This procedure can be used for a dusty lung with regular checks unless the patient is pregnant.",
        "This procedure can be used for a dusty lung with regular checks, except in children.",
        "This procedure can be used for a dusty lung after regular monitoring has failed.",
        "This procedure can be used for a dusty lung when regular checks have not helped.",
        "This procedure can be used for a dusty lung if regular checks show that the dust grows.",
        "This procedure can be used for a dusty lung with regular checks until a study has ended.",
        "This procedure can be used for a dusty lung with regular checks, but should be avoided for a wet lung.",
        "This procedure can be used for a dusty lung with regular checks, but is not an option for a wet lung.",
        "This procedure can be used for a dusty lung and means fewer regular checks.",
        "This procedure was once available for a dusty lung with special arrangements.",
        "This procedure could be used for a dusty lung with special arrangements but NICE does not think so.",
        "This procedure can be used for a dusty lung by regular monitoring only when research is not available.",
        "A research study has shown that this procedure can be used for a dusty lung.",
        "This procedure should not only be used for a dusty lung but also for a wet lung.",
        "This procedure should not be used only for a dusty lung.",
    ],
)
def test_an_arrangement_that_is_denied_or_only_mentioned_is_not_stated(sentence: str):
    assert stated(sentence) is Arrangement.UNKNOWN


@pytest.mark.parametrize(
    "sentence",
    [
        "This procedure can be used for a dusty lung, but only when patients are having regular checks to see how well"
        " it is working or if it has caused problems.",
        "There is not enough evidence on how safe this procedure is, so it should only be done for a dusty lung with"
        " special arrangements.",
        "NICE has recommended that this procedure should only be used for a dusty lung with special arrangements.",
        "Doctors can use this procedure to treat a dusty lung, but only with careful monitoring.",
    ],
)
def test_an_arrangement_that_is_meant_is_stated(sentence: str):
    assert stated(sentence) is Arrangement.SPECIAL
