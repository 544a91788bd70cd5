"""A PDF of scanned pages, opened and written anew: its pages alone, and refused where it does more than show them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from sdm.rules.scans import MOST_PAGES, Kind, ScanFile
from sdm.scans.pictures import without_what_is_said_beside
from sdm.scans.refused import NotAScan

# What a PDF has in it that runs, starts, sends, plays or carries something; the names are those of ISO 32000.
_DOES_MORE = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/Launch",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/EF",
        "/FileAttachment",
        "/RichMedia",
        "/XFA",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/Screen",
        "/3D",
    }
)
# What the makers of a PDF say of its pages and pictures, beside what they show.
_SAID_BESIDE = (NameObject("/Metadata"), NameObject("/PieceInfo"), NameObject("/LastModified"))
# The entries whose values say what a dictionary is.
_KINDS = ("/Type", "/Subtype", "/S")


def written_anew(data: bytes) -> ScanFile:
    """Give the pages of the PDF and what they need, without what else was in the file, earlier versions among it.

    Raises NotAScan for one that is locked, has too many pages, or does more than show them.
    """
    reader = _reader(data)
    pages = len(reader.pages)
    if pages > MOST_PAGES:
        raise NotAScan(f"This PDF has more than {MOST_PAGES} pages. Choose only the pages of the signed form.")
    if not pages:
        raise NotAScan("This PDF has no pages.")
    if any(_does_more(one) for one in _everything_in(reader.trailer)):
        raise NotAScan(
            "This PDF has more in it than pages, such as a program or another file. Print the form and scan it, or"
            " take a photo of it."
        )
    # A page of the reader's is a copy of the dictionary in the file.
    for one in (*_everything_in(reader.trailer), *reader.pages):
        _leave_out_what_is_said_beside(one)
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    made = BytesIO()
    writer.write(made)
    return ScanFile(Kind.PDF, made.getvalue(), pages)


def _reader(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(data))
        locked = reader.is_encrypted
    except DependencyError:  # the kinds of lock that need a package of their own
        locked = True
    if locked:
        raise NotAScan("This PDF is locked with a password. Save it without the password, and choose it again.")
    return reader


def _does_more(one: DictionaryObject) -> bool:
    return not _DOES_MORE.isdisjoint(one) or any(str(one[name]) in _DOES_MORE for name in _KINDS if name in one)


def _leave_out_what_is_said_beside(one: DictionaryObject) -> None:
    """Take out who made a page or a picture, when, where and with what."""
    for name in _SAID_BESIDE:
        one.pop(name, None)
    if isinstance(one, StreamObject) and one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        # pypdf has no other way to put a picture's file in as it is; its dictionary, with its mask, stays.
        one._data = without_what_is_said_beside(one._data)


def _everything_in(trailer: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, each that others refer to once."""
    waiting: list[Any] = [trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += one.values()
        elif isinstance(one, ArrayObject):
            waiting += one
