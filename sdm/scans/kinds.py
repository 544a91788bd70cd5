"""What kind of file a scan is, by its first bytes: its name and what a browser says of it count for nothing."""

from sdm.rules.scans import Kind
from sdm.scans.refused import NotAScan

STARTS = ((b"%PDF-", Kind.PDF), (b"\xff\xd8\xff", Kind.JPEG), (b"\x89PNG\r\n\x1a\n", Kind.PNG))
# Phones of one maker keep pictures so; the brand stands after the length of the first box.
_HEIF = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1", b"ftypavif")


def kind_of(data: bytes) -> Kind:
    """Give the kind of a file; raises NotAScan for an empty one, and for what is no PDF, JPEG or PNG."""
    if not data:
        raise NotAScan("This file is empty.")
    for start, kind in STARTS:
        if data.startswith(start):
            return kind
    if data[4:12].startswith(_HEIF):
        raise NotAScan("This is a picture of a kind that we cannot open (HEIC). Save it as a JPEG.")
    raise NotAScan("This is no PDF, JPEG or PNG file.")
