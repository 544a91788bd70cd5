"""What is different between two editions: every change is named, nothing else is, and words tell things apart."""

from dataclasses import fields, replace
from datetime import date

import pytest

from sdm.leaflets.shipped import completed
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Link, Note, Section, TimeWindow
from sdm.rules.edition_differences import by_part, edition_differences, question_pairs
from sdm.rules.word_differences import Kind, Run

CONTENT = completed("ipg651")
FIRST = CONTENT.questions[0]
OPTION = CONTENT.options[0]
# What nobody but the content team sees, or what is no word at all.
NOT_SHOWN = {"reference", "warnings", "translated"}


def option(**changes) -> EditionContent:
    return replace(CONTENT, options=(replace(OPTION, **changes), *CONTENT.options[1:]))


CHANGES = {
    "title": [replace(CONTENT, title="Other")],
    "published": [replace(CONTENT, published=date(2020, 1, 1)), replace(CONTENT, published=None)],
    "isbn": [replace(CONTENT, isbn="1")],
    "source_name": [replace(CONTENT, source_name="Other")],
    "source_url": [replace(CONTENT, source_url="https://other.example")],
    "condition": [replace(CONTENT, condition="Other")],
    "living_with": [replace(CONTENT, living_with="Other")],
    "registry": [replace(CONTENT, registry="Other")],
    "team": [replace(CONTENT, team=()), replace(CONTENT, team=("Surgeon",))],
    "team_source": [replace(CONTENT, team_source="Other")],
    "contact": [replace(CONTENT, contact="Other")],
    "funding": [replace(CONTENT, funding="Other")],
    "review_on": [replace(CONTENT, review_on=None), replace(CONTENT, review_on=date(2030, 1, 1))],
    "time_window": [replace(CONTENT, time_window=None), replace(CONTENT, time_window=TimeWindow(3, "Soon", "NICE"))],
    "sections": [
        replace(CONTENT, sections=CONTENT.sections[1:]),
        replace(CONTENT, sections=CONTENT.sections[::-1]),
        replace(CONTENT, sections=(*CONTENT.sections, Section("More", "Words"))),
        replace(CONTENT, sections=(replace(CONTENT.sections[0], body="Other"), *CONTENT.sections[1:])),
    ],
    "links": [replace(CONTENT, links=()), replace(CONTENT, links=(Link("One", "https://one.example"),))],
    "questions": [
        replace(CONTENT, questions=CONTENT.questions[1:]),
        replace(CONTENT, questions=(replace(FIRST, wording="Other?"), *CONTENT.questions[1:])),
        replace(CONTENT, questions=(replace(FIRST, passages=()), *CONTENT.questions[1:])),
    ],
    "indications": [
        replace(CONTENT, indications=()),
        replace(CONTENT, indications=(replace(CONTENT.indications[0], arrangement=Arrangement.DO_NOT_USE),)),
    ],
    "options": [
        replace(CONTENT, options=CONTENT.options[::-1]),
        replace(CONTENT, options=CONTENT.options[1:]),
        option(name="Other"),
        option(description="Other"),
        option(is_procedure=not OPTION.is_procedure),
        option(benefits=OPTION.benefits[1:]),
        option(risks=(replace(OPTION.risks[0], in_100=3), *OPTION.risks[1:])),
        option(risks=(replace(OPTION.risks[0], how_sure="Very"), *OPTION.risks[1:])),
    ],
    "matters": [
        replace(CONTENT, matters=()),
        replace(CONTENT, matters=CONTENT.matters[::-1]),
        replace(CONTENT, matters=(replace(CONTENT.matters[0], touches=()), *CONTENT.matters[1:])),
    ],
    "notes": [replace(CONTENT, notes=()), replace(CONTENT, notes=(Note("Clot", "A lump"),))],
    "unknowns": [replace(CONTENT, unknowns=()), replace(CONTENT, unknowns=(Note("Clot", "A lump"),))],
}


def test_each_part_of_an_edition_has_its_changes_here():
    assert {field.name for field in fields(EditionContent)} - NOT_SHOWN == set(CHANGES)


@pytest.mark.parametrize(
    "changed", [pytest.param(one, id=f"{name} {n}") for name, many in CHANGES.items() for n, one in enumerate(many)]
)
def test_every_change_is_named_both_ways(changed):
    there, back = edition_differences(CONTENT, changed), edition_differences(changed, CONTENT)
    assert there
    assert back
    assert all(one.old != one.new for one in there)
    assert sum(len(ones) for _, ones in by_part(there)) == len(there)


def test_an_edition_differs_in_nothing_from_itself():
    assert edition_differences(CONTENT, CONTENT) == ()


def test_that_somebody_confirmed_it_is_no_difference():
    unconfirmed = tuple(replace(one, confirmed=False) for one in CONTENT.indications)
    assert edition_differences(CONTENT, replace(CONTENT, indications=unconfirmed)) == ()


def test_the_same_words_are_the_same_question_whatever_its_number():
    renumbered = [replace(one, number=number) for number, one in enumerate(CONTENT.questions[1:], start=1)]
    new = replace(CONTENT, questions=(*renumbered, replace(FIRST, number=5, wording="What is new?")))
    assert [(old and old.number, now and now.number) for old, now in question_pairs(CONTENT, new)] == [
        *((number + 1, number) for number in range(1, 5)),
        (None, 5),
        (1, None),
    ]


def test_a_question_in_other_words_stands_beside_the_one_with_its_number():
    new = replace(CONTENT, questions=(replace(FIRST, wording="What happens?"), *CONTENT.questions[1:]))
    (one,) = [one for one in edition_differences(CONTENT, new) if one.what == "Question"]
    assert (one.part, one.old, one.new) == ("The questions", FIRST.wording, "What happens?")


def test_what_matters_most_comes_first_and_who_paid_last():
    new = replace(
        CONTENT,
        indications=CONTENT.indications[1:],
        questions=CONTENT.questions[1:],
        options=CONTENT.options[1:],
        time_window=None,
        matters=(),
        notes=(),
        sections=CONTENT.sections[1:],
        title="Other",
        registry="Other",
        funding="Other",
    )
    found = edition_differences(CONTENT, new)
    assert [part for part, _ in by_part(found)] == [
        *("What NICE says", "The questions", "The options", "How soon", "What may matter", "Notes in plain words"),
        *("The words of the leaflet", "About the leaflet"),
    ]
    assert [one.what for one in found][-2:] == ["Registry", "Who paid for it"]


def test_what_nice_says_now_is_told_in_plain_words_in_the_readers_language():
    first, *rest = CONTENT.indications
    new = replace(CONTENT, indications=(replace(first, arrangement=Arrangement.DO_NOT_USE), *rest))
    (one,) = edition_differences(CONTENT, new, str.upper)
    assert Arrangement.DO_NOT_USE.meaning.upper() in one.new
    assert first.arrangement.meaning.upper() in one.old


def test_options_in_another_order_are_told_as_that_alone():
    (one,) = edition_differences(CONTENT, replace(CONTENT, options=CONTENT.options[::-1]))
    assert one.is_order
    assert one.runs == (Run(Kind.SAME, "\n".join(option.name for option in CONTENT.options[::-1])),)


def test_links_and_stress_are_words_unless_nothing_else_is_different():
    def sections(body: str) -> EditionContent:
        return replace(CONTENT, sections=(Section("More", body),))

    (one,) = edition_differences(sections("Old: [NHS website](#)."), sections("New: [NHS website](#)."))
    assert (one.old, one.new) == ("More\nOld: NHS website.", "More\nNew: NHS website.")
    (one,) = edition_differences(sections("[NHS](https://a.example)"), sections("[NHS](https://b.example)"))
    assert "https://b.example" in one.new
    (one,) = edition_differences(option(description="**Old** [NHS](#)"), option(description="**New** [NHS](#)"))
    assert ("Old NHS" in one.old, "New NHS" in one.new, "*" in one.new) == (True, True, False)
