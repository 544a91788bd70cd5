"""A file's bytes made into clean text, or refused with a reason a person can act on."""

import re

from sdm.leaflets.what_was_read import NotALeaflet

MAX_BYTES = 1_000_000
MAX_LINES = 100_000  # NICE's longest are some 100 lines; more is a data file, and slow for nothing

_SAVE_AS_TEXT = "Save the leaflet's words as a plain text file (UTF-8), and bring that in."
_KNOWN_STARTS = (
    (b"%PDF", f"This looks like a PDF, not plain text. {_SAVE_AS_TEXT}"),
    (b"PK\x03\x04", f"This looks like a Word file or a zip file, not plain text. {_SAVE_AS_TEXT}"),
    (b"\xd0\xcf\x11\xe0", f"This looks like an old Word file, not plain text. {_SAVE_AS_TEXT}"),
    (b"{\\rtf", f"This looks like a rich text file (RTF), not plain text. {_SAVE_AS_TEXT}"),
    (b"\xff\xfe", f"This file is saved as UTF-16. {_SAVE_AS_TEXT}"),
    (b"\xfe\xff", f"This file is saved as UTF-16. {_SAVE_AS_TEXT}"),
)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WIDE_SPACE = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\xad\u200b\u2060\ufeff]")
_LOST_LETTER = re.compile(r"[\ufffd\x80-\x84\x86-\x9f]")


def file_text(data: bytes, max_bytes: int = MAX_BYTES) -> tuple[str, list[str]]:
    """Give the text of a file, with "\\n" line ends and plain spaces, and the warnings about it.

    Raises NotALeaflet for a file that is empty, too big, or not plain text.
    """
    _refuse_by_bytes(data, max_bytes)
    text, warnings = _decode(data)
    _refuse_by_text(text)
    if _LOST_LETTER.search(text):
        warnings.append("Some letters in the file are damaged. Check the words against the printed leaflet.")
    text = _LINE_END.sub("\n", text)
    if text.count("\n") > MAX_LINES:
        raise NotALeaflet(f"The file has more than {MAX_LINES:,} lines, so it cannot be a leaflet.")
    # Only how the words are spaced changes here, never a word: special spaces become plain ones.
    return _INVISIBLE.sub("", _WIDE_SPACE.sub(" ", text)), warnings


def _refuse_by_bytes(data: bytes, max_bytes: int) -> None:
    if not data:
        raise NotALeaflet("The file is empty.")
    if len(data) > max_bytes:
        raise NotALeaflet(
            f"The file is too big. It has {_megabytes(len(data))}, and a leaflet can have at most"
            f" {_megabytes(max_bytes)}."
        )
    for start, reason in _KNOWN_STARTS:
        if data.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(start)] == start:
            raise NotALeaflet(reason)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def _decode(data: bytes) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-8-sig").rstrip("\x1a"), []  # \x1a ended a file in DOS
    except UnicodeDecodeError:
        pass
    try:
        # Every printable character of Latin-1 is the same in Windows-1252; what Windows-1252 leaves out
        # are control characters in Latin-1, and so no text.
        text = data.decode("cp1252").rstrip("\x1a")
    except UnicodeDecodeError:
        raise NotALeaflet(f"This is not plain text that we can read. {_SAVE_AS_TEXT}") from None
    return text, [
        "The file is not saved as UTF-8. We read it as an older Windows file (Windows-1252)."
        " Check that quotation marks, dashes and accents look right."
    ]


def _refuse_by_text(text: str) -> None:
    if _BINARY.search(text):
        raise NotALeaflet(f"This is not plain text: it has codes in it that only programs use. {_SAVE_AS_TEXT}")
    if not _INVISIBLE.sub("", text).strip():
        raise NotALeaflet("The file has no words in it, only blank space.")
    if text.lstrip()[:14].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise NotALeaflet(f"This looks like a web page, not plain text. {_SAVE_AS_TEXT}")
