"""The pages that are only read: the whole leaflet on one page, and what nobody knows yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdm.pages.access import Visit, patients
from sdm.pages.patient.answers import about
from sdm.pages.patient.leaflet_words import leaflet_words
from sdm.pages.patient.notes_in_place import with_notes


@require_safe
@patients
def read_all(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The leaflet, word for word, and what is not known; it prints as a copy to keep."""
    content = visit.content
    leaflet = with_notes(leaflet_words(content), content.notes)
    return render(request, "patient/read_all.html", {**about(visit), "leaflet": leaflet, "notes": content.notes})


@require_safe
@patients
def not_known_yet(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is not known about the procedure, and who says so."""
    return render(request, "patient/not_known_yet.html", about(visit))
