"""A new version of a leaflet comes in as a file: its draft says what came from the edition before, and what did not."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft
from sdm.models import Edition
from tests.conftest import IPG651
from tests.second_person import publish

pytestmark = pytest.mark.django_db

SENTENCE = ("reduce symptoms and prevent", "lessen symptoms and prevent")
QUESTION = ("What are the possible benefits? How likely am I to get them?", "What good may it do?")
KIND = ("but only if it is done as part of a research study", "but only in a research study")


@pytest.fixture
def revised(desk, edition) -> Edition:
    """What NICE publishes again with a sentence, a question and what it says of a kind in other words."""
    words = IPG651.read_text()
    for old, new in (SENTENCE, QUESTION, KIND):
        assert old in words
        words = words.replace(old, new)
    response = desk.post(reverse("leaflet-new"), {"words": words, "reference": "IPG651"})
    draft = Edition.objects.get(status="draft")
    assert response.headers["Location"] == reverse("edition", args=[draft.pk])
    return draft


def test_the_draft_says_what_is_different_and_leads_to_where_it_is_written_anew(desk, revised):
    page = html.fromstring(desk.get(reverse("edition", args=[revised.pk])).content)
    (heading,) = page.xpath("//h2[.='What came from edition 1']")
    links = {one.text_content(): one.get("href") for one in heading.xpath("following-sibling::ul[1]//a")}
    assert links["Question 2 is new, or has other words: “What good may it do?”"] == reverse(
        "edition-passages", args=[revised.pk, 2]
    )
    assert links["What NICE says about “distal DVT” has other words"] == reverse(
        "edition-indications", args=[revised.pk]
    )
    assert {desk.get(address).status_code for address in links.values()} == {200}
    taken = [one.text_content() for one in heading.xpath("following-sibling::details[1]//a")]
    assert "The option “Have clot-busting drugs”" in taken
    assert "What the leaflet says to question 1" in taken
    (steps,) = html.fromstring(desk.get(reverse("edition-steps", args=[revised.pk])).content).xpath("//main//ol/li")
    assert f"with {len(taken)} parts taken over from edition 1" in steps.text_content()


def test_what_was_written_for_changed_words_still_has_to_be_done(desk, revised):
    page = html.fromstring(desk.get(reverse("edition", args=[revised.pk])).content)
    to_do = page.xpath("//h2[.='Before it can be published']/following-sibling::ul[1]//a")
    assert [one.text_content() for one in to_do] == [
        "Choose the passage of the leaflet for question 2.",
        "Choose the passage of the leaflet for question 3.",
        "Choose the passage of the leaflet for question 4.",
        "Check and confirm what NICE says about iliofemoral DVT.",
        "Check and confirm what NICE says about distal DVT.",
    ]


def test_once_it_is_published_its_history_tells_it(desk, revised, editor, administrator):
    questions = tuple(replace(one, unanswered=one.unanswered or not one.passages) for one in revised.content.questions)
    kinds = tuple(replace(one, confirmed=True) for one in revised.content.indications)
    content = replace(revised.content, questions=questions, indications=kinds)
    change_draft(edition=revised, content=content, seen=1, by=editor)
    publish(edition=revised, seen=2, by=administrator, reason="The rest follows next week.")
    assert b"What came from edition" not in desk.get(reverse("edition", args=[revised.pk])).content
    page = html.fromstring(desk.get(reverse("edition-steps", args=[revised.pk])).content)
    (heading,) = page.xpath("//h2[.='What came from edition 1']")
    told = [one.text_content() for one in heading.xpath("following-sibling::ul[1]/li")]
    assert "What NICE says about “distal DVT” has other words" in told


def test_an_edition_that_took_over_nothing_says_nothing_of_it(desk, draft):
    assert b"What came from edition" not in desk.get(reverse("edition", args=[draft.pk])).content
