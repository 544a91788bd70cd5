"""Files that are no leaflets are refused with a reason in plain words."""

from pathlib import Path

import pytest

from sdm.leaflets.reader import NotALeaflet, read_leaflet

IPG651 = (Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt").read_bytes()
SAVE_AS_TEXT = "Save the leaflet's words as a plain text file (UTF-8), and bring that in."
NO_QUESTIONS = "We found no list of questions to think about, so there is nothing for a patient to answer."
NO_TITLE = "We found no title at the top, so we cannot tell which procedure this is about."
LOOKS_ALIKE = (
    "This does not look like a leaflet about a procedure. We looked for the line “Information for the public”,"
    " a date, an ISBN, and a sentence that says what the procedure can be used for."
)
DAMAGED_PDF = (
    "This PDF is damaged, or made in a way that we cannot read."
    " Save it again, or copy the words and paste them instead."
)
DAMAGED_WORD = "This Word file is damaged. Save it again in Word, or copy the words and paste them instead."
OLD_WORD = "This is an old Word file. Open it in Word, save it as a Word document (.docx), and bring that in."
LOCKED_WORD = "This Word file is locked with a password. Take the password off, save it, and bring it in again."
MHTML = "This is a web page saved as one file (MHTML). Save it as “Webpage, HTML only” instead."
README = b"# wobble\n\nA library. It can be used for parsing files.\n\n## Install\n\n- pip install wobble\n- run it\n"
README_WITH_QUESTIONS = README + b"\n## Questions you might ask\n\n- How do I install it?\n- Is it fast?\n"
RECIPE = (
    b"Plum crumble\n\nPublished: 3 May 2020\n\nThis crumble can be used for a party.\n\n"
    b"Some questions to think about\n\n- How many plums?\n- How hot?\n"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\n", "The file has no words in it, only blank space."),
        (b"\xef\xbb\xbf\n", "The file has no words in it, only blank space."),
        (b"%PDF-1.7\n%\xe2\xe3", DAMAGED_PDF),
        (b"PK\x03\x04rest", DAMAGED_WORD),
        (b"PK\x05\x06" + bytes(18), "This is a zip file, not a Word document. Bring in the leaflet itself."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LOCKED_WORD),
        (b"{\\rtf1 Leaflet}", f"This is a rich text file (RTF), which we cannot read. {SAVE_AS_TEXT}"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", MHTML),
        (
            b'<?xml version="1.0"?><w:wordDocument/>',
            f"This is a file for programs (XML), not plain text. {SAVE_AS_TEXT}",
        ),
        ("Leaflet".encode("utf-16"), NO_QUESTIONS),
        ("Leaflet".encode("utf-16") + b"x", f"Some of this file is damaged, so we cannot read it. {SAVE_AS_TEXT}"),
        (b"<!DOCTYPE html><p>x.", NO_TITLE),
        (
            IPG651 + b"\x00",
            f"This is not plain text: it has codes in it that only programs use. {SAVE_AS_TEXT}",
        ),
        (IPG651 + b"\x81", f"This is not plain text that we can read. {SAVE_AS_TEXT}"),
        (IPG651 * 5000, "The file is too big. It has 12.6 MB, and a leaflet can have at most 1.0 MB."),
        (b"x\n" * 300_000, "The file has more than 100,000 lines, so it cannot be a leaflet."),
        (IPG651.split(b"\n", 1)[1], NO_TITLE),
        (b"Only a sentence, and nothing else.", NO_TITLE),
        (IPG651.split(b"Some questions")[0], NO_QUESTIONS),
        (README, NO_QUESTIONS),
        (README_WITH_QUESTIONS, LOOKS_ALIKE),
        (RECIPE, LOOKS_ALIKE),
    ],
)
def test_refused(data: bytes, reason: str):
    with pytest.raises(NotALeaflet) as refusal:
        read_leaflet(data)
    assert (refusal.value.reason, str(refusal.value)) == (reason, reason)


def test_the_size_limit_is_the_last_size_that_is_read():
    assert read_leaflet(IPG651, max_bytes=len(IPG651)).published.year == 2019
    with pytest.raises(NotALeaflet):
        read_leaflet(IPG651, max_bytes=len(IPG651) - 1)


def test_ten_megabytes_are_read_when_the_limit_is_raised():
    paragraphs = IPG651.split(b"\n\n")
    long = b"\n\n".join([*paragraphs[:7], *[paragraphs[7]] * 20_000, *paragraphs[8:]])
    assert len(long) > 8_000_000
    read, once = read_leaflet(long, max_bytes=20_000_000), read_leaflet(IPG651)
    assert (read.questions, read.indications, read.warnings) == (
        once.questions,
        once.indications,
        once.warnings,
    )
    assert read.sections[0].body.split("\n\n") == [p.decode() for p in long.split(b"\n\n")[4:-5]]
