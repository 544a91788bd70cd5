"""The discussion: one press saves everything, each part on its own revision, and nothing typed is ever lost."""

import json

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sdm.actions.agenda import close_item, raise_item
from sdm.actions.conversations import cancel
from sdm.actions.decisions import decide
from sdm.models import User
from sdm.models.facts import facts_of
from sdm.pages.clinician.deciding import place_of
from sdm.rules.parts import question_part
from sdm.rules.people import Role
from sdm.rules.requirements import outstanding

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(staff, at):
    """Presses Save with what was typed."""
    return lambda data: staff.post(at("conversation-discussion"), data)


@pytest.fixture
def colleague(hospital) -> User:
    return User.objects.create_user(
        "second@northfield.example", name="Dr Ben Lowe", role=Role.CLINICIAN.value, hospital=hospital
    )


@pytest.fixture
def texts(conversation, fresh):
    """What stands in each part."""
    return lambda: {part: saved.text or saved.details for part, saved in fresh(conversation).discussion.items()}


def as_sent(page_form) -> dict[str, str]:
    """What a browser would send of a part as it stands on the page; nothing stands in the boxes of a date here."""
    values = {field.html_name: field.value() for field in page_form}
    return {name: value for name, value in values.items() if value and not isinstance(value, dict)}


def test_one_press_saves_every_part(save, at, iliofemoral, texts, conversation, fresh):
    response = save(
        {
            **iliofemoral,
            "people-present": "Mrs Ellis, her daughter",
            "people-interpreter": "Ewa, Polish",
            "people-explained_back": "It may bleed",
            "sharing-family": "Her daughter",
            "sharing-where": "The NHS website",
        }
    )
    assert response["Location"] == at("conversation-discussion")
    assert texts() == {
        **{question_part(number): f"We talked about question {number}." for number in range(1, 6)},
        "indication": {"indication": "iliofemoral-dvt"},
        "options": {"discussed": ["procedure", "no-procedure"]},
        "what-matters": "Walking the dog again.",
        "sharing": {
            "family_offered": True,
            "family": "Her daughter",
            "told_where": True,
            "where": "The NHS website",
        },
        "people": {
            "present": "Mrs Ellis, her daughter",
            "interpreter": "Ewa, Polish",
            "explained_back": "It may bleed",
        },
    }
    assert {one.part for one in outstanding(facts_of(fresh(conversation)))} == {"team", "special"}
    assert fresh(conversation).status == "discussing"


def test_what_was_saved_stands_in_the_form_again(save, staff, at, iliofemoral):
    save(iliofemoral)
    whole = staff.get(at("conversation-discussion")).context["whole"]
    assert {form.part: form["revision"].value() for form in whole.part_forms} == {
        **{form.part: 1 for form in whole.part_forms},
        "people": 0,
    }


def test_saving_the_page_as_it_stands_changes_nothing(save, staff, at, iliofemoral, boxes, conversation):
    save(iliofemoral)
    revisions = {
        form["revision"].html_name: form["revision"].value()
        for form in staff.get(at("conversation-discussion")).context["whole"].part_forms
    }
    assert save({**iliofemoral, **revisions}).status_code == 302
    assert conversation.record.filter(what="discussion saved").count() == 1


def test_the_same_press_sent_twice_saves_once(save, iliofemoral, conversation):
    assert [save(iliofemoral).status_code for _ in range(2)] == [302, 302]
    assert conversation.record.filter(what="discussion saved").count() == 1


def test_a_part_can_be_emptied_again(save, texts):
    save({"question-1-text": "Words", "indication-indication": "distal-dvt"})
    save({"question-1-text": "", "question-1-revision": "1", "indication-indication": "", "indication-revision": "1"})
    assert texts() == {"question-1": {}, "indication": {}}


def test_the_patients_words_stand_beside_what_was_said(staff, at, worry, note):
    note(question_part(3), text="Bleeding is rare.")
    page = staff.get(at("conversation-discussion")).content.decode()
    section = page.split('<section id="question-3">')[1].split("</section>")[0]
    assert ("Will I bleed?" in section, "Bleeding is rare." in section) == (True, True)


def test_answers_that_were_not_sent_are_not_shown(staff, at, answer):
    answer(question_part(3), text="Will I bleed?")
    answer("what-matters", text="My dog")
    page = staff.get(at("conversation-discussion")).content.decode()
    assert ("Will I bleed?" in page, "My dog" in page) == (False, False)


def test_each_kind_is_offered_with_its_arrangement_its_meaning_and_the_very_sentence(staff, at, conversation):
    section = staff.get(at("conversation-discussion")).content.decode().split('<section id="indication">')[1]
    section = section.split("</section>")[0]
    wanted = [
        words
        for one in conversation.content.indications
        for words in (one.name, one.arrangement.title, one.arrangement.meaning, one.evidence)
    ]
    assert [words for words in wanted if words not in section] == []
    assert "Not known yet" in section


def test_not_having_the_procedure_is_among_the_options_with_its_points(staff, at, conversation):
    section = staff.get(at("conversation-discussion")).content.decode().split('<section id="options">')[1]
    section = section.split("</section>")[0]
    assert 'value="no-procedure"' in section
    points = [point.text for option in conversation.content.options for point in (*option.benefits, *option.risks)]
    assert [point for point in points if point not in section] == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"question-2-text": "x" * 4001},
            ("#id_question-2-text", "This must be 4,000 characters or fewer. You have written 4,001"),
        ),
        (
            {"indication-indication": "another"},
            ("#id_indication-indication_0", "Choose one of the answers on this page"),
        ),
        ({"options-discussed": ["x"]}, ("#id_options-discussed_0", "Choose from the answers on this page")),
        (
            {"people-present": "a\x00b"},
            (
                "#id_people-present",
                "There is a hidden character after “a” that we cannot save. Delete it, or type that part again",
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(save, texts, typed, problem):
    response = save({"question-1-text": "Keep these words", **typed})
    assert (response.status_code, response.context["problems"]) == (422, [problem])
    page = response.content.decode()
    assert ("<title>Error: " in page, "Keep these words" in page) == (True, True)
    assert texts() == {}


@pytest.mark.parametrize("revision", ["x", "-1", str(2**63)])
def test_a_revision_that_is_none_is_refused_and_nothing_lost(save, texts, revision):
    response = save({"question-1-text": "Keep these words", "question-1-revision": revision})
    assert (response.status_code, "Keep these words" in response.content.decode(), texts()) == (422, True, {})


# Two people at once


def test_two_people_on_different_parts_both_survive(save, note, texts, colleague):
    note(question_part(1), text="Mine, first")
    # The page was opened now; then a colleague saved question 1 and question 2.
    note(question_part(1), text="Theirs", by=colleague)
    note(question_part(2), text="Theirs too", by=colleague)
    response = save(
        {
            "question-1-text": "Mine, first",
            "question-1-revision": "1",
            "question-2-text": "",
            "question-2-revision": "0",
            "question-3-text": "Mine",
            "question-3-revision": "0",
        }
    )
    assert response.status_code == 302
    assert texts() == {"question-1": "Theirs", "question-2": "Theirs too", "question-3": "Mine"}


def test_the_same_part_shows_both_texts_and_one_press_saves_mine_on_top(save, note, texts, colleague):
    note(question_part(1), text="What they wrote", by=colleague)
    typed = {"question-1-text": "What I wrote", "question-1-revision": "0", "question-2-text": "More of mine"}
    response = save(typed)
    assert response.status_code == 409
    page = response.content.decode()
    assert [words in page for words in ("What they wrote", "What I wrote", "More of mine", "Dr Ben Lowe")] == [True] * 4
    assert "<title>Error: " in page
    assert [place for place, _ in response.context["problems"]] == ["#question-1-now"]
    assert texts() == {"question-1": "What they wrote"}
    whole = response.context["whole"]
    again = {key: value for form in whole.part_forms for key, value in as_sent(form).items()}
    assert save(again).status_code == 302
    assert texts() == {"question-1": "What I wrote", "question-2": "More of mine"}


def test_a_part_that_only_a_colleague_changed_stands_as_they_left_it_beside_the_one_that_both_changed(
    save, note, texts, colleague
):
    note(question_part(1), text="What they wrote", by=colleague)
    note(question_part(2), text="Theirs alone", by=colleague)
    note("people", present="Ann Ellis", by=colleague)
    response = save({"question-1-text": "What I wrote", "question-1-revision": "0", "question-2-text": ""})
    assert response.status_code == 409
    forms = {form.part: form for form in response.context["whole"].part_forms}
    shown = [forms[part][name].value() for part, name in (("question-2", "text"), ("people", "present"))]
    assert shown == ["Theirs alone", "Ann Ellis"]
    assert [part for part, form in forms.items() if form.is_stale] == ["question-1"]
    assert "Theirs alone" in response.content.decode()
    again = {key: value for form in forms.values() for key, value in as_sent(form).items()}
    assert save(again).status_code == 302
    assert texts() == {
        "question-1": "What I wrote",
        "question-2": "Theirs alone",
        "people": {"present": "Ann Ellis"},
    }


def test_so_it_does_where_something_typed_has_to_be_mended(save, note, colleague):
    note(question_part(2), text="Theirs alone", by=colleague)
    response = save({"question-1-text": "x" * 4001, "question-2-text": ""})
    assert response.status_code == 422
    (second,) = [form for form in response.context["whole"].part_forms if form.part == "question-2"]
    assert (second["text"].value(), second["revision"].value()) == ("Theirs alone", 1)


def test_a_part_of_choices_shows_what_stands_now_in_words(save, note, colleague):
    note("options", discussed=["no-procedure"], by=colleague)
    response = save({"options-discussed": ["procedure"]})
    forms = {form.part: list(form.as_it_stands()) for form in response.context["whole"].part_forms if form.is_stale}
    assert forms == {
        "options": [("Which options did you talk about?", "Not have the procedure: anticoagulant drugs only")],
    }


def test_a_revision_nobody_ever_saw_overwrites_nothing(save, note, texts, colleague):
    note(question_part(1), text="Theirs", by=colleague)
    assert save({"question-1-text": "Mine", "question-1-revision": "9"}).status_code == 409
    assert texts() == {"question-1": "Theirs"}


# Decided, cancelled


def test_after_a_decision_the_page_offers_to_open_the_discussion_again(staff, at, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    page = staff.get(at("conversation-discussion")).content.decode()
    assert "A decision has been recorded." in page
    assert "<textarea" not in page
    assert at("conversation-reopen") in page


def test_a_decision_in_between_loses_nothing_and_one_press_opens_again_and_saves(
    save, texts, conversation, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="Not now", seen=0, by=clinician)
    typed = {"question-1-text": "What I wrote"}
    response = save(typed)
    assert response.status_code == 409
    page = response.content.decode()
    assert ("What I wrote" in page, 'name="reopen"' in page, texts()) == (True, True, {})
    assert save({**typed, "reopen": "yes"}).status_code == 302
    assert (texts(), fresh(conversation).status) == ({"question-1": "What I wrote"}, "discussing")


def test_what_cannot_be_saved_opens_nothing_again(save, note, texts, colleague, conversation, clinician, fresh):
    note(question_part(1), text="Theirs", by=colleague)
    decide(conversation=fresh(conversation), choice="refusal", reasons="Not now", seen=0, by=clinician)
    head = fresh(conversation).head
    response = save({"question-1-text": "Mine", "question-1-revision": "0", "reopen": "yes"})
    assert response.status_code == 409
    stands = fresh(conversation)
    assert (stands.status, stands.head, texts()) == ("decided", head, {"question-1": "Theirs"})
    page = response.content.decode()
    assert ("Mine" in page, "Theirs" in page, 'name="reopen"' in page) == (True, True, True)
    again = {"question-1-text": "Mine", "question-1-revision": "1", "reopen": "yes"}
    assert save(again).status_code == 302
    assert (fresh(conversation).status, texts()) == ("discussing", {"question-1": "Mine"})


def test_a_cancelled_conversation_takes_nothing_and_keeps_what_was_typed(
    save, staff, at, conversation, clinician, fresh
):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "<textarea" not in staff.get(at("conversation-discussion")).content.decode()
    response = save({"question-1-text": "What I wrote", "reopen": "yes"})
    assert response.status_code == 409
    assert "What I wrote" in response.content.decode()
    assert "Nothing more can be added to it." in response.content.decode()


# The agenda, on the same page


def test_the_same_press_closes_items_and_adds_one(save, conversation, worry, clinician, fresh):
    raised = raise_item(conversation=fresh(conversation), text="Blood thinners", by=clinician)
    response = save(
        {
            "question-3-text": "Bleeding is rare.",
            f"item-{worry.pk}-state": "as-noted",
            f"item-{raised.pk}-state": "withdrawn",
            "add-text": "Who drives home",
        }
    )
    assert response.status_code == 302
    assert list(conversation.agenda.values_list("text", "state", "outcome")) == [
        ("Will I bleed?", "answered", "Bleeding is rare."),
        ("Blood thinners", "withdrawn", ""),
        ("Who drives home", "open", ""),
    ]


def test_what_is_asked_aloud_in_the_discussion_is_the_patients(save, conversation):
    assert save({"add-text": "Can I fly?", "add-aloud": "on"}).status_code == 302
    assert conversation.agenda.get().raised_by == "patient"


def test_a_tick_alone_adds_nothing(save, conversation):
    save({"add-aloud": "on", "question-1-text": "Words"})
    assert not conversation.agenda.exists()


def test_the_button_of_one_item_closes_it_saves_the_rest_and_goes_back_to_the_list(save, at, worry, texts):
    response = save(
        {"question-3-text": "It is rare.", f"item-{worry.pk}-state": "as-noted", "close": str(worry.pk)},
    )
    assert response["Location"].startswith(at("conversation-discussion") + "?saved=")
    assert response["Location"].endswith("#agenda")
    worry.refresh_from_db()
    assert (worry.state, worry.outcome, texts()) == ("answered", "It is rare.", {"question-3": "It is rare."})


def test_the_button_of_an_item_that_stays_open_asks_how_it_ends(save, worry):
    response = save({f"item-{worry.pk}-state": "open", "close": str(worry.pk), "question-1-text": "Keep these words"})
    assert (response.status_code, response.context["problems"]) == (
        422,
        [(f"#id_item-{worry.pk}-state_0", "Choose how this ends")],
    )
    assert "Keep these words" in response.content.decode()


def test_a_point_without_its_reason_holds_up_no_other_part(save, worry, texts):
    """It is saved as it stands, as it was while it was typed; “Save” asks for the reason."""
    risk = {"options-bad-procedure-1": "Bleeding may be harder to stop"}
    closed = {f"item-{worry.pk}-state": "answered", f"item-{worry.pk}-outcome": "It is rare"}
    assert save({**risk, **closed, "close": str(worry.pk)}).status_code == 302
    worry.refresh_from_db()
    assert (worry.state, texts()["options"]) == ("answered", {"bad-procedure-1": "Bleeding may be harder to stop"})
    assert save({**risk, "options-revision": "1"}).status_code == 422


def test_what_is_wrong_elsewhere_holds_up_no_other_part_and_stays_on_the_page(
    save, worry, texts, conversation, clinician, fresh, note, colleague
):
    other = raise_item(conversation=fresh(conversation), text="Blood thinners", by=clinician)
    note(question_part(2), text="Theirs", by=colleague)
    typed = {
        "question-1-text": "x" * 4001,
        "question-3-text": "He asked.",
        f"item-{worry.pk}-state": "answered",
        f"item-{worry.pk}-outcome": "It is rare",
        f"item-{other.pk}-state": "parked",
        f"item-{other.pk}-owner": "Sister Lee",
        "close": str(worry.pk),
    }
    response = save(typed)
    page = response.content.decode()
    assert (response.status_code, texts()) == (422, {"question-2": "Theirs", "question-3": "He asked."})
    worry.refresh_from_db()
    assert (worry.state, worry.outcome) == ("answered", "It is rare")
    assert [place for place, _ in response.context["problems"]] == [
        f"#id_item-{other.pk}-due_on_day",
        "#id_question-1-text",
    ]
    assert ("x" * 4001 in page, "Sister Lee" in page, "This is done." in page) == (True, True, True)
    (second,) = [form for form in response.context["whole"].part_forms if form.part == "question-2"]
    assert (second["text"].value(), second["revision"].value()) == ("Theirs", 1)


def test_what_a_colleague_changed_elsewhere_holds_up_no_other_part(save, worry, note, texts, colleague):
    note(question_part(2), text="Theirs", by=colleague)
    closed = {f"item-{worry.pk}-state": "answered", f"item-{worry.pk}-outcome": "It is rare", "close": str(worry.pk)}
    response = save({**closed, "question-2-text": "Mine", "question-2-revision": "0", "question-1-text": "Saved"})
    assert (response.status_code, texts()) == (409, {"question-1": "Saved", "question-2": "Theirs"})
    worry.refresh_from_db()
    assert worry.state == "answered"
    page = response.content.decode()
    assert ("Mine" in page, "Theirs" in page) == (True, True)


def test_the_button_of_one_item_speaks_of_that_item_alone(save, worry):
    typed = {f"item-{worry.pk}-state": "parked", "question-1-text": "x" * 4001, "close": str(worry.pk)}
    response = save(typed)
    places = [place for place, _ in response.context["problems"]]
    assert places == [f"#id_item-{worry.pk}-owner", f"#id_item-{worry.pk}-due_on_day"]
    assert "x" * 4001 in response.content.decode()


def test_what_is_closed_is_opened_again_with_all_that_was_said(save, worry, at, texts):
    closed = {f"item-{worry.pk}-state": "answered", f"item-{worry.pk}-outcome": "It is rare"}
    save(closed)
    response = save({"question-1-text": "Saved, too", "again": str(worry.pk)})
    assert response["Location"].startswith(at("conversation-discussion") + "?saved=")
    worry.refresh_from_db()
    assert (worry.state, worry.outcome, texts()) == ("open", "It is rare", {"question-1": "Saved, too"})
    # What stands in the form already is nothing that somebody has just written.
    assert save({**closed, f"item-{worry.pk}-state": "open"}).status_code == 302


def test_items_are_left_open_where_nothing_is_chosen(save, worry):
    save({"question-3-text": "Bleeding is rare.", f"item-{worry.pk}-state": "open"})
    worry.refresh_from_db()
    assert worry.state == "open"


def test_words_beside_an_item_that_stays_open_are_not_lost(save, worry, texts):
    response = save({f"item-{worry.pk}-state": "open", f"item-{worry.pk}-outcome": "It is rare"})
    assert response.status_code == 422
    assert "It is rare" in response.content.decode()


def test_an_item_without_words_is_not_answered(save, worry, texts):
    response = save({"question-3-text": "\u00a0\u200b", f"item-{worry.pk}-state": "answered"})
    assert (response.status_code, response.context["problems"]) == (
        422,
        [(f"#id_item-{worry.pk}-outcome", "Write down what was said")],
    )


def test_an_item_closed_by_somebody_else_is_told_the_rest_is_saved_and_the_words_are_kept(
    save, worry, texts, conversation, colleague, fresh
):
    close_item(conversation=fresh(conversation), item=worry, state="answered", outcome="Theirs", by=colleague)
    response = save(
        {
            "question-1-text": "Saved all the same",
            f"item-{worry.pk}-state": "answered",
            f"item-{worry.pk}-outcome": "My words",
        }
    )
    assert (response.status_code, response.context["problems"]) == (
        409,
        [("#agenda", "Somebody has closed this already.")],
    )
    assert response.context["kept"] == ["My words"]
    assert texts() == {"question-1": "Saved all the same"}
    worry.refresh_from_db()
    assert worry.outcome == "Theirs"


# Its cost, and what is recorded


def test_the_discussion_costs_the_same_however_much_there_is(
    staff, at, note, worry, answer, conversation, clinician, fresh
):
    staff.get(at("conversation-discussion"))
    with CaptureQueriesContext(connection) as at_one:
        staff.get(at("conversation-discussion"))
    for number in range(1, 6):
        note(question_part(number), text="Said")
    for number in (1, 2, 4, 5):
        answer(question_part(number), text="Will it hurt?", understanding="talk", details={"ask-1": "How long?"})
    for text in ("A", "B", "C"):
        raise_item(conversation=fresh(conversation), text=text, by=clinician)
    with CaptureQueriesContext(connection) as at_several:
        staff.get(at("conversation-discussion"))
    assert (len(at_one), len(at_several)) == (2, 2)


def test_the_question_is_recorded_as_it_stood_on_the_screen(save, conversation):
    save({"question-3-text": "Bleeding is rare."})
    (part,) = json.loads(conversation.record.get(what="discussion saved").content)["parts"]
    assert (part["part"], part["wording"]) == ("question-3", conversation.content.question(3).wording)


def test_every_part_that_a_requirement_names_has_its_place_on_the_page(staff, at, note, conversation, fresh):
    for indication in ("iliofemoral-dvt", "distal-dvt"):
        note("indication", indication=indication)
        page = staff.get(at("conversation-discussion")).content.decode()
        places = [place_of(one.part, conversation) for one in outstanding(facts_of(fresh(conversation)))]
        here, elsewhere = at("conversation-discussion") + "#", [place for place in places if "#" not in place]
        ids = [place.removeprefix(here) for place in places if place.startswith(here)]
        assert [place for place in ids if f'id="{place}"' not in page] == []
        assert [place for place in elsewhere if staff.get(place).status_code != 200] == []


# The order of the page


@pytest.fixture
def page(staff, at):
    """The page as a tree."""
    return lambda: lxml.html.fromstring(staff.get(at("conversation-discussion")).content.decode())


def places(tree) -> list[str]:
    return [one for one in tree.xpath("//main//form//section/@id")]


def test_the_agenda_and_the_worries_come_before_the_rest(page, worry):
    assert places(page())[:4] == ["agenda", "question-3", "question-1", "question-2"]


def test_the_page_begins_with_its_parts_and_how_each_stands_what_is_open_first(page, worry, note):
    note(question_part(1), text="Said.")
    note(question_part(3), text="Said, too.")
    tree = page()
    found = [(link.get("href"), link.getnext().text) for link in tree.xpath("//nav[@aria-labelledby='parts']//a")]
    assert found[:3] == [
        ("#agenda", "1 still open"),
        ("#question-3", "Still to talk about"),
        ("#question-2", "Nothing written yet"),
    ]
    assert found[-1] == ("#question-1", "Written")
    assert {f"#{place}" for place in places(tree)} >= {place for place, _ in found}


def test_what_is_written_is_folded_and_what_is_open_or_wrong_never(page, save, worry, note):
    note(question_part(1), text="Said.")
    note(question_part(3), text="Said, too.")
    folded = page().xpath("//details[@class='sdm-part'][not(@open)]/../@id")
    assert folded == ["question-1"]
    assert "Said." in page().xpath("string(//section[@id='question-1']//textarea)")
    wrong = save({"question-1-text": "x" * 4001, "question-1-revision": "1"}).content.decode()
    assert lxml.html.fromstring(wrong).xpath("//details[@class='sdm-part'][not(@open)]") == []
