"""Consent is possible when, and only when, everything the leaflet and NICE ask for has happened."""

from dataclasses import fields, replace
from itertools import product

import pytest

from sdm.rules.arrangements import Arrangement
from sdm.rules.capacity import Capacity
from sdm.rules.follow_up import DONE, NOT_DONE
from sdm.rules.requirements import ConsentFacts, asked_for, may_consent, outstanding, patients_own

QUESTIONS = (1, 2, 3, 4, 5)
ALWAYS = ("no_procedure_discussed", "what_matters_recorded", "family_offered", "told_where_to_find_more")
BESIDES = {
    Arrangement.STANDARD: (),
    Arrangement.SPECIAL: (
        "written_information_given",
        "uncertainties_explained",
        "checks_planned",
        "governance_lead_told",
        "registry_or_audit",
    ),
    Arrangement.RESEARCH: ("study_named", "study_explained", "study_consent_given"),
}
NEVER = (None, Arrangement.DO_NOT_USE, Arrangement.UNKNOWN)
FLAGS = tuple(field.name for field in fields(ConsentFacts) if field.type == "bool")
EVERYTHING = ConsentFacts(
    questions=QUESTIONS, discussed=frozenset(QUESTIONS), **dict.fromkeys(FLAGS, True), open_agenda_items=0
)
IDS = {
    "no_procedure_discussed": "no-procedure-discussed",
    "what_matters_recorded": "what-matters",
    "family_offered": "family-offered",
    "told_where_to_find_more": "told-where-to-find-more",
    "written_information_given": "written-information",
    "uncertainties_explained": "uncertainties-explained",
    "checks_planned": "checks-planned",
    "governance_lead_told": "governance-lead-told",
    "registry_or_audit": "registry-or-audit",
    "study_named": "study-named",
    "study_explained": "study-explained",
    "study_consent_given": "study-consent",
}


NOT_FOR_HER = "Her blood is too thin."


def missing(facts: ConsentFacts) -> set[str]:
    return {requirement.id for requirement in outstanding(facts)}


@pytest.mark.parametrize("arrangement", BESIDES)
def test_every_combination_of_facts_for_a_procedure_that_may_be_offered(arrangement):
    """Each yes or no, each question and the agenda, in every combination: exactly what is not met is outstanding."""
    needed = ALWAYS + BESIDES[arrangement]
    for values in product((True, False), repeat=len(needed)):
        for last_question, agenda, because in product((True, False), (0, 1), ("", NOT_FOR_HER)):
            given = dict(zip(needed, values, strict=True))
            facts = replace(
                EVERYTHING,
                arrangement=arrangement,
                discussed=frozenset(QUESTIONS if last_question else QUESTIONS[:-1]),
                open_agenda_items=agenda,
                not_offered_because=because,
                **given,
            )
            expected = {IDS[name] for name, met in given.items() if not met}
            expected |= set() if last_question else {"question-5"}
            expected |= {"agenda-closed"} if agenda else set()
            expected |= {"procedure-offered"} if because else set()
            assert missing(facts) == expected
            assert may_consent(facts) == (not expected)


@pytest.mark.parametrize("arrangement", BESIDES)
def test_every_combination_of_questions(arrangement):
    for values in product((True, False), repeat=len(QUESTIONS)):
        discussed = frozenset(number for number, said in zip(QUESTIONS, values, strict=True) if said)
        facts = replace(EVERYTHING, arrangement=arrangement, discussed=discussed)
        assert missing(facts) == {f"question-{number}" for number in QUESTIONS if number not in discussed}


def test_standard_wording_alone_is_asked_for_again_with_the_reason():
    facts = replace(EVERYTHING, arrangement=Arrangement.STANDARD, question_wordings={3: "What are the risks?"})
    alone = replace(facts, discussed=frozenset(QUESTIONS) - {3}, standard_wording=frozenset({"question-3"}))
    (asked,) = outstanding(alone)
    assert (asked.id, asked.part) == ("question-3", "question-3")
    assert asked.label == (
        "Record what was said about question 3: “What are the risks?” The standard wording is not changed for this "
        "patient."
    )
    # Where it is met otherwise, nothing is asked for.
    assert may_consent(replace(facts, standard_wording=frozenset({"what-matters"})))


def test_what_matters_in_standard_wording_alone_is_asked_for_again_with_the_reason():
    alone = replace(EVERYTHING, arrangement=Arrangement.STANDARD, what_matters_recorded=False)
    plain = "Record what matters to the patient."
    assert [one.label for one in outstanding(alone)] == [plain]
    assert [one.label for one in outstanding(replace(alone, standard_wording=frozenset({"what-matters"})))] == [
        f"{plain} The standard wording is not changed for this patient."
    ]


@pytest.mark.parametrize("arrangement", NEVER)
def test_no_combination_lets_a_consent_through_where_it_may_not_be_offered_or_is_not_known(arrangement):
    for values in product((True, False), repeat=len(FLAGS)):
        facts = replace(EVERYTHING, arrangement=arrangement, **dict(zip(FLAGS, values, strict=True)))
        assert not may_consent(facts)


@pytest.mark.parametrize(
    ("arrangement", "reason"),
    [
        (None, "indication-known"),
        (Arrangement.DO_NOT_USE, "may-be-offered"),
        (Arrangement.UNKNOWN, "arrangement-settled"),
    ],
)
def test_the_reason_is_named(arrangement, reason):
    assert missing(replace(EVERYTHING, arrangement=arrangement)) == {reason}


def test_what_another_arrangement_asks_for_is_not_asked_for():
    facts = replace(EVERYTHING, arrangement=Arrangement.RESEARCH, checks_planned=False, governance_lead_told=False)
    assert may_consent(facts)


TEAM = ("Surgeon", "Haematologist")


@pytest.mark.parametrize("arrangement", BESIDES)
def test_a_team_is_asked_for_only_where_the_edition_names_one(arrangement):
    facts = replace(EVERYTHING, arrangement=arrangement, team_assessed=False)
    assert missing(facts) == set()
    named = replace(facts, team=TEAM, team_source="Part 3.8")
    assert missing(named) == {"team-assessed"}
    asked = outstanding(named)[0]
    assert (asked.source, "surgeon, haematologist" in asked.label) == ("Part 3.8", True)
    assert may_consent(replace(named, team_assessed=True))


@pytest.mark.parametrize("arrangement", BESIDES)
def test_nobody_consents_to_what_was_done_already(arrangement):
    facts = replace(EVERYTHING, arrangement=arrangement, procedure_end=DONE)
    assert missing(facts) == {"not-done-yet"}
    assert missing(replace(facts, procedure_end=NOT_DONE)) == set()


def test_a_leaflet_with_other_questions_asks_for_its_own():
    facts = replace(EVERYTHING, arrangement=Arrangement.STANDARD, questions=tuple(range(1, 8)))
    assert missing(facts) == {"question-6", "question-7"}


def test_every_requirement_names_its_source_and_where_it_is_met():
    for arrangement in (None, *Arrangement):
        for requirement, _ in asked_for(replace(EVERYTHING, arrangement=arrangement)):
            assert all((requirement.label, requirement.source, requirement.part))


def test_what_was_done_is_told_and_not_ordered():
    facts = [replace(EVERYTHING, arrangement=arrangement) for arrangement in (None, *Arrangement)]
    told = {one.id: one.done for some in facts for one, _ in asked_for(some)}
    orders = ("Record", "Say", "Talk", "Close", "Tell", "Give", "Explain", "Plan", "Name")
    assert [text for text in told.values() if not text or text.startswith(orders)] == []
    assert told["question-1"] == "Question 1 was talked about."
    assert told["what-matters"] == "What matters to the patient was recorded."


@pytest.mark.parametrize("arrangement", BESIDES)
@pytest.mark.parametrize(
    ("doubt", "asked"),
    [
        ({"capacity": Capacity.IN_DOUBT}, "may-decide"),
        ({"capacity": Capacity.LACKS}, "may-decide"),
        ({"decides_freely": False}, "decides-freely"),
    ],
)
def test_a_doubt_about_the_patients_deciding_stops_consent_until_it_is_settled(arrangement, doubt, asked):
    settled = replace(EVERYTHING, arrangement=arrangement)
    assert asked not in {one.id for one, _ in asked_for(settled)}
    assert missing(replace(settled, **doubt)) == {asked}


def test_a_patient_who_was_assessed_and_cannot_decide_is_no_doubt_any_more():
    [(said, _)] = patients_own(replace(EVERYTHING, capacity=Capacity.LACKS))
    assert "cannot make this decision" in said.label
    assert "form 4, on paper" in said.label
    assert "doubt" not in said.label


@pytest.mark.parametrize("arrangement", BESIDES)
@pytest.mark.parametrize("words", ["", ".", "Her mother, in the room"])
def test_consent_of_somebody_under_18_says_who_else_takes_part_and_of_a_child_there_is_none(arrangement, words):
    facts = replace(EVERYTHING, arrangement=arrangement, who_else=words)
    asked = {age: missing(replace(facts, age=age)) for age in (0, 15, 16, 17, 18, 90)}
    young = set() if words[1:] else {"who-else-takes-part"}
    assert asked == {0: {"old-enough"}, 15: {"old-enough"}, 16: young, 17: young, 18: set(), 90: set()}


@pytest.mark.parametrize("arrangement", BESIDES)
def test_help_that_nobody_arranged_asks_how_the_patient_understood(arrangement):
    facts = replace(EVERYTHING, arrangement=arrangement)
    assert missing(replace(facts, help_open=2)) == {"understood"}
    assert "understood" not in {one.id for one, _ in asked_for(facts)}


@pytest.mark.parametrize("arrangement", BESIDES)
@pytest.mark.parametrize("waiting", [0, 1, 2])
def test_nobody_consents_while_their_change_of_mind_has_no_answer(arrangement, waiting):
    facts = replace(EVERYTHING, arrangement=arrangement, waiting_changes_of_mind=waiting)
    asked = {"change-of-mind-answered"} if waiting else set()
    assert missing(facts) == asked
    assert {one.id for one, _ in asked_for(facts) if one.id == "change-of-mind-answered"} == asked


@pytest.mark.parametrize("arrangement", BESIDES)
def test_a_procedure_that_is_not_offered_takes_no_consent_and_its_reason_is_told(arrangement):
    offered = replace(EVERYTHING, arrangement=arrangement)
    assert "procedure-offered" not in {one.id for one, _ in asked_for(offered)}
    (asked,) = outstanding(replace(offered, not_offered_because=NOT_FOR_HER))
    assert (asked.id, asked.part) == ("procedure-offered", "options")
    assert asked.label == (
        "It is recorded that this option is not offered to this patient, because: “Her blood is too thin”. Take that "
        "back or choose otherwise."
    )
