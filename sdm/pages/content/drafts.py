"""The pages on which a draft is completed: each shows one part, and saves it beside what others saved meanwhile."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.editions import DraftChanged, change_draft
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.checking import about_part
from sdm.pages.content.details_page import DetailsPage
from sdm.pages.content.differences import differences
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.found import find_edition
from sdm.pages.content.indications_page import IndicationsPage
from sdm.pages.content.matter_page import MatterPage
from sdm.pages.content.notes_page import NotesPage
from sdm.pages.content.option_page import OptionPage
from sdm.pages.content.passages_page import PassagesPage
from sdm.pages.content.words_pages import QuestionsPage, SectionsPage, WarningsPage
from sdm.pages.forms import seen_revision
from sdm.rules.draft_merging import Merged, merged
from sdm.rules.edition import EditionContent

# In the order in which a leaflet is completed.
PAGES = (DetailsPage, SectionsPage, QuestionsPage, IndicationsPage, NotesPage, WarningsPage)


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def part(request: HttpRequest, edition_id: UUID, page: type[DraftPage]) -> HttpResponse:
    """One part of a draft; what NICE says of each kind is the original's, so a translation has no page for it."""
    if page is IndicationsPage and find_edition(edition_id, request.user).translation_of_id:
        return redirect("edition-translating", edition_id)
    return _page(request, edition_id, page, after=("edition",))


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def passages(request: HttpRequest, edition_id: UUID, number: int) -> HttpResponse:
    """The passages behind one question; "Save and go on" leads to those of the next."""
    _is_there(request, edition_id, lambda content: content.question(number))
    after = ("edition-passages", number + 1) if "next" in request.POST else ("edition",)
    page = partial(PassagesPage, number=number)
    return _page(request, edition_id, page, after=after, template="content/passages.html")


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def option(request: HttpRequest, edition_id: UUID, option_id: str = "") -> HttpResponse:
    """One option of a draft, or a new one."""
    if option_id:
        _is_there(request, edition_id, lambda content: content.option(option_id))
    return _page(request, edition_id, partial(OptionPage, option_id=option_id), after=("edition-options",))


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def matter(request: HttpRequest, edition_id: UUID, matter_id: str = "") -> HttpResponse:
    """One thing that may matter to patients, or a new one."""
    if matter_id:
        _is_there(request, edition_id, lambda content: content.matter(matter_id))
    return _page(request, edition_id, partial(MatterPage, matter_id=matter_id), after=("edition-matters",))


def _is_there(request: HttpRequest, edition_id: UUID, find: Callable[[EditionContent], object]) -> None:
    """404 for a page about nothing; one that is sent says itself that somebody removed what it is about."""
    if request.method != "POST" and find(find_edition(edition_id, request.user).content) is None:
        raise Http404


def _page(
    request: HttpRequest, edition_id: UUID, page_of, *, after: tuple, template: str = "content/part.html"
) -> HttpResponse:
    """Show a page of a draft, or save it; `after` names the page to go to then, with what its address needs."""
    show = partial(_show, template=template)
    try:
        edition = find_edition(edition_id, request.user)
        if not edition.is_draft:
            return refuse_frozen(request, edition)
        if request.method != "POST":
            page = page_of(edition.content)
            if edition.translation_of_id and not page.in_translations:
                return redirect("edition-translating", edition.pk)
            return show(request, edition, page, seen=edition.revision)
        return _save(request, edition, page_of, show, after=after)
    except (Http404, Edition.DoesNotExist):
        if request.method != "POST":
            raise
        return render(request, "content/gone.html", {"typed": _typed(request)}, status=404)


def _save(request: HttpRequest, edition: Edition, page_of, show, *, after: tuple) -> HttpResponse:
    """Save what was typed, beside what others saved meanwhile; what cannot be saved yet is shown again.

    What was typed is a change of the draft as it stood on the screen.
    """
    seen = seen_revision(request)
    shown = edition.content_at(seen)
    add, move = request.POST.get("add", ""), request.POST.get("move", "")
    page = page_of(shown or edition.content, request.POST, add=add, move=move)
    if add or move:
        return show(request, edition, page, seen=seen)
    if not page.is_valid():
        return show(request, edition, page, seen=seen, status=422)
    both = shown and merged(shown, page.changed(), edition.content)
    if not (both and both.is_settled):
        return _show_clash(request, edition, page, page_of, show, both)
    try:
        saved = change_draft(edition=edition, content=both.mine, seen=edition.revision, by=request.user)
    except DraftChanged as changed:
        if not changed.current.is_draft:
            return refuse_frozen(request, changed.current)
        return _save(request, find_edition(edition.pk, request.user), page_of, show, after=after)
    messages.success(request, page.said_after(saved.content))
    return redirect(after[0], edition.pk, *after[1:])


def _show_clash(
    request: HttpRequest, edition: Edition, page: DraftPage, page_of, show, both: Merged | None
) -> HttpResponse:
    """409: the boxes that two people changed, each with both texts, and everything else as it would be saved."""
    found = []
    if both and not page.removes:
        page = page_of(both.mine)
        found = differences(page, page_of(both.theirs))
    if not found:
        # Nobody knows what was on the screen, or the page has no box for it: everything is compared.
        page = page_of(edition.content, request.POST)
        found = differences(page, page_of(edition.content))
    return show(request, edition, page, seen=edition.revision, status=409, conflict=found)


def _show(
    request: HttpRequest, edition: Edition, page: DraftPage, *, seen: int, template: str, status: int = 200, **more
) -> HttpResponse:
    context = {"edition": edition, "page": page, "seen": seen, "problems": page.problems, **more}
    return render(request, template, context | about_part(edition, page), status=status)


def refuse_frozen(request: HttpRequest, edition: Edition) -> HttpResponse:
    """409: a published edition stays as it is; what somebody typed is shown to be copied."""
    context = {"edition": edition, "typed": _typed(request)}
    return render(request, "content/frozen.html", context, status=409)


def _typed(request: HttpRequest) -> list[str]:
    """What somebody typed in words, so that they do not lose it."""
    return [
        text
        for name, texts in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for text in texts
        if " " in text.strip()
    ]
