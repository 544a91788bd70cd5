"""The list of a hospital's conversations: coming appointments first, each with what needs attention."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sdm.models import Patient, User
from sdm.pages.access import clinicians
from sdm.pages.clinician import timeline
from sdm.pages.clinician.attention import row_of
from sdm.pages.clinician.timeline import Page
from sdm.pages.fields import NHSNumberField
from sdm.pages.forms import PlainForm, drawn_empty


class FindForm(PlainForm):
    """Finds the conversations of one patient; it is posted, so that no NHS number stands in an address."""

    nhs_number = NHSNumberField(label="Find a patient by NHS number")


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
def conversations(request: HttpRequest) -> HttpResponse:
    """Coming appointments, or those around the place that the address names, or one patient's."""
    if request.method == "POST":
        return _find(request)
    page = _page(request.user, request.GET)
    context = {
        "empty_form": drawn_empty(FindForm),
        "page": page,
        "rows": [row_of(one) for one in page.conversations],
        "caption": _caption(request.GET, page),
        "waiting": [row_of(one) for one in page.waiting[: timeline.ON_A_PAGE]],
        "more_wait": len(page.waiting) > timeline.ON_A_PAGE,
    }
    return render(request, "clinician/conversations.html", context)


def _caption(address: QueryDict, page: Page) -> str:
    if "patient" in address:
        return "This patient’s appointments"
    if page.is_past:
        return "Past appointments"
    return "Appointments" if {"after", "before"} & set(address) else "Coming appointments"


def _find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "clinician/conversations.html", {"form": form}, status=422)
    number = form.cleaned_data["nhs_number"]
    patient = Patient.objects.filter(hospital_id=request.user.hospital_id, nhs_number=number).only("pk").first()
    if patient is None:
        return render(request, "clinician/conversations.html", {"form": form, "nobody": True})
    return redirect(f"{reverse('conversations')}?patient={patient.pk}")


def _page(user: User, address: QueryDict) -> Page:
    if "after" in address:
        return timeline.after(user, timeline.place_of(address["after"]))
    if "before" in address:
        return timeline.before(user, timeline.place_of(address["before"]))
    if "patient" in address:
        return timeline.of_patient(user, _patient(address["patient"]))
    return timeline.from_today(user)


def _patient(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("No such patient.") from None
