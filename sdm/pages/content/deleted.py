"""Deleting a draft, and the deleted drafts of one's hospital, from where they are brought back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdm.actions import editions
from sdm.actions.editions import DraftChanged, DraftExists
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.drafts import refuse_frozen
from sdm.pages.content.found import find_edition
from sdm.pages.forms import seen_revision

DELETED = "The draft is deleted. You can bring it back from “Deleted drafts”."
IS_BACK = "The draft is back."


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def delete(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Ask whether to delete a draft, and delete it."""
    edition = find_edition(edition_id, request.user)
    if not edition.is_draft:
        return refuse_frozen(request, edition)
    if request.method != "POST":
        return render(request, "content/delete.html", {"edition": edition})
    try:
        editions.delete_draft(edition=edition, seen=seen_revision(request), by=request.user)
    except DraftChanged as changed:
        if not changed.current.is_draft:
            return refuse_frozen(request, changed.current)
        context = {"edition": find_edition(edition_id, request.user), "changed": True}
        return render(request, "content/delete.html", context, status=409)
    messages.success(request, DELETED)
    return redirect("leaflets")


@require_safe
@content_team
def deleted(request: HttpRequest) -> HttpResponse:
    """Which drafts of one's hospital were deleted, when and by whom."""
    return _list(request)


def _list(request: HttpRequest, status: int = 200, **more) -> HttpResponse:
    found = Edition.objects.deleted_of(request.user).select_related("leaflet", "deleted_by")
    drafts = found.defer("document", "checklist", "source_text")
    return render(request, "content/deleted.html", {"drafts": drafts, **more}, status=status)


@require_POST
@content_team
def bring_back(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Make it a draft again; pressed twice is pressed once."""
    of_ours = Edition.objects.exclude(status=Edition.PUBLISHED).filter(hospital_id=request.user.hospital_id)
    edition = of_ours.select_related("leaflet").filter(pk=edition_id).first()
    if edition is None:
        raise Http404
    try:
        editions.bring_back(edition=edition, by=request.user)
    except DraftExists as exists:
        return _list(request, status=409, why=str(exists), draft=exists.draft)
    messages.success(request, IS_BACK)
    return redirect("edition", edition.pk)
