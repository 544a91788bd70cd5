"""The decision: consent is not offered, nor taken, while anything is outstanding; no and more time are always open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sdm.actions.conversations import cancel
from sdm.actions.decisions import ConsentNotYet, consent_to_study, decide
from sdm.models import Decision
from sdm.models.facts import facts_of
from sdm.pages.clinician.deciding import place_of
from sdm.rules.requirements import outstanding
from sdm.rules.transitions import Status

pytestmark = pytest.mark.django_db

WHY = "I want to walk my dog again."


@pytest.fixture
def save(record):
    """Saves the discussion and what is arranged besides through their forms."""
    return record


@pytest.fixture
def decision(staff, at):
    """Presses "Record the decision" on a page that showed no decision."""

    def decision(choice: str, **values):
        return staff.post(
            at("conversation-decision"), {"seen": "0", "choice": choice, "reasons": WHY, "option_id": "", **values}
        )

    return decision


@pytest.fixture
def page(staff, at):
    return lambda: staff.get(at("conversation-decision"))


def offered(response) -> list[str]:
    return [option["value"] for option in response.context["form"]["choice"].options]


def test_everything_outstanding_is_listed_first_with_whose_words_ask_and_a_way_to_where_it_is_done(
    page, at, conversation, fresh
):
    response = page()
    missing = outstanding(facts_of(fresh(conversation)))
    assert response.context["missing"] == missing
    assert len(missing) == 11
    html = response.content.decode().replace("&#x27;", "'")
    assert "11 things are outstanding." in html
    for one in missing:
        assert f'<a href="{place_of(one.part, conversation)}">{one.label}</a>' in html
        assert f"Who asks for it: {one.source}" in html
    assert html.index(missing[-1].label) < html.index("What did the patient decide?")
    assert offered(response) == ["refusal", "more-time"]


# Each thing that special arrangements ask for: without it, consent is neither offered nor taken.
WITHOUT = {
    "indication-known": {"indication-indication": ""},
    **{f"question-{number}": {f"question-{number}-text": " "} for number in range(1, 6)},
    "no-procedure-discussed": {"options-discussed": ["procedure"]},
    "what-matters": {"what-matters-text": ""},
    "family-offered": {"sharing-family_offered": ""},
    "told-where-to-find-more": {"sharing-told_where": ""},
    "team-assessed": {"team-member1": ""},
    "written-information": {"special-written_information": ""},
    "uncertainties-explained": {"special-uncertainties_explained": ""},
    "checks-planned": {"special-check1_what": "", "special-check1_when": "", "special-check1_whom": ""},
    "governance-lead-told": {"special-governance_lead": ""},
    "registry-or-audit": {"special-registry": ""},
}


@pytest.mark.parametrize("missing", WITHOUT)
def test_one_thing_outstanding_and_consent_is_refused_by_form_by_forged_post_and_by_action(
    save, page, decision, iliofemoral, conversation, clinician, fresh, missing
):
    save({**iliofemoral, **WITHOUT[missing]})
    response = page()
    assert [one.id for one in response.context["missing"]] == [missing]
    assert "One thing is outstanding." in response.content.decode()
    assert offered(response) == ["refusal", "more-time"]
    forged = decision("consent")
    assert forged.status_code == 409
    assert [one.id for one in forged.context["missing"]] == [missing]
    assert "Consent cannot be recorded yet." in forged.content.decode()
    assert WHY in forged.content.decode()
    with pytest.raises(ConsentNotYet) as refused:
        decide(conversation=fresh(conversation), choice="consent", reasons=WHY, seen=0, by=clinician)
    assert [one.id for one in refused.value.outstanding] == [missing]
    assert Decision.objects.count() == 0


def test_an_open_item_is_outstanding(save, page, decision, iliofemoral, worry):
    save(iliofemoral)
    assert [one.id for one in page().context["missing"]] == ["agenda-closed"]
    assert decision("consent").status_code == 409
    save({f"item-{worry.pk}-state": "answered", f"item-{worry.pk}-outcome": "It is rare"})
    assert page().context["missing"] == ()
    assert decision("consent").status_code == 302


def test_with_everything_done_consent_is_offered_and_recorded_with_its_summary(
    save, page, decision, at, iliofemoral, boxes, conversation, fresh
):
    save(iliofemoral)
    response = page()
    assert (response.context["missing"], offered(response)) == ((), ["consent", "refusal", "more-time"])
    assert "Everything that is asked for before consent has happened." in response.content.decode()
    day = timezone.localdate() + timedelta(days=42)
    recorded = decision("consent", next_steps="Come on Monday", **boxes("review_on", day))
    assert recorded["Location"] == at("conversation-summary")
    taken = conversation.decisions.get()
    assert (taken.choice, taken.reasons, taken.next_steps, taken.review_on) == ("consent", WHY, "Come on Monday", day)
    assert taken.summary["decision"]["reasons"] == WHY
    assert fresh(conversation).status == Status.DECIDED


def test_only_in_research_asks_for_the_study_and_a_consent_of_its_own(save, page, decision, at, distal):
    save(distal)
    response = page()
    assert [one.id for one in response.context["missing"]] == ["study-consent"]
    assert f'href="{at("conversation-study-consent")}"' in response.content.decode()
    assert decision("consent").status_code == 409


def test_the_study_consent_opens_the_way_to_consent(save, staff, page, decision, at, distal, conversation):
    save(distal)
    response = staff.post(at("conversation-study-consent"), {"given_as": "Signed the study’s form"})
    assert response["Location"] == at("conversation-decision")
    consent = conversation.study_consents.get()
    assert (consent.study_name, consent.ethics_reference, consent.given_as) == (
        "LEGS study",
        "26/NW/0123",
        "Signed the study’s form",
    )
    assert offered(page()) == ["consent", "refusal", "more-time"]
    assert decision("consent").status_code == 302


def test_a_consent_to_one_study_is_none_to_another(save, staff, page, at, distal):
    save(distal)
    staff.post(at("conversation-study-consent"), {"given_as": "Signed"})
    save(
        {
            "research-study_name": "Another",
            "research-ethics_reference": "1",
            "research-study_explained": "on",
            "research-explained_by": "Sister Jo Lee",
            "research-revision": "1",
        }
    )
    assert [one.id for one in page().context["missing"]] == ["study-consent"]
    assert "Another" in staff.get(at("conversation-study-consent")).content.decode()


@pytest.mark.parametrize("left_out", ["study_name", "ethics_reference", "study_explained"])
def test_a_study_that_is_not_named_or_explained_takes_no_consent(save, staff, at, distal, conversation, left_out):
    save({**distal, f"research-{left_out}": ""})
    assert 'name="given_as"' not in staff.get(at("conversation-study-consent")).content.decode()
    response = staff.post(at("conversation-study-consent"), {"given_as": "Signed"})
    assert response.status_code == 409
    assert "Name the study with its ethics reference, and explain it, first." in response.content.decode()
    assert 'value="Signed"' in response.content.decode()
    assert conversation.study_consents.count() == 0


def test_how_the_study_consent_was_given_must_be_said(save, staff, at, distal):
    save(distal)
    response = staff.post(at("conversation-study-consent"), {"given_as": " "})
    assert (response.status_code, response.context["form"].problems) == (
        422,
        [("#id_given_as", "Enter how the patient gave their consent to the study")],
    )


def test_the_study_consent_sent_twice_is_one(save, staff, at, distal, conversation):
    save(distal)
    for _ in range(2):
        assert staff.post(at("conversation-study-consent"), {"given_as": "Signed"}).status_code == 302
    assert conversation.study_consents.count() == 1


def test_where_no_study_is_asked_for_none_is_consented_to(save, staff, at, iliofemoral):
    save(iliofemoral)
    response = staff.post(at("conversation-study-consent"), {"given_as": "Signed"})
    assert response.status_code == 409
    assert "No research study is asked for here." in response.content.decode()


# No, and more time


@pytest.fixture
def bring_to(conversation, answer, send, note, clinician, fresh):
    """Brings the conversation to where a test wants it."""

    def bring_to(status: str) -> int:
        if status == "sent":
            answer("question-1", text="Why?")
            send()
        if status == "discussing":
            note("question-1", text="Said")
        if status == "decided":
            decide(conversation=fresh(conversation), choice="refusal", reasons="To think", seen=0, by=clinician)
        assert fresh(conversation).status == status
        return 1 if status == "decided" else 0

    return bring_to


@pytest.mark.parametrize("choice", ["refusal", "more-time"])
@pytest.mark.parametrize("status", ["invited", "sent", "discussing", "decided"])
def test_no_and_more_time_are_open_from_everywhere(bring_to, decision, page, conversation, status, choice):
    seen = bring_to(status)
    assert offered(page()) == ["refusal", "more-time"]
    assert decision(choice, seen=str(seen)).status_code == 302
    assert conversation.decisions.latest("number").choice == choice


def test_a_refusal_can_name_what_is_chosen_instead(decision, conversation):
    decision("refusal", option_id="no-procedure")
    assert conversation.decisions.get().option_id == "no-procedure"


def test_what_is_chosen_instead_belongs_to_a_refusal_only_and_is_never_dropped_unsaid(decision, conversation):
    response = decision("more-time", option_id="no-procedure")
    assert response.status_code == 422
    assert "This is only for a patient who does not have the procedure" in response.content.decode()
    assert conversation.decisions.count() == 0


def test_the_procedure_is_not_chosen_instead_of_itself(decision):
    response = decision("refusal", option_id="procedure")
    assert response.status_code == 422


def test_a_cancelled_conversation_takes_no_decision(decision, page, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "This conversation was cancelled." in page().content.decode()
    assert 'name="choice"' not in page().content.decode()
    response = decision("refusal")
    assert response.status_code == 409
    assert WHY in response.content.decode()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"choice": ""}, ("#id_choice_0", "Choose what the patient decided")),
        ({"choice": "maybe"}, ("#id_choice_0", "Choose one of the answers on this page")),
        ({"reasons": " \u00a0"}, ("#id_reasons", "Write why, in the patient’s own words")),
        ({"reasons": "x" * 4001}, ("#id_reasons", "This must be 4000 characters or fewer. You have written 4001")),
        (
            {"next_steps": "a\x07"},
            (
                "#id_next_steps",
                "There is a hidden character after “a” that we cannot save. Delete it, or type that part again",
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(decision, values, problem):
    response = decision(**{"choice": "refusal", "next_steps": "Keep these words", **values})
    assert (response.status_code, response.context["form"].problems) == (422, [problem])
    assert values.get("next_steps", "Keep these words") in response.content.decode()
    assert Decision.objects.count() == 0


def test_the_day_to_look_again_is_to_come(decision, boxes):
    response = decision("more-time", **boxes("review_on", timezone.localdate() - timedelta(days=1)))
    assert response.context["form"].problems == [("#id_review_on_day", "The day must be today or in the future")]


@pytest.mark.parametrize("seen", ["", "x", "-1", str(2**63)])
def test_a_press_that_names_no_number_of_decisions_records_none(decision, seen):
    assert decision("refusal", seen=seen).status_code == 422
    assert Decision.objects.count() == 0


def test_the_same_decision_sent_twice_is_one(decision, conversation):
    assert [decision("refusal").status_code for _ in range(2)] == [302, 302]
    assert conversation.decisions.count() == 1


def test_another_decision_in_between_is_told_and_nothing_typed_is_lost(decision, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="more-time", reasons="To think", seen=0, by=clinician)
    response = decision("refusal")
    assert response.status_code == 409
    html = response.content.decode()
    assert "A decision was recorded after you opened this page. Look at it first." in html
    assert ("Take more time to decide" in html, WHY in html) == (True, True)
    assert conversation.decisions.count() == 1


def test_after_a_decision_consent_needs_the_discussion_to_be_opened_again(
    save, page, decision, staff, at, iliofemoral, conversation
):
    save(iliofemoral)
    decision("refusal")
    response = page()
    assert (response.context["missing"], offered(response)) == ((), ["refusal", "more-time"])
    assert "To record consent now, open the discussion again." in response.content.decode()
    assert decision("consent", seen="1").status_code == 409
    staff.post(at("conversation-reopen"))
    assert decision("consent", seen="1").status_code == 302
    assert list(conversation.decisions.values_list("choice", flat=True)) == ["refusal", "consent"]


def test_the_decision_page_costs_the_same_however_much_there_is(
    page, save, distal, conversation, clinician, fresh, django_assert_num_queries
):
    save(distal)
    with django_assert_num_queries(5):
        page()
    consent_to_study(conversation=fresh(conversation), given_as="Signed", by=clinician)
    decide(conversation=fresh(conversation), choice="consent", reasons=WHY, seen=0, by=clinician)
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=1, by=clinician)
    with django_assert_num_queries(5):
        page()
