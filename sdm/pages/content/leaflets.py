"""The list of leaflets, and the page by which one comes in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.bringing_in import bring_in_leaflet
from sdm.actions.editions import DraftExists
from sdm.leaflets.drafts import content_of
from sdm.models import Edition, Leaflet
from sdm.pages.access import content_team
from sdm.pages.content.leaflet_form import LeafletForm
from sdm.pages.limits import says_too_big
from sdm.rules.words import folded


@require_safe
@content_team
def leaflets(request: HttpRequest) -> HttpResponse:
    """Every leaflet with its editions: where each stands, and who changed it last; the newest work first."""
    editions = (
        Edition.objects.kept()
        .defer("document", "checklist", "source_text")
        .select_related("changed_by", "published_by", "withdrawal__by", "hospital")
        .with_review_day()
        .with_standing()
        .with_original()
        .order_by("-number")
    )
    there = Leaflet.objects.filter(editions__status__in=[Edition.DRAFT, Edition.PUBLISHED]).distinct()
    found = in_order(there.prefetch_related(Prefetch("editions", editions)))
    return render(request, "content/leaflets.html", {"leaflets": found})


@dataclass(frozen=True)
class Listed:
    """A leaflet with its drafts and the newest edition of each language, and with those that a newer one replaced."""

    leaflet: Leaflet
    now: list[Edition]
    older: list[Edition]

    @property
    def touched_at(self) -> datetime:
        """When somebody last changed, published or withdrew an edition of it."""
        moments = ((one.changed_at, one.published_at, _withdrawn_at(one)) for one in (*self.now, *self.older))
        return max(moment for each in moments for moment in each if moment)


def in_order(leaflets: Iterable[Leaflet]) -> list[Listed]:
    """What was worked on last comes first; leaflets of the same title stand together."""
    found = [_listed(one) for one in leaflets]
    found.sort(key=lambda one: one.touched_at, reverse=True)
    places: dict[str, int] = {}
    for place, one in enumerate(found):
        places.setdefault(_title(one), place)
    return sorted(found, key=lambda one: places[_title(one)])


def _listed(leaflet: Leaflet) -> Listed:
    editions = list(leaflet.editions.all())
    return Listed(
        leaflet,
        [one for one in editions if not one.replaced_at or one.is_draft],
        [one for one in editions if one.replaced_at and not one.is_draft],
    )


def _withdrawn_at(edition: Edition) -> datetime | None:
    return edition.withdrawal.at if hasattr(edition, "withdrawal") else None


def _title(one: Listed) -> str:
    return folded(one.leaflet.title)


@content_team
def _too_big(request: HttpRequest, *, was_read: bool) -> HttpResponse:
    """The form again, of which nothing could be read: words that are far too many, or a file that is far too big."""
    form = LeafletForm({}).too_big(was_read=was_read)
    return render(request, "content/leaflet_new.html", {"form": form}, status=413)


@says_too_big(_too_big)
@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def leaflet_new(request: HttpRequest) -> HttpResponse:
    """Bring a leaflet in: it becomes a draft, and the draft's page says what there is to check."""
    if request.method != "POST":
        return render(request, "content/leaflet_new.html", {"form": LeafletForm()})
    form = LeafletForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "content/leaflet_new.html", {"form": form}, status=422)
    try:
        edition = bring_in_leaflet(
            content=content_of(form.read), language=form.read.language, source_text=form.read.source, by=request.user
        )
    except DraftExists as exists:
        form.add_error(None, str(exists))
        return render(request, "content/leaflet_new.html", {"form": form, "draft": exists.draft}, status=409)
    return redirect("edition", edition.pk)
