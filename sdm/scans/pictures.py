"""A picture of a page, opened and drawn anew: upright, and with nothing in it but what can be seen."""

from io import BytesIO

from PIL import Image, ImageOps

from sdm.rules.scans import Kind, ScanFile
from sdm.scans.refused import NotAScan

# A sheet of A4 at 600 dots per inch has 35 million, most phones' photographs 12.
MOST_PIXELS = 40_000_000
QUALITY = 85
# What a picture can be drawn in as it is; every other is drawn in colour.
_AS_IT_IS = {Kind.JPEG: ("L", "RGB"), Kind.PNG: ("1", "L", "RGB")}
# The parts of a JPEG that say how it is drawn; others say what it is, who made it, and where.
_OF_THE_PICTURE = {"APP0", "APP14"}
_SIXTEEN_BITS = ("I;16", "I;16B", "I")


def drawn_anew(kind: Kind, data: bytes) -> ScanFile:
    """Give the picture without anything that was said beside it: no place, no time, no name, nothing after its end.

    Raises NotAScan for one of too many pixels, before it is unpacked.
    """
    with Image.open(BytesIO(data), formats=[kind.value]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAScan("This picture is too large. Make it smaller, or scan the page with fewer dots per inch.")
        picture.load()
        upright = _plain(kind, ImageOps.exif_transpose(picture))
    # What stood beside the picture would be written out with it.
    upright.info = {}
    made = BytesIO()
    upright.save(made, kind.value, quality=QUALITY)
    return ScanFile(kind, made.getvalue())


def without_what_is_said_beside(data: bytes) -> bytes:
    """A JPEG out of a PDF as it was, without its place, time and name; one in colours for print stays as it is."""
    with Image.open(BytesIO(data), formats=[Kind.JPEG.value]) as picture:
        if picture.mode not in _AS_IT_IS[Kind.JPEG] or {name for name, _ in picture.applist} <= _OF_THE_PICTURE:
            return data
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAScan("A picture in this PDF is too large. Scan the page with fewer dots per inch.")
        picture.load()
        picture.info = {}
        made = BytesIO()
        picture.save(made, Kind.JPEG.value, quality="keep")
    return made.getvalue()


def _plain(kind: Kind, picture: Image.Image) -> Image.Image:
    """The picture in black and white, greys or colours; what could be seen through is white."""
    if picture.mode in _SIXTEEN_BITS:
        return picture.point(lambda grey: grey / 256).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        sheet = Image.new("RGBA", seen.size, "white")
        sheet.alpha_composite(seen)
        return sheet.convert("RGB")
    return picture.copy() if picture.mode in _AS_IT_IS[kind] else picture.convert("RGB")
