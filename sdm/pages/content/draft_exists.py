"""What is said where a leaflet has a draft already: a leaflet has one at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sdm.actions.editions import DraftExists
from sdm.models import Edition


def draft_exists(request: HttpRequest, edition: Edition, exists: DraftExists) -> HttpResponse:
    """409, with the way to the draft where it is for this hospital, and back to the edition."""
    context = {"edition": edition, "draft": exists.draft, "why": str(exists)}
    return render(request, "content/draft_exists.html", context, status=409)
