"""The list of leaflets, and the page by which one comes in."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.editions import DraftExists, start_draft
from sdm.leaflets.drafts import content_of
from sdm.models import Edition, Leaflet
from sdm.pages.access import content_team
from sdm.pages.content.leaflet_form import LeafletForm
from sdm.pages.limits import says_too_big


@require_safe
@content_team
def leaflets(request: HttpRequest) -> HttpResponse:
    """Every leaflet with its editions: where each stands, and who changed it last."""
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
    found = there.prefetch_related(Prefetch("editions", editions))
    return render(request, "content/leaflets.html", {"leaflets": found})


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
        edition = start_draft(
            content=content_of(form.read), language=form.read.language, source_text=form.read.source, by=request.user
        )
    except DraftExists as exists:
        form.add_error(None, str(exists))
        return render(request, "content/leaflet_new.html", {"form": form, "draft": exists.draft}, status=409)
    return redirect("edition", edition.pk)
