"""Moving to another edition: no word is ever lost, and none becomes an answer to words that it was not written to."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.edition import EditionContent, Question
from sdm.rules.moving import earlier_of, moved_answers, moved_notes, no_longer_asked, same_questions, with_earlier
from sdm.rules.parts import (
    EARLIER,
    INDICATION,
    OPTIONS,
    PEOPLE_AND_HELP,
    READ,
    TALK,
    WHAT_MATTERS,
    WHERE_I_AM,
    Saved,
    question_number,
    question_part,
)
from sdm.rules.patient_fields import lines_of, matter_name

CONTENT = completed("ipg651")
WORDINGS = ("What?", "Risks?", "Benefits?", "Options?", "Costs?", "Time?", "Where?")


def asking(*wordings: str) -> EditionContent:
    return replace(CONTENT, questions=tuple(Question(n, one) for n, one in enumerate(wordings, start=1)))


def answered(content: EditionContent, *numbers: int) -> dict[str, Saved]:
    """Each question answered with words that name it."""
    return {
        question_part(number): Saved(
            question_part(number),
            text=f"On {content.question(number).wording}",
            understanding=TALK,
            details={"ask-1": f"Ask {content.question(number).wording}"},
            wording=content.question(number).wording,
            revision=1,
        )
        for number in numbers
    }


def moved(saved: dict[str, Saved], old: EditionContent, new: EditionContent) -> dict[str, Saved]:
    """What stands after the move; every part that changes is a revision on top of the one that stood."""
    after = dict(saved)
    for one in moved_answers(saved, old, new):
        assert one.revision == saved.get(one.part, Saved(one.part)).revision
        after[one.part] = replace(one, revision=one.revision + 1)
    return after


def words_in(saved: dict[str, Saved], content: EditionContent) -> list[str]:
    """Every word that can be read somewhere: as an answer, or as what was written to earlier words."""
    found = []
    for one in saved.values():
        found += [line.words for line in lines_of(one, content)]
        found += [line.words for entry in earlier_of(one) for line in entry.lines]
    return sorted(found)


orders = st.permutations(WORDINGS).flatmap(lambda all_: st.integers(0, 7).map(lambda many: all_[:many]))


@given(st.lists(orders, min_size=2, max_size=4), st.data())
def test_nothing_is_lost_and_nothing_answers_what_it_was_not_asked(ways, data):
    editions = [asking(*wordings) for wordings in ways]
    first = editions[0]
    numbers = [one.number for one in first.questions if data.draw(st.booleans())]
    saved = answered(first, *numbers)
    before = words_in(saved, first)
    for old, new in pairwise(editions):
        kept = {old.question(n).wording for n in same_questions(old, new)}
        stood = {one.text: one for one in saved.values() if one.text}
        saved = moved(saved, old, new)
        assert words_in(saved, new) == before
        for one in saved.values():
            question = new.question(question_number(one.part))
            # Whatever stands as an answer was written to these very words.
            assert not one.text or (question and one.text == f"On {question.wording}")
        still = {one.text for one in saved.values() if one.text}
        assert still == {text for text in stood if text.removeprefix("On ") in kept}


@given(orders, orders)
def test_a_page_that_shows_an_earlier_question_cannot_save_on_top_unseen(one, other):
    old, new = asking(*one), asking(*other)
    after = moved({}, old, new)
    for question in old.questions:
        now = new.question(question.number)
        if now and now.wording != question.wording:
            assert after[question_part(question.number)].revision == 1


def test_a_question_in_other_words_is_to_be_answered_anew_beside_what_was_written():
    old, new = asking("What?", "Risks?"), asking("What?", "How often?")
    after = moved(answered(old, 1, 2), old, new)
    assert after["question-1"] == answered(old, 1)["question-1"]
    two = after["question-2"]
    assert (two.is_empty, two.earlier[0]["wording"]) == (True, "Risks?")
    assert [line.words for line in earlier_of(two)[0].lines] == ["On Risks?", "I want to talk about it", "Ask Risks?"]


def test_what_is_not_asked_any_more_is_named():
    old, new = asking("What?", "Risks?"), asking("What?")
    after = moved(answered(old, 1, 2), old, new)
    assert [one.part for one in no_longer_asked(after, new)] == ["question-2"]
    assert no_longer_asked(after, old) == []


def test_an_answer_follows_its_question_to_another_number():
    old, new = asking("What?", "Risks?"), asking("Risks?", "What?")
    after = moved(answered(old, 1, 2), old, new)
    assert [after[f"question-{n}"].text for n in (1, 2)] == ["On Risks?", "On What?"]
    assert [one.earlier for one in after.values()] == [(), ()]


def test_an_edition_with_the_same_questions_changes_nothing():
    saved = answered(CONTENT, 1, 2, 3, 4, 5) | {WHERE_I_AM: Saved(WHERE_I_AM, details={"leaning": "procedure"})}
    assert moved_answers(saved, CONTENT, replace(CONTENT, contact="Other")) == []


def test_what_was_rated_in_other_words_is_kept_as_it_was():
    first, second = CONTENT.matters[:2]
    saved = {
        WHAT_MATTERS: Saved(
            WHAT_MATTERS, text="Walking", details={matter_name(first.id): "a-lot", matter_name(second.id): "a-bit"}
        )
    }
    other = replace(CONTENT, matters=(replace(first, text="Something else"), *CONTENT.matters[1:]))
    (after,) = moved_answers(saved, CONTENT, other)
    assert (after.text, after.kept) == ("Walking", {matter_name(second.id): "a-bit"})
    (line,) = earlier_of(after)[0].lines
    assert (line.about, line.words) == (first.text, "It matters a lot to me")


def test_leaning_towards_an_option_that_is_not_there_any_more():
    gone = CONTENT.options[-1]
    saved = {WHERE_I_AM: Saved(WHERE_I_AM, text="Help", details={"leaning": gone.id, "sure": "quite-sure"})}
    (after,) = moved_answers(saved, CONTENT, replace(CONTENT, options=CONTENT.options[:-1]))
    assert (after.text, after.kept) == ("Help", {"sure": "quite-sure"})
    assert [line.words for line in earlier_of(after)[0].lines] == [gone.name]


def test_a_leaflet_with_other_words_is_to_be_read_again():
    saved = {
        READ: Saved(READ, details={"read": True}),
        PEOPLE_AND_HELP: Saved(PEOPLE_AND_HELP, details={"people": "Ann", "needs": ["interpreter"]}),
    }
    other = replace(CONTENT, sections=CONTENT.sections[:-1])
    assert [(one.part, one.is_empty) for one in moved_answers(saved, CONTENT, other)] == [(READ, True)]


def test_what_was_said_on_a_question_that_changed_does_not_count_for_the_new_one():
    old, new = asking("What?", "Risks?"), asking("What?", "How often?")
    saved = {part: Saved(part, text=f"Said on {part}", revision=2) for part in ("question-1", "question-2")}
    (after,) = moved_notes(saved, old, new)
    assert (after.part, after.text, after.revision) == ("question-2", "", 2)
    assert [line.words for line in earlier_of(after)[0].lines] == ["Said on question-2"]


def test_a_kind_and_an_option_that_changed_are_recorded_anew():
    kind, option = CONTENT.indications[0], CONTENT.options[0]
    saved = {
        INDICATION: Saved(INDICATION, details={"indication": kind.id}),
        OPTIONS: Saved(OPTIONS, details={"discussed": [one.id for one in CONTENT.options]}),
    }
    other = replace(
        CONTENT,
        indications=CONTENT.indications[1:],
        options=(replace(option, description="Other"), *CONTENT.options[1:]),
    )
    after = {one.part: one for one in moved_notes(saved, CONTENT, other)}
    assert after[INDICATION].is_empty
    assert option.id not in after[OPTIONS].kept["discussed"]
    assert len(after[OPTIONS].kept["discussed"]) == len(CONTENT.options) - 1
    assert [line.words for one in after.values() for line in earlier_of(one)[0].lines] == [kind.name, option.name]


def test_a_save_keeps_what_was_written_to_earlier_words_and_no_form_can_forge_it():
    stands = Saved("question-1", details={EARLIER: [{"wording": "Old?", "lines": []}]})
    typed = Saved("question-1", text="New", details={"ask-1": "A", EARLIER: ["forged"]})
    assert with_earlier(typed, stands).details == {"ask-1": "A", EARLIER: list(stands.earlier)}
    assert with_earlier(typed, Saved("question-1")).details == {"ask-1": "A"}
