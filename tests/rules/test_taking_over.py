"""What a new version of a leaflet takes over from the edition before, and that its own words stay as they are."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.drafts import content_of
from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.shipped import CONTENT, completed
from sdm.rules.arrangements import Arrangement
from sdm.rules.confirmations import nothing_confirmed
from sdm.rules.edition import EditionContent, Indication, Link, Question, Section, TimeWindow
from sdm.rules.leaflet_links import lacks_address
from sdm.rules.publishing import Place, stands_in_leaflet
from sdm.rules.taking_over import taken_over

BEFORE = completed("ipg651")
FILE = (CONTENT / "ipg651.txt").read_text()


def read(text: str) -> EditionContent:
    return content_of(read_leaflet(text.encode(), reference="IPG651"))


def revised(*pairs: tuple[str, str]) -> EditionContent:
    """IPG651 as NICE might publish it again, with these words changed."""
    text = FILE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return read(text)


def said(parts, place: Place) -> list[str]:
    return [one.sentence for one in parts if one.place is place]


def test_the_same_leaflet_takes_over_all_that_people_wrote_and_no_confirmation():
    found = taken_over(read(FILE), BEFORE)
    expected = replace(nothing_confirmed(BEFORE), source_name="", review_on=None)
    assert found.content == expected
    assert [(one.place, one.sentence) for one in found.different] == [
        (Place.DETAILS, "Source, in the details: each edition has its own"),
        (Place.DETAILS, "To be looked at again, in the details: each edition has its own"),
    ]
    assert "The option “Have clot-busting drugs”" in said(found.taken, Place.OPTIONS)
    assert "Registry" in said(found.taken, Place.DETAILS)


def test_a_changed_sentence_takes_with_it_what_rests_on_it_and_nothing_else():
    old = "It can be dissolved using clot-busting drugs but these can cause serious bleeding."
    new = revised((old, "It can be dissolved using drugs, and these can cause bleeding."))
    found = taken_over(new, BEFORE)
    questions = {one.number: one.passages for one in found.content.questions}
    assert (questions[5], questions[1]) == ((), BEFORE.questions[0].passages)
    assert said(found.different, Place.QUESTIONS)[-1] == "Question 5: a passage behind it is not in the new leaflet"
    serious = next(one for one in found.content.matters if one.id == "no-serious-bleeding")
    assert [touch.option for touch in serious.touches] == ["procedure"]
    assert len(said(found.different, Place.MATTERS)) == 2
    assert said(found.different, Place.SECTIONS) == [
        "The beginning of the leaflet has other words. Read again what you wrote on it"
    ]
    assert [option.risks for option in found.content.options] == [option.risks for option in BEFORE.options]


def test_where_the_leaflet_has_new_words_a_person_says_again_that_it_does_not_answer_a_question():
    assert [one.number for one in BEFORE.questions if one.unanswered] == [3, 4]
    found = taken_over(revised(("but only if it is done", "but only when it is done")), BEFORE)
    assert [one.unanswered for one in found.content.questions] == [False] * 5
    added = revised(("The aim is to reduce", "Nobody knows how often it fails. The aim is to reduce"))
    found = taken_over(added, BEFORE)
    assert "Question 4: say again whether the leaflet answers it" in said(found.different, Place.QUESTIONS)
    assert found.content.questions[3].passages == BEFORE.questions[3].passages


def test_a_question_and_a_kind_in_other_words_are_written_anew():
    new = revised(
        (BEFORE.questions[1].wording, "What good may come of it?"),
        ("but only if it is done as part of a research study", "but only in a research study"),
    )
    found = taken_over(new, BEFORE)
    assert found.content.questions[1] == Question(2, "What good may come of it?")
    number = next(one.question for one in found.different if "What good may come of it?" in one.sentence)
    assert number == 2
    assert [one.confirmed for one in found.content.indications] == [False, False]
    assert said(found.different, Place.INDICATIONS) == [
        "What NICE says about “distal DVT” has other words",
    ]


def test_a_kind_that_is_new_or_gone_is_told():
    kinds = (Indication("other", "other DVT", Arrangement.SPECIAL, "Other."), BEFORE.indications[0])
    found = taken_over(read(FILE), replace(BEFORE, indications=kinds))
    assert said(found.different, Place.INDICATIONS) == [
        "What NICE says about “distal DVT” is new",
        "“other DVT” is not there any more",
    ]


def test_the_reader_is_believed_before_the_edition_before():
    kinds = tuple(replace(one, arrangement=Arrangement.STANDARD) for one in BEFORE.indications)
    found = taken_over(read(FILE), replace(BEFORE, indications=kinds))
    assert [one.arrangement for one in found.content.indications] == [Arrangement.SPECIAL, Arrangement.RESEARCH]
    assert len(said(found.different, Place.INDICATIONS)) == 2


def test_a_detail_in_words_that_the_leaflet_dropped_is_written_anew():
    words = "The aim is to reduce symptoms and prevent long-term problems such as swelling of the leg and ulceration."
    before = replace(BEFORE, living_with=words, time_window=TimeWindow(3, words, "The leaflet"))
    found = taken_over(revised((words, "It aims to help.")), before)
    assert (found.content.living_with, found.content.time_window) == ("", None)
    assert "Life afterwards: its words are not in the new leaflet any more" in said(found.different, Place.DETAILS)


def test_a_section_that_is_new_or_gone_is_told():
    before = EditionContent(title="A", sections=(Section("", "One."), Section("Old", "Two.")))
    new = EditionContent(title="A", sections=(Section("", "One."), Section("New", "Three.")))
    assert said(taken_over(new, before).different, Place.SECTIONS) == [
        "“New” is new. Read again what you wrote on it",
        "“Old” is not there any more",
    ]


WORDS = st.sampled_from(["", "A cup.", "A cup is blue.", "Tea is warm.", "Tea"])
LISTS = st.lists(WORDS, max_size=3, unique=True)
FROM_FILES = st.builds(
    EditionContent,
    title=WORDS,
    reference=st.just("X1"),
    isbn=WORDS,
    sections=LISTS.flatmap(
        lambda headings: st.tuples(*(st.builds(Section, st.just(heading), WORDS) for heading in headings))
    ),
    links=LISTS.flatmap(lambda texts: st.tuples(*(st.builds(Link, st.just(text), WORDS) for text in texts))),
    questions=LISTS.map(lambda texts: tuple(Question(number, text) for number, text in enumerate(texts, start=1))),
    indications=LISTS.flatmap(
        lambda names: st.tuples(
            *(
                st.builds(Indication, st.just(f"kind-{place}"), st.just(name), st.sampled_from(Arrangement), WORDS)
                for place, name in enumerate(names)
            )
        )
    ),
    warnings=LISTS.map(lambda texts: (*texts, *(lacks_address(text) for text in texts))),
)
COMPLETED = st.builds(
    lambda content, passages, living, options: replace(
        content,
        questions=tuple(replace(one, passages=passages, unanswered=not passages) for one in content.questions),
        indications=tuple(replace(one, id=f"was-{one.id}", confirmed=True) for one in content.indications),
        living_with=living,
        **options,
    ),
    FROM_FILES,
    LISTS.map(lambda texts: tuple(filter(None, texts))),
    WORDS,
    st.sampled_from([{}, {name: getattr(BEFORE, name) for name in ("options", "matters", "notes", "unknowns")}]),
)


@given(FROM_FILES, COMPLETED)
def test_no_word_of_the_new_file_is_ever_written_over(new, before):
    found = taken_over(new, before)
    made = found.content
    same = ("title", "reference", "published", "isbn", "sections")
    assert [getattr(made, name) for name in same] == [getattr(new, name) for name in same]
    assert [(one.text, one.url or there.url) for one, there in zip(made.links, new.links, strict=True)] == [
        (there.text, there.url or one.url) for one, there in zip(made.links, new.links, strict=True)
    ]
    assert [(one.number, one.wording) for one in made.questions] == [(one.number, one.wording) for one in new.questions]
    assert [(one.name, one.arrangement, one.evidence) for one in made.indications] == [
        (one.name, one.arrangement, one.evidence) for one in new.indications
    ]
    ids = [one.id for one in made.indications]
    assert len(set(ids)) == len(ids)
    assert not any(one.confirmed for one in made.indications)
    assert {*new.warnings} - {*made.warnings} <= {lacks_address(one.text) for one in made.links if one.url}
    assert all(stands_in_leaflet(passage, new) for one in made.questions for passage in one.passages)


@given(FROM_FILES, COMPLETED)
def test_twice_is_once(new, before):
    once = taken_over(new, before).content
    assert taken_over(once, before).content == once
