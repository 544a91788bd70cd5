"""A file's bytes made into clean text, or refused with a reason a person can act on."""

import re

from sdm.leaflets.code_pages import SAVE_AS_TEXT, decoded
from sdm.leaflets.file_kinds import Kind, kind_of
from sdm.leaflets.opened_apart import opened_apart
from sdm.leaflets.what_was_read import NotALeaflet

MAX_BYTES = 1_000_000  # of words
MAX_FILE_BYTES = 5_000_000  # of a PDF, a Word file or a web page, most of which are pictures, typefaces and markup
MAX_LINES = 100_000  # NICE's longest are some 100 lines; more is a data file, and slow for nothing

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WIDE_SPACE = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SOFT_LINE_END = re.compile(r"\xad[ \u200b]*\n *")  # a word that was cut where it may be, at the end of a line
_INVISIBLE = re.compile("[\xad\u200b\u2060\ufeff]")
_HALF_A_LETTER = re.compile(r"[\ud800-\udfff]")
_LOST_LETTER = re.compile(r"[\ufffd\x80-\x84\x86-\x9f]")
# Other shapes of the same letters, which PDFs have, and so what is copied from them.
_SHAPES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u2010": "-", "\u2011": "-"}
)


def file_text(data: bytes, max_bytes: int = MAX_BYTES) -> tuple[str, list[str]]:
    """Give the text of a file, with "\\n" line ends and plain spaces, and the warnings about it.

    What kind of file it is shows in the bytes. `max_bytes` is for plain text; other kinds may have MAX_FILE_BYTES.
    Raises NotALeaflet for a file that is empty, too big, or of no kind that has words we can read.
    """
    if not data:
        raise NotALeaflet("The file is empty.")
    kind = kind_of(data)
    _refuse_by_size(len(data), max_bytes if kind is Kind.TEXT else MAX_FILE_BYTES)
    text, warnings = decoded(data) if kind is Kind.TEXT else opened_apart(kind, data)
    text = text.removeprefix("\ufeff").rstrip("\x1a")  # it ended a file in DOS
    text = _HALF_A_LETTER.sub("\ufffd", text)
    _refuse_by_text(text, kind, max_bytes)
    if _LOST_LETTER.search(text):
        warnings.append("Some letters in the file are damaged. Check the words against the printed leaflet.")
    text = _LINE_END.sub("\n", text)
    if text.count("\n") > MAX_LINES:
        raise NotALeaflet(f"The file has more than {MAX_LINES:,} lines, so it cannot be a leaflet.")
    # Only how the words are spaced changes here, never a word: special spaces become plain ones.
    text = _SOFT_LINE_END.sub("", _WIDE_SPACE.sub(" ", text))
    return _INVISIBLE.sub("", text).translate(_SHAPES), warnings


def _refuse_by_size(size: int, at_most: int) -> None:
    if size > at_most:
        raise NotALeaflet(
            f"The file is too big. It has {megabytes(size)}, and a leaflet can have at most {megabytes(at_most)}."
        )


def megabytes(size: int) -> str:
    """A size in bytes as people read it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def _refuse_by_text(text: str, kind: Kind, at_most: int) -> None:
    if _BINARY.search(text):
        if kind is not Kind.TEXT:
            raise NotALeaflet(f"We cannot read the letters of this {kind}. Copy the leaflet's words and paste them.")
        raise NotALeaflet(f"This is not plain text: it has codes in it that only programs use. {SAVE_AS_TEXT}")
    if len(text) > at_most and kind is not Kind.TEXT:
        raise NotALeaflet("The file has far more words than a leaflet. Bring in the leaflet alone.")
    if not _INVISIBLE.sub("", text).strip():
        raise NotALeaflet("The file has no words in it, only blank space.")
    if kind is Kind.TEXT and text.lstrip()[:5].lower() == "<?xml":
        raise NotALeaflet(f"This is a file for programs (XML), not plain text. {SAVE_AS_TEXT}")
