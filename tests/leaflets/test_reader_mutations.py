"""IPG651 laid out in two hundred other ways is still read as the same leaflet."""

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
CODE_PAGES = ("utf-8", "utf-8", "cp1252", "mac-roman", "utf-16", "utf-16-be")
OTHER_BULLETS = ("◦", "▪", "➢", "\uf0b7", "o", "§", "letters", "Roman numbers", "Q")
ROMAN = ("i", "ii", "iii", "iv", "v")
HEADERS = (
    "NICE leaflets for patients",
    "11/24/26, 5:19 PM  Some page",
    "https://www.nice.org.uk/ifp 2/4",
    "Tudalen 2 o 4",
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


def with_other_bullets(text: str, style: str) -> str:
    """The questions with signs or letters in front of them, however they are marked in the text."""
    questions = [line.removeprefix("- ") for line in IPG651.read_text().split("\n") if line.startswith("- ")]
    for number, question in enumerate(questions):
        forms = {"letters": f"{'abcde'[number]})", "Roman numbers": f"{ROMAN[number]}.", "Q": f"Q{number + 1}."}
        text = text.replace(f"- {question}", f"{forms.get(style, style)} {question}")
    return text


def another_mutation(seed: int) -> bytes:
    """IPG651 with other spacing, headers, bullets and quotes, in any code page; the same one for the same seed."""
    choose = random.Random(seed)
    text = with_other_bullets(IPG651.read_text(), choose.choice(OTHER_BULLETS))
    width, indent = choose.choice([None, *range(44, 100)]), choose.choice(["", "", " ", "    ", "\t"])
    header, blocks = choose.choice(HEADERS), []
    for number, paragraph in enumerate(text.split("\n\n")):
        if "?\n" in paragraph:
            blocks.append("\n".join(wrapped(line, width, "   ") for line in paragraph.split("\n")))
        else:
            blocks.append(wrapped(paragraph, width))
        if number in (4, 6, 8):
            blocks += [header, f"- {number} -"]
    text = "\n\n".join(blocks)
    text = "\n".join(indent + line + " " * choose.randrange(3) for line in text.split("\n"))
    text = choose.choice([text, text.replace(". ", ".  "), text.replace(" a ", " a\u00a0"), text.replace("'", "’")])
    text = text.replace("\n", choose.choice(["\n", "\r\n", "\r"]))
    code_page = choose.choice(CODE_PAGES)
    try:
        return (b"\xfe\xff" if code_page == "utf-16-be" else b"") + text.encode(code_page)
    except UnicodeEncodeError:  # an older code page does not have every bullet
        return text.encode()


@pytest.mark.parametrize("seed", range(80))
def test_other_spacing_headers_and_code_pages_read_the_same(seed: int):
    read = json.dumps(words_of(read_leaflet(another_mutation(seed))), ensure_ascii=False)
    assert json.loads(straight_quotes(read)) == words_of(read_leaflet(IPG651.read_bytes()))


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
