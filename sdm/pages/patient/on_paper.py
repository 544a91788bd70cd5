"""Doing it on paper instead: the form to print, fill in by hand and post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sdm.letters.paper_form import FORM, as_pdf
from sdm.pages.access import Visit, patients
from sdm.pages.files import LARGE_PRINT, pdf_file
from sdm.pages.limits import may_have_pdf, wait
from sdm.pages.patient.answers import about


@require_safe
@patients
def on_paper(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the form is for, and where to get it."""
    return render(request, "patient/on_paper.html", about(visit))


@require_safe
@patients
def paper_form_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form as a file, in the words that the patient reads; nobody's name stands in the name of the file."""
    if not may_have_pdf(visit.invitation_id):
        return wait(request)
    large = LARGE_PRINT in request.GET
    pdf = as_pdf(visit.conversation, visit.content, language=visit.edition.language, large_print=large)
    return pdf_file(pdf, _(FORM), large_print=large)
