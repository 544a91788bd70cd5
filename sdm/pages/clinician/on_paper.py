"""The form on paper, for a patient to whom it is sent or given."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sdm.letters.paper_form import FORM, as_pdf
from sdm.models import Conversation
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.files import LARGE_PRINT, pdf_file
from sdm.pages.limits import may_have_pdf, wait


@require_safe
@of_their_hospital
def paper_form_pdf(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The form as a file; nobody's name stands in the name of the file."""
    if not may_have_pdf(request.user.pk):
        return wait(request)
    large = LARGE_PRINT in request.GET
    pdf = as_pdf(conversation, conversation.content, language=conversation.language, large_print=large)
    return pdf_file(pdf, _(FORM), large_print=large)
