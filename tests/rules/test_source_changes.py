"""The words of a leaflet beside the file that they were read from."""

from dataclasses import replace

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication, Question, Section
from sdm.rules.source_changes import LEFT_OUT, NOT_AS_THERE, changed_from_source, what_stops_by_source

STUDY = "This procedure can be used for a wobble, but only in a research study."
SOURCE = """Tea for a wobble

Information for the public

A wobble is a shake. This procedure can be used for a
wobble, but only in

Page 1 of 2

a research study.

- It is warm.
"""
KIND = Indication("wobble", "wobble", Arrangement.RESEARCH, STUDY)
READ = EditionContent(
    title="Tea for a wobble",
    sections=(Section("", f"A wobble is a shake. {STUDY}\n\n- It is warm."),),
    indications=(KIND,),
)


def with_body(body: str, evidence: str = STUDY) -> EditionContent:
    return replace(READ, sections=(Section("", body),), indications=(replace(KIND, evidence=evidence),))


def test_what_was_read_is_what_the_source_says_across_lines_and_pages():
    assert (changed_from_source(READ, SOURCE), what_stops_by_source(READ, SOURCE)) == ((), ())


def test_words_that_somebody_changed_are_shown_beside_the_source_and_stop_their_kind():
    shorter = "This procedure can be used for a wobble."
    content = with_body(f"A wobble is a shake. {shorter}\n\n- It is warm.", shorter)
    changed = changed_from_source(content, SOURCE)
    assert (changed[0].what, changed[0].new) == (NOT_AS_THERE, f"A wobble is a shake. {shorter}")
    assert changed[0].old.startswith("A wobble is a shake. This procedure can be used for a wobble, but only in")
    assert what_stops_by_source(content, SOURCE) == ("The sentence about wobble is not in the source, word for word.",)


def test_the_beginning_of_a_sentence_that_goes_on_in_other_words_is_not_in_the_source():
    content = with_body("A wobble is a shake. This procedure can be used as usual.", "This procedure can be used")
    assert what_stops_by_source(content, SOURCE) == ("The sentence about wobble is not in the source, word for word.",)


def test_a_line_in_the_middle_of_a_page_cannot_be_left_out():
    source = SOURCE.replace("A wobble is a shake. ", "").replace("wobble, but only in", "wobble, but only\nin")
    content = with_body("This procedure can be used for a in a research study.")
    assert next(one.what for one in changed_from_source(content, source)) == NOT_AS_THERE


def test_a_sentence_that_was_left_out_is_told():
    source = SOURCE.replace("\n\nPage 1 of 2\n\n", "\n")
    changed = changed_from_source(with_body("A wobble is a shake.\n\n- It is warm."), source)
    assert [(one.what, one.old) for one in changed] == [(LEFT_OUT, STUDY)]


def test_another_title_and_another_wording_of_a_question_are_told():
    source = f"{SOURCE}\nQuestions\n\n- Is it warm?\n- Does it hurt?\n"
    body = Section("Questions", "- Is it warm?\n- Does it hurt?")
    asks = replace(
        READ, sections=(*READ.sections, body), questions=(Question(1, "Is it warm?"), Question(2, "Does it hurt?"))
    )
    assert changed_from_source(asks, source) == ()
    other = replace(asks, title="Tea for everybody")
    assert [(one.what, one.new) for one in changed_from_source(other, source)] == [(NOT_AS_THERE, "Tea for everybody")]
    other = replace(asks, questions=(asks.questions[0], Question(2, "Why should I have it?")))
    assert [(one.what, one.old, one.new) for one in changed_from_source(other, source)] == [
        (NOT_AS_THERE, "", "Why should I have it?"),
        (LEFT_OUT, "Does it hurt?", ""),
    ]


def test_a_question_of_the_leaflet_that_patients_would_not_be_asked_is_told():
    source = f"{SOURCE}\nQuestions\n\n- Is it warm?\n- Does it hurt?\n"
    body = Section("Questions", "- Is it warm?\n- Does it hurt?")
    asks = replace(READ, sections=(*READ.sections, body), questions=(Question(1, "Is it warm?"),))
    assert [(one.what, one.old) for one in changed_from_source(asks, source)] == [(LEFT_OUT, "Does it hurt?")]


def test_without_a_source_nothing_is_told():
    content = with_body("Other words.")
    assert (changed_from_source(content, " \n"), what_stops_by_source(content, "")) == ((), ())
