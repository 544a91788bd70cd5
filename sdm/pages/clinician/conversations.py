"""The list of a hospital's conversations: coming appointments first, each with what needs attention."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sdm.models import Conversation, Patient
from sdm.models.conversations import ConversationQuerySet
from sdm.pages.access import clinicians
from sdm.pages.clinician import timeline
from sdm.pages.clinician.attention import row_of, with_invitation
from sdm.pages.clinician.timeline import ON_A_PAGE, Page
from sdm.pages.fields import NHSNumberField
from sdm.pages.forms import PlainForm


class FindForm(PlainForm):
    """Finds the conversations of one patient; it is posted, so that no NHS number stands in an address."""

    nhs_number = NHSNumberField(label="Find a patient by NHS number")


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
def conversations(request: HttpRequest) -> HttpResponse:
    """Coming appointments, or those around the place that the address names, or one patient's."""
    if request.method == "POST":
        return _find(request)
    found = with_invitation(
        Conversation.objects.visible_to(request.user).select_related("patient", "leaflet").with_answers()
    )
    page = _page(found, request.GET)
    context = {"form": FindForm(), "page": page, "rows": [row_of(one) for one in page.conversations]}
    return render(request, "clinician/conversations.html", context)


def _find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "clinician/conversations.html", {"form": form}, status=422)
    number = form.cleaned_data["nhs_number"]
    patient = Patient.objects.filter(hospital_id=request.user.hospital_id, nhs_number=number).only("pk").first()
    if patient is None:
        return render(request, "clinician/conversations.html", {"form": form, "nobody": True})
    return redirect(f"{reverse('conversations')}?patient={patient.pk}")


def _page(found: ConversationQuerySet, address: QueryDict) -> Page:
    if "after" in address:
        return timeline.after(found, timeline.place_of(address["after"]))
    if "before" in address:
        return timeline.before(found, timeline.place_of(address["before"]))
    if "patient" in address:
        return _of_patient(found, address["patient"])
    return timeline.from_today(found)


def _of_patient(found: ConversationQuerySet, patient: str) -> Page:
    """A patient's conversations are few: the newest appointments, on one page."""
    try:
        theirs = found.filter(patient_id=UUID(patient))
    except ValueError:
        raise BadRequest("No such patient.") from None
    return Page(list(theirs.order_by("-appointment_at", "-id")[:ON_A_PAGE]))
