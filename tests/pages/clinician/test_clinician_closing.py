"""Closing something to talk about: a page with the item and its form, on which nothing typed is lost."""

from datetime import timedelta

import lxml.html
import pytest
from django.utils import timezone

from sdm.actions.agenda import close_item, raise_item
from sdm.actions.conversations import cancel
from sdm.actions.decisions import decide
from sdm.actions.phrases import keep_phrases
from sdm.models import AgendaItem
from sdm.models.verify import fault_of
from sdm.rules.parts import TALK, question_part
from sdm.rules.phrases import Phrase

pytestmark = pytest.mark.django_db


@pytest.fixture
def raised(conversation, clinician, fresh) -> AgendaItem:
    """An item that the clinician raised."""
    return raise_item(conversation=fresh(conversation), text="Blood thinners at home", by=clinician)


def form_on(response) -> dict[str, str]:
    """What a browser would send of the page's last form; empty where there is none but for signing out."""
    *_, form = lxml.html.fromstring(response.content.decode()).forms
    # A line break that stands right after <textarea> is not part of its text.
    values = {name: value.removeprefix("\n") for name, value in form.form_values()}
    return {} if "sign-out" in form.get("action") else values


def test_the_page_has_the_item_and_its_form(staff, at, worry, note):
    note(question_part(3), text="Bleeding is rare.")
    response = staff.get(at("agenda-close", worry.pk))
    page = response.content.decode()
    assert [words in page for words in ("Margaret Ellis", "Will I bleed?", "About question 3", "To talk about")] == [
        True
    ] * 4
    assert "Answered, as written under question 3" in page
    assert "Bleeding is rare." in page.split("Written there now:")[1]
    assert form_on(response)[f"item-{worry.pk}-seen"] == str(worry.recorded_as)


def test_an_item_is_answered_with_what_was_said(staff, at, raised):
    response = staff.post(
        at("agenda-close", raised.pk), {f"item-{raised.pk}-state": "answered", f"item-{raised.pk}-outcome": "Go on"}
    )
    assert response["Location"] == at("conversation")
    raised.refresh_from_db()
    assert (raised.state, raised.outcome) == ("answered", "Go on")


def test_an_item_is_parked_with_an_owner_and_a_day(staff, at, worry, boxes):
    day = timezone.localdate() + timedelta(days=3)
    staff.post(
        at("agenda-close", worry.pk),
        {
            f"item-{worry.pk}-state": "parked",
            f"item-{worry.pk}-owner": "Sister Lee",
            **boxes(f"item-{worry.pk}-due_on", day),
        },
    )
    worry.refresh_from_db()
    assert (worry.state, worry.owner, worry.due_on) == ("parked", "Sister Lee", day)


def test_what_was_said_on_its_question_answers_the_patients_item(staff, at, worry, note):
    note(question_part(3), text="Bleeding is rare.")
    staff.post(at("agenda-close", worry.pk), {f"item-{worry.pk}-state": "as-noted"})
    worry.refresh_from_db()
    assert (worry.state, worry.outcome) == ("answered", "Bleeding is rare.")


def test_an_item_is_not_closed_without_what_closes_it(staff, at, worry, boxes):
    prefix = f"item-{worry.pk}"
    yesterday = boxes(f"{prefix}-due_on", timezone.localdate() - timedelta(days=1))
    expected = {
        "": [(f"#id_{prefix}-state_0", "Choose one answer")],
        "answered": [(f"#id_{prefix}-outcome", "Write down what was said")],
        "as-noted": [(f"#id_{prefix}-state_0", "Nothing is written there yet. Write down what was said")],
        "parked": [
            (f"#id_{prefix}-owner", "Enter who will come back to it"),
            (f"#id_{prefix}-due_on_day", "The day must be today or in the future"),
        ],
        # What the patient raised, only the patient withdraws.
        "withdrawn": [(f"#id_{prefix}-state_0", "Choose one of the answers on this page")],
        "open": [(f"#id_{prefix}-state_0", "Choose one of the answers on this page")],
    }
    for state, problems in expected.items():
        response = staff.post(at("agenda-close", worry.pk), {f"{prefix}-state": state, **yesterday})
        found = [one for one in response.context["problems"] if state == "parked" or "due_on" not in one[0]]
        assert (state, response.status_code, found) == (state, 422, problems)
    worry.refresh_from_db()
    assert worry.state == "open"


def test_what_was_said_of_something_stays_with_it_whichever_way_it_ends(staff, at, worry, raised, boxes):
    day, prefix = timezone.localdate() + timedelta(days=3), f"item-{worry.pk}"
    parked = {
        f"{prefix}-owner": "Sister Lee",
        **boxes(f"{prefix}-due_on", day),
        f"{prefix}-outcome": "Not before 3 May",
    }
    staff.post(at("agenda-close", worry.pk), {f"{prefix}-state": "parked", **parked})
    prefix = f"item-{raised.pk}"
    staff.post(at("agenda-close", raised.pk), {f"{prefix}-state": "withdrawn", f"{prefix}-outcome": "She takes none"})
    assert [one.outcome for one in AgendaItem.objects.order_by("outcome")] == ["Not before 3 May", "She takes none"]
    assert "Not before 3 May" in staff.get(at("conversation")).content.decode()


def test_who_comes_back_to_it_is_not_thrown_away_where_something_is_answered(staff, at, worry):
    prefix = f"item-{worry.pk}"
    typed = {f"{prefix}-state": "answered", f"{prefix}-outcome": "It is rare", f"{prefix}-owner": "Sister Lee"}
    response = staff.post(at("agenda-close", worry.pk), typed)
    problem = "You wrote who comes back to it. Choose “Parked”, or empty those boxes"
    assert (response.status_code, response.context["problems"]) == (422, [(f"#id_{prefix}-state_0", problem)])
    assert form_on(response)[f"{prefix}-owner"] == "Sister Lee"


PHRASE = "Bleeding is one of the problems. NICE gives no number."


@pytest.fixture
def phrase(edition, editor) -> str:
    """A phrase that the hospital keeps for question 3."""
    keep_phrases(leaflet=edition.leaflet, phrases=[Phrase("question-3", "Bleeding", PHRASE)], seen=0, by=editor)
    return PHRASE


def test_a_phrase_that_nobody_edited_answers_nothing(staff, at, worry, note, phrase):
    note(question_part(3), text=phrase)
    prefix, problem = f"item-{worry.pk}", "This is standard wording alone. Write down what was said to this patient"
    address = at("agenda-close", worry.pk)
    for typed, place in (
        ({f"{prefix}-state": "as-noted"}, f"#id_{prefix}-state_0"),
        ({f"{prefix}-state": "answered", f"{prefix}-outcome": phrase}, f"#id_{prefix}-outcome"),
    ):
        response = staff.post(address, typed)
        assert (response.status_code, response.context["problems"]) == (422, [(place, problem)])
    staff.post(address, {f"{prefix}-state": "as-noted", f"{prefix}-outcome": "He fears a stroke, as his brother had."})
    worry.refresh_from_db()
    assert worry.outcome == f"He fears a stroke, as his brother had.\n{phrase}"


def test_what_is_closed_can_be_talked_about_again_and_corrected(staff, at, worry, conversation):
    address, prefix = at("agenda-close", worry.pk), f"item-{worry.pk}"
    staff.post(address, {f"{prefix}-state": "answered", f"{prefix}-outcome": "It is rear"})
    assert "Talk about this again" in staff.get(address).content.decode()
    response = staff.post(address, {"again": str(worry.pk)}, follow=True)
    form = form_on(response)
    assert form[f"{prefix}-outcome"] == "It is rear"
    staff.post(address, {**form, f"{prefix}-state": "answered", f"{prefix}-outcome": "It is rare"})
    worry.refresh_from_db()
    assert (worry.state, worry.outcome) == ("answered", "It is rare")
    told = (
        conversation.record.filter(what__startswith="agenda item").order_by("sequence").values_list("what", flat=True)
    )
    assert list(told) == ["agenda item answered", "agenda item open again", "agenda item answered"]
    assert fault_of(conversation) is None


def test_what_the_patient_took_off_the_list_is_not_put_back_for_them(staff, at, worry, answer):
    answer(question_part(3), text="No", understanding="understand")
    address = at("agenda-close", worry.pk)
    assert "Talk about this again" not in staff.get(address).content.decode()
    response = staff.post(address, {"again": "1"}, follow=True)
    assert "The patient took this off the list." in response.content.decode()
    worry.refresh_from_db()
    assert worry.state == "withdrawn"


def test_what_the_patient_wrote_anew_stands_in_the_place_of_what_was_closed(staff, at, worry, answer):
    address, prefix = at("agenda-close", worry.pk), f"item-{worry.pk}"
    staff.post(address, {f"{prefix}-state": "answered", f"{prefix}-outcome": "It is rare"})
    answer(question_part(3), text="And at night?", understanding=TALK)
    response = staff.post(address, {"again": "1"}, follow=True)
    assert "The patient has written something newer about this." in response.content.decode()
    assert sorted(AgendaItem.objects.values_list("state", flat=True)) == ["answered", "open"]


def test_a_clinician_withdraws_what_a_clinician_raised(staff, at, raised):
    staff.post(at("agenda-close", raised.pk), {f"item-{raised.pk}-state": "withdrawn"})
    raised.refresh_from_db()
    assert raised.state == "withdrawn"


def test_an_item_that_somebody_closed_already_keeps_what_was_typed(staff, at, raised, conversation, clinician, fresh):
    close_item(conversation=fresh(conversation), item=raised, state="answered", outcome="First", by=clinician)
    response = staff.post(
        at("agenda-close", raised.pk),
        {f"item-{raised.pk}-state": "answered", f"item-{raised.pk}-outcome": "Second words"},
    )
    assert (response.status_code, response.context["problems"][0][1]) == (409, "Somebody has closed this already.")
    page = response.content.decode()
    assert ("Second words" in page, "First" in page) == (True, True)
    raised.refresh_from_db()
    assert raised.outcome == "First"


def test_closing_it_twice_is_closing_it_once(staff, at, raised, conversation):
    data = {f"item-{raised.pk}-state": "answered", f"item-{raised.pk}-outcome": "Go on"}
    assert [staff.post(at("agenda-close", raised.pk), data).status_code for _ in range(2)] == [302, 302]
    assert conversation.record.filter(what="agenda item answered").count() == 1


def test_something_wrong_is_said_on_the_same_page_and_everything_typed_stands_in_it(staff, at, raised):
    prefix = f"item-{raised.pk}"
    response = staff.post(at("agenda-close", raised.pk), {f"{prefix}-state": "parked", f"{prefix}-owner": "Sister Lee"})
    page = response.content.decode()
    assert (response.status_code, "<title>Error: " in page, "Blood thinners at home" in page) == (422, True, True)
    assert form_on(response)[f"{prefix}-owner"] == "Sister Lee"


def test_words_that_the_patient_changed_meanwhile_are_read_before_they_count_as_talked_about(staff, at, worry, answer):
    address, prefix = at("agenda-close", worry.pk), f"item-{worry.pk}"
    typed = {**form_on(staff.get(address)), f"{prefix}-state": "answered", f"{prefix}-outcome": "It is rare"}
    answer(question_part(3), text="Will I bleed at night?", understanding=TALK)
    response = staff.post(address, typed)
    assert (response.status_code, [words for _, words in response.context["problems"]]) == (
        409,
        ["The patient has changed this since you opened the page. Read it again first."],
    )
    assert "Will I bleed at night?" in response.content.decode()
    again = form_on(response)
    assert again[f"{prefix}-outcome"] == "It is rare"
    assert staff.post(address, again).status_code == 302
    worry.refresh_from_db()
    assert (worry.state, worry.outcome) == ("answered", "It is rare")


def test_what_is_closed_is_shown_without_a_form(staff, at, raised, conversation, clinician, fresh):
    close_item(conversation=fresh(conversation), item=raised, state="answered", outcome="First", by=clinician)
    response = staff.get(at("agenda-close", raised.pk))
    page = response.content.decode()
    assert ("This is closed already." in page, "First" in page, "<textarea" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("ended", "words"), [(cancel, "This conversation was cancelled."), (None, "A decision has been recorded.")]
)
def test_after_the_end_nothing_is_closed_and_what_was_typed_is_kept(
    staff, at, raised, conversation, clinician, fresh, ended, words
):
    if ended:
        ended(conversation=fresh(conversation), by=clinician)
    else:
        decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    address, prefix = at("agenda-close", raised.pk), f"item-{raised.pk}"
    response = staff.get(address)
    assert (words in response.content.decode(), form_on(response)) == (True, {})
    response = staff.post(address, {f"{prefix}-state": "answered", f"{prefix}-outcome": "Second words"})
    assert (response.status_code, response.context["kept"]) == (409, ["Second words"])
    assert "Second words" in response.content.decode()
    raised.refresh_from_db()
    assert raised.state == "open"
