"""On a patient's pages: a choice can be taken back, boxes have names of their own, and silence is called silence."""

import html
import re
from dataclasses import replace

import lxml.html
import pytest
from django.test import Client

from sdm.actions.conversations import invite
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Conversation
from sdm.rules.edition import Section
from tests.given import consent
from tests.second_person import publish

pytestmark = pytest.mark.django_db

QUESTION = "/my/questions/2"
AS_DATA = {"Accept": "application/json"}


def tree(response) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(response.content.decode())


def read(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_a_choice_is_taken_back_with_a_button_of_its_own_and_the_page_comes_back(visitor, conversation, fresh):
    visitor.post(QUESTION, {"text": "Will it hurt?", "understanding": "talk", "revision": "0"})
    (button,) = tree(visitor.get(QUESTION)).xpath("//button[@name='clear']")
    assert read(button) == "Clear my choice : How clear is this to me?"
    typed = {"text": "Will it hurt me?", "understanding": "talk", "clear": button.get("value"), "revision": "1"}
    response = visitor.post(QUESTION, typed)
    assert (response.status_code, response["Location"]) == (302, f"{QUESTION}#id_understanding_0")
    saved = fresh(conversation).answers["question-2"]
    assert (saved.text, saved.understanding) == ("Will it hurt me?", "")


def test_whatever_is_to_be_cleared_nothing_else_is_lost(visitor, conversation, fresh):
    visitor.post(QUESTION, {"text": "Will it hurt?", "understanding": "talk", "clear": "no-such", "revision": "0"})
    saved = fresh(conversation).answers["question-2"]
    assert (saved.text, saved.understanding) == ("Will it hurt?", "talk")


def test_each_group_of_choices_can_be_cleared_and_enter_never_clears_one(visitor):
    for address in (QUESTION, "/my/what-matters", "/my/people-and-help", "/my/where-i-am"):
        (form,) = tree(visitor.get(address)).xpath("//form[@data-autosave]")
        names = list(dict.fromkeys(form.xpath(".//input[@type='radio']/@name")))
        assert form.xpath(".//button[@name='clear']/@value") == names
        # The first button of a form is the one that Enter in a box presses.
        assert form.xpath(".//button")[0].get("name") is None


def test_each_box_for_something_to_ask_has_a_name_of_its_own(visitor):
    page = tree(visitor.get(QUESTION))
    names = [read(label) for label in page.xpath("//label[starts-with(normalize-space(), 'Something I want')]")]
    assert names == [f"Something I want to ask ({nth} of 5)" for nth in range(1, 6)]


def test_what_is_wrong_with_one_of_them_says_which_and_nothing_typed_is_lost(visitor):
    typed = {"text": "My words", "understanding": "talk", "ask-1": "Pain?", "ask-4": "x" * 201, "revision": "0"}
    problem = "Something I want to ask (4 of 5): This must be 200 characters or fewer. You have written 201"
    response = visitor.post(QUESTION, typed)
    page = tree(response)
    (link,) = page.xpath("//div[contains(@class, 'nhsuk-error-summary')]//a")
    assert (response.status_code, read(link), link.get("href")) == (422, problem, "#id_ask-4")
    assert [page.xpath("//*[@name=$name]", name=name)[0].get("value") for name in ("ask-1", "ask-4")] == [
        "Pain?",
        "x" * 201,
    ]
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == "My words"
    assert page.xpath("//input[@value='talk']/@checked")
    told = visitor.post(QUESTION, typed, headers=AS_DATA).json()
    assert told == {"state": "refused", "problems": {"ask-4": [problem]}}


@pytest.mark.parametrize(("number", "is_said"), [(1, False), (2, False), (3, True), (4, True), (5, False)])
def test_where_the_leaflet_does_not_answer_a_question_the_page_says_so(visitor, number, is_said):
    page = html.unescape(visitor.get(f"/my/questions/{number}").content.decode())
    assert ("The leaflet does not say more about this. Ask your team." in page) is is_said


def test_before_a_script_is_there_the_page_says_when_words_are_saved(visitor):
    (said,) = tree(visitor.get(QUESTION)).xpath("//*[@data-shown]")
    assert read(said) == "What you write is saved when you press the button."


def test_telephone_numbers_can_be_rung(visitor):
    (help_wanted,) = tree(visitor.get("/my")).xpath("//aside//strong")
    assert read(help_wanted).startswith("01632 960 001")
    assert help_wanted.xpath("./a/@href") == ["tel:+441632960001"]


def test_links_of_the_leaflet_can_be_followed(visitor):
    page = tree(visitor.get("/my/read/all"))
    (words,) = page.xpath("//main//p[contains(., 'may be a good place to find out more')]")
    assert [read(link) for link in words.xpath("./a")] == ["NHS website", "interventional procedures guidance"]
    assert all(address.startswith("https://www.n") for address in words.xpath("./a/@href"))


def test_an_address_that_is_printed_among_the_words_is_a_link_and_the_words_stay(
    editor, administrator, start, clinician, let_in
):
    words = "See www.nice.org.uk/guidance/ipg651. Or (https://www.nhs.uk/a?b=1), not wwwx."
    content = completed("ipg651")
    draft = start_draft(content=replace(content, sections=(*content.sections, Section("More", words))), by=editor)
    edition = publish(edition=draft, seen=draft.revision, by=administrator)
    invitation, _ = invite(conversation=start(edition=edition), by=clinician)
    page = tree(let_in(Client(), invitation).get("/my/read/all"))
    (shown,) = page.xpath("//main//p[starts-with(., 'See www')]")
    assert shown.text_content() == words
    assert shown.xpath("./a/@href") == ["https://www.nice.org.uk/guidance/ipg651", "https://www.nhs.uk/a?b=1"]


@pytest.fixture
def consented(conversation, clinician, fresh):
    """A consent for which everything has happened."""
    return consent(conversation, by=clinician)


def day_on_list(visitor) -> list[str]:
    return re.findall(
        r"The day planned for the procedure: <strong>([^<]+)</strong>", visitor.get("/my").content.decode()
    )


def test_the_day_of_the_procedure_stands_on_the_list_while_it_is_agreed(
    visitor, conversation, consented, django_assert_num_queries
):
    Conversation.objects.filter(pk=conversation.pk).update(procedure_on="2027-03-09", procedure_by="Dr Osei")
    with django_assert_num_queries(1):
        page = html.unescape(visitor.get("/my").content.decode())
    assert "The day planned for the procedure: <strong>Tuesday 9 March 2027</strong>" in page
    assert "Who does it: <bdi>Dr Osei</bdi>" in page
    visitor.post("/my/changed-mind", {"wants": "changed-mind"})
    assert day_on_list(visitor) == []


def test_a_day_that_was_planned_means_nothing_to_who_said_no(visitor, conversation, clinician, fresh):
    Conversation.objects.filter(pk=conversation.pk).update(procedure_on="2027-03-09")
    assert day_on_list(visitor) == []
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    assert day_on_list(visitor) == []


def test_who_looks_how_a_leaflet_was_checked_finds_the_way_back(visitor, edition):
    address = f"/checklist/{edition.pk}"
    assert tree(visitor.get(address)).xpath("//nav[@aria-label='Back']/a/@href") == ["/my"]
    assert tree(Client().get(address)).xpath("//nav[@aria-label='Back']/a/@href") == ["/"]
