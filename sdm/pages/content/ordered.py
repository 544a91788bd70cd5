"""The lists of options and of what may matter: each with the way to its page, and moved up and down by buttons."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sdm.actions.editions import DraftChanged, change_draft
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.drafts import refuse_frozen
from sdm.pages.content.found import find_edition
from sdm.pages.content.rows import move_in
from sdm.pages.content.undoing import next_steps
from sdm.pages.forms import seen_revision
from sdm.rules.draft_merging import merged


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def options(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The options of an edition, in the order in which patients see them."""
    return _list(request, edition_id, "options")


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def matters(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """What may matter, in the order in which patients are asked."""
    return _list(request, edition_id, "matters")


def _list(request: HttpRequest, edition_id: UUID, name: str) -> HttpResponse:
    """Show a list, or move one of it; `?moved=` in the address says which button keeps the focus then."""
    edition = find_edition(edition_id, request.user)
    if request.method != "POST" and edition.is_draft and edition.translation_of_id:
        # They are those of the original, in its order.
        return redirect("edition-translating", edition.pk)
    if request.method != "POST":
        return _show(request, edition, name)
    if not edition.is_draft:
        return refuse_frozen(request, edition)
    shown = edition.content_at(seen_revision(request))
    things = getattr(shown or edition.content, name)
    move = move_in(name, len(things), request.POST.get("move", ""))
    if not move:
        return redirect(f"edition-{name}", edition.pk)
    both = shown and merged(shown, replace(shown, **{name: tuple(move.made_in(things))}), edition.content)
    if not (both and both.is_settled):
        return _show(request, edition, name, status=409, changed=True)
    try:
        change_draft(edition=edition, content=both.mine, seen=edition.revision, by=request.user)
    except DraftChanged as changed:
        if not changed.current.is_draft:
            return refuse_frozen(request, changed.current)
        return _show(request, find_edition(edition_id, request.user), name, status=409, changed=True)
    return redirect(reverse(f"edition-{name}", args=[edition.pk]) + f"?moved={name}-{move.place}-{move.way}")


def _show(request: HttpRequest, edition: Edition, name: str, *, status: int = 200, **more) -> HttpResponse:
    content = edition.content
    count = len(getattr(content, name))
    # What the address says was moved just now.
    moved = move_in(name, count, request.GET.get("moved", ""))
    context = {
        "edition": edition,
        "edited": content,
        "count": count,
        "moved": moved,
        "focus": moved.focus(count) if moved else "",
        "next": next_steps(edition),
        **more,
    }
    return render(request, f"content/{name}.html", context, status=status)
