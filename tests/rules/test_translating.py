"""A translation beside its original: what counts as said, what is flagged, and that its parts are the original's."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.edition import EditionContent, Section
from sdm.rules.translating import (
    Kind,
    State,
    beside,
    following,
    has_same_parts,
    parts_of,
    what_stops_translation,
    with_part,
)
from tests.fictional_leaflet import fictional_leaflet, translated_leaflet

ORIGINAL, POLISH = fictional_leaflet(), fictional_leaflet("pl")
EMPTY = EditionContent(title="")


def in_polish(part_id: str) -> dict[str, str]:
    """What the Polish leaflet says of a part, by the keys of its texts."""
    return {text.key: text.words for part in parts_of(POLISH) if part.id == part_id for text in part.texts}


def whole() -> EditionContent:
    """The original, said in Polish part by part."""
    return translated_leaflet("pl")


def states(content: EditionContent, original: EditionContent = ORIGINAL) -> dict[str, State]:
    return {one.part.id: one.state for one in beside(content, original)}


def test_each_part_has_a_name_of_its_own_and_texts_with_keys_of_their_own():
    parts = parts_of(ORIGINAL)
    assert len({part.id for part in parts}) == len(parts)
    assert all(len({text.key for text in part.texts}) == len(part.texts) for part in parts)


def test_at_first_it_has_the_parts_of_the_original_and_no_words():
    content = following(EMPTY, ORIGINAL)
    assert set(states(content).values()) == {State.TO_DO}
    assert [one.id for one in content.options] == [one.id for one in ORIGINAL.options]
    assert [one.arrangement for one in content.indications] == [one.arrangement for one in ORIGINAL.indications]
    assert not any(one.confirmed for one in content.indications)
    assert not any(
        text.words.strip() for part in parts_of(content) for text in part.texts if not text.key.endswith("figure")
    )
    assert has_same_parts(content, ORIGINAL)


def test_said_part_by_part_it_is_the_leaflet_in_the_other_language():
    content = whole()
    assert set(states(content).values()) == {State.DONE}
    assert what_stops_translation(content, ORIGINAL) == ()
    assert replace(content, translated=(), published=None, review_on=None) == replace(
        POLISH,
        translated=(),
        published=None,
        review_on=None,
        warnings=(),
        links=tuple(replace(one, url=own.url) for one, own in zip(POLISH.links, ORIGINAL.links, strict=True)),
        source_url=ORIGINAL.source_url,
    )


def test_a_part_with_a_word_missing_is_kept_and_not_done():
    words = in_polish("option-" + ORIGINAL.options[0].id)
    content = with_part(whole(), ORIGINAL, "option-" + ORIGINAL.options[0].id, {**words, "description": " "})
    assert states(content)["option-" + ORIGINAL.options[0].id] is State.TO_DO
    assert content.options[0].name == POLISH.options[0].name


def test_a_part_that_is_not_there_cannot_be_said():
    with pytest.raises(KeyError):
        with_part(whole(), ORIGINAL, "option-none", {})


def test_what_a_newer_original_says_differently_is_flagged_and_the_rest_is_not():
    question = replace(ORIGINAL.questions[0], wording="Something else?")
    newer = replace(ORIGINAL, questions=(question, *ORIGINAL.questions[1:]))
    content = following(whole(), newer)
    assert {name for name, state in states(content, newer).items() if state is not State.DONE} == {"question-1"}
    assert states(content, newer)["question-1"] is State.CHANGED
    assert content.questions[0].wording == POLISH.questions[0].wording
    assert what_stops_translation(content, newer) == (
        "“Question 1” changed in the original. Look at its translation again.",
    )
    again = with_part(content, newer, "question-1", in_polish("question-1"))
    assert what_stops_translation(again, newer) == ()


def test_a_number_that_changed_flags_its_option_though_no_word_did():
    option = ORIGINAL.options[0]
    counted = replace(option.risks[0] if option.risks else option.benefits[0], in_100=7, figure="")
    changed = replace(option, risks=(counted,)) if option.risks else replace(option, benefits=(counted,))
    newer = replace(ORIGINAL, options=(changed, *ORIGINAL.options[1:]))
    assert states(following(whole(), newer), newer)[f"option-{option.id}"] is not State.DONE
    assert following(whole(), newer).options[0].risks[0].in_100 == 7


def test_a_section_that_moved_keeps_its_translation():
    new = Section("New", "Something new.")
    newer = replace(ORIGINAL, sections=(new, *ORIGINAL.sections))
    content = following(whole(), newer)
    assert [one.body for one in content.sections] == ["", *(one.body for one in POLISH.sections)]
    assert states(content, newer)["section-1"] is State.TO_DO
    assert {states(content, newer)[f"section-{place}"] for place in range(2, len(newer.sections) + 1)} == {State.DONE}


def test_what_the_original_no_longer_has_goes():
    newer = replace(ORIGINAL, questions=ORIGINAL.questions[:-1], notes=())
    content = following(whole(), newer)
    assert (len(content.questions), content.notes) == (len(newer.questions), ())
    assert has_same_parts(content, newer)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda content: replace(content, options=content.options[1:]),
        lambda content: replace(content, questions=content.questions[:1]),
        lambda content: replace(
            content, options=(replace(content.options[0], is_procedure=False), *content.options[1:])
        ),
        lambda content: replace(content, options=content.options[::-1]),
    ],
)
def test_a_translation_with_other_parts_is_stopped_and_following_mends_it(wrong):
    content = wrong(whole())
    assert not has_same_parts(content, ORIGINAL)
    assert any("same parts" in reason for reason in what_stops_translation(content, ORIGINAL))
    assert has_same_parts(following(content, ORIGINAL), ORIGINAL)


def test_an_arrangement_is_the_originals_whatever_was_typed():
    one = ORIGINAL.indications[0]
    other = next(kind for kind in type(one.arrangement) if kind is not one.arrangement)
    content = replace(
        whole(), indications=(replace(whole().indications[0], arrangement=other), *whole().indications[1:])
    )
    assert not has_same_parts(content, ORIGINAL)
    assert following(content, ORIGINAL).indications[0].arrangement is one.arrangement


def test_a_review_day_of_its_own_is_kept():
    content = replace(whole(), isbn="978-0-00-000000-2")
    assert following(content, ORIGINAL).isbn == "978-0-00-000000-2"
    assert has_same_parts(content, ORIGINAL)


@given(st.data())
def test_following_again_changes_nothing_and_loses_no_translation(data):
    order = data.draw(st.permutations(ORIGINAL.sections))
    gone = data.draw(st.integers(0, len(ORIGINAL.options) - 1))
    newer = replace(ORIGINAL, sections=tuple(order), options=ORIGINAL.options[:gone] + ORIGINAL.options[gone + 1 :])
    content = following(whole(), newer)
    assert following(content, newer) == content
    assert has_same_parts(content, newer)
    polish = {own.body: one.body for own, one in zip(ORIGINAL.sections, POLISH.sections, strict=True)}
    assert [one.body for one in content.sections] == [polish[one.body] for one in newer.sections]


def test_every_text_of_an_edition_is_in_some_part():
    """A field that is added to editions has to be translated, or named here."""
    facts = {"reference", "published", "isbn", "source_url", "review_on", "warnings", "translated"}
    document = ORIGINAL.as_document()
    paths = {text.path[0] for part in parts_of(ORIGINAL) for text in part.texts} | facts
    assert {name for name in document if document[name]} <= paths | {"time_window"}
    assert {Kind.LINE, Kind.MARKDOWN, Kind.WORDS, Kind.PASSAGES} == {
        text.kind for part in parts_of(ORIGINAL) for text in part.texts
    }
