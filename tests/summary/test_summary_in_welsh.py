"""A summary is kept in English and drawn in the language of whoever reads it; what people wrote stays theirs."""

from dataclasses import asdict, replace

import pytest
from django.utils.translation import override

from sdm.summary import own_words
from sdm.summary.blocks import Voices
from sdm.summary.moments import day, moment
from sdm.summary.outline import outline_of

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
    assert own_words.how_likely(counted) == "3 o bob 100 o bobl, over 2 years"
