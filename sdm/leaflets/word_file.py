"""A Word file's words as lines of plain text; deleted words, comments, headers and footers are not among them."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

import mammoth

from sdm.leaflets.web_page import words_of_markup
from sdm.leaflets.what_was_read import NotALeaflet

MAX_UNPACKED = 30_000_000  # of all parts together, pictures too
MAX_PART = 3_000_000  # of one part with words in it
_MAX_PARTS = 1_000
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
# What can hold words and is left out by the package that reads Word files.
_HOLDS_WORDS = re.compile(r"ignored: (\S*(?:fldSimple|altChunk|oMath|oMathPara|ruby|dir|bdo|subDoc))$")


def words_of(data: bytes) -> tuple[str, list[str]]:
    """Give the words of a Word file (.docx), with a blank line between paragraphs.

    Raises NotALeaflet for another kind of zip file, a locked one, or one that unpacks to far more than a leaflet.
    """
    _refuse(data)
    made = mammoth.convert_to_html(
        BytesIO(data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(lambda image: {}),
        external_file_access=False,
    )
    text = words_of_markup(made.value)
    if not text:
        raise NotALeaflet("This Word file has no words in it that we can read. It may have pictures of words only.")
    left_out = {found[1] for message in made.messages if (found := _HOLDS_WORDS.search(message.message))}
    return text, [
        f"A part of the Word file may be missing here ({name}). Check the words against the printed leaflet."
        for name in sorted(left_out)
    ]


def _refuse(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            _refuse_by_parts(parts)
            # No Word file declares entities; one that does is made to do harm.
            if any(b"<!DOCTYPE" in package.read(part).replace(b"\0", b"") for part in parts if _is_words(part)):
                raise NotALeaflet("This Word file has something in it that Word does not write, so we did not read it.")
    except BadZipFile:
        raise NotALeaflet(
            "This Word file is damaged. Save it again in Word, or copy the words and paste them instead."
        ) from None


def _refuse_by_parts(parts: list[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "mimetype" in names:
        raise NotALeaflet("This is an OpenDocument file. Save it as a Word document (.docx), and bring that in.")
    if not any(name.startswith("word/document") for name in names):
        raise NotALeaflet("This is a zip file, not a Word document. Bring in the leaflet itself.")
    if any(part.flag_bits & 1 for part in parts):
        raise NotALeaflet("This Word file is locked with a password. Take the password off, and bring it in again.")
    sizes = [part.file_size for part in parts]  # zipfile reads no more of a part than it declares
    too_much = len(parts) > _MAX_PARTS or sum(sizes) > MAX_UNPACKED
    if too_much or any(part.file_size > MAX_PART for part in parts if _is_words(part)):
        raise NotALeaflet("This Word file unpacks to far more than a leaflet. Bring in the leaflet alone.")


def _is_words(part: ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))
