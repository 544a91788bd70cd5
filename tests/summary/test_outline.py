"""The one order and wording of a summary."""

import re
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
import segno

from sdm.rules.edition import Outcome
from sdm.rules.scans import Scanned
from sdm.summary.blocks import Check, Option, Paragraph, Point, Quote, Row, Rows, Statement, Topic, Voice, Voices
from sdm.summary.later import Later
from sdm.summary.mark import RecordMark, qr_code
from sdm.summary.moments import day, moment
from sdm.summary.outline import outline_of

CONTACT = Rows(
    (Row("Who", "Vascular nurses"), Row("How", "01632 960 001, Monday to Friday, 9am to 5pm", own_words=True))
)


def blocks(outline, heading):
    return next(section.blocks for section in outline.sections if section.heading == heading)


def test_order_of_a_decided_summary(consented, mark):
    outline = outline_of(consented, mark)
    assert (outline.title, outline.provisional, outline.provisional_mark) == ("Summary of our decision", "", "")
    assert [section.heading for section in outline.sections] == [
        "Who and what this is about",
        "The decision",
        "Whom to ask",
        "What matters to you",
        "Your condition, and what is said about it",
        "The questions",
        "The options",
        "Things we talked about",
        "What was arranged",
        "People and help",
        "Where you were before the appointment",
        "What had to happen before consent",
        "If you change your mind",
        "Where this comes from",
    ]


def test_who_and_what(consented, mark):
    assert blocks(outline_of(consented, mark), "Who and what this is about") == (
        Rows(
            (
                Row("Patient", "Margaret Ellis"),
                Row("Date of birth", "27 March 1958"),
                Row("NHS number", "943 476 5919"),
                Row("Hospital", "Northfield Hospital"),
                Row("Procedure", "Percutaneous mechanical thrombectomy for acute deep vein thrombosis of the leg"),
                Row("Leaflet", "IPG651, published 12 June 2019"),
                Row("Appointment", "27 March 2026, 2pm"),
                Row("Symptoms began", "20 March 2026"),
            )
        ),
    )


def test_consent(consented, mark):
    outline = outline_of(consented, mark)
    assert blocks(outline, "The decision") == (
        Statement("Have the procedure"),
        Voices("", (Voice("Why, in the patient's own words", consented.decision["reasons"], "Nothing was written."),)),
        Rows(
            (
                Row("What happens next", consented.decision["next_steps"], own_words=True),
                Row("We will look at this again on", "27 June 2026"),
                Row("Written down by", "Dr Amira Khan, Consultant vascular surgeon"),
                Row("Written down on", "27 March 2026, 2:30pm"),
            )
        ),
    )
    assert blocks(outline, "If you change your mind") == (
        Paragraph("You can, at any time before the procedure. Tell:"),
        CONTACT,
    )


ADDED = {"kind": "pdf", "size": 1000, "pages": 1, "added_by": "Sister Jo Lee"}


def on_paper(consented):
    return replace(consented, decision=consented.decision | {"given": {"way": "on-paper", "kept_where": "Folder 3"}})


def test_a_consent_on_paper_says_where_it_is_kept_and_when_its_scan_was_added_and_by_whom(consented, mark):
    added = [datetime(2026, 3, day, 9, 30, tzinfo=UTC) for day in (28, 28, 30)]
    scans = tuple(Scanned(id=str(entry), entry=entry, added_at=at, **ADDED) for entry, at in enumerate(added))
    (rows,) = blocks(outline_of(on_paper(consented), mark, later=Later(scans=scans)), "How you gave consent")
    assert [(row.label, row.text) for row in rows.rows[:3]] == [
        ("How you gave it", "Signed on paper"),
        ("Where the signed paper is kept", "Folder 3"),
        (
            "The scan of the signed paper",
            "Added on 28 March 2026, 9:30am by Sister Jo Lee\nAdded on 30 March 2026, 10:30am by Sister Jo Lee",
        ),
    ]


@pytest.mark.parametrize("later", [None, Later()])
def test_while_there_is_no_scan_a_summary_says_where_the_paper_is(consented, mark, later):
    (rows,) = blocks(outline_of(on_paper(consented), mark, later=later), "How you gave consent")
    labels = [row.label for row in rows.rows]
    assert labels == ["How you gave it", "Where the signed paper is kept", "Signed for your team by"]


@pytest.mark.parametrize(
    ("choice", "label"), [("refusal", "Not have the procedure"), ("more-time", "Take more time to decide")]
)
def test_refusal_and_more_time_are_decisions_like_any_other(consented, mark, choice, label):
    decision = {
        **consented.decision,
        "choice": choice,
        "label": label,
        "option": "Clot-busting drugs",
        "next_steps": "",
        "review_on": None,
    }
    outline = outline_of(replace(consented, decision=decision), mark)
    assert outline.title == "Summary of our decision"
    assert blocks(outline, "The decision") == (
        Statement(label),
        Rows((Row("Chosen option", "Clot-busting drugs"),)),
        Voices("", (Voice("Why, in the patient's own words", decision["reasons"], "Nothing was written."),)),
        Rows(
            (
                Row("What happens next", "Nothing was written."),
                Row("Written down by", "Dr Amira Khan, Consultant vascular surgeon"),
                Row("Written down on", "27 March 2026, 2:30pm"),
            )
        ),
    )
    assert blocks(outline, "If you change your mind") == (Paragraph("You can, at any time. Tell:"), CONTACT)
    # What had to happen before a consent is nothing to somebody who gave none.
    assert "What had to happen before consent" not in [section.heading for section in outline.sections]


def test_without_a_decision_it_says_so(provisional, mark):
    outline = outline_of(provisional, mark)
    assert (outline.title, outline.provisional_mark) == ("Summary so far – no decision yet", "Provisional")
    assert outline.provisional.startswith("No decision has been recorded yet.")
    assert blocks(outline, "The decision") == (Statement("No decision yet"),)


def test_what_nice_says_is_word_for_word(consented, mark):
    rows, quote = blocks(outline_of(consented, mark), "Your condition, and what is said about it")
    assert [row.text for row in rows.rows] == [
        consented.indication["name"],
        "Special arrangements",
        consented.indication["meaning"],
    ]
    assert quote == Quote(consented.indication["evidence"], "NICE, IPG651")


def test_condition_not_known(consented, mark):
    outline = outline_of(replace(consented, indication=None), mark)
    assert blocks(outline, "Your condition, and what is said about it") == (
        Paragraph("Which kind of the condition it is has not been recorded."),
    )


def test_each_question_has_both_voices(consented, mark):
    questions = blocks(outline_of(consented, mark), "The questions")
    assert [one.heading for one in questions] == [f"{row['number']}. {row['wording']}" for row in consented.questions]
    assert questions[3].voices == (
        Voice("What you wrote", "", "Nothing was written.", mark="You marked: I'm not sure"),
        Voice("What was said", consented.questions[3]["said"], "Nothing was recorded."),
    )
    assert questions[4].voices[0].mark == ""


def test_options_all_have_the_same_parts(consented, mark):
    (options,) = blocks(outline_of(consented, mark), "The options")
    assert [(one.name, one.discussed) for one in options.options] == [
        ("Percutaneous mechanical thrombectomy", "Yes"),
        ("Clot-busting drugs", "Yes"),
        ("No procedure: anticoagulants", "Not recorded"),
    ]
    assert options.options[2] == Option(
        name="No procedure: anticoagulants",
        description="Tablets stop further clotting. They do not dissolve the clot.",
        good=(Point("No procedure and no hospital stay", "100 in 100"),),
        bad=(Point("Long-term swelling or ulcers", "Not known", "NICE IPG651"),),
        discussed="Not recorded",
    )


def test_a_plain_statement_has_no_figure(consented, mark):
    option = {**consented.options[2], "risks": [{"text": "Ask your team", "figure": "", "source": ""}]}
    (options,) = blocks(outline_of(replace(consented, options=[option]), mark), "The options")
    assert options.options[0].bad == (Point("Ask your team", ""),)


@pytest.mark.parametrize(
    ("counted", "figure"),
    [
        ({"in_100": 3, "period": "over 2 years"}, "3 in 100 people, over 2 years"),
        ({"in_100": 0}, "0 in 100 people"),
        ({"in_100": 100, "period": ""}, "100 in 100 people"),
    ],
)
def test_a_figure_says_in_whom_it_was_seen_and_how_sure_it_is(consented, mark, counted, figure):
    outcome = Outcome("Pain", figure="", source="A study", seen_in="240 adults", how_sure="Not very sure", **counted)
    option = {**consented.options[2], "risks": [asdict(outcome) | {"figure": outcome.how_likely}]}
    (options,) = blocks(outline_of(replace(consented, options=[option]), mark), "The options")
    about = (Row("Seen in", "240 adults"), Row("How sure that is", "Not very sure"))
    assert options.options[0].bad == (Point("Pain", figure, "A study", about),)
    assert figure == outcome.how_likely


@pytest.mark.parametrize(
    ("source", "reference", "said"),
    [
        ("NICE", "IPG651", "NICE, IPG651"),
        ("NICE.", "IPG651", "NICE, IPG651"),
        ("NICE: guidance IPG651, published 12 June 2019", "IPG651", "NICE: guidance IPG651, published 12 June 2019"),
        ("", "IPG651", "IPG651"),
        ("NICE", "", "NICE"),
    ],
)
def test_whose_words_a_sentence_is_are_named_once(consented, mark, source, reference, said):
    leaflet = {**consented.leaflet, "source": source, "reference": reference}
    section = blocks(outline_of(replace(consented, leaflet=leaflet), mark), "Your condition, and what is said about it")
    assert [block.source for block in section if isinstance(block, Quote)] == [said]


def test_what_was_parked_has_an_owner_and_a_date(consented, mark):
    (topics,) = blocks(outline_of(consented, mark), "Things we talked about")
    assert topics.topics[1] == Topic(
        "Can I fly in June?",
        "To come back to",
        (
            Row("Who brought it up", "Margaret Ellis"),
            Row("What was said", "We will ask the haematologist.", own_words=True),
            Row("Who will come back to it", "Jo Price, vascular nurse", own_words=True),
            Row("By", "10 April 2026"),
        ),
    )


def test_what_was_arranged_has_its_dates_in_words(consented, mark):
    (rows,) = blocks(outline_of(consented, mark), "What was arranged")
    assert Row("Told on", "26 March 2026", own_words=True) in rows.rows


@pytest.mark.parametrize(
    ("consented_at", "words"), [("2026-07-01T08:00:00+00:00", "Given 1 July 2026, 9am"), (None, "Not given")]
)
def test_study_has_a_consent_of_its_own(consented, mark, consented_at, words):
    study = {"name": "CLOUT-UK", "ethics_reference": "26/LO/0123", "consented_at": consented_at, "given_as": ""}
    assert blocks(outline_of(replace(consented, study=study), mark), "The research study") == (
        Rows(
            (
                Row("Study", "CLOUT-UK", own_words=True),
                Row("Ethics reference", "26/LO/0123", own_words=True),
                Row("Your consent to be in the study", words),
            )
        ),
    )


def test_people_have_the_labels_of_the_patients_page(consented, mark):
    asked, there = blocks(outline_of(consented, mark), "People and help")
    assert [(row.label, row.text) for row in asked.rows] == [
        ("Who I want with me", "My daughter Sian"),
        ("Help I need", "Large print, Help with hearing"),
        ("Anything else that would help me", "Somewhere to sit while I wait."),
    ]
    assert [row.label for row in there.rows] == [
        "Who was there",
        "Interpreter",
        "What you told back, in your own words",
    ]


def test_requirements_say_whether_they_were_met(provisional, mark):
    (checks,) = blocks(outline_of(provisional, mark), "What had to happen before consent")
    assert checks.checks[-1] == Check(
        "A registry entry or an audit of how the patient gets on was planned.",
        "NICE's special arrangements",
        "No",
        met=False,
    )
    assert [check.state for check in checks.checks] == ["Yes", "Yes", "No"]


def test_a_summary_from_before_requirements_said_what_was_done_still_reads(provisional, mark):
    older = [{name: one[name] for name in ("id", "label", "source", "met")} for one in provisional.requirements]
    (checks,) = blocks(outline_of(replace(provisional, requirements=older), mark), "What had to happen before consent")
    assert [check.label for check in checks.checks] == [one["label"] for one in older]


def test_what_is_empty_is_left_out(provisional, mark):
    empty = replace(
        provisional,
        symptoms_began=None,
        agenda=[],
        arranged=[],
        options=[],
        questions=[],
        requirements=[],
        people={"asked_for": []},
        where_i_am=[],
        what_matters={"patient": "", "said": ""},
    )
    outline = outline_of(empty, mark)
    assert [section.heading for section in outline.sections] == [
        "Who and what this is about",
        "The decision",
        "Whom to ask",
        "What matters to you",
        "Your condition, and what is said about it",
        "If you change your mind",
        "Where this comes from",
    ]
    assert blocks(outline, "What matters to you") == (
        Voices(
            "",
            (
                Voice("What you wrote", "", "Nothing was written."),
                Voice("What was said", "", "Nothing was recorded."),
            ),
        ),
    )


def test_the_record_is_on_the_foot_and_at_the_end(consented, mark):
    outline = outline_of(consented, mark)
    assert asdict(outline.foot) == {
        "name": "Margaret Ellis",
        "nhs_number": "943 476 5919",
        "record": "Check code begins with 3f8a91c2",
    }
    explained, proof = outline.sections[-1].blocks[-2:]
    assert explained.text.startswith("You do not need the check code to use this summary.")
    assert proof.rows == (
        Row("Written down on", "27 March 2026, 2:30pm"),
        Row("Entry number", "23"),
        Row("Check code", mark.grouped_digest),
    )
    assert proof.qr == qr_code(mark.code)


def test_nobody_meets_the_words_of_those_who_built_it(consented, mark):
    words = str(asdict(outline_of(consented, mark)))
    assert [one for one in ("igest", "Raised by", "Clinician'", "Parked", mark.conversation) if one in words] == []
    assert consented.leaflet["edition"] not in words


def test_record_mark():
    mark = RecordMark(digest="ab" * 32, sequence=7, conversation="0c7f")
    assert mark.code == f"SDM:0C7F:7:{'AB' * 32}"
    assert mark.grouped_digest == " ".join(["abababab"] * 8)


def test_qr_code_is_drawn_square_for_square(mark):
    code = qr_code(mark.code)
    rows = segno.make_qr(mark.code, error="m").matrix
    dark = {(x + 4, y + 4) for y, row in enumerate(rows) for x, square in enumerate(row) if square}
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path)
    assert code.size == len(rows) + 8
    assert all(there == back for _, _, there, back in bars)
    assert {(int(x) + along, int(y)) for x, y, width, _ in bars for along in range(int(width))} == dark


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-03-27T14:30:00+00:00", "27 March 2026, 2:30pm"),
        ("2026-07-01T23:05:00+00:00", "2 July 2026, 12:05am"),
        ("2026-01-01T12:00:00+00:00", "1 January 2026, midday"),
        ("2026-06-30T23:00:00", "1 July 2026, midnight"),
        ("2026-10-25T01:00:00+00:00", "25 October 2026, 1am"),
        ("", ""),
        (None, ""),
    ],
)
def test_moments_are_on_the_clocks_of_london(iso, words):
    assert moment(iso) == words


@pytest.mark.parametrize(("iso", "words"), [("2026-03-07", "7 March 2026"), (None, ""), ("", "")])
def test_days(iso, words):
    assert day(iso) == words


def test_what_staff_typed_in_says_so_beside_the_words_and_nothing_else_does(consented, mark):
    typed_in = {
        part: {"came_by": came_by, "by": "Jo Price, vascular nurse"}
        for part, came_by in {
            "question-2": "paper",
            "what-matters": "spoken",
            "people-and-help": "paper",
            "where-i-am": "paper",
        }.items()
    }
    outline = outline_of(replace(consented, typed_in=typed_in), mark)
    paper, told = "Typed in from paper by Jo Price, vascular nurse", "Told to Jo Price, vascular nurse, who typed it in"
    notes = [voices.voices[0].note for voices in blocks(outline, "The questions")]
    assert notes == ["", paper, "", "", ""]
    assert [voice.note for voice in blocks(outline, "What matters to you")[0].voices] == [told, ""]
    for heading in ("People and help", "Where you were before the appointment"):
        assert blocks(outline, heading)[0].rows[-1] == Row("How this reached us", paper)
    assert "Typed in" not in str(asdict(outline_of(consented, mark)))


def test_a_summary_that_was_frozen_before_staff_could_type_in_is_still_drawn(consented, mark):
    document = consented.as_document()
    del document["typed_in"]
    assert outline_of(type(consented)(**document), mark) == outline_of(consented, mark)


def for_this_patient(provisional):
    """The summary with what a clinician added for this patient."""
    first, *rest = provisional.options
    added = {
        "added_risks": [{"text": "Bleeding may be harder to stop", "why": "You take warfarin"}],
        "not_offered_because": "You had an operation ten days ago",
    }
    told = {**provisional.questions[0], "told_back": "A tube goes in."}
    return replace(provisional, options=[first | added, *rest], questions=[told, *provisional.questions[1:]])


def test_what_holds_for_this_patient_says_why(provisional, mark):
    outline = outline_of(for_this_patient(provisional), mark)
    (options,) = [block for section in outline.sections for block in section.blocks if block.kind == "options"]
    assert options.options[0].rows == (
        Row("Not offered to you, because", "You had an operation ten days ago", own_words=True),
    )
    point = options.options[0].bad[-1]
    assert (point.text, point.about_figure) == (
        "Bleeding may be harder to stop",
        (Row("Added for you, because", "You take warfarin"),),
    )
    rows = [block.rows for section in outline.sections for block in section.blocks if block.kind == "rows"]
    assert (Row("What you told back, in your own words", "A tube goes in.", own_words=True),) in rows
