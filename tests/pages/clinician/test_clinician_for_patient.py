"""What holds for this patient: points added and why, options not offered and why, what was told back, what matters."""

import lxml.html
import pytest

from sdm.actions.agenda import close_item
from sdm.actions.decisions import decide
from sdm.models import Decision
from sdm.models.verify import fault_of
from sdm.rules import parts
from sdm.summary.build import summary_of

pytestmark = pytest.mark.django_db

ADDED = {
    "options-discussed": ["procedure", "no-procedure"],
    "options-bad-procedure-1": "Bleeding may be harder to stop",
    "options-bad-procedure-1-why": "You take warfarin",
    "options-good-no-procedure-1": "You can go on as you are",
    "options-good-no-procedure-1-why": "Your leg hurts less than last week",
    "options-not-offered-clot-busting-drugs": "You had an operation ten days ago",
}


@pytest.fixture
def save(staff, at):
    return lambda data, **more: staff.post(at("conversation-discussion"), data, **more)


@pytest.fixture
def rated(answer, send):
    """What matters to the patient, as they sent it."""
    matters = {"matters-clot-gone": "a-lot", "matters-being-sure": "a-bit", "own-matter": "My choir"}
    answer("what-matters", text="To sing", details={**matters, "own-matter-rated": "a-lot"})
    answer("options", details={"too-many-procedure-1": 3, "not-sure-how-many-procedure-3": True})
    send()


def boxes_on(response) -> set[str]:
    page = lxml.html.fromstring(response.content.decode())
    return {name for form in page.forms for name in form.fields if name}


def listed(response) -> list[tuple[str, str]]:
    """What the page lists as having no word about it, each with where its link leads."""
    page = lxml.html.fromstring(response.content.decode())
    rows = page.xpath("//section[@aria-labelledby='unspoken']//li")
    return [(" ".join(row.text_content().split()), row.xpath(".//a/@href")[0]) for row in rows]


# Options


def test_what_is_added_and_what_is_not_offered_is_saved_with_its_reason_and_stands_there_again(
    save, staff, at, conversation, fresh
):
    assert save(ADDED).status_code == 302
    assert fresh(conversation).discussion[parts.OPTIONS].details == {
        name.removeprefix("options-"): value for name, value in ADDED.items()
    }
    page = lxml.html.fromstring(staff.get(at("conversation-discussion")).content.decode())
    form = next(form for form in page.forms if "options-discussed" in form.fields)
    assert {name: form.fields[name].strip() for name in ADDED if name != "options-discussed"} == {
        name: value for name, value in ADDED.items() if name != "options-discussed"
    }
    opened = page.xpath("//details[@open]/summary/span[starts-with(., 'For this patient')]/text()")
    assert len(opened) == 3


def test_one_more_box_of_each_kind_is_there_and_none_to_withhold_having_no_procedure(save, staff, at):
    boxes = boxes_on(staff.get(at("conversation-discussion")))
    assert {"options-bad-procedure-1", "options-not-offered-procedure"} <= boxes
    assert not {"options-bad-procedure-2", "options-not-offered-no-procedure"} & boxes
    save(ADDED)
    boxes = boxes_on(staff.get(at("conversation-discussion")))
    assert "options-bad-procedure-2" in boxes
    assert "options-bad-procedure-3" not in boxes


def test_a_point_without_its_reason_is_asked_for_when_the_button_is_pressed_and_nothing_is_lost(
    save, conversation, fresh
):
    half = {"options-bad-procedure-1": "Bleeding may be harder to stop", "question-1-text": "Keep these words"}
    response = save(half)
    assert (response.status_code, response.context["problems"]) == (
        422,
        [("#id_options-bad-procedure-1-why", "Write why this is so for this patient")],
    )
    page = response.content.decode()
    assert ("Keep these words" in page, "Bleeding may be harder to stop" in page) == (True, True)
    assert page.count("Write why this is so for this patient") == 2
    assert "Not all of this page is saved yet." in page
    # While somebody writes nobody is hurried.
    assert save(half, headers={"Accept": "application/json"}).json()["state"] == "saved"
    assert fresh(conversation).discussion[parts.OPTIONS].details["bad-procedure-1"] == "Bleeding may be harder to stop"


def test_a_colleagues_options_are_shown_with_the_option_that_each_belongs_to(save, note):
    note("options", **{"discussed": ["procedure"], "not-offered-clot-busting-drugs": "An operation"})
    (form,) = [one for one in save(ADDED).context["whole"].part_forms if one.is_stale]
    assert list(form.as_it_stands())[1] == (
        "Have clot-busting drugs: Why this option is not offered to this patient",
        "An operation",
    )


# Told back


def test_what_was_told_back_stands_beside_its_question(save, staff, at, conversation, fresh):
    save({"question-3-text": "Bleeding", "question-3-told_back": "I could bleed."})
    saved = fresh(conversation).discussion["question-3"]
    assert (saved.text, saved.details) == ("Bleeding", {"told_back": "I could bleed."})
    page = lxml.html.fromstring(staff.get(at("conversation-discussion")).content.decode())
    (box,) = page.xpath("//section[@id='question-3']//details[@open]//textarea")
    assert box.text.strip() == "I could bleed."


# What matters


def test_what_matters_most_has_a_box_of_its_own_and_the_rest_has_none(staff, at, rated):
    boxes = {name for name in boxes_on(staff.get(at("conversation-discussion"))) if "-about-" in name}
    assert boxes == {"what-matters-about-clot-gone", "what-matters-about-own-matter", "options-about-procedure-1"}


def test_words_about_what_matters_less_now_stay_on_the_page(staff, at, rated, note, answer):
    note("what-matters", **{"about-clot-gone": "We talked about it"})
    answer("what-matters", text="To sing", details={"matters-clot-gone": "not-to-me"})
    boxes = boxes_on(staff.get(at("conversation-discussion")))
    assert "what-matters-about-clot-gone" in boxes
    assert "what-matters-about-own-matter" not in boxes


@pytest.mark.parametrize("name", ["conversation-discussion", "conversation-decision"])
def test_what_matters_and_has_no_word_yet_is_shown_before_deciding_and_leads_to_where_it_is_written(
    staff, at, rated, worry, note, conversation, clinician, fresh, name
):
    to = "" if name == "conversation-discussion" else at("conversation-discussion")
    response = staff.get(at(name))
    assert listed(response) == [
        ("In their own words: To sing", f"{to}#id_what-matters-text"),
        ("Matters a lot to them: Getting rid of the clot", f"{to}#id_what-matters-about-clot-gone"),
        ("Matters a lot to them: My choir", f"{to}#id_what-matters-about-own-matter"),
        (
            "3 in 100 would be too many for them: Have the clot removed with a device: Bleeding",
            f"{to}#id_options-about-procedure-1",
        ),
        ("Still to talk about: Will I bleed?", f"{to}#agenda"),
    ]
    page = staff.get(at("conversation-discussion")).content.decode()
    assert [place for _, place in listed(response) if f'id="{place.partition("#")[2]}"' not in page] == []
    said = {"about-clot-gone": "Yes", "about-own-matter": "Yes"}
    note("what-matters", text="Singing", **said)
    note("options", **{"about-procedure-1": "We talked about bleeding"})
    close_item(conversation=fresh(conversation), item=worry, state="answered", outcome="Yes", by=clinician)
    assert listed(staff.get(at(name))) == []


def test_it_warns_and_refuses_nothing(staff, at, rated):
    values = {"choice": "refusal", "reasons": "I do not want it", "seen": "0"}
    assert staff.post(at("conversation-decision"), values)["Location"] == at("conversation-summary")


def test_what_was_not_sent_is_not_shown(staff, at, answer):
    answer("what-matters", text="To sing")
    assert listed(staff.get(at("conversation-discussion"))) == []


# The record and the summary


def test_it_is_in_the_record_and_in_the_summary(save, staff, at, rated, conversation, clinician, fresh):
    save(
        {
            **ADDED,
            "question-3-text": "Bleeding",
            "question-3-told_back": "I could bleed.",
            "what-matters-about-own-matter": "The choir meets on Mondays",
            "options-about-procedure-1": "Nobody knows how often",
        }
    )
    summary = summary_of(fresh(conversation))
    procedure, without, drugs = summary.options
    assert procedure["added_risks"] == [{"text": "Bleeding may be harder to stop", "why": "You take warfarin"}]
    assert without["added_benefits"][0]["why"] == "Your leg hurts less than last week"
    assert (drugs["not_offered_because"], drugs["discussed"]) == ("You had an operation ten days ago", False)
    assert procedure["risks"][0]["said"] == "Nobody knows how often"
    assert summary.questions[2]["told_back"] == "I could bleed."
    assert summary.what_matters["said_about"] == [{"about": "My choir", "words": "The choir meets on Mondays"}]
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    assert Decision.objects.get().summary["options"][2]["not_offered_because"] == "You had an operation ten days ago"
    page = " ".join(lxml.html.fromstring(staff.get(at("conversation-summary")).content.decode()).text_content().split())
    for words in (
        "Not offered to you, because: You had an operation ten days ago",
        "Bleeding may be harder to stopAdded for you, because: You take warfarin",
        "What was said: Nobody knows how often",
        "What you told back, in your own words I could bleed.",
        "My choir The choir meets on Mondays",
    ):
        assert words in page, words
    assert fault_of(conversation) is None
