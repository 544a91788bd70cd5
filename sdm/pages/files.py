"""A PDF as a file to keep: its name says what it is and how it is printed, and names nobody."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

LARGE_PRINT = "large-print"


def pdf_file(pdf: bytes, called: str, *, large_print: bool) -> HttpResponse:
    """A PDF to keep; `called` is what it is, in the reader's language."""
    # Translators: the end of the name of a file.
    how = _("in large print") if large_print else ""
    name = slugify(f"{called} {how}", allow_unicode=True)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.pdf")},
    )
