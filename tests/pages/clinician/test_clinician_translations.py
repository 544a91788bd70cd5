"""What a clinician sees of a leaflet that the patient read in another language."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sdm.models.leaflets import published
from sdm.rules.edition import Outcome
from sdm.rules.local_parts import LocalParts
from tests.fictional_leaflet import NAMES, WORDS

pytestmark = pytest.mark.django_db

LINK = "side by side</a>"
RESULT = Outcome("It came back.", "", "our audit", 3, "over 1 year", "all 140 people treated here")


def words(language: str) -> dict[str, str]:
    return dict(zip(NAMES, WORDS[language], strict=True))


@pytest.fixture
def edition(made_up):
    return made_up


@pytest.fixture
def polish(edition, translate):
    return translate(edition, "pl")


@pytest.fixture
def read(staff, at):
    """What a clinician reads of one of the conversation's pages."""

    def read(name: str, query: str = "") -> str:
        response = staff.get(at(name) + query)
        assert response.status_code == 200
        return html.unescape(response.content.decode())

    return read


@pytest.mark.parametrize("name", ["conversation-discussion", "conversation"])
def test_the_patients_wording_stands_beside_the_conversations_own(name, read, answer, send, polish):
    answer("question-1", text="Czy to boli?", language="cy", translation=polish.pk)
    answer("question-2", text="Why?")
    send()
    page = read(name)
    asked = f'The patient read this in Polish: <q lang="pl" dir="ltr">{words("pl")["what_is_done"]}</q>'
    assert (asked in page, page.count("The patient read this in"), words("en")["what_is_done"] in page) == (
        True,
        1,
        True,
    )


def test_the_wording_that_was_read_stays_though_a_newer_translation_is_there(read, answer, send, edition, translate):
    older = translate(edition, "pl")
    answer("question-1", text="Czy to boli?", translation=older.pk)
    send()
    other = published(older.pk).content
    translate(edition, "pl", title="Nowy tytuł", questions=(other.questions[1], other.questions[0]))
    assert words("pl")["what_is_done"] in read("conversation-discussion")
    page = read("conversation-leaflet")
    assert ("Nowy tytuł" in page, words("pl")["title"] in page) == (False, True)


def test_nothing_is_said_of_a_language_before_the_answers_are_sent(read, answer, polish):
    answer("question-1", text="Czy to boli?", translation=polish.pk)
    assert "The patient read this in" not in read("conversation-discussion")
    assert "Czy to boli?" not in read("conversation-leaflet")


def test_the_leaflet_can_be_looked_at_in_both_languages(read, at, answer, send, edition, translate, polish):
    translate(edition, "ar")
    answer("question-1", text="Czy to boli?", translation=polish.pk)
    send()
    discussion = read("conversation-discussion")
    assert f'<a href="{at("conversation-leaflet")}">The leaflet in Polish and English, {LINK}' in discussion
    page = read("conversation-leaflet")
    for name in ("title", "drink", "stone_is", "what_is_done", "warm", "tea", "laughing", "nobody_knows"):
        assert [language for language in ("en", "pl") if words(language)[name] not in page] == [], name
    assert (words("ar")["drink"] in page, '<a href="?in=ar">Show it in Arabic</a>' in page) == (False, True)
    arabic = read("conversation-leaflet", "?in=ar")
    assert re.search(rf'<div lang="ar" dir="rtl"><p>{words("ar")["drink"]}', arabic)
    assert "Show it in Polish" in arabic


@pytest.mark.parametrize("language", ["", "xx", "en", "' OR 1", "p" * 5000])
def test_a_language_that_is_not_there_is_passed_over(read, polish, language):
    assert words("pl")["drink"] in read("conversation-leaflet", f"?in={language}")


def test_without_a_translation_there_is_no_such_page(staff, at, read, conversation):
    assert LINK not in read("conversation-discussion")
    assert staff.get(at("conversation-leaflet")).status_code == 404


def test_it_costs_no_more_than_the_brief(staff, at, answer, send, polish):
    answer("question-1", text="Czy to boli?", translation=polish.pk)
    send()
    queries = {}
    for name in ("conversation-leaflet", "conversation"):
        staff.get(at(name))
        with CaptureQueriesContext(connection) as asked:
            staff.get(at(name))
        queries[name] = len(asked)
    assert queries["conversation-leaflet"] == queries["conversation"]


def test_a_conversation_starts_from_the_original(staff, edition, polish):
    page = staff.get(reverse("conversation-new")).content.decode()
    assert (f'value="{edition.pk}"' in page, f'value="{polish.pk}"' in page) == (True, False)
    refused = staff.post(reverse("conversation-new"), {"edition": str(polish.pk)})
    assert (refused.status_code, "Choose one of the answers on this page" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["conversation-discussion", "conversation-leaflet"])
def test_what_the_hospital_adds_is_marked_as_its_own_for_clinicians_too(name, read, polish, add_locally, conversation):
    assert "not from NICE" not in read(name)
    add_locally(LocalParts(results=(RESULT,), afterwards="Come back soon."))
    theirs = read(name).split("From Northfield Hospital, not from NICE</h2>")[1].split("</section>")[0]
    assert all(said in theirs for said in ("It came back.", "3 in 100 people", "From: our audit", "Come back soon."))
