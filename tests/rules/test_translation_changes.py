"""What an original says differently since it was translated: part by part, word by word."""

from dataclasses import replace

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import Section
from sdm.rules.translating import following
from sdm.rules.translation_changes import changed_parts, since_translated
from sdm.rules.word_differences import Kind
from tests.fictional_leaflet import fictional_leaflet, translated_leaflet

ORIGINAL = fictional_leaflet()


def newer_section(body: str):
    first, second, *others = ORIGINAL.sections
    return replace(ORIGINAL, sections=(first, replace(second, body=body), *others))


def told(old, new) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(title, [(one.what, one.old, one.new) for one in ones]) for title, ones in changed_parts(old, new)]


def test_what_is_the_same_is_not_told():
    assert changed_parts(ORIGINAL, ORIGINAL) == []


def test_a_changed_passage_is_told_word_by_word():
    newer = newer_section(ORIGINAL.sections[1].body.replace("blue", "green"))
    [(title, [change])] = changed_parts(ORIGINAL, newer)
    assert (title, change.what) == ("Section: How it is done", "Words")
    assert [run.words.strip() for run in change.runs if run.kind is not Kind.SAME] == ["blue.", "green."]


def test_a_number_is_told_though_no_word_changed():
    option = ORIGINAL.options[0]
    changed = replace(option, risks=(replace(option.risks[0], in_100=7), *option.risks[1:]))
    newer = replace(ORIGINAL, options=(changed, *ORIGINAL.options[1:]))
    facts = (
        "This is the procedure.\nBad point 1: 3 in 100 people",
        "This is the procedure.\nBad point 1: 7 in 100 people",
    )
    assert told(ORIGINAL, newer) == [("Option: Drink the tea", [("The same in every language", *facts)])]


def test_an_arrangement_is_told():
    kind = replace(ORIGINAL.indications[0], arrangement=Arrangement.RESEARCH)
    [(_, changes)] = told(ORIGINAL, replace(ORIGINAL, indications=(kind,)))
    assert changes == [("The same in every language", "Special arrangements", "Only in research")]


def test_what_came_what_went_and_what_only_moved():
    newer = replace(ORIGINAL, sections=(Section("New", "Something new."), *ORIGINAL.sections), notes=())
    assert told(ORIGINAL, newer) == [
        ("Section: New", [("Heading", "", "New"), ("Words", "", "Something new.")]),
        (
            "Plain words: Moonstone",
            [
                ("Word", "Moonstone", ""),
                ("In plain words", "A stone that there is not.", ""),
                ("Source", "Made up", ""),
            ],
        ),
    ]
    assert changed_parts(ORIGINAL, replace(ORIGINAL, sections=ORIGINAL.sections[::-1])) == []


def test_a_part_is_held_against_the_edition_that_it_was_translated_from():
    second, third = newer_section("Second words."), newer_section("Third words.")
    content = following(following(translated_leaflet("pl"), second), third)
    [change] = since_translated(content, third, [second, ORIGINAL], "section-2")
    assert (change.old, change.new) == (ORIGINAL.sections[1].body, "Third words.")
    assert since_translated(content, third, [second], "section-2") == []
    assert since_translated(content, third, [second, ORIGINAL], "section-1") == []
    assert since_translated(content, third, [second, ORIGINAL], "section-99") == []
