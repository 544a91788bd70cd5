"""Consent is recorded only where nothing is outstanding; refusal and more time are always open."""

import pytest

from sdm.actions.agenda import close_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import ConsentNotYet, NotGiven, consent_to_study, decide
from sdm.actions.discussion import save_discussion
from sdm.actions.editions import start_draft
from sdm.actions.follow_up import note_procedure
from sdm.models import AgendaItem, Decision, RecordEntry, StudyConsent
from sdm.models.verify import fault_of
from sdm.rules import parts
from sdm.rules.follow_up import PROCEDURE
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import OWN_MATTER, OWN_MATTER_RATED
from sdm.rules.transitions import NotAllowed
from sdm.summary.build import summary_of
from tests.given import spoken

pytestmark = pytest.mark.django_db

TEAM = ("Vascular surgeon", "Interventional radiologist", "Haematologist")


@pytest.fixture
def choose(clinician, fresh):
    def choose(conversation, choice="consent", seen=0, reasons="I want to walk again.", **values):
        now = fresh(conversation)
        values = {"given": spoken(), "shown": now.head[0], **values}
        return decide(conversation=now, choice=choice, reasons=reasons, seen=seen, by=clinician, **values)

    return choose


def refused(choose, conversation) -> list[str]:
    with pytest.raises(ConsentNotYet) as error:
        choose(conversation)
    assert Decision.objects.count() == 0
    return [requirement.id for requirement in error.value.outstanding]


def test_consent_where_all_that_special_arrangements_ask_for_has_happened(iliofemoral, choose, fresh):
    decision = choose(iliofemoral)
    assert (decision.number, decision.choice, fresh(iliofemoral).status) == (1, "consent", "decided")
    assert decision.summary["decision"]["reasons"] == "I want to walk again."
    assert [one["met"] for one in decision.summary["requirements"]] == [True] * len(decision.summary["requirements"])
    assert fault_of(iliofemoral) is None


def test_consent_where_all_that_research_asks_for_has_happened(distal, choose):
    assert choose(distal).choice == "consent"


def test_no_consent_while_the_kind_of_clot_is_not_known(iliofemoral, discuss, choose):
    discuss(iliofemoral, {parts.INDICATION: {"details": {"indication": ""}}})
    assert refused(choose, iliofemoral) == ["indication-known"]


def test_no_consent_for_a_kind_of_clot_that_the_edition_does_not_name(iliofemoral, discuss, choose):
    discuss(iliofemoral, {parts.INDICATION: {"details": {"indication": "made-up"}}})
    assert refused(choose, iliofemoral) == ["indication-known"]


@pytest.mark.parametrize(
    ("part", "emptied", "outstanding"),
    [
        ("question-4", {"text": "  "}, "question-4"),
        (parts.WHAT_MATTERS, {"text": ""}, "what-matters"),
        (parts.OPTIONS, {"details": {"discussed": ["procedure"]}}, "no-procedure-discussed"),
        (parts.SHARING, {"details": {"family_offered": False, "told_where": True}}, "family-offered"),
        (parts.SHARING, {"details": {"family_offered": True}}, "told-where-to-find-more"),
    ],
)
def test_no_consent_while_anything_is_outstanding(iliofemoral, discuss, choose, part, emptied, outstanding):
    discuss(iliofemoral, {part: emptied})
    assert refused(choose, iliofemoral) == [outstanding]


@pytest.mark.parametrize(
    ("missing", "outstanding"),
    [
        ("written_information", "written-information"),
        ("uncertainties_explained", "uncertainties-explained"),
        ("checks", "checks-planned"),
        ("governance_lead", "governance-lead-told"),
        ("governance_told_on", "governance-lead-told"),
        ("registry", "registry-or-audit"),
    ],
)
def test_no_consent_while_a_special_arrangement_is_missing(iliofemoral, discuss, choose, missing, outstanding):
    details = {name: value for name, value in iliofemoral.discussion[parts.SPECIAL].details.items() if name != missing}
    discuss(iliofemoral, {parts.SPECIAL: {"details": details}})
    assert refused(choose, iliofemoral) == [outstanding]


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"members": [{"profession": "Vascular surgeon", "name": "Dr Khan"}], "assessed_on": "2026-11-19"},
        {"members": "everybody", "assessed_on": "2026-11-19"},
        {"members": [{"profession": one, "name": "Dr Khan"} for one in TEAM], "assessed_on": "2026-11-19"},
        {"assessed_on": "2026-11-19"},
        {"members": [{"profession": "Haematologist", "name": " "}], "assessed_on": "2026-11-19"},
    ],
)
def test_no_consent_before_each_profession_of_the_team_has_assessed_the_patient(iliofemoral, discuss, choose, details):
    discuss(iliofemoral, {parts.TEAM: {"details": details}})
    assert refused(choose, iliofemoral) == ["team-assessed"]


@pytest.mark.parametrize("day", ["soon", "1945-05-08", "2026-11-15", "2099-01-01"])
def test_the_day_of_the_assessment_is_asked_for_and_can_be(iliofemoral, discuss, choose, day):
    members = iliofemoral.discussion[parts.TEAM].details["members"]
    discuss(iliofemoral, {parts.TEAM: {"details": {"members": members, "assessed_on": day}}})
    assert refused(choose, iliofemoral) == ["team-assessed"]


def test_a_consent_says_that_what_matters_and_has_no_word_was_talked_about(iliofemoral, choose, patient, fresh):
    garden = {OWN_MATTER: "My garden", OWN_MATTER_RATED: "a-lot"}
    save_answer(conversation=fresh(iliofemoral), part=parts.WHAT_MATTERS, details=garden, seen=0, by=patient)
    send_answers(conversation=fresh(iliofemoral), by=patient)
    for given in (spoken(), spoken(talked_about=("My dog",))):
        with pytest.raises(NotGiven, match="matters to the patient"):
            choose(iliofemoral, given=given)
    assert choose(iliofemoral, "more-time").choice == "more-time"
    assert choose(iliofemoral, given=spoken(talked_about=("My garden",)), seen=1).choice == "consent"


def test_a_distal_clot_needs_the_consent_to_the_study_as_well(distal_without_study_consent, choose):
    assert refused(choose, distal_without_study_consent) == ["study-consent"]


def test_a_consent_to_another_study_does_not_count(distal, discuss, choose):
    study = {**distal.discussion[parts.RESEARCH].details, "ethics_reference": "26/NW/9999"}
    discuss(distal, {parts.RESEARCH: {"details": study}})
    assert refused(choose, distal) == ["study-explained", "study-consent"]
    discuss(distal, {parts.RESEARCH: {"details": study}})
    assert refused(choose, distal) == ["study-consent"]


def test_the_version_of_the_studys_information_sheet_is_needed(distal, discuss, choose, clinician, fresh):
    study = distal.discussion[parts.RESEARCH].details | {"information_sheet": " "}
    discuss(distal, {parts.RESEARCH: {"details": study}})
    assert refused(choose, distal) == ["study-explained", "study-consent"]
    with pytest.raises(NotAllowed, match="version of its information sheet"):
        consent_to_study(conversation=fresh(distal), given=spoken(), by=clinician)


def test_a_consent_to_a_study_is_to_the_information_sheet_that_the_patient_has(
    distal, discuss, choose, clinician, fresh
):
    study = distal.discussion[parts.RESEARCH].details | {"information_sheet": "4.0"}
    now = discuss(distal, {parts.RESEARCH: {"details": study}})
    assert refused(choose, distal) == ["study-consent"]
    again = consent_to_study(conversation=now, given=spoken(), shown=now.head[0], by=clinician)
    assert (again.information_sheet, StudyConsent.objects.count()) == ("4.0", 2)
    assert choose(distal).summary["study"]["information_sheet"] == "4.0"


def test_after_a_refusal_the_study_is_asked_about_anew(distal, choose, clinician, fresh):
    choose(distal, "refusal")
    reopen(conversation=fresh(distal), by=clinician)
    with pytest.raises(ConsentNotYet) as error:
        choose(distal, seen=1)
    assert [one.id for one in error.value.outstanding] == ["study-consent"]
    assert summary_of(fresh(distal)).study["consented_at"] is None


def test_more_time_takes_no_consent_to_a_study_back(distal, choose):
    choose(distal, "more-time")
    assert choose(distal, seen=1).choice == "consent"


def test_nobody_consents_to_a_study_while_help_that_they_asked_for_is_not_arranged(
    distal_without_study_consent, patient, discuss, clinician, fresh
):
    distal = distal_without_study_consent
    needs = {"needs": ["interpreter"]}
    save_answer(conversation=fresh(distal), part=parts.PEOPLE_AND_HELP, details=needs, seen=0, by=patient)
    send_answers(conversation=fresh(distal), by=patient)
    with pytest.raises(NotAllowed, match="asked for help"):
        consent_to_study(conversation=fresh(distal), given=spoken(), by=clinician)
    now = discuss(distal, {parts.UNDERSTOOD: {"text": "Her son helped, and she told it back."}})
    consent_to_study(conversation=now, given=spoken(), shown=now.head[0], by=clinician)
    assert StudyConsent.objects.count() == 1


def test_consent_to_a_study_needs_the_study_named_and_explained(
    distal_without_study_consent, discuss, clinician, fresh
):
    distal = distal_without_study_consent
    study = {**distal.discussion[parts.RESEARCH].details, "study_explained": False}
    discuss(distal, {parts.RESEARCH: {"details": study}})
    with pytest.raises(NotAllowed):
        consent_to_study(conversation=fresh(distal), given_as="Spoken", by=clinician)
    assert StudyConsent.objects.count() == 0


def test_no_consent_to_a_study_where_none_is_asked_for(iliofemoral, clinician):
    with pytest.raises(NotAllowed):
        consent_to_study(conversation=iliofemoral, given_as="Spoken", by=clinician)


def test_consent_to_the_study_twice_is_once(distal, clinician):
    consent_to_study(conversation=distal, given_as="Signed the study's form", shown=distal.head[0], by=clinician)
    assert StudyConsent.objects.count() == 1


def test_no_consent_while_something_to_talk_about_is_open(
    conversation, patient, discuss, iliofemoral, choose, clinician, fresh
):
    save_answer(
        conversation=fresh(conversation),
        part="question-2",
        text="Will it work?",
        understanding="talk",
        seen=0,
        by=patient,
    )
    send_answers(conversation=fresh(conversation), by=patient)
    assert refused(choose, conversation) == ["agenda-closed"]
    item = AgendaItem.objects.get()
    close_item(
        conversation=fresh(conversation), item=item, state="answered", outcome="We talked it over.", by=clinician
    )
    assert choose(conversation).choice == "consent"


@pytest.mark.parametrize(("choice", "status"), [("refusal", "decided"), ("more-time", "discussing")])
def test_refusal_and_more_time_need_nothing(conversation, choose, fresh, choice, status):
    decision = choose(conversation, choice, reasons="I am too frightened.")
    assert (decision.choice, fresh(conversation).status) == (choice, status)


def test_with_more_time_the_patient_can_go_on_writing(conversation, choose, patient, fresh):
    choose(conversation, "more-time", reasons="I want to ask my son.")
    save_answer(conversation=fresh(conversation), part="question-2", text="He asks this", seen=0, by=patient)
    assert fresh(conversation).answers["question-2"].text == "He asks this"


def test_more_time_after_consent_ends_the_consent_and_the_discussion_goes_on(iliofemoral, choose, fresh):
    choose(iliofemoral)
    choose(iliofemoral, "more-time", seen=1, reasons="I am no longer sure.")
    assert fresh(iliofemoral).status == "discussing"
    assert choose(iliofemoral, seen=2).number == 3


def test_refusal_after_consent_and_both_are_kept(iliofemoral, choose):
    choose(iliofemoral)
    choose(iliofemoral, "refusal", seen=1, reasons="I changed my mind.")
    assert list(Decision.objects.values_list("number", "choice")) == [(1, "consent"), (2, "refusal")]


def test_consent_after_a_decision_needs_the_discussion_opened_again(iliofemoral, choose, clinician, fresh):
    choose(iliofemoral, "refusal")
    with pytest.raises(NotAllowed):
        choose(iliofemoral, seen=1)
    reopen(conversation=fresh(iliofemoral), by=clinician)
    assert choose(iliofemoral, seen=1).number == 2


def test_the_same_decision_twice_is_one(iliofemoral, choose):
    assert choose(iliofemoral).pk == choose(iliofemoral).pk
    assert RecordEntry.objects.filter(what="decision: consent").count() == 1


def test_a_decision_that_did_not_see_the_last_one_is_refused(iliofemoral, choose):
    choose(iliofemoral)
    with pytest.raises(NotAllowed):
        choose(iliofemoral, "refusal", seen=0)


def test_no_decision_in_a_cancelled_conversation(conversation, choose, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        choose(conversation, "refusal")


def test_the_summary_stays_as_it_was_when_the_decision_was_made(iliofemoral, choose, clinician, discuss, fresh):
    before = choose(iliofemoral).summary
    reopen(conversation=fresh(iliofemoral), by=clinician)
    discuss(iliofemoral, {"question-1": {"text": "Other words."}})
    assert Decision.objects.get().summary == before


def test_a_decision_of_no_known_kind_is_refused(conversation, choose):
    with pytest.raises(NotAllowed):
        choose(conversation, "consented")


def test_consent_through_what_was_read_before_the_discussion_changed_is_refused(iliofemoral, clinician, fresh):
    """The very object that an action wrote through is read again before the next one judges it."""
    held = fresh(iliofemoral)
    revision = held.discussion["question-1"].revision
    save_discussion(conversation=held, notes={"question-1": Saved("question-1", revision=revision)}, by=clinician)
    with pytest.raises(ConsentNotYet):
        decide(conversation=held, choice="consent", reasons="Yes.", seen=0, by=clinician)


@pytest.mark.parametrize(
    ("part", "note", "outstanding"),
    [
        ("question-1", {"text": "\u200b"}, "question-1"),
        (parts.SHARING, {"details": {"family_offered": "no", "told_where": True}}, "family-offered"),
        (parts.OPTIONS, {"details": {"discussed": "no-procedure and more"}}, "no-procedure-discussed"),
        (parts.INDICATION, {"details": {"indication": ["iliofemoral-dvt"]}}, "indication-known"),
        ("question-2", {"text": "."}, "question-2"),
        (parts.WHAT_MATTERS, {"text": "x"}, "what-matters"),
    ],
)
def test_what_only_looks_like_a_fact_does_not_count(iliofemoral, discuss, choose, part, note, outstanding):
    discuss(iliofemoral, {part: note})
    assert refused(choose, iliofemoral) == [outstanding]


@pytest.mark.parametrize(
    ("name", "value", "outstanding"),
    [
        ("checks", " ", "checks-planned"),
        ("checks", [], "checks-planned"),
        ("checks", [{"what": "Scan", "when": "", "whom": "Clinic"}], "checks-planned"),
        ("checks", {"what": "Scan"}, "checks-planned"),
        ("checks", [{"what": ".", "when": "At 6 weeks", "whom": "Clinic"}], "checks-planned"),
        ("checks", [{"what": "Scan", "when": "never", "whom": "Clinic"}], "checks-planned"),
        ("registry", True, "registry-or-audit"),
        ("registry", ".", "registry-or-audit"),
        ("governance_lead", "x", "governance-lead-told"),
        ("governance_told_on", "1990-01-01", "governance-lead-told"),
        ("governance_told_on", "2099-01-01", "governance-lead-told"),
        ("governance_told_on", "never", "governance-lead-told"),
        ("uncertainties_explained", "yes", "uncertainties-explained"),
    ],
)
def test_what_only_looks_arranged_does_not_count(iliofemoral, discuss, choose, name, value, outstanding):
    discuss(iliofemoral, {parts.SPECIAL: {"details": iliofemoral.discussion[parts.SPECIAL].details | {name: value}}})
    assert refused(choose, iliofemoral) == [outstanding]


def test_no_consent_to_a_procedure_that_was_done_already(iliofemoral, choose, clinician, fresh):
    ends = [{"happened": "done", "done_on": "2026-11-20", "no_consent": True}, {"happened": "not-done"}]
    for revision, details in enumerate(ends):
        note = Saved(PROCEDURE, details=details, revision=revision)
        note_procedure(conversation=fresh(iliofemoral), note=note, by=clinician)
        if details["happened"] == "done":
            assert refused(choose, iliofemoral) == ["not-done-yet"]
    assert choose(iliofemoral).choice == "consent"


def test_a_decision_has_reasons(iliofemoral, choose):
    for reasons in (" \u200b", ".", "-", "x"):
        for choice in ("consent", "more-time", "another-opinion"):
            with pytest.raises(NotAllowed, match="Write down why"):
                choose(iliofemoral, choice, reasons=reasons)


@pytest.mark.parametrize("reasons", ["", ".", "-", "x"])
def test_a_refusal_is_recorded_at_once_and_a_dot_is_no_reason_for_it(iliofemoral, choose, reasons):
    for _ in range(2):
        assert choose(iliofemoral, "refusal", reasons=reasons).reasons == ""
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("because", ["", ".", "-", "x"])
def test_what_is_withheld_has_a_reason_in_words(iliofemoral, discuss, fresh, because):
    for name in ("withheld", "delayed"):
        told = {name: "The scan", f"{name}_because": because, "delayed_until": "May"}
        with pytest.raises(NotAllowed, match="Write why it"):
            discuss(iliofemoral, {parts.WITHHELD: {"details": told}})
    assert parts.WITHHELD not in fresh(iliofemoral).discussion
    discuss(iliofemoral, {parts.WITHHELD: {"details": {"withheld": "The scan", "withheld_because": "Harm"}}})
    assert parts.WITHHELD in fresh(iliofemoral).discussion


def test_only_clinicians_of_the_hospital_act(iliofemoral, other_clinician, editor, administrator, fresh):
    for by in (other_clinician, editor, administrator):
        with pytest.raises(NotAllowed, match="Only a clinician of this hospital"):
            decide(conversation=fresh(iliofemoral), choice="refusal", reasons="No.", seen=0, by=by)
    assert Decision.objects.count() == 0


def test_a_draft_starts_no_conversation(start, editor, edition):
    draft = start_draft(content=edition.content, by=editor)
    with pytest.raises(NotAllowed, match="not been published"):
        start(edition=draft)
