"""Signed forms as scanners and phones give them: pictures and PDFs, whole and wicked."""

from io import BytesIO

from PIL import Image
from pypdf import PdfWriter


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 80), *, mode="RGB", colour="white", **saved) -> bytes:
    """A picture of one colour."""
    made = BytesIO()
    Image.new(mode, size, colour).save(made, kind, **saved)
    return made.getvalue()


def pdf(pages: int = 1, *, change=lambda writer: None, shown: int = 200) -> bytes:
    """A PDF of empty pages of this height, after a change to it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=100, height=shown)
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
