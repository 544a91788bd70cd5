"""Which code page the bytes of a text are in, and the text itself."""

import codecs
import re

from sdm.leaflets.what_was_read import NotALeaflet

SAVE_AS_TEXT = "Save the leaflet's words as a plain text file (UTF-8), and bring that in."
# The longer marks stand first: that of UTF-32 begins as that of UTF-16 does.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Every printable character of Latin-1 is the same in Windows-1252; what Windows-1252 leaves out
# are control characters in Latin-1, and so no text.
_WINDOWS = ("cp1252", "an older Windows file (Windows-1252)")
_OTHERS = (
    ("iso8859-14", "an older file in the Celtic letters (ISO 8859-14)"),  # Welsh has ŵ and ŷ, Windows-1252 has not
    ("mac-roman", "an older Mac file (Mac Roman)"),
)
# What leaflets in English or Welsh are written with, besides ASCII.
_EXPECTED = re.compile(
    r"[\x00-\x7f‘’“”–—…•·§°£€©®™½¼¾×±\xa0àáâäèéêëìíîïòóôöùúûüŵŷẁẃẅỳýÿÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜŴŶẀẂẄỲÝçñ]+"
)
_CAPITAL_IN_A_WORD = re.compile(r"(?<=[a-z])[À-Þ]")  # what other signs turn into


def decoded(data: bytes) -> tuple[str, list[str]]:
    """Give the text that the bytes hold, and a warning where its code page had to be guessed.

    Raises NotALeaflet for bytes that are text in none of the code pages that leaflets come in.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _exactly(data, name), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _guessed(data)


def _exactly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise NotALeaflet(f"Some of this file is damaged, so we cannot read it. {SAVE_AS_TEXT}") from None


def _guessed(data: bytes) -> tuple[str, list[str]]:
    """Another code page than Windows-1252 counts only where it alone makes letters that leaflets have of all bytes."""
    text = _tried(data, _WINDOWS[0])
    if not _looks_right(text):
        for name, description in _OTHERS:
            other = _tried(data, name)
            if _looks_right(other):
                return other, [_guess(description)]
    if text is None:
        raise NotALeaflet(f"This is not plain text that we can read. {SAVE_AS_TEXT}")
    return text, [_guess(_WINDOWS[1])]


def _looks_right(text: str | None) -> bool:
    return text is not None and bool(_EXPECTED.fullmatch(text)) and not _CAPITAL_IN_A_WORD.search(text)


def _tried(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _guess(description: str) -> str:
    return (
        f"The file is not saved as UTF-8. We read it as {description}."
        " Check that quotation marks, dashes and accents look right."
    )
