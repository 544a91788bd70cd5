"""A consent is to what the decision page showed: what came since is told, and pressing again is on top of it."""

import html
import re
from dataclasses import replace

import pytest

from sdm.actions.agenda import raise_item
from sdm.actions.conversations import reopen
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft
from sdm.actions.reading_briefs import mark_as_read
from sdm.models import Decision
from sdm.models.agreement import agreed
from sdm.models.verify import fault_of
from sdm.pages.clinician.deciding import BOUND_TO
from sdm.rules.arrangements import Arrangement
from sdm.rules.standing import Standing
from tests.given import ON_PAPER, SPOKEN
from tests.second_person import publish

pytestmark = pytest.mark.django_db

WHY, TABLETS = "I want to walk my dog again.", "I want tablets only."


@pytest.fixture
def ready(record, answer, send, iliofemoral, conversation, fresh, clinician):
    """Nothing is outstanding; the patient has sent an answer, and it was read."""
    answer("question-2", text="I want it gone.")
    send()
    record(iliofemoral)
    mark_as_read(conversation=fresh(conversation), seen=fresh(conversation).head[0], by=clinician)
    return conversation


@pytest.fixture
def opened(staff, at):
    """Opens the decision page, and presses "Record" there later; `again` presses on the page that this led to."""

    def opened(page=None):
        page = page or staff.get(at("conversation-decision"))

        def press(choice: str = "consent", **values):
            values_there = {name: page.context["form"][name].value() for name in BOUND_TO}
            bound = {name: value for name, value in values_there.items() if value is not None}
            typed = {**bound, "choice": choice, "reasons": WHY, "option_id": "", "limits": "No blood", **values}
            return staff.post(at("conversation-decision"), (SPOKEN if choice == "consent" else {}) | typed)

        return press

    return opened


def words_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_what_the_patient_changed_meanwhile_is_told_before_a_consent_is_recorded_on_top(
    ready, opened, answer, at, conversation
):
    press = opened()
    answer("question-2", text=TABLETS)
    refused = press()
    assert (refused.status_code, Decision.objects.count()) == (409, 0)
    words = words_of(refused)
    assert "Something that bears on the consent was recorded after you opened this page." in words
    assert "The patient's answer has changed: 2. " in words
    assert ("I want it gone." in words, TABLETS in words) == (True, True)
    assert "By Margaret Ellis" in words
    assert f'<a href="{at("conversation")}">See it' in refused.content.decode()
    assert (WHY in words, 'value="Sister Jo Lee"' in refused.content.decode()) == (True, True)
    assert "No blood" in words
    assert opened(refused)().status_code == 302
    assert conversation.decisions.get().choice == "consent"
    assert fault_of(conversation) is None


def test_what_a_colleague_changed_meanwhile_is_told_with_a_way_there(ready, opened, note, at):
    press = opened()
    note("question-3", text="It can bleed badly.")
    refused = press()
    assert refused.status_code == 409
    words = words_of(refused)
    assert "What was recorded has changed: 3. " in words
    assert "Before: We talked about question 3. Now: It can bleed badly. By Dr Amira Khan" in words
    assert f'<a href="{at("conversation-discussion")}#question-3">See it' in refused.content.decode()


def test_each_thing_that_came_meanwhile_has_its_own_place(ready, opened, note, at, clinician, fresh):
    press = opened()
    raise_item(conversation=fresh(ready), text="Her tablets", by=clinician)
    note("special", **{"written_information": True})
    refused = press()
    places = [place for _, place in refused.context["changes"]]
    assert places == [at("conversation-arrangement", "special"), at("conversation-discussion") + "#agenda"]


def test_what_came_since_stands_there_also_where_something_is_outstanding(ready, opened, note):
    press = opened()
    note("question-3", text="")
    note("question-2", text="It may not work.")
    refused = press()
    assert [one.id for one in refused.context["missing"]] == ["question-3"]
    assert len(refused.context["changes"]) == 2


def test_a_page_that_names_nothing_has_shown_nothing(ready, opened):
    refused = opened()(shown="")
    assert (refused.status_code, len(refused.context["changes"]) > 5) == (409, True)


@pytest.mark.parametrize("shown", ["x", "-1", str(2**63)])
def test_what_is_no_number_records_nothing(ready, opened, shown):
    assert opened()(shown=shown).status_code == 422
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("choice", ["refusal", "more-time", "another-opinion"])
def test_no_and_more_time_are_never_held_up(ready, opened, answer, note, choice):
    press = opened()
    answer("question-2", text=TABLETS)
    note("question-3", text="It can bleed badly.")
    assert press(choice).status_code == 302


def test_a_reading_meanwhile_holds_up_nothing(ready, opened, clinician, fresh):
    press = opened()
    mark_as_read(conversation=fresh(ready), seen=1, by=clinician)
    assert press().status_code == 302


# What the patient changed since anybody read it


def test_what_the_patient_changed_since_it_was_read_stands_on_the_page_and_is_kept(
    ready, opened, answer, staff, at, conversation
):
    answer("question-2", text=TABLETS)
    page = staff.get(at("conversation-decision"))
    words = words_of(page)
    assert "The patient changed this after their answers were read" in words
    assert ("I want it gone." in words, TABLETS in words) == (True, True)
    assert "Read their answers in the brief" in words
    assert opened(page)().status_code == 302
    assert conversation.decisions.get().shown["answers"] == {"question-2": 2}
    assert fault_of(conversation) is None


def test_where_all_was_read_nothing_of_it_stands_there(ready, staff, at):
    words = words_of(staff.get(at("conversation-decision")))
    assert "after their answers were read" not in words
    assert "I want it gone." not in words


def test_where_nobody_has_read_the_answers_they_stand_there(record, answer, send, iliofemoral, staff, at):
    answer("question-2", text="I want it gone.")
    send()
    record(iliofemoral)
    words = words_of(staff.get(at("conversation-decision")))
    assert "Nobody has marked the patient’s answers as read" in words
    assert "I want it gone." in words


def test_what_was_not_sent_stands_nowhere(record, answer, iliofemoral, staff, at):
    answer("question-2", text="SECRET")
    record(iliofemoral)
    assert "SECRET" not in staff.get(at("conversation-decision")).content.decode()


def test_what_changed_costs_one_query_more(ready, answer, staff, at, django_assert_num_queries):
    staff.get(at("conversation-decision"))  # what was to be told once is told
    with django_assert_num_queries(3):
        staff.get(at("conversation-decision"))
    for text in (TABLETS, "Or none."):
        answer("question-2", text=text)
        answer("question-4", text=text)
        with django_assert_num_queries(4):
            staff.get(at("conversation-decision"))


# The patient's signature

DRAWN = "[[[1,2],[300,140]],[[5,5],[90,90]]]"
SIGNED = {"way": "on-screen", "signed_as": "M Ellis", "drawn": DRAWN, "witness": ""}
SIGN_AGAIN = "What was recorded has changed. If the patient still agrees, ask them to sign again"


def signature(page) -> tuple[str, str]:
    return tuple(page.context["giving"][name].value() for name in ("signed_as", "drawn"))


@pytest.mark.parametrize("signed", [SIGNED, SIGNED | {"signed_as": ""}, SIGNED | {"drawn": ""}])
def test_a_signature_from_before_the_words_changed_is_given_again(ready, opened, note, conversation, signed):
    press = opened()
    note("question-3", text="It can bleed badly.")
    refused = press(**signed)
    assert (refused.status_code, signature(refused)) == (409, ("", ""))
    page = refused.content.decode()
    assert page.split('id="id_signed_as_error"', 1)[1].split("</p>", 1)[0].endswith(SIGN_AGAIN)
    assert ("300,140" in page, WHY in page) == (False, True)
    # Whoever presses again without it records nothing.
    again = opened(refused)(**SIGNED | {"signed_as": "", "drawn": ""})
    assert (again.status_code, Decision.objects.count()) == (422, 0)
    assert opened(again)(**signed).status_code == 302


def test_a_signature_stays_where_only_another_field_is_wrong(ready, opened):
    wrong = opened()(**SIGNED | {"password": ""})
    assert (wrong.status_code, signature(wrong)) == (422, ("M Ellis", DRAWN))
    assert SIGN_AGAIN not in wrong.content.decode()


def test_nobody_is_asked_to_sign_again_who_did_not_sign_here(ready, opened, note):
    press = opened()
    note("question-3", text="It can bleed badly.")
    assert SIGN_AGAIN not in press().content.decode()


# A newer edition


@pytest.fixture
def newer(edition, editor, administrator):
    """Publishes another edition of the leaflet."""

    def newer(title: str, **changes) -> None:
        draft = start_draft(content=replace(edition.content, title=title, **changes), by=editor)
        publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")

    return newer


def test_a_newer_edition_is_told_before_a_consent_and_is_no_change_after_it(ready, opened, newer, staff, at, fresh):
    assert "There is a newer edition of the leaflet" not in words_of(staff.get(at("conversation-decision")))
    newer("Another title")
    page = staff.get(at("conversation-decision"))
    words = words_of(page)
    assert "There is a newer edition of the leaflet. This patient has edition 1, and the newest is edition 2." in words
    assert opened(page)().status_code == 302
    assert agreed(fresh(ready)).standing is Standing.STANDS
    assert "Something has changed" not in words_of(staff.get(at("conversation-after")))


def test_other_advice_in_a_newer_edition_is_told_before_anybody_signs(ready, newer, edition, staff, at):
    says = "NICE’s advice for this patient’s kind of the condition is different there."
    newer("Another title")
    assert says not in words_of(staff.get(at("conversation-decision")))
    kinds = [
        replace(one, arrangement=Arrangement.DO_NOT_USE, evidence=f"It should not be used for {one.name}.")
        for one in edition.content.indications
    ]
    first, *others = edition.content.sections
    first = replace(first, body="\n\n".join([first.body, *(one.evidence for one in kinds)]))
    newer("A third title", indications=tuple(kinds), sections=(first, *others))
    assert says in words_of(staff.get(at("conversation-decision")))


def test_a_newer_edition_that_came_after_the_page_was_opened_is_a_change(ready, opened, newer, fresh):
    press = opened()
    newer("Another title")
    assert press().status_code == 302
    assert agreed(fresh(ready)).standing is Standing.ASK_AGAIN


def test_what_names_no_edition_records_nothing(ready, opened):
    assert opened()(newest_told="x").status_code == 422
    assert Decision.objects.count() == 0


# A procedure that is not offered


def test_no_consent_to_a_procedure_that_is_not_offered(ready, opened, note, staff, at):
    details = {"discussed": ["procedure", "no-procedure"]}
    note("options", **details, **{"not-offered-procedure": "Her blood is too thin."})
    page = staff.get(at("conversation-decision"))
    assert [one.id for one in page.context["missing"]] == ["procedure-offered"]
    asked = "It is recorded that this option is not offered to this patient, because: “Her blood is too thin”."
    assert asked in words_of(page)
    assert f'<a href="{at("conversation-discussion")}#options">' in page.content.decode()
    assert opened(page)().status_code == 409
    note("options", **details)
    assert opened()().status_code == 302


def test_what_is_not_offered_is_not_chosen_instead(ready, opened, note, staff, at, conversation):
    def instead() -> list[str]:
        form = staff.get(at("conversation-decision")).context["form"]
        return [value for value, _ in form.fields["option_id"].choices]

    assert instead() == ["no-procedure", "clot-busting-drugs", ""]
    note("options", discussed=["procedure", "no-procedure"], **{"not-offered-clot-busting-drugs": "She is allergic."})
    assert instead() == ["no-procedure", ""]
    assert opened()("refusal", option_id="clot-busting-drugs").status_code == 422
    assert opened()("refusal", option_id="no-procedure").status_code == 302
    assert conversation.decisions.get().option_id == "no-procedure"


# The consent to a study


@pytest.fixture
def join(staff, at):
    """Opens the page of the consent to the study, and presses "Record" there later, or on the page this led to."""

    def join(page=None):
        page = page or staff.get(at("conversation-study-consent"))
        typed = {"shown": page.context["form"]["shown"].value(), "given_as": "On their form", **ON_PAPER}
        return lambda **more: staff.post(at("conversation-study-consent"), typed | more)

    return join


@pytest.fixture
def study(record, distal, note):
    """A study is named and explained; it gives back what a colleague saves of it meanwhile."""
    record(distal)
    stands = {name.removeprefix("research-"): distal[name] for name in distal if name.startswith("research-")}
    return lambda **changed: note("research", **(stands | {"study_explained": True} | changed))


def test_what_changed_of_the_study_is_told_before_a_consent_to_it_is_recorded_on_top(study, join, at, conversation):
    press = join()
    study(information_sheet="4.0", explained_by="Dr Ravi Shah")
    refused = press()
    assert (refused.status_code, conversation.study_consents.count()) == (409, 0)
    words = words_of(refused)
    assert "What has changed since you opened this page" in words
    assert "Before: Explained by: Sister Jo Lee Information sheet: 3.1" in words
    assert "Now: Explained by: Dr Ravi Shah Information sheet: 4.0" in words
    assert f'<a href="{at("conversation-arrangement", "research")}">See it' in refused.content.decode()
    assert 'value="On their form"' in refused.content.decode()
    assert join(refused)().status_code == 302
    assert conversation.study_consents.get().information_sheet == "4.0"
    assert fault_of(conversation) is None


def test_a_signature_for_the_study_as_it_stood_before_is_given_again(study, join, conversation):
    press = join()
    study(information_sheet="4.0")
    refused = press(**SIGNED)
    assert (refused.status_code, conversation.study_consents.count()) == (409, 0)
    assert [refused.context["form"][name].value() for name in ("signed_as", "drawn")] == ["", ""]
    assert SIGN_AGAIN in words_of(refused)
    assert join(refused)(**SIGNED).status_code == 302


def test_the_page_of_the_study_says_who_explained_it(study, staff, at):
    assert "Explained to the patient Yes, by Sister Jo Lee" in words_of(staff.get(at("conversation-study-consent")))


def test_where_a_mistake_was_mended_first_the_page_still_knows_what_it_showed(study, staff, at, conversation):
    page = staff.get(at("conversation-study-consent"))
    study(information_sheet="4.0")
    typed = {"shown": page.context["form"]["shown"].value(), **ON_PAPER}
    wrong = staff.post(at("conversation-study-consent"), typed | {"kept_where": ""})
    assert wrong.status_code == 422
    typed["shown"] = wrong.context["form"]["shown"].value()
    assert staff.post(at("conversation-study-consent"), typed).status_code == 409


@pytest.mark.parametrize("shown", ["", "x", "-1", str(2**63)])
def test_who_says_not_what_the_page_of_the_study_showed_records_nothing(study, staff, at, conversation, shown):
    refused = staff.post(at("conversation-study-consent"), {"shown": shown, **ON_PAPER})
    assert refused.status_code in (409, 422)
    assert conversation.study_consents.count() == 0


def test_once_an_earlier_consent_to_the_study_counts_no_more_its_page_takes_another(
    study, join, staff, at, conversation, clinician, fresh
):
    assert join()().status_code == 302
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    reopen(conversation=fresh(conversation), by=clinician)
    page = staff.get(at("conversation-study-consent"))
    assert "does not count any more" in words_of(page)
    assert join(page)().status_code == 302
    assert conversation.study_consents.count() == 2


def test_where_no_study_is_asked_for_its_page_takes_no_signature(study, staff, at, note):
    note("indication", indication="iliofemoral-dvt")
    page = staff.get(at("conversation-study-consent"))
    assert "No research study is asked for here." in words_of(page)
    assert 'name="password"' not in page.content.decode()


def test_the_page_of_the_study_says_what_must_happen_first_before_anybody_signs(study, staff, at, note):
    note("capacity", doubt="yes")
    page = staff.get(at("conversation-study-consent"))
    assert "There is a doubt whether the patient can make this decision." in words_of(page)
    assert f'href="{at("conversation-arrangement", "capacity")}"' in page.content.decode()
    assert 'name="password"' not in page.content.decode()
