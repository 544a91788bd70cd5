"""Every passage that was read is found in the text that it was read from, however that breaks its lines and pages."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm.leaflets.drafts import content_of
from sdm.leaflets.lit_passages import lit_pieces, passages_of
from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.what_was_read import ReadLeaflet
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication, Question, Section
from sdm.rules.source_changes import changed_from_source, what_stops_by_source
from sdm.rules.stated_arrangements import stated_arrangement

NAMES = sorted(path.stem for path in (Path(__file__).parent / "fictional").glob("*.json"))
JUNE = datetime.date(2019, 6, 12)
EMPTY = EditionContent(title="")


def lit(source: str, content: EditionContent) -> dict[str, str]:
    """The lit words for each passage, with "…" where lines that are not lit stand between."""
    found, open_ones = {}, []
    for piece in lit_pieces(source, content):
        open_ones += [passage.key for passage in piece.begins]
        for key in open_ones:
            found.setdefault(key, "")
            found[key] += piece.text if piece.is_lit else "…"
        open_ones = [key for key in open_ones if key not in {passage.key for passage in piece.ends}]
    assert open_ones == []
    return found


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_was_read_from_a_file_is_lit_in_its_text(name: str, read_of: Callable[[str], ReadLeaflet]):
    read = read_of(name)
    content = content_of(read)
    assert "".join(piece.text for piece in lit_pieces(read.source, content)) == read.source
    there = {passage.key for passage in passages_of(content) if getattr(content, passage.key, True)}
    assert lit(read.source, content).keys() == there


def asking(*questions: str) -> EditionContent:
    return replace(EMPTY, questions=tuple(Question(number, words) for number, words in enumerate(questions, start=1)))


@pytest.mark.parametrize(
    ("source", "content", "expected"),
    [
        ("# A long\ntitle here\n", replace(EMPTY, title="A long title here"), {"title": "A long\ntitle here"}),
        ("**A title**", replace(EMPTY, title="A title"), {"title": "**A title**"}),
        ("A title: Information for the public", replace(EMPTY, title="A title"), {"title": "A title:"}),
        ("•What?\n•Why?", asking("What?", "Why?"), {"question-1": "•What?", "question-2": "•Why?"}),
        ("- Is it a long-\nterm one?", asking("Is it a long-term one?"), {"question-1": "Is it a long-\nterm one?"}),
        (
            "- What is in it, and\n\nPage 1 of 2\nA header\n\nwho made it?",
            asking("What is in it, and who made it?"),
            {"question-1": "What is in it, and…who made it?"},
        ),
        (
            "Why me?\n\nBecause.\n\nQuestions\n\n- What is it?\n- Why me?\n- When?\n\nWhat is it?\n\nA thing.",
            asking("What is it?", "Why me?", "When?"),
            {"question-1": "What is it?", "question-2": "Why me?", "question-3": "When?"},
        ),
        ("- What is it?", asking("What was it?"), {}),
        ("Published:\n12 June\n2019", replace(EMPTY, published=JUNE), {"published": "Published:\n12 June\n2019"}),
        (
            "Published: 12 June 2019 Last updated: 3 May 2021",
            replace(EMPTY, published=datetime.date(2021, 5, 3)),
            {"published": "Last updated: 3 May 2021"},
        ),
        ("Published: 31 June 2019", EMPTY, {}),
        ("ISBN: 978-0-00-000000-2", replace(EMPTY, isbn="978-0-00-000000-2"), {"isbn": "ISBN: 978-0-00-000000-2"}),
        ("See IPG651 and IPG6510", replace(EMPTY, reference="IPG651"), {"reference": "IPG651"}),
        ("Our own leaflet", replace(EMPTY, reference="Our own leaflet"), {}),
        ("Words", EMPTY, {}),
        ("", EMPTY, {}),
    ],
)  # fmt: skip
def test_what_is_lit(source: str, content: EditionContent, expected: dict[str, str]):
    assert lit(source, content) == expected


def test_the_questions_that_stand_together_are_the_ones_that_are_lit():
    source = "What is it?\n\nA thing.\n\nWhy me?\n\nAsk.\n\nQuestions\n\n- What is it?\n- Why me?\n"
    pieces = lit_pieces(source, asking("What is it?", "Why me?"))
    lit_from = [sum(len(before.text) for before in pieces[:place]) for place, one in enumerate(pieces) if one.is_lit]
    assert lit_from == [source.index("- What") + 2, source.index("- Why") + 2]


def test_two_kinds_that_rest_on_the_same_sentence_share_its_light():
    sentence = "It can be used for both."
    kinds = tuple(Indication(name, name, Arrangement.UNKNOWN, sentence) for name in ("left", "right"))
    pieces = lit_pieces(f"Words. {sentence} Words.", replace(EMPTY, indications=kinds))
    assert [(piece.text, [passage.key for passage in piece.ends]) for piece in pieces if piece.is_lit] == [
        (sentence, ["indication-1", "indication-2"])
    ]


WORDS = st.lists(
    st.sampled_from(["What", "is", "it?", "it-", "-", "\n", "\n\n", "Page 1 of 2", "ISBN:", "IPG651", "#"])
)


@settings(deadline=None, max_examples=300)
@given(WORDS, WORDS, st.lists(WORDS, max_size=4))
def test_whatever_the_words_the_pieces_are_the_text(source: list[str], title: list[str], questions: list[list[str]]):
    text = " ".join(source)
    content = replace(asking(*map(" ".join, questions)), title=" ".join(title), reference="IPG651")
    assert "".join(piece.text for piece in lit_pieces(text, content)) == text


def test_the_leaflet_that_ships():
    data = (Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt").read_bytes()
    read = read_leaflet(data, reference="IPG651")
    found = lit(read.source, content_of(read))
    assert found == {
        "title": read.title,
        "published": "Published: 12 June 2019",
        "indication-1": read.indications[0].evidence,
        "indication-2": read.indications[1].evidence,
        **{f"question-{number}": question for number, question in enumerate(read.questions, start=1)},
        "isbn": "ISBN: 978-1-4731-3431-7",
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_is_what_its_sentence_says_by_itself(name: str, read_of: Callable[[str], ReadLeaflet]):
    content = content_of(read_of(name))
    stated = [stated_arrangement(one, content) for one in content.indications]
    assert stated == [one.arrangement for one in content.indications]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_has_no_other_words_than_its_source(name: str, read_of: Callable[[str], ReadLeaflet]):
    read = read_of(name)
    content = content_of(read)
    assert (changed_from_source(content, read.source), what_stops_by_source(content, read.source)) == ((), ())


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_leaflet_is_marked_as_used(name: str, read_of: Callable[[str], ReadLeaflet]):
    read = read_of(name)
    content = content_of(read)
    used = " ".join(piece.text for piece in lit_pieces(read.source, content) if piece.is_used)
    for section in content.sections:
        assert set(section.body.replace("- ", " ").split()) <= set(used.split())


def test_what_was_left_out_is_not_marked():
    source = "A wobble is a shake. Nobody knows why. It is warm."
    content = replace(EMPTY, sections=(Section("", "A wobble is a shake."),))
    used = {piece.text: piece.is_used for piece in lit_pieces(source, content)}
    assert used == {"A wobble is a shake.": True, " Nobody knows why. It is warm.": False}
