"""How a patient reads the leaflet: in steps or whole, with notes on its hard words, and with what nobody knows."""

import html
import re

import pytest

from sdm.pages.patient.leaflet_words import Block, Part, Piece, leaflet_words
from sdm.rules.edition import EditionContent, Link, Section

pytestmark = pytest.mark.django_db


def words(markup: str) -> str:
    """What a person reads of some HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def main_of(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_every_step_together_is_the_leaflet_word_for_word(visitor, conversation):
    told = []
    for number in range(1, 5):
        page = main_of(visitor.get(f"/my/read/{number}"))
        leaflet = page.split('data-read="leaflet">')[1].split('<div class="sdm-print-only">')[0]
        told += re.findall(r"<(?:h2|p|li)\b[^>]*>(.*?)</(?:h2|p|li)>", without_notes(leaflet), re.DOTALL)
    content = conversation.content
    sections = [(section.heading or content.title, *section.body.split("\n")) for section in content.sections]
    lines = [
        re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", line.removeprefix("- ")) for one in sections for line in one if line
    ]
    assert [words(re.sub(r"</?a\b[^>]*>", "", one)) for one in told][: len(lines)] == lines


def without_notes(page: str) -> str:
    return re.sub(r'<div class="sdm-notes.*?</details>\s*</div>', "", page, flags=re.DOTALL)


def test_steps_lead_on_and_back_and_only_the_last_says_that_one_has_read_it(visitor):
    pages = [main_of(visitor.get(f"/my/read/{number}")) for number in range(1, 5)]
    assert [re.findall(r'rel="(prev|next)" href="([^"]+)"', page) for page in pages] == [
        [("next", "/my/read/2")],
        [("prev", "/my/read/1"), ("next", "/my/read/3")],
        [("prev", "/my/read/2"), ("next", "/my/read/4")],
        [("prev", "/my/read/3")],
    ]
    assert ["I have read this" in page for page in pages] == [False, False, False, True]
    assert ['href="/my/not-known-yet"' in page for page in pages] == [False, False, False, True]
    assert ['href="/my/read/all"' in page for page in pages] == [True] * 4


def test_who_came_from_the_check_page_reads_on_and_goes_back_to_it(visitor):
    first = main_of(visitor.get("/my/read?from=check"))
    assert re.findall(r'rel="next" href="([^"]+)"', first) == ["/my/read/2?from=check"]
    response = visitor.post("/my/read/4?from=check", {"read": "true", "revision": "0"})
    assert (response.status_code, response["Location"]) == (302, "/my/check")


@pytest.mark.parametrize("number", ["0", "5", "99999999999999999999", "-1", "x"])
def test_there_is_no_other_step(visitor, number):
    assert visitor.get(f"/my/read/{number}").status_code == 404


def test_a_hard_word_is_explained_after_the_words_in_which_it_first_stands(visitor):
    page = main_of(visitor.get("/my/read/2"))
    told = [words(one)[:23] for one in re.findall(r"<p>.*?</p>|<summary.*?</summary>", page, re.DOTALL)]
    assert [one for one in told if one.startswith(("This procedure", "A DVT in a leg", "What “"))] == [
        "This procedure can also",
        "What “distal” means",
        "What “DVT” means",
        "A DVT in a leg is usual",
        "What “anticoagulant dru",
        "What “clot-busting drug",
        "What “percutaneous” mea",
        "What “ulceration” means",
    ]
    assert "Medicines that can dissolve a clot. From: The leaflet" in words(page)


def test_a_question_has_notes_on_the_words_of_its_passages(visitor):
    page = main_of(visitor.get("/my/questions/1"))
    passage = page.split("<blockquote")[1].split("<form")[0]
    assert words(passage.split("</blockquote>")[0]).endswith("through the skin (percutaneous).")
    assert [words(one) for one in re.findall(r"<summary.*?</summary>", passage)] == ["What “percutaneous” means"]


def test_what_is_not_known_is_given_with_who_says_so(visitor, conversation):
    content = conversation.content
    page = main_of(visitor.get("/my/not-known-yet"))
    told = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    assert [(words(term), words(meaning)) for term, meaning in told] == [
        (note.term, f"{note.meaning} From: {note.source}") for note in content.unknowns
    ]
    assert [words(one) for one in re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL)] == [
        one.evidence for one in content.indications
    ]
    assert [one.arrangement.meaning for one in content.indications if one.arrangement.meaning not in page] == []
    assert content.living_with in html.unescape(page)


def test_what_is_not_known_is_one_step_away_from_the_list_the_questions_and_the_last_step(visitor):
    for address in ("/my", "/my/read/4", *(f"/my/questions/{number}" for number in range(1, 6))):
        assert 'href="/my/not-known-yet"' in main_of(visitor.get(address)), address


def test_the_leaflet_stands_word_for_word_with_its_source(visitor, conversation):
    page = words(main_of(visitor.get("/my/read/all")))
    content = conversation.content
    told = [
        re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", line.removeprefix("- "))
        for section in content.sections
        for line in section.body.split("\n")
        if line
    ]
    # Inline links are taken apart by tags; the words are the same.
    close = re.sub(r"\s+", "", page)
    assert [line for line in told if re.sub(r"\s+", "", line) not in close] == []
    assert content.source_name in page
    assert [note.meaning for note in content.unknowns if note.meaning not in page] == []
    assert [note.term for note in content.notes if note.term not in page] == []


def test_a_link_of_the_leaflet_is_followed_only_to_a_web_address():
    content = EditionContent(
        title="A leaflet",
        sections=(
            Section("", "See [one](#) and [two](https://b.example) or [three](javascript:alert) now."),
            Section("List", "- First [four](x)\n- Second"),
        ),
        links=(Link("one", "https://a.example/x"), Link("two", ""), Link("four", "data:text/html,x")),
    )
    paragraph = (
        Piece("See "),
        Piece("one", "https://a.example/x"),
        Piece(" and "),
        Piece("two", "https://b.example"),
        Piece(" or "),
        Piece("three"),
        Piece(" now."),
    )
    items = ((Piece("First "), Piece("four")), (Piece("Second"),))
    assert leaflet_words(content) == (
        Part("A leaflet", (Block((paragraph,)),)),
        Part("List", (Block(items, is_list=True),)),
    )
