"""The form on paper, for a patient to whom it is sent or given."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sdm.letters.paper_form import as_pdf
from sdm.models import Conversation
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.summaries import LARGE_PRINT
from sdm.pages.limits import may_have_pdf, wait


@require_safe
@of_their_hospital
def paper_form_pdf(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The form as a file; nobody's name stands in the name of the file."""
    if not may_have_pdf(request.user.pk):
        return wait(request)
    return HttpResponse(
        as_pdf(conversation, conversation.content, large_print=LARGE_PRINT in request.GET),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="form.pdf"'},
    )
