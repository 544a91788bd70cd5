"""The decision: consent is not offered, nor taken, while anything is outstanding; no and more time are always open."""

from datetime import timedelta

import lxml.html
import pytest
from django.core.cache import cache
from django.utils import timezone

from sdm.actions.conversations import cancel
from sdm.actions.decisions import ConsentNotYet, consent_to_study, decide
from sdm.models import Decision
from sdm.models.facts import facts_of
from sdm.models.verify import fault_of
from sdm.pages.clinician.deciding import place_of
from sdm.rules.requirements import outstanding
from sdm.rules.transitions import Status
from tests.given import ON_PAPER, SPOKEN, spoken
from tests.pages.clinician.conftest import in_boxes

pytestmark = pytest.mark.django_db

EVERY_CHOICE = ["consent", "refusal", "more-time", "another-opinion"]
WHY = "I want to walk my dog again."


@pytest.fixture
def save(record):
    """Saves the discussion and what is arranged besides through their forms."""
    return record


@pytest.fixture
def decision(staff, at, conversation, fresh):
    """Presses "Record the decision" on a page that showed no decision, and whatever else stands there now."""

    def decision(choice: str, **values):
        signed = SPOKEN if choice == "consent" else {}
        bound = {"seen": "0", "shown": str(fresh(conversation).head[0])}
        typed = {**bound, "choice": choice, "reasons": WHY, "option_id": "", **signed, **values}
        return staff.post(at("conversation-decision"), typed)

    return decision


@pytest.fixture
def join(staff, at, conversation, fresh):
    """Presses "Record the consent to the study" on a page that showed whatever stands now."""

    def join(**values):
        typed = {"shown": str(fresh(conversation).head[0]), "given_as": "Signed", **ON_PAPER, **values}
        return staff.post(at("conversation-study-consent"), typed)

    return join


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
    assert offered(response) == ["refusal", "more-time", "another-opinion"]


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
    assert offered(response) == ["refusal", "more-time", "another-opinion"]
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
    assert (response.context["missing"], offered(response)) == (
        (),
        EVERY_CHOICE,
    )
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


def test_the_study_consent_opens_the_way_to_consent(save, join, page, decision, at, distal, conversation):
    save(distal)
    response = join(given_as="Signed the study’s form")
    assert response["Location"] == at("conversation-decision")
    consent = conversation.study_consents.get()
    assert (consent.study_name, consent.ethics_reference, consent.given_as) == (
        "LEGS study",
        "26/NW/0123",
        "Signed the study’s form",
    )
    assert offered(page()) == EVERY_CHOICE
    assert decision("consent").status_code == 302


def test_a_consent_to_one_study_is_none_to_another(save, join, staff, page, at, distal):
    save(distal)
    join()
    save(
        {
            "research-study_name": "Another",
            "research-ethics_reference": "1",
            "research-study_explained": "on",
            "research-explained_by": "Sister Jo Lee",
            "research-information_sheet": "1",
            "research-revision": "1",
        }
    )
    assert [one.id for one in page().context["missing"]] == ["study-explained", "study-consent"]
    assert "Another" in staff.get(at("conversation-study-consent")).content.decode()


@pytest.mark.parametrize("left_out", ["study_name", "ethics_reference", "study_explained"])
def test_a_study_that_is_not_named_or_explained_takes_no_consent(save, join, staff, at, distal, conversation, left_out):
    save({**distal, f"research-{left_out}": ""})
    assert 'name="given_as"' not in staff.get(at("conversation-study-consent")).content.decode()
    response = join()
    assert response.status_code == 409
    assert "First name the study with its ethics reference" in response.content.decode()
    assert 'value="Signed"' in response.content.decode()
    assert conversation.study_consents.count() == 0


def test_how_the_study_consent_was_given_must_be_said(save, staff, at, distal):
    save(distal)
    response = staff.post(at("conversation-study-consent"), {"given_as": "Keep these words"})
    assert (response.status_code, response.context["form"].problems) == (
        422,
        [("#id_way_0", "Choose how the patient gave consent"), ("#id_password", "Enter your password to sign")],
    )
    assert "Keep these words" in response.content.decode()


def test_the_study_consent_sent_twice_is_one(save, join, distal, conversation):
    save(distal)
    for _ in range(2):
        assert join().status_code == 302
    assert conversation.study_consents.count() == 1


def test_where_no_study_is_asked_for_none_is_consented_to(save, join, iliofemoral):
    save(iliofemoral)
    response = join()
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


@pytest.mark.parametrize("choice", ["refusal", "more-time", "another-opinion"])
@pytest.mark.parametrize("status", ["invited", "sent", "discussing", "decided"])
def test_no_and_more_time_are_open_from_everywhere(bring_to, decision, page, conversation, status, choice):
    seen = bring_to(status)
    assert offered(page()) == ["refusal", "more-time", "another-opinion"]
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
        ({"choice": "more-time", "reasons": " \u00a0"}, ("#id_reasons", "Write why, in the patient’s own words")),
        ({"reasons": "x" * 4001}, ("#id_reasons", "This must be 4,000 characters or fewer. You have written 4,001")),
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
    assert (response.context["missing"], offered(response)) == ((), ["refusal", "more-time", "another-opinion"])
    assert "To record consent now, open the discussion again." in response.content.decode()
    assert decision("consent", seen="1").status_code == 409
    staff.post(at("conversation-reopen"))
    assert decision("consent", seen="1").status_code == 302
    assert list(conversation.decisions.values_list("choice", flat=True)) == ["refusal", "consent"]


def test_the_decision_page_costs_the_same_however_much_there_is(
    page, save, distal, conversation, clinician, fresh, django_assert_num_queries
):
    save(distal)
    page()  # what was to be told once is told
    with django_assert_num_queries(4):
        page()
    now = fresh(conversation)
    consent_to_study(conversation=now, given=spoken(), shown=now.head[0], by=clinician)
    now = fresh(conversation)
    shown = now.head[0]
    decide(conversation=now, choice="consent", reasons=WHY, given=spoken(), seen=0, shown=shown, by=clinician)
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=1, by=clinician)
    with django_assert_num_queries(4):
        page()


# How consent is given and signed


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"way": ""}, ("#id_way_0", "Choose how the patient gave consent")),
        ({"way": "thought"}, ("#id_way_0", "Choose one of the answers on this page")),
        ({"witness": " "}, ("#id_witness", "Write who heard the patient give consent")),
        ({"way": "on-paper"}, ("#id_kept_where", "Write where the signed paper is kept")),
        ({"way": "on-screen"}, ("#id_signed_as", "The patient types their name, or draws their signature")),
        ({"password": ""}, ("#id_password", "Enter your password to sign")),
        ({"password": "wrong"}, ("#id_password", "This is not your password. Try again")),
    ],
)
def test_what_is_missing_of_a_consent_is_said_and_nothing_typed_is_lost(save, decision, iliofemoral, typed, problem):
    save(iliofemoral)
    response = decision("consent", limits="Keep these words", **typed)
    assert (response.status_code, response.context["giving"].problems) == (422, [problem])
    page = response.content.decode()
    assert [words for words in (WHY, "Keep these words", problem[1]) if words not in page] == []
    assert ("wrong" in page, Decision.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ({"way": "spoken", "witness": "Sister Lee", "kept_where": "x"}, {"way": "spoken", "witness": "Sister Lee"}),
        ({"way": "on-paper", "kept_where": "Ward 4"}, {"way": "on-paper", "kept_where": "Ward 4"}),
        ({"way": "on-screen", "signed_as": "M Ellis"}, {"way": "on-screen", "signed_as": "M Ellis"}),
        (
            {"way": "on-screen", "drawn": "[[[1,2],[300,140]],[[5,5]]]"},
            {"way": "on-screen", "drawn": [[[1, 2], [300, 140]], [[5, 5]]]},
        ),
    ],
)
def test_each_way_to_give_consent_is_kept_with_what_belongs_to_it_and_stands_in_the_summary(
    save, decision, staff, at, iliofemoral, conversation, typed, given
):
    save(iliofemoral)
    assert decision("consent", **{"witness": "", **typed}).status_code == 302
    taken = conversation.decisions.get()
    assert taken.given.pop("checked_at")
    assert taken.given == given
    assert fault_of(conversation) is None
    page = staff.get(at("conversation-summary")).content.decode()
    assert "Signed for your team by" in page
    assert ('<path d="M1 2 L300 140 M5 5 L5 5"' in page) == ("drawn" in given)


@pytest.mark.parametrize(
    "drawn", ["x", "{}", "[]", "[[]]", "[[[1]]]", '[[["a",1]]]', "[[[1,999]]]", "[[[1.5,2]]]", "[" * 5000]
)
def test_a_drawing_that_is_none_is_refused(save, decision, iliofemoral, drawn):
    save(iliofemoral)
    response = decision("consent", way="on-screen", drawn=drawn)
    assert (response.status_code, Decision.objects.count()) == (422, 0)
    assert "The signature could not be read. Ask the patient to sign again" in response.content.decode()


def test_a_refusal_asks_nobody_to_sign(decision, conversation):
    assert decision("refusal", way="", password="").status_code == 302
    assert conversation.decisions.get().given == {}


@pytest.fixture
def counted_anew():
    """Tries are counted in the cache, for every test of this process."""
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("counted_anew")
def test_wrong_passwords_count_with_those_at_signing_in(save, decision, iliofemoral):
    save(iliofemoral)
    for _ in range(10):
        decision("consent", password="wrong")
    response = decision("consent")
    assert (response.status_code, Decision.objects.count()) == (422, 0)
    assert "There were too many tries. Wait 5 minutes, then try again" in response.content.decode()


def test_who_has_no_password_cannot_sign(save, decision, iliofemoral, clinician, staff):
    save(iliofemoral)
    clinician.set_unusable_password()
    clinician.save()
    staff.force_login(clinician)
    assert "Your account has no password yet." in decision("consent", password="demo").content.decode()
    assert Decision.objects.count() == 0


# Who was there, and the rest


def test_the_decision_begins_with_who_was_there_in_the_discussion(staff, at, note, clinician):
    note("people", present=f"Mrs Ellis, her daughter and {clinician.name}", interpreter="Ewa, Polish")
    form = staff.get(at("conversation-decision")).context["form"]
    names = [form[f"person{number}_name"].value() for number in (1, 2, 3)]
    assert (names, form["interpreter"].value()) == (["Margaret Ellis", clinician.name, "her daughter"], "Ewa, Polish")


def who_stands_there(response) -> str:
    """The line below which the people are folded away."""
    line = next(
        one
        for one in lxml.html.fromstring(response.content.decode()).xpath("//summary")
        if "Who was there" in one.text_content()
    )
    return " ".join(line.text_content().split())


def test_the_folded_line_names_everybody_who_would_be_recorded(staff, at, note, clinician, decision):
    note("people", present="Mrs Ellis, her daughter", interpreter="Ewa, Polish")
    known = f"Who was there: Margaret Ellis, {clinician.name}, her daughter"
    assert who_stands_there(staff.get(at("conversation-decision"))) == f"{known}, and to interpret: Ewa, Polish"
    wrong = decision("", person1_name="Margaret Ellis", person4_name="Ann Cole")
    assert (wrong.status_code, who_stands_there(wrong)) == (422, "Who was there: Margaret Ellis, Ann Cole")
    nobody = decision("")
    assert who_stands_there(nobody) == "Who was there: nobody is named"


def test_the_people_are_unfolded_where_somebody_has_no_name(decision):
    page = lxml.html.fromstring(decision("more-time", person3_role="Daughter").content.decode())
    assert page.xpath("//details[.//*[@name='person1_name']]/@open")


def test_who_was_there_and_what_the_patient_does_not_want_are_kept_and_stand_in_the_summary(
    save, decision, staff, at, iliofemoral, conversation, boxes
):
    save(iliofemoral)
    typed = {
        "person1_name": "Margaret Ellis",
        "person1_role": "The patient",
        "person1_how": "in-room",
        "person3_name": "Ann Ellis",
        "person3_role": "Daughter",
        "person3_what": "family",
        "person3_how": "by-telephone",
        "interpreter": "Ewa, Polish",
        "reservations": "I fear bleeding.",
        "limits": "No blood, please.",
        "review_with": "The vein clinic",
        **boxes("review_on", timezone.localdate() + timedelta(days=42)),
    }
    assert decision("consent", **typed).status_code == 302
    taken = conversation.decisions.get()
    assert [tuple(one[key] for key in ("name", "role", "what", "how")) for one in taken.people] == [
        ("Margaret Ellis", "The patient", "", "in-room"),
        ("Ann Ellis", "Daughter", "family", "by-telephone"),
    ]
    page = staff.get(at("conversation-summary")).content.decode()
    shown = (
        "Ann Ellis",
        "Daughter, Family or friend, By telephone",
        "Ewa, Polish",
        "I fear bleeding.",
        "No blood, please.",
        "The vein clinic",
    )
    assert [words for words in shown if words not in page] == []
    assert fault_of(conversation) is None


def test_the_patient_and_whoever_records_it_stand_there_already(page, clinician, conversation):
    form = page().context["form"]
    assert [form[f"person{number}_name"].value() for number in (1, 2)] == [conversation.patient.name, clinician.name]


def test_somebody_without_a_name_is_asked_for(decision):
    response = decision("refusal", person4_role="Neighbour", person4_name="")
    assert (response.status_code, response.context["problems"]) == (422, [("#id_person4_name", "Write who this is")])


@pytest.mark.parametrize("choice", ["more-time", "another-opinion"])
def test_more_time_and_another_opinion_leave_the_conversation_open(decision, conversation, fresh, choice):
    assert decision(choice, review_with="Dr Shah").status_code == 302
    assert fresh(conversation).status == "discussing"


# Capacity, and what is withheld

ASSESSED = {
    "capacity-doubt": "yes",
    "capacity-support": "A quiet room, and her daughter",
    "capacity-assessment": "She could say back what would happen",
    "capacity-assessed_by": "Dr Khan",
    **in_boxes("capacity-assessed_on", timezone.localdate()),
}


def test_a_doubt_takes_consent_away_and_says_which_route_applies(save, page, decision, staff, at, iliofemoral):
    save(iliofemoral)
    there = at("conversation-arrangement", "capacity")
    assert staff.post(there, {"capacity-doubt": "yes"}).status_code == 302
    assert [one.id for one in page().context["missing"]] == ["may-decide"]
    assert f'<a href="{there}">There is a doubt' in page().content.decode()
    assert offered(page()) == ["refusal", "more-time", "another-opinion"]
    assert decision("consent").status_code == 409
    route = staff.get(there).content.decode()
    for number in range(1, 5):
        assert f"Consent form {number}" in route
    assert decision("refusal").status_code == 302


def test_a_doubt_whether_the_patient_decides_freely_takes_consent_away_until_it_is_settled(
    save, page, decision, staff, at, iliofemoral
):
    save(iliofemoral)
    there = at("conversation-arrangement", "capacity")
    doubt = {"capacity-not_free": "Her son answers for her"}
    assert staff.post(there, doubt).status_code == 302
    assert [one.id for one in page().context["missing"]] == ["decides-freely"]
    assert decision("consent").status_code == 409
    settled = {"capacity-free_after_all": "I saw her on her own. She wants it herself.", "capacity-revision": "1"}
    assert staff.post(there, doubt | settled).status_code == 302
    assert page().context["missing"] == ()
    assert decision("consent").status_code == 302


@pytest.mark.parametrize(("result", "missing"), [("has", []), ("lacks", ["may-decide"])])
def test_an_assessment_settles_it(save, page, staff, at, iliofemoral, result, missing):
    save(iliofemoral)
    there = at("conversation-arrangement", "capacity")
    assert staff.post(there, ASSESSED | {"capacity-result": result}).status_code == 302
    assert [one.id for one in page().context["missing"]] == missing
    words = " ".join(page().content.decode().split())
    for told in ("Consent is not offered here for this patient", "Consent form 4 is for: an adult who is unable to"):
        assert (told in words) == bool(missing)
    assert ("consent" in offered(page())) == (not missing)
    summary = staff.get(at("conversation-summary")).content.decode()
    shown = ("Whether you could decide for yourself", "A quiet room, and her daughter", "Dr Khan")
    assert [words for words in shown if words not in summary] == []


@pytest.mark.parametrize("left_out", ["support", "assessment", "assessed_by", "assessed_on_day"])
def test_a_result_without_its_assessment_is_none(staff, at, left_out):
    typed = ASSESSED | {"capacity-result": "has", f"capacity-{left_out}": ""}
    assert staff.post(at("conversation-arrangement", "capacity"), typed).status_code == 422


def test_what_is_withheld_has_a_reason_and_never_stands_in_the_patients_summary(
    save, decision, staff, at, iliofemoral, conversation, fresh
):
    save(iliofemoral)
    there = at("conversation-arrangement", "withheld")
    typed = {"withheld-withheld": "SECRET", "withheld-delayed": "LATER"}
    response = staff.post(there, typed)
    assert [words for _, words in response.context["form"].problems] == [
        "Write why it was withheld",
        "Write why it is told later",
        "Write when it can be told",
    ]
    reasons = {"withheld_because": "Harm", "legal_advice": "yes", "delayed_because": "Results", "delayed_until": "May"}
    typed |= {f"withheld-{name}": words for name, words in reasons.items()}
    assert staff.post(there, typed).status_code == 302
    assert fresh(conversation).discussion["withheld"].details["legal_advice"] == "yes"
    decision("consent")
    summary = staff.get(at("conversation-summary")).content.decode()
    assert ("SECRET" in summary, "LATER" in summary) == (False, False)
    assert fault_of(conversation) is None


def test_where_and_how_it_was_talked_about_is_kept_and_asks_for_no_other_consent(
    save, decision, page, staff, at, iliofemoral, conversation, fresh
):
    save(iliofemoral)
    decision("consent")
    staff.post(at("conversation-reopen"))
    typed = {
        "location": "Vein clinic",
        "location_type": "Outpatient clinic",
        "contact_type": "First appointment",
        "method": "face-to-face",
        "specialty": "Vascular surgery",
        "responsible": "Dr Amira Khan",
        "responsible_role": "Consultant",
        "recording": "yes",
        "recording_consent": "The patient, spoken",
        "recording_copy": "With the patient",
    }
    sent = {f"contact-{name}": words for name, words in typed.items()}
    assert staff.post(at("conversation-arrangement", "contact"), sent).status_code == 302
    assert fresh(conversation).discussion["contact"].details == typed
    assert page().context["missing"] == ()
    assert "Vein clinic" in staff.get(at("conversation-summary") + "?").content.decode()
    assert fault_of(conversation) is None
