"""What is read from a Word file, and which Word files are refused; made up here, so nothing in them is true."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sdm.leaflets.file_kinds import Kind
from sdm.leaflets.opening import opened
from sdm.leaflets.what_was_read import NotALeaflet
from sdm.leaflets.word_file import MAX_PART, MAX_UNPACKED

WORDS = "Title| A title\nNormal| Some words.\nList Bullet| One\nList Number| Two\nNormal| More words."
DOCUMENT = "word/document.xml"


@pytest.fixture
def changed(word_file_of) -> Callable[..., bytes]:
    """A Word file with some of its parts changed, or parts added."""

    def changed(**parts) -> bytes:
        made = BytesIO()
        with ZipFile(BytesIO(word_file_of(WORDS))) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                change = parts.pop(name, bytes)
                if change is not None:
                    new.writestr(name, change(old.read(name)))
            for name, data in parts.items():
                new.writestr(name, data)
        return made.getvalue()

    return changed


def words(data: bytes) -> str:
    return opened(Kind.WORD, data)[0]


def test_the_words_of_a_word_file(word_file_of):
    assert words(word_file_of(WORDS)) == "A title\n\nSome words.\n\n- One\n\n1. Two\n\nMore words."


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        ("Normal| What {-was-}{+is+} said", "What is said"),
        ("Control| In a control", "In a control"),
        ("Table| a | b\nTable| c | d", "a | b\n\nc | d"),
        ("Normal| one / two", "one\ntwo"),
        ("Normal| a [link](https://x.example/a) in it", "a [link](https://x.example/a) in it"),
        ("Header| Above\nFooter| Below\nNormal| Between", "Between"),
        ("Normal| **Bold** and not", "Bold and not"),
    ],
)
def test_parts_of_a_word_file(word_file_of, lines: str, seen: str):
    assert words(word_file_of(lines)) == seen


def test_the_main_part_may_have_another_name(changed):
    def renamed(data: bytes) -> bytes:
        return data.replace(b"word/document.xml", b"word/document2.xml")

    document = {}
    changed(**{DOCUMENT: lambda data: document.setdefault("data", data)})
    data = changed(
        **{
            "_rels/.rels": renamed,
            "[Content_Types].xml": renamed,
            DOCUMENT: None,
            "word/_rels/document2.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
            "word/document2.xml": document["data"],
        }
    )
    assert words(data).startswith("A title\n\nSome words.")


def test_words_that_are_left_out_are_told(changed):
    field = b'<w:fldSimple w:instr="DATE"><w:r><w:t>lost</w:t></w:r></w:fldSimple></w:p>'
    data = changed(**{DOCUMENT: lambda data: data.replace(b"</w:p>", field, 1)})
    text, warnings = opened(Kind.WORD, data)
    assert "lost" not in text
    assert warnings == [
        "A part of the Word file may be missing here (w:fldSimple). Check the words against the printed leaflet."
    ]


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({DOCUMENT: None}, "This is a zip file, not a Word document."),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "This is an OpenDocument file."),
        ({DOCUMENT: lambda data: ENTITIES + data.partition(b"?>")[2]}, "This Word file has something in it that Word"),
        ({"a.XML": ENTITIES.decode().encode("utf-16")}, "This Word file has something in it that Word"),
        ({"word/media/a.png": bytes(MAX_UNPACKED)}, "This Word file unpacks to far more than a leaflet."),
        ({"word/comments.xml": bytes(MAX_PART + 1)}, "This Word file unpacks to far more than a leaflet."),
        ({f"word/{n}.bin": b"" for n in range(1000)}, "This Word file unpacks to far more than a leaflet."),
        ({DOCUMENT: lambda data: data[:-100]}, "This Word file is damaged, or made in a way that we cannot read."),
        ({DOCUMENT: lambda data: data.split(b"<w:p>")[0] + b"</w:body></w:document>"}, "This Word file has no words"),
        (
            {DOCUMENT: lambda data: data.replace(b"<w:t>", b"<w:p>" * 900)},
            "This Word file is damaged, or made in a way",
        ),
    ],
    ids=["zip", "ODT", "entities", "UTF-16", "bomb", "large part", "many parts", "cut off", "no words", "deep"],
)
def test_refused(changed, parts: dict, reason: str):
    with pytest.raises(NotALeaflet) as refusal:
        words(changed(**parts))
    assert refusal.value.reason.startswith(reason)


def test_a_locked_part_and_a_part_that_lies_about_its_size_are_refused(changed):
    data = bytearray(changed())
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1  # the mark of an encrypted part, in the list of parts
    with pytest.raises(NotALeaflet, match=r"^This Word file is locked with a password"):
        words(bytes(data))
    data = bytearray(changed())
    name = data.rindex(b"word/document.xml")
    data[name - 46 + 24 : name - 46 + 28] = (10).to_bytes(4, "little")
    with pytest.raises(NotALeaflet, match=r"^This Word file is damaged"):
        words(bytes(data))
