"""IPG651 laid out in a hundred other ways is still read as the same leaflet."""

import json
import random
import textwrap
from pathlib import Path

import pytest

from sdm.leaflets.reader import ReadLeaflet, read_leaflet

IPG651 = Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt"
TITLE = "Percutaneous mechanical thrombectomy for acute deep vein thrombosis of the leg"
BULLETS = ("-", "•", "*", "–", "·", "numbers", "numbers in brackets")
FURNITURE = (
    "Page {page} of 4",
    "Page {page}",
    "{page} of 4",
    "© NICE 2019. All rights reserved.",
    "© NICE 2019. All rights reserved. Subject to Notice of rights"
    " (https://www.nice.org.uk/terms-and-conditions#notice-of-rights). Page {page} of 4",
    TITLE,
    TITLE + " (IPG651)",
)


def straight_quotes(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


def words_of(leaflet: ReadLeaflet) -> dict:
    """Everything but the reference, which a page header can add, and the warnings."""
    fields = leaflet.as_json()
    del fields["reference"], fields["warnings"]
    return fields


def questions_rebulleted(paragraph: str, style: str) -> list[str]:
    questions = [line.removeprefix("- ") for line in paragraph.split("\n")]
    if style.startswith("numbers"):
        form = "{}. {}" if style == "numbers" else "({}) {}"
        return [form.format(number, question) for number, question in enumerate(questions, 1)]
    return [f"{style} {question}" for question in questions]


def wrapped(line: str, width: int | None, hanging: str = "") -> str:
    if width is None:
        return line
    return textwrap.fill(line, width, subsequent_indent=hanging, break_long_words=False)


def mutation(seed: int) -> bytes:
    """IPG651 in another layout, the same one for the same seed."""
    choose = random.Random(seed)
    width = choose.choice([None, *range(36, 121)])
    hanging = choose.choice(["", "  ", "   "])
    style = choose.choice(BULLETS)
    furniture = choose.sample(FURNITURE, choose.randrange(4))
    blocks = []
    for number, paragraph in enumerate(IPG651.read_text().split("\n\n")):
        if paragraph.startswith("- "):
            items = [wrapped(item, width, hanging) for item in questions_rebulleted(paragraph, style)]
            blocks.append(choose.choice(["\n", "\n\n"]).join(items))
        else:
            blocks.append(wrapped(paragraph, width))
        if number > 3 and choose.random() < 0.3:
            blocks += [wrapped(line.format(page=number), width) for line in furniture]
    gap = choose.choice(["\n\n", "\n\n\n", "\n\n\n\n", "\n \n"])
    text = gap.join(blocks)
    if choose.random() < 0.5:
        text = text.replace("'", "’")
    if choose.random() < 0.3:
        text = text.replace("\n", "\r\n")
    if choose.random() < 0.3:
        text = "\ufeff" + text
    return text.encode()


@pytest.mark.parametrize("seed", range(120))
def test_another_layout_reads_the_same(seed: int):
    read = json.dumps(words_of(read_leaflet(mutation(seed))), ensure_ascii=False)
    assert json.loads(straight_quotes(read)) == words_of(read_leaflet(IPG651.read_bytes()))


@pytest.mark.parametrize("seed", range(20))
def test_a_page_break_inside_a_paragraph_cuts_no_sentence(seed: int):
    choose = random.Random(seed)
    lines = [
        line
        for paragraph in IPG651.read_text().split("\n\n")
        for line in [
            *(paragraph.split("\n") if paragraph[0] == "-" else wrapped(paragraph, 72).split("\n")),
            "",
        ]
    ]
    inside = [i for i in range(12, len(lines)) if lines[i - 1] and lines[i] and lines[i][0] != "-"]
    place = choose.choice(inside)
    gap = choose.choice([[], [""]])
    lines[place:place] = [*gap, "Page 2 of 4", TITLE, *gap]
    assert words_of(read_leaflet("\n".join(lines).encode())) == words_of(read_leaflet(IPG651.read_bytes()))
