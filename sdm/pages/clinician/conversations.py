"""The list of a hospital's conversations: coming appointments first, each with what needs attention."""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sdm.models import Conversation, Patient, User
from sdm.pages.access import clinicians
from sdm.pages.clinician import timeline
from sdm.pages.clinician.attention import row_of
from sdm.pages.clinician.timeline import Page
from sdm.pages.fields import NHSNumberField
from sdm.pages.forms import PlainForm, drawn_empty
from sdm.rules import paper_code

# What is typed as the code of a paper form, and not as an NHS number: it has letters, or hyphens where a code has them.
A_CODE = re.compile(r".*[A-Za-z].*|\s*\d{4}-\d{4}-\d\s*")


class NumberOrCodeField(NHSNumberField):
    """An NHS number, or the code that stands on a form that came on paper; that one gives the ids it can stand for."""

    def to_python(self, value: Any) -> str | tuple[UUID, UUID]:
        """The ten digits, or the lowest and the highest id."""
        text = str(value or "")
        if not A_CODE.fullmatch(text):
            return super().to_python(value)
        try:
            return paper_code.ids_of(text)
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from None


class FindForm(PlainForm):
    """Finds the conversations of one patient; it is posted, so that no NHS number stands in an address."""

    nhs_number = NumberOrCodeField(
        label="Find a patient by NHS number", help_text="Or by the code on a form that came on paper"
    )


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
    if isinstance(number, tuple):
        return _find_by_code(request, form, number)
    patient = Patient.objects.filter(hospital_id=request.user.hospital_id, nhs_number=number).only("pk").first()
    if patient is None:
        return render(request, "clinician/conversations.html", {"form": form, "nobody_with": "NHS number"})
    return redirect(f"{reverse('conversations')}?patient={patient.pk}")


def _find_by_code(request: HttpRequest, form: FindForm, ids: tuple[UUID, UUID]) -> HttpResponse:
    """To the conversation that a form came from; where a code stands for two, which hardly can be, to neither."""
    found = Conversation.objects.visible_to(request.user).filter(pk__range=ids).values_list("pk", flat=True)[:2]
    if len(found) != 1:
        return render(request, "clinician/conversations.html", {"form": form, "nobody_with": "code"})
    return redirect("conversation", found[0])


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
