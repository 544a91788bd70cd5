"""What a translation is held against in any language: numbers, links, lengths, paragraphs and bold type."""

from dataclasses import replace

import pytest

from sdm.rules.balance import words_of
from sdm.rules.checklist import checklist
from sdm.rules.checklist_items import ITEMS, OF_TRANSLATIONS, State
from sdm.rules.edition import THE_LEAFLET, EditionContent, Matter, Option, Section, Touch
from sdm.rules.held_to_original import numbers_in, unlike_detail, unlike_links, unlike_numbers
from sdm.rules.translating import beside, following, parts_of, with_part
from tests.fictional_leaflet import fictional_leaflet, translated_leaflet

ORIGINAL = fictional_leaflet()
LONG = "A sentence that goes on for a while, so that its length can be told at all."


def told(words: str, said: str) -> tuple[list[str], list[str], list[str]]:
    """What is said of a section with these words, and this translation: of numbers, of links, of detail."""
    original = replace(ORIGINAL, sections=(Section("", words), *ORIGINAL.sections[1:]))
    content = with_part(following(translated_leaflet("pl"), original), original, "section-1", {"body": said})
    kinds = (unlike_numbers, unlike_links, unlike_detail)
    return tuple([one.sentence.partition("Words: ")[2] for one in kind(content, original)] for kind in kinds)


def states(content: EditionContent, original: EditionContent = ORIGINAL, language: str = "pl") -> dict[int, State]:
    return {check.item.number: check.state for check in checklist(content, language, original)}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3 in 100 people, over 2 years", ["100", "2", "3"]),
        ("1,000 or 1.000 or 1 000 or 1\u202f000", ["1000"] * 4),
        ("2.5 and 2,5 and ٢٫٥", ["25"] * 3),
        ("In 2023 100 people", ["100", "2023"]),
        ("[12 words](https://a.example/34) and https://b.example/56.", ["12"]),
        ("three", []),
        ("۳ در ۱۰۰, ৩, ३", ["100", "3", "3", "3"]),
    ],
)
def test_numbers_are_read_in_the_digits_of_any_script(text, numbers):
    assert sorted(numbers_in(text).elements()) == numbers


@pytest.mark.parametrize(
    ("words", "said", "sentences"),
    [
        ("3 in 100 people.", "3 na 100 osób.", []),
        (
            "3 in 100 people.",
            "30 na 100 osób.",
            [
                "the original has 3, the translation has not.",
                "the translation has 30, the original has not.",
            ],
        ),
        ("3 in 100 people.", "Trzy na 100 osób.", ["the original has 3, the translation has not."]),
        ("3 in 100 people, 5 in 100 people.", "3 na 100, 5 osób.", ["the original has 100, the translation has not."]),
        ("3 in 100 people.", "٣ من كل ١٠٠ شخص.", []),
        ("One of the options. In two years.", "Jedna z opcji. Za dwa lata.", []),
        (
            "Two in a hundred people have it.",
            "Dwie na tysiąc osób.",
            [
                "the original says “Two in a hundred” in words, which we cannot find in another language."
                " A person has to look."
            ],
        ),
        (
            "About half of the people.",
            "Około połowy.",
            [
                "the original says “half of the people” in words, which we cannot find in another language."
                " A person has to look."
            ],
        ),
    ],
)
def test_each_number_of_a_text_is_the_originals(words, said, sentences):
    assert told(words, said)[0] == sentences


@pytest.mark.parametrize(
    ("said", "sentences"),
    [
        ("Zobacz [tę stronę](https://a.example/x).", []),
        ("Zobacz tę stronę.", ["the original has https://a.example/x, the translation has not."]),
        (
            "Zobacz [tę stronę](https://b.example/).",
            [
                "the original has https://a.example/x, the translation has not.",
                "the translation has https://b.example/, the original has not.",
            ],
        ),
    ],
)
def test_each_link_leads_where_the_originals_leads(said, sentences):
    assert told("See [this page](https://a.example/x).", said)[1] == sentences


@pytest.mark.parametrize(
    ("words", "said", "sentences"),
    [
        (LONG, "Krótko.", ["far shorter than the original, so something may be left out."]),
        (LONG, LONG, ["the same words as in the original, so it may not be translated."]),
        (LONG, LONG.replace("e", "a"), []),
        (LONG, LONG * 4, ["far longer than the original, so something may be added."]),
        (LONG, "\u8840" * (len(LONG) // 3), []),
        (
            "One.\n\n- Two.\n- Three.",
            "Raz.\n\n- Dwa.",
            ["paragraphs and points: 3 in the original, 2 in the translation."],
        ),
    ],
)
def test_a_text_is_as_long_as_the_original_and_has_its_paragraphs(words, said, sentences):
    assert told(words, said)[2] == sentences


def test_that_words_are_from_the_leaflet_is_said_in_the_other_language():
    touch = Touch(ORIGINAL.options[0].id, ORIGINAL.sections[0].body, THE_LEAFLET)
    original = replace(ORIGINAL, matters=(Matter("rest", "To rest", (touch,)),))
    (key,) = (text.key for part in parts_of(original) for text in part.texts if text.words == THE_LEAFLET)
    for said, sentences in ((THE_LEAFLET, 1), ("Ulotka", 0)):
        words = {"text": "Odpoczynek", key.replace("source", "words"): touch.words.replace("e", "a"), key: said}
        content = with_part(following(translated_leaflet("pl"), original), original, "matter-rest", words)
        assert len(unlike_detail(content, original)) == sentences


def test_bold_type_is_the_originals():
    words = {text.key: text.words for part in parts_of(ORIGINAL) if part.id == "option-tea" for text in part.texts}
    content = with_part(translated_leaflet("pl"), ORIGINAL, "option-tea", words | {"description": "**Filiżanka.**"})
    sentences = [one.sentence for one in unlike_detail(content, ORIGINAL)]
    assert sentences == ["Option: Drink the tea. What it is: only the translation has bold type."]


def test_a_whole_translation_is_like_its_original_and_one_not_begun_is_not_judged():
    own = [item.number for item in OF_TRANSLATIONS]
    assert {states(translated_leaflet("pl"))[number] for number in own} == {State.MET}
    begun = states(following(EditionContent(title=""), ORIGINAL))
    assert [begun[number] for number in own] == [State.MET, *[State.NOTHING_YET] * 3]


def test_other_parts_than_the_originals_are_not_met():
    content = replace(translated_leaflet("pl"), options=ORIGINAL.options[:1])
    assert states(content)[OF_TRANSLATIONS[0].number] is State.NOT_MET


def test_each_finding_leads_to_its_part():
    content = with_part(translated_leaflet("pl"), ORIGINAL, "option-tea", {"description": "7", "name": "8"})
    found = [one for check in checklist(content, "pl", ORIGINAL) for one in check.findings if one.part]
    assert {(one.part, one.option) for one in found} == {("option-tea", "tea")}


def test_what_goes_by_english_words_is_judged_of_english_only():
    not_judged = {12, 14, 17, 18, 19, 22}
    polish = states(translated_leaflet("pl"))
    assert {number for number, state in polish.items() if state is State.NOT_JUDGED} == not_judged
    english = {check.item.number: check.state for check in checklist(ORIGINAL, "en-gb")}
    assert State.NOT_JUDGED not in english.values()
    assert set(english) == {item.number for item in ITEMS}
    # Of a leaflet that is no translation nothing else says that the arrangement is right.
    alone = {check.item.number: check.state for check in checklist(fictional_leaflet("pl"), "pl")}
    assert {number for number, state in alone.items() if state is State.NOT_JUDGED} == not_judged - {22}
    assert alone[22] is State.NOT_MET


def test_times_that_differ_are_told_in_any_language():
    option = next(one for one in ORIGINAL.options if one.risks and one.risks[0].in_100 is not None)
    two = replace(option, risks=(*option.risks, replace(option.risks[0], text="Another", period="przez dwa dni")))
    content = replace(fictional_leaflet("pl"), options=(two,))
    assert states(content)[12] is State.NOT_MET


def test_nothing_is_said_of_what_is_not_translated_yet():
    content = following(EditionContent(title=""), ORIGINAL)
    assert all(not said for one in beside(content, ORIGINAL) for _, said in one.texts)
    assert not any(kind(content, ORIGINAL) for kind in (unlike_numbers, unlike_links, unlike_detail))


@pytest.mark.parametrize(
    ("said", "number"), [("Two words", 2), ("血栓可能會移動", 4), ("ลิ่มเลือด", 5), ("혈전이 움직인다", 2)]
)
def test_words_are_counted_where_no_space_stands_between_them(said, number):
    assert words_of(Option("a", "A", said)) == number
