"""What kind of file the bytes are, by what is in them: a file's name says nothing."""

import codecs
import re
from enum import StrEnum

from sdm.leaflets.code_pages import SAVE_AS_TEXT
from sdm.leaflets.what_was_read import NotALeaflet


class Kind(StrEnum):
    """The kinds of file that a leaflet can come in as."""

    TEXT = "text"
    WEB_PAGE = "web page"
    PDF = "PDF"
    WORD = "Word file"


_PDF_STARTS_WITHIN = 1024  # so a PDF may begin, by what its readers accept
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # in an envelope that begins as an old Word file does
_OTHER_STARTS = (
    (b"{\\rtf", f"This is a rich text file (RTF), which we cannot read. {SAVE_AS_TEXT}"),
    (b"From: <Saved by", "This is a web page saved as one file (MHTML). Save it as “Webpage, HTML only” instead."),
    (b"MIME-Version:", "This is a web page saved as one file (MHTML). Save it as “Webpage, HTML only” instead."),
)
_WEB_PAGE = re.compile(
    r"<(?:!doctype html|html|head|body|meta|title|main|article|section|div|h[1-6]|p|span|ul|ol|table|a|b|strong)[\s>]",
    re.I,
)
_PROLOGUES = (("<?xml", "?>"), ("<!--", "-->"))  # what may stand before a web page begins


def kind_of(data: bytes) -> Kind:
    """Give the kind of a file; what is none of the others is taken for text.

    Raises NotALeaflet, with what to do, for kinds that we know and cannot read.
    """
    start = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \r\n\t")[:100]
    if b"%PDF-" in data[:_PDF_STARTS_WITHIN]:
        return Kind.PDF
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.WORD
    if start.startswith(_OLD_WORD):
        raise NotALeaflet(_old_word(data))
    for known, reason in _OTHER_STARTS:
        if start.startswith(known):
            raise NotALeaflet(reason)
    return Kind.WEB_PAGE if _WEB_PAGE.match(_first_words(data)) else Kind.TEXT


def _old_word(data: bytes) -> str:
    if _LOCKED in data:
        return "This Word file is locked with a password. Take the password off, save it, and bring it in again."
    return "This is an old Word file. Open it in Word, save it as a Word document (.docx), and bring that in."


def _first_words(data: bytes) -> str:
    """Give how the file begins, as letters: whatever its code page, a web page is marked as in ASCII or UTF-16."""
    start = data[:8000]
    utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if utf_16 else "utf-8", errors="ignore").lstrip("\ufeff \r\n\t")
    for opens, closes in _PROLOGUES * 9:
        if text.startswith(opens):
            text = text.partition(closes)[2].lstrip()
    return text
