"""The hospital's phrases in the discussion: one press inserts, and what is not fitted to the patient is marked."""

import lxml.html
import pytest
from django.utils.html import escape

from sdm.actions.phrases import keep_phrases
from sdm.rules.phrases import Phrase
from sdm.summary.build import summary_of

pytestmark = pytest.mark.django_db

BLEEDING = Phrase("question-3", "Bleeding", "Bleeding is one of the problems. NICE gives no number.")
MARK = "Standard wording, not changed for this patient"


@pytest.fixture
def phrases(edition, editor):
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=editor)


def read(response):
    return lxml.html.fromstring(response.content.decode())


def button(page):
    (found,) = page.xpath("//button[@name='insert']")
    return found


def marked(page) -> list[str]:
    """The parts that are marked."""
    return page.xpath("//p[@data-standard and not(@hidden)]/@data-standard")


def test_each_phrase_stands_beside_its_own_part(staff, at, phrases):
    page = read(staff.get(at("conversation-discussion")))
    assert button(page).xpath("ancestor::section/@id") == ["question-3"]
    assert button(page).text_content() == "Insert “Bleeding”"


def test_another_hospitals_phrases_are_not_offered(staff, at, edition, administrator, other_hospital):
    administrator.hospital = other_hospital
    administrator.save()
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=administrator)
    assert read(staff.get(at("conversation-discussion"))).xpath("//button[@name='insert']") == []


def test_without_a_script_one_press_gives_the_page_back_with_the_phrase_and_everything_typed(
    staff, at, phrases, worry, conversation, fresh
):
    address = at("conversation-discussion")
    insert = button(read(staff.get(address))).get("value")
    half = {f"item-{worry.pk}-state": "parked", "options-bad-procedure-1": "Bleeding"}
    typed = {"question-1-text": "Keep these words", "question-3-text": "He asked.", **half, "insert": insert}
    response = staff.post(address, typed)
    page = read(response)
    form = next(one for one in page.forms if "question-1-text" in one.fields)
    assert response.status_code == 200
    assert form.fields["question-3-text"].strip() == f"He asked.\n{BLEEDING.text}"
    assert form.fields["question-1-text"].strip() == "Keep these words"
    assert form.fields["options-bad-procedure-1"] == "Bleeding"
    assert page.xpath("//*[@autofocus]/@id") == ["id_question-3-text"]
    # Nobody is told what is missing while they are still writing, and nothing is saved yet.
    assert "Error:" not in response.content.decode().replace('data-when="error">Error:', "")
    assert fresh(conversation).discussion == {}


@pytest.mark.parametrize("insert", ["", "x", "indication Words", "question-9 Words"])
def test_what_is_no_phrase_changes_nothing(staff, at, insert):
    response = staff.post(at("conversation-discussion"), {"question-1-text": "Keep these words", "insert": insert})
    assert (response.status_code, "Keep these words" in response.content.decode()) == (200, True)


def test_a_note_that_holds_it_unchanged_is_marked_on_the_page_and_in_the_summary(
    staff, at, phrases, conversation, fresh
):
    address = at("conversation-discussion")
    staff.post(address, {"question-3-text": BLEEDING.text, "question-1-text": "Own words"})
    assert marked(read(staff.get(address))) == ["question-3"]
    assert [row["standard"] for row in summary_of(fresh(conversation)).questions] == [False, False, True, False, False]
    assert staff.get(at("conversation-summary")).content.decode().count(MARK) == 1
    staff.post(address, {"question-3-text": "What he fears is bleeding.", "question-3-revision": "1"})
    assert marked(read(staff.get(address))) == []
    assert MARK not in staff.get(at("conversation-summary")).content.decode()


def test_the_decision_says_that_the_standard_wording_was_not_changed_and_leads_there(
    staff, at, phrases, record, iliofemoral, conversation
):
    record(iliofemoral | {"question-3-text": BLEEDING.text})
    page = staff.get(at("conversation-decision")).content.decode()
    wording = conversation.content.question(3).wording
    says = f"Record what was said about question 3: “{wording}” The standard wording is not changed for this patient."
    assert f'<a href="{at("conversation-discussion")}#question-3">{escape(says)}</a>' in page


def test_a_script_that_saves_in_passing_is_told_which_parts_to_mark(staff, at, phrases):
    values = {"question-3-text": BLEEDING.text, "question-1-text": "Own words"}
    told = staff.post(at("conversation-discussion"), values, headers={"Accept": "application/json"}).json()
    assert told["standard"] == ["question-3"]


def test_the_page_as_it_stands_is_saved_without_a_change(staff, at, phrases, conversation):
    address = at("conversation-discussion")
    staff.post(address, {"question-3-text": BLEEDING.text})
    staff.post(address, {"question-3-text": BLEEDING.text, "question-3-revision": "1"})
    assert conversation.record.filter(what="discussion saved").count() == 1
