"""What was said after a decision stands beside its frozen summary: on the page, in the file, and in neither's place."""

import io
import json
import re
import subprocess
from dataclasses import asdict, replace
from datetime import UTC, datetime
from html import unescape

import pikepdf
import pytest
from django.template.loader import render_to_string

from sdm.rules.afterwards import CHANGED_MIND, CORRECTION, NOT_OFFERED, TALK_AGAIN, Said
from sdm.rules.standing import Standing
from sdm.summary.blocks import Notice, Paragraph, Statement, Voice, Voices
from sdm.summary.later import Later
from sdm.summary.outline import outline_of
from sdm.summary.pdf import as_pdf

CORRECTED = Said(
    CORRECTION,
    about=1,
    choice="consent",
    stands=True,
    text="It was my left leg.",
    said_at=datetime(2026, 3, 28, 9, 30, tzinfo=UTC),
    said_by="Margaret Ellis",
    entry=20,
    outcome="accepted",
    answer="You are right, and we have written that down.",
    answered_at=datetime(2026, 3, 28, 11, 0, tzinfo=UTC),
    answered_by="Dr Amira Khan",
)
CHANGED = Said(
    CHANGED_MIND,
    about=1,
    choice="consent",
    stands=True,
    text="",
    said_at=datetime(2026, 3, 29, 13, 5, tzinfo=UTC),
    said_by="Margaret Ellis",
    entry=22,
)


def blocks(outline, heading):
    return next(section.blocks for section in outline.sections if section.heading == heading)


def page_of(summary, mark, since):
    return render_to_string("summary/summary.html", {"summary": summary, "mark": mark, "since": since})


def text_of(pdf: bytes) -> str:
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def test_it_stands_right_after_the_decision_and_without_it_nothing_is_different(consented, mark):
    before, after = (outline_of(consented, mark, since) for since in ((), (CORRECTED,)))
    headings = [section.heading for section in after.sections]
    assert headings[1:4] == ["The decision", "What you have said since", "Whom to ask"]
    assert [section for section in after.sections if section.heading != "What you have said since"] == list(
        before.sections
    )


def test_each_thing_stands_with_its_answer(consented, mark):
    assert blocks(outline_of(consented, mark, (CORRECTED, CHANGED)), "What you have said since") == (
        Paragraph("This was added after the summary was made. The summary itself is as it was."),
        Voices(
            "You said that something here is wrong",
            (
                Voice("What you wrote, 28 March 2026, 9:30am", "It was my left leg.", "Nothing was written."),
                Voice(
                    "What your team answered, 28 March 2026, 11am, Dr Amira Khan",
                    "You are right, and we have written that down.",
                    "",
                    mark="Your team agrees with you",
                ),
            ),
        ),
        Voices(
            "You said that you have changed your mind",
            (
                Voice("What you wrote, 29 March 2026, 2:05pm", "", "You did not say why. You do not have to."),
                Voice("What your team answered", "", "Your team has not answered yet."),
            ),
        ),
    )


def test_a_change_of_mind_stands_right_below_what_was_decided(consented, mark):
    talked = replace(CHANGED, what=TALK_AGAIN, outcome="opened-again", answered_at=CORRECTED.answered_at)
    decision = blocks(outline_of(consented, mark, (CORRECTED, CHANGED, talked)), "The decision")
    assert decision[:3] == (
        Statement("Have the procedure"),
        Notice("You said that you have changed your mind: 29 March 2026, 2:05pm. Your team has not answered yet."),
        Notice(
            "You said that you want to talk again: 29 March 2026, 2:05pm. "
            "Your team opened the discussion again: 28 March 2026, 11am."
        ),
    )
    assert [block for block in decision[3:] if isinstance(block, Notice)] == []


def test_what_was_said_of_an_earlier_decision_says_so_and_is_no_notice(consented, mark):
    later = replace(consented, decision={**consented.decision, "number": 2})
    outline = outline_of(later, mark, (CHANGED,))
    assert [block for block in blocks(outline, "The decision") if isinstance(block, Notice)] == []
    voices = blocks(outline, "What you have said since")[1].voices
    assert voices[0].mark == "About an earlier decision"


def test_page_and_file_say_all_of_it(consented, mark):
    since = (CORRECTED, CHANGED)
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", page_of(consented, mark, since))).split())
    paper = [text_of(as_pdf(consented, record=mark, since=since, large_print=large)) for large in (False, True)]
    for words in (
        "You said that you have changed your mind: 29 March 2026, 2:05pm. Your team has not answered yet.",
        "What you have said since",
        "It was my left leg.",
        "You are right, and we have written that down.",
        "Your team agrees with you",
    ):
        assert [words.replace(" ", "") in text.replace(" ", "") for text in (page, *paper)] == [True] * 3, words


@pytest.mark.parametrize("hostile", ['<script>alert("x")</script> {{ x }}', '#import "/etc/passwd": x'])
def test_what_was_typed_is_text(consented, mark, hostile):
    since = (replace(CORRECTED, text=hostile, answer=hostile),)
    assert "<script" not in page_of(consented, mark, since)
    assert text_of(as_pdf(consented, record=mark, since=since)).count(hostile.split()[0]) == 2


def test_it_is_inside_the_file_as_data_beside_the_same_summary(consented, mark):
    insides = []
    for since in ((), (CORRECTED, CHANGED)):
        pdf = pikepdf.open(io.BytesIO(as_pdf(consented, record=mark, since=since)))
        insides.append(json.loads(pdf.attachments["summary.json"].get_file().read_bytes()))
    before, after = insides
    assert after.pop("since") == [
        {**asdict(CORRECTED), "said_at": "2026-03-28T09:30:00+00:00", "answered_at": "2026-03-28T11:00:00+00:00"},
        {**asdict(CHANGED), "said_at": "2026-03-29T13:05:00+00:00"},
    ]
    assert after == before


def test_the_same_is_the_same_file(consented, mark):
    since = (CORRECTED,)
    assert as_pdf(consented, record=mark, since=since) == as_pdf(consented, record=mark, since=since)
    assert as_pdf(consented, record=mark, since=since) != as_pdf(consented, record=mark)


STUDY = {"name": "A study", "ethics_reference": "26/0123", "consented_at": "2026-03-27T14:00:00+00:00", "given_as": ""}


@pytest.mark.parametrize(
    ("said", "who"),
    [
        (CHANGED, "Margaret Ellis"),
        (replace(CHANGED, told=True, said_by="Nurse Joy"), "Margaret Ellis"),
        (replace(CHANGED, what=NOT_OFFERED, said_by="Dr Amira Khan"), "Dr Amira Khan"),
        (replace(CHANGED, about=7), None),
        (CORRECTED, None),
    ],
)
def test_a_consent_to_a_study_that_was_taken_back_says_so_where_it_stands(consented, mark, said, who):
    (rows,) = blocks(outline_of(replace(consented, study=STUDY), mark, (said,)), "The research study")
    given = "Given 27 March 2026, 2pm"
    taken_back = f"{given}\nTaken back on 29 March 2026, 2:05pm by {who}. It does not count any more."
    assert rows.rows[2].text == (taken_back if who else given)


@pytest.mark.parametrize("standing", [Standing.NONE, Standing.WITHDRAWN])
def test_who_said_no_reads_of_no_day_for_the_procedure(consented, mark, standing):
    planned = Later(standing, procedure={"on": "2026-04-02", "by": "Dr Khan", "because": "Soon."}, days=6)
    headings = [section.heading for section in outline_of(consented, mark, later=planned).sections]
    assert "The procedure" not in headings
    agreed = replace(planned, standing=Standing.STANDS)
    assert "2 April 2026" in str(blocks(outline_of(consented, mark, later=agreed), "The procedure"))
