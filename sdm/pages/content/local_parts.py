"""The pages on which a hospital's content team keeps what the hospital adds to a leaflet, with every change of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdm.actions import local_parts as actions
from sdm.actions.local_parts import LocalPartsChanged
from sdm.models import Conversation, Leaflet, LocalParts
from sdm.pages.access import content_team
from sdm.pages.content.differences import differences
from sdm.pages.content.local_parts_page import LocalPartsPage
from sdm.pages.forms import seen_revision, whole_number
from sdm.rules.local_parts import LocalParts as Parts
from sdm.rules.local_parts import scored
from sdm.rules.readability import EASY

PUT_BACK = "It is as it was in revision {number}. Patients see that from now on."
NOTHING_ADDED = "Your hospital adds nothing any more, as before the first revision."
AS_IT_IS = "It is like that already. Nothing is changed."


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def local_parts(request: HttpRequest, leaflet_id: UUID) -> HttpResponse:
    """What the hospital adds to a leaflet: show it, show how patients would see what was typed, or save it."""
    leaflet, newest = _found(request, leaflet_id)
    if request.method != "POST":
        return _show(request, leaflet, newest, LocalPartsPage(_parts(newest)), seen=_number(newest))
    add, move, seen = request.POST.get("add", ""), request.POST.get("move", ""), seen_revision(request)
    page = LocalPartsPage(_parts(newest), request.POST, add=add, move=move)
    if add or move:
        return _show(request, leaflet, newest, page, seen=seen)
    if not page.is_valid():
        return _show(request, leaflet, newest, page, seen=seen, status=422)
    if "look" in request.POST:
        typed = page.changed()
        look = {"preview": _as_patients_see(request, typed), "texts": scored(typed), "easy": EASY}
        return _show(request, leaflet, newest, page, seen=seen, **look)
    about = {"hospital": request.user.hospital, "leaflet": leaflet, "by": request.user}
    try:
        actions.save_local_parts(parts=page.changed(), seen=seen, **about)
    except LocalPartsChanged as changed:
        found = differences(page, LocalPartsPage(_parts(changed.current)))
        newest = changed.current
        return _show(request, leaflet, newest, page, seen=_number(newest), status=409, conflict=found)
    messages.success(request, page.saved)
    return redirect("local-parts", leaflet.pk)


@require_safe
@content_team
def local_history(request: HttpRequest, leaflet_id: UUID) -> HttpResponse:
    """Who changed what and when, the newest first, each with the words as they stood then."""
    leaflet, newest = _found(request, leaflet_id)
    return _history(request, leaflet, newest)


@require_POST
@content_team
def local_put_back(request: HttpRequest, leaflet_id: UUID) -> HttpResponse:
    """Put an earlier revision back; that is a change itself, and can be taken back in the same way."""
    leaflet, newest = _found(request, leaflet_id)
    if (number := whole_number(request.POST.get("put_back", ""))) is None:
        raise Http404
    about = {"hospital": request.user.hospital, "leaflet": leaflet, "by": request.user}
    try:
        stands = actions.put_back(revision=number, seen=seen_revision(request), **about)
    except LocalParts.DoesNotExist:
        raise Http404 from None
    except LocalPartsChanged as changed:
        return _history(request, leaflet, changed.current, status=409)
    if _number(stands) == _number(newest):
        messages.info(request, AS_IT_IS)
    else:
        messages.success(request, PUT_BACK.format(number=number) if number else NOTHING_ADDED)
    return redirect("local-parts-history", leaflet.pk)


def _found(request: HttpRequest, leaflet_id: UUID) -> tuple[Leaflet, LocalParts | None]:
    """The leaflet, and what the reader's hospital adds to it."""
    leaflet = Leaflet.objects.filter(pk=leaflet_id).first()
    if leaflet is None:
        raise Http404
    return leaflet, _revisions(request, leaflet).first()


def _revisions(request: HttpRequest, leaflet: Leaflet):
    return LocalParts.objects.about(request.user.hospital, leaflet).select_related("by")


def _show(
    request: HttpRequest,
    leaflet: Leaflet,
    newest: LocalParts | None,
    page: LocalPartsPage,
    *,
    seen: int,
    status: int = 200,
    **more,
) -> HttpResponse:
    context = {"leaflet": leaflet, "newest": newest, "page": page, "seen": seen, "problems": page.problems, **more}
    return render(request, "content/local_parts.html", context, status=status)


def _history(request: HttpRequest, leaflet: Leaflet, newest: LocalParts | None, *, status: int = 200) -> HttpResponse:
    revisions = list(_revisions(request, leaflet))
    seen_as = {one.revision: _as_patients_see(request, one.parts) for one in revisions}
    context = {
        "leaflet": leaflet,
        "newest": newest,
        "revisions": [(one, seen_as[one.revision]) for one in revisions],
        "changed": status == 409,
    }
    return render(request, "content/local_history.html", context, status=status)


def _as_patients_see(request: HttpRequest, parts: Parts) -> Conversation:
    """A conversation in memory alone, for which the patients' own template is drawn."""
    conversation = Conversation(hospital=request.user.hospital)
    conversation.local_now = parts.as_document()
    return conversation


def _parts(newest: LocalParts | None) -> Parts:
    return newest.parts if newest else Parts()


def _number(newest: LocalParts | None) -> int:
    return newest.revision if newest else 0
