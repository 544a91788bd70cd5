"""A summary is kept in English and drawn in the language of whoever reads it; what people wrote stays theirs."""

import io
import re
import subprocess
from dataclasses import asdict, replace
from html import unescape

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override

from sdm.summary import own_words
from sdm.summary.blocks import Voices
from sdm.summary.leaflet_words import BEGINS, ENDS
from sdm.summary.moments import day, moment
from sdm.summary.outline import outline_of
from sdm.summary.pdf import as_pdf

CHOSEN = {
    "label": "Help I need",
    "words": "Large print, Help with hearing",
    "ours": ["Large print", "Help with hearing"],
}
WRITTEN = {"label": "Who I want with me", "words": "Large print", "ours": []}


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-03-27T14:30:00+00:00", "27 Mawrth 2026, 2:30yp"),
        ("2026-03-27T09:00:00+00:00", "27 Mawrth 2026, 9yb"),
        ("2026-03-27T12:00:00+00:00", "27 Mawrth 2026, hanner dydd"),
    ],
)
def test_moments_in_welsh(iso, words):
    with override("cy"):
        assert (moment(iso), day(iso[:10])) == (words, "27 Mawrth 2026")


def test_what_was_chosen_is_translated_and_what_was_written_is_not(consented, mark):
    people = {**consented.people, "asked_for": [CHOSEN, WRITTEN]}
    with override("cy"):
        outline = outline_of(replace(consented, people=people), mark)
    rows = [row.text for section in outline.sections for block in section.blocks for row in getattr(block, "rows", ())]
    assert outline.title == "Crynodeb o'n penderfyniad"
    assert [words for words in ("Print bras, Help gyda chlywed", "Large print") if words in rows] == [
        "Print bras, Help gyda chlywed",
        "Large print",
    ]


def test_how_a_question_was_marked_is_translated(consented, mark):
    with override("cy"):
        outline = outline_of(consented, mark)
    marks = {
        voice.mark
        for section in outline.sections
        for block in section.blocks
        if isinstance(block, Voices)
        for voice in block.voices
    }
    assert any("Rydw i eisiau siarad amdano" in one for one in marks)


def test_drawing_it_in_welsh_changes_nothing_for_english(consented, mark):
    english = asdict(outline_of(consented, mark))
    with override("cy"):
        assert asdict(outline_of(consented, mark)) != english
    assert asdict(outline_of(consented, mark)) == english


def test_our_part_of_a_figure_is_translated_and_its_time_is_the_editions(monkeypatch):
    monkeypatch.setattr(own_words, "gettext", {"%(number)s in 100 people": "%(number)s o bob 100 o bobl"}.__getitem__)
    counted = {"in_100": 3, "period": "over 2 years", "figure": "3 in 100 people, over 2 years"}
    assert own_words.how_likely(counted, "<{}>".format) == "3 o bob 100 o bobl, <over 2 years>"
    assert own_words.how_likely({"figure": "Some"}, "<{}>".format) == "<Some>"


def test_the_leaflets_words_are_in_their_own_language_on_the_page_and_on_paper(consented, mark):
    with override("cy"):
        page = render_to_string("summary/summary.html", {"summary": consented, "mark": mark, "since": ()})
        pdf = as_pdf(consented, record=mark)
    leaflets = [consented.leaflet["title"], consented.indication["name"], consented.indication["evidence"]]
    leaflets += [one["wording"] for one in consented.questions]
    leaflets += [words for option in consented.options for words in (option["name"], option["description"])]
    in_welsh = re.sub(r'<span lang="en" dir="ltr">[^<]*</span>', "", page)
    assert [words for words in leaflets if escape(words) not in page or escape(words) in in_welsh] == []
    # What people wrote is in nobody knows what language, and is left alone.
    assert f">{escape(consented.questions[0]['answer'])}</div>" in page
    opened = pikepdf.open(io.BytesIO(pdf))
    tagged = {str(one.Lang) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
    assert {"cy", "en"} <= tagged
    for said in (page, text_of(pdf)):
        assert "\u2068" not in said
        assert "Iaith geiriau'r daflen: Saesneg." in unescape(" ".join(said.split()))
    assert "aros i gael ei adolygu gan gyfieithydd" in " ".join(text_of(pdf).split())


def test_in_the_leaflets_own_language_nothing_is_marked(consented, mark):
    page = render_to_string("summary/summary.html", {"summary": consented, "mark": mark, "since": ()})
    assert "lang=" not in page
    assert "waiting to be checked" not in text_of(as_pdf(consented, record=mark))


def test_marks_that_somebody_typed_are_no_words_of_the_leaflet(consented, mark):
    typed = [{**consented.questions[0], "answer": f"{BEGINS}Ow{ENDS} {ENDS}{BEGINS}"}]
    with override("cy"):
        page = render_to_string("summary/summary.html", {"summary": replace(consented, questions=typed), "mark": mark})
        as_pdf(replace(consented, questions=typed), record=mark)
    assert "Ow</span>" not in page


def text_of(pdf: bytes) -> str:
    """What can be read and copied out of a PDF."""
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()
