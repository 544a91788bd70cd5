"""Whatever the bytes, the reader gives a leaflet or says why it is none; nothing else comes out."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.leaflets.file_kinds import Kind
from sdm.leaflets.opening import opened
from sdm.leaflets.reader import NotALeaflet, ReadLeaflet, read_leaflet

IPG651 = (Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt").read_bytes()
LINES = st.sampled_from(
    [
        *IPG651.decode().split("\n"),
        *(
            "-",
            "•",
            "1.",
            "2) x",
            "# ",
            "**",
            "** **",
            "#",
            "---",
            "?",
            "“",
            "[](",
            "[a](https://[)",
            "ISBN 1",
            "a-",
        ),
        *(
            "Page 1 of 2",
            "© NICE",
            "Published:",
            "Last updated: 99 May 2020",
            "It can be used for .",
            "for",
            ".",
        ),
        *("This procedure can be used for", "Special arrangements", "For , this procedure can be used."),
    ]
)


def read_or_refuse(data: bytes) -> None:
    try:
        read = read_leaflet(data)
    except NotALeaflet as refusal:
        reason = refusal.reason
    else:
        assert type(read) is ReadLeaflet
        assert json.loads(json.dumps(read.as_json())) == read.as_json()
        reason = "None."
    assert reason.endswith(".")


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400))
def test_bytes(data: bytes):
    read_or_refuse(data)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=400))
def test_text(text: str):
    read_or_refuse(text.encode())


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=25), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_lines_of_leaflets_in_any_order(lines: list[str], end: str):
    read_or_refuse(end.join(lines).encode())


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(IPG651)), st.integers(0, 60), st.binary(max_size=20))
def test_a_leaflet_with_a_damaged_place(place: int, length: int, damage: bytes):
    read_or_refuse(IPG651[:place] + damage + IPG651[place + length :])


TAGS = (
    *("p", "ul", "ol", "li", "h1", "main", "nav", "a href='x'", "a href='https://[y'", "a href='#'", "br", "table"),
    *(
        "tr",
        "td",
        "div hidden",
        "pre",
        "b",
        "script",
        "title",
        "base href='//z'",
        "svg",
        "template",
        "form",
        "!--",
        "x:y",
    ),
)
MARKUP = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
    LINES,
    st.text(max_size=10),
)


def open_or_refuse(kind: Kind, data: bytes) -> None:
    """Open the file within this process, so that there is time for many; then read it as ever."""
    try:
        text, warnings = opened(kind, data)
    except NotALeaflet as refusal:
        text, warnings = "", [refusal.reason]
    assert all(warning.endswith(".") for warning in warnings)
    read_or_refuse(text.encode(errors="replace"))


@settings(deadline=None, max_examples=300)
@given(st.lists(MARKUP, max_size=40).map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_markup(markup: str, code_page: str):
    open_or_refuse(Kind.WEB_PAGE, f"<html>{markup}".encode(code_page, errors="replace"))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300), st.sampled_from(list(Kind)[1:]))
def test_bytes_taken_for_another_kind(data: bytes, kind: Kind):
    open_or_refuse(kind, data)


@pytest.fixture(scope="module")
def word_parts(file_of) -> dict[str, bytes]:
    with ZipFile(BytesIO(file_of("23-borrowed-limp"))) as package:
        return {name: package.read(name) for name in package.namelist()}


WORD_PARTS = (
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/_rels/document.xml.rels",
    "_rels/.rels",
)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(WORD_PARTS), st.integers(0, 100_000), st.integers(0, 300), st.binary(max_size=20))
def test_a_word_file_with_a_damaged_part(word_parts, name: str, place: int, length: int, damage: bytes):
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for part, data in word_parts.items():
            start = place % len(data)
            package.writestr(part, data[:start] + damage + data[start + length :] if part == name else data)
    open_or_refuse(Kind.WORD, made.getvalue())


@pytest.fixture(scope="module")
def plain_pdf(file_of) -> bytes:
    """A PDF with nothing packed in it, so that damage reaches what it says."""
    made = BytesIO()
    with pikepdf.open(BytesIO(file_of("18-puffed-ear"))) as pdf:
        pdf.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return made.getvalue()


@pytest.mark.parametrize("file", ["18-puffed-ear", "23-borrowed-limp", "12-slow-blink"])
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), length=st.integers(0, 2000), damage=st.binary(max_size=20))
def test_a_file_with_a_damaged_place(file_of, file: str, place: float, length: int, damage: bytes):
    data = file_of(file)
    start = int(place * len(data))
    read_or_refuse(data[:start] + damage + data[start + length :])


# PDFs are opened apart, as in service: what damage may lead to is also that the work never ends.
@settings(deadline=None, max_examples=40)
@given(
    st.floats(0, 1),
    st.integers(0, 40),
    st.one_of(st.binary(max_size=10), st.sampled_from([b"1 0 R", b"<<", b"Tj", b"9" * 9])),
)
def test_a_pdf_with_damage_in_its_words(plain_pdf, place: float, length: int, damage: bytes):
    start = int(place * len(plain_pdf))
    read_or_refuse(plain_pdf[:start] + damage + plain_pdf[start + length :])
