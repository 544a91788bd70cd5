"""The page on which a draft that came without its source is given the words that it was made from."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.editions import DraftChanged
from sdm.actions.sources import CameWithSource, add_source
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.drafts import refuse_frozen
from sdm.pages.content.found import find_edition
from sdm.pages.content.leaflet_form import SourceForm
from sdm.pages.forms import seen_revision
from sdm.pages.limits import says_too_big
from sdm.rules.source_changes import changed_from_source

SAME = "The source is added. The leaflet’s words are the same."
OTHER = "The source is added. Some of the leaflet’s words are not the same: they are shown below."


@content_team
def _too_big(request: HttpRequest, edition_id: UUID, *, was_read: bool) -> HttpResponse:
    edition = find_edition(edition_id, request.user)
    if not edition.is_draft:
        return redirect("edition", edition.pk)
    return _show(request, edition, SourceForm(edition.content, {}).too_big(was_read=was_read), status=413)


@says_too_big(_too_big)
@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def adding_source(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Ask for a file or words, and keep what they say as the draft's source."""
    edition = find_edition(edition_id, request.user)
    if not edition.is_draft:
        return refuse_frozen(request, edition) if request.method == "POST" else redirect("edition", edition.pk)
    if request.method != "POST" and edition.has_source and not edition.source_added_at:
        # It was made from a file, and has no other source.
        return redirect("edition-source", edition.pk)
    if request.method != "POST":
        return _show(request, edition, SourceForm(edition.content))
    form = SourceForm(edition.content, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, edition, form, status=422)
    try:
        changed = add_source(edition=edition, source=form.source, seen=seen_revision(request), by=request.user)
    except CameWithSource as refusal:
        form.add_error(None, str(refusal))
        return _show(request, edition, form, status=409)
    except DraftChanged as found:
        if not found.current.is_draft:
            return refuse_frozen(request, found.current)
        edition = find_edition(edition_id, request.user)
        return _show(request, edition, form, status=409, changed=True)
    messages.success(request, OTHER if changed_from_source(changed.content, changed.source_text) else SAME)
    return redirect("edition", edition.pk)


def _show(
    request: HttpRequest, edition: Edition, form: SourceForm, *, status: int = 200, changed: bool = False
) -> HttpResponse:
    context = {"edition": edition, "form": form, "changed": changed}
    return render(request, "content/adding_source.html", context, status=status)
