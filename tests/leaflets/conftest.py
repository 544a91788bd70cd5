"""The fictional leaflets as the files that they stand for: text in any code page, web pages, PDFs and Word files."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
import typst
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.what_was_read import ReadLeaflet

FICTIONAL = Path(__file__).parent / "fictional"
_PARTS = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^]]+)\]\((?P<address>[^)]+)\)|\{(?P<sign>[-+])(?P<change>.+?)[-+]\}"
)


@pytest.fixture(scope="session")
def file_of() -> Callable[[str], bytes]:
    """The bytes of the file that a fictional leaflet comes in as."""

    def file_of(name: str) -> bytes:
        source = next(path for path in FICTIONAL.glob(f"{name}.*") if path.suffix != ".json")
        if source.suffix == ".typ":
            return typst.compile(source)
        if source.suffix == ".word":
            return word_file(source.read_text())
        saved_as = json.loads((FICTIONAL / f"{name}.json").read_text())["saved as"]
        words = saved_as["begins with"] + source.read_text().replace("\n", saved_as["line end"])
        return words.encode(saved_as["code page"])

    return file_of


@pytest.fixture(scope="session")
def read_of(file_of) -> Callable[[str], ReadLeaflet]:
    """What is read from a fictional leaflet's file, which is opened once: that takes another process."""
    return cache(lambda name: read_leaflet(file_of(name)))


@pytest.fixture(scope="session")
def word_file_of() -> Callable[[str], bytes]:
    """A Word file with these paragraphs, each a line after the name of its style."""
    return word_file


def word_file(text: str) -> bytes:
    """A Word file of lines such as "Heading 1| Words": links, bold, {+added+} and {-deleted-} words within them.

    Table, Control, Header and Footer are no styles: a row of a table, a paragraph in a content control, and the rest.
    """
    document = docx.Document()
    for line in text.splitlines():
        style, _, words = line.partition("| ")
        add_line(document, style, words)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def add_line(document: Document, style: str, words: str) -> None:
    section = document.sections[0]
    if style == "Table":
        cells = words.split(" | ")
        row = document.add_table(1, len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    elif style in ("Header", "Footer"):
        add_words(getattr(section, style.lower()).paragraphs[0], words)
    elif style == "Control":
        paragraph = document.add_paragraph()
        add_words(paragraph, words)
        put_into(paragraph._p, OxmlElement("w:sdt"), OxmlElement("w:sdtContent"))
    else:
        add_words(document.add_heading(level=0) if style == "Title" else document.add_paragraph(style=style), words)


def put_into(element, outer, inner) -> None:
    element.addprevious(outer)
    outer.append(inner)
    inner.append(element)


def add_words(paragraph: Paragraph, words: str) -> None:
    for number, line in enumerate(words.split(" / ")):
        if number:
            paragraph.add_run().add_break()
        for text, found in parts_of(line):
            run = paragraph.add_run(text)
            if found and found["bold"]:
                run.bold = True
            elif found and found["address"]:
                add_link(paragraph, run, found["address"])
            elif found and found["sign"]:
                mark_change(run, deleted=found["sign"] == "-")


def parts_of(line: str) -> Iterator[tuple[str, re.Match | None]]:
    end = 0
    for found in _PARTS.finditer(line):
        yield line[end : found.start()], None
        yield found["bold"] or found["words"] or found["change"], found
        end = found.end()
    yield line[end:], None


def add_link(paragraph: Paragraph, run, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)


def mark_change(run, *, deleted: bool) -> None:
    change = OxmlElement("w:del" if deleted else "w:ins")
    change.set(qn("w:author"), "Somebody")
    change.set(qn("w:id"), "1")
    run._r.addprevious(change)
    change.append(run._r)
    if deleted:
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")
