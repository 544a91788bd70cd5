"""The steps that decide about a whole edition: publish it, and begin the next one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions import editions
from sdm.actions.editions import CannotPublish, DraftChanged, DraftExists
from sdm.models import Edition, judgement
from sdm.models.titles_in_use import called_the_same
from sdm.pages.access import administrators, content_team
from sdm.pages.content.confirmed_by import who_checked
from sdm.pages.content.draft_exists import draft_exists
from sdm.pages.content.drafts import refuse_frozen
from sdm.pages.content.found import about_source, find_edition, published_before
from sdm.pages.content.publish_form import TICK, PublishForm, without_ticks
from sdm.pages.forms import seen_revision
from sdm.rules.checklist import warnings
from sdm.rules.checklist_items import State
from sdm.rules.edition_differences import by_part, edition_differences
from sdm.rules.kinds_before import kinds_gone, kinds_since
from sdm.rules.source_changes import changed_from_source

PUBLISHED = "The edition is published."


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def publish(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Ask whether to publish, and publish; a second person does it."""
    edition = find_edition(edition_id, request.user)
    if request.method != "POST":
        if not edition.is_draft:
            return redirect("edition", edition.pk)
        return _ask_to_publish(request, edition, judgement.why_not_publish(edition, request.user))
    return _publish(request, edition)


def _publish(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Publish what was on the screen. What cannot be published, or not as it stands, is said before anybody signs."""
    seen = seen_revision(request)
    if not edition.is_draft:
        return _already_published(request, edition)
    if reasons := judgement.why_not_publish(edition, request.user):
        return _ask_to_publish(request, edition, reasons, status=409, changed=edition.revision != seen)
    content, is_as_seen = edition.content, edition.revision == seen
    typed = request.POST if is_as_seen else without_ticks(request.POST)
    form = PublishForm(request, content, typed, needs_reason=judgement.asks_for_reason(edition))
    if not is_as_seen:
        form.quiet = True
        return _ask_to_publish(request, edition, (), form, status=409, changed=True)
    if not form.is_valid():
        return _ask_to_publish(request, edition, (), form, status=422)
    try:
        said = form.cleaned_data["reason"]
        editions.publish(edition=edition, seen=seen, by=request.user, checked=form.checked, reason=said)
    except CannotPublish as refusal:
        return _ask_to_publish(request, edition, refusal.reasons, status=409)
    except DraftChanged:
        return _publish(request, find_edition(edition.pk, request.user))
    messages.success(request, PUBLISHED)
    return redirect("edition", edition.pk)


def _already_published(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Pressing the button twice is pressing it once."""
    if edition.published_by_id == request.user.pk:
        return redirect("edition", edition.pk)
    return refuse_frozen(request, edition)


def _ask_to_publish(
    request: HttpRequest,
    edition: Edition,
    reasons: tuple[str, ...],
    form: PublishForm | None = None,
    *,
    status: int = 200,
    changed: bool = False,
) -> HttpResponse:
    content, before = edition.content, published_before(edition)
    checks = judgement.checklist_of(edition)
    form = form or PublishForm(request, content, needs_reason=judgement.asks_for_reason(edition))
    old = before.content if before else None
    context = {
        "edition": edition,
        "original": edition.translation_of,
        "before": before,
        "parts": by_part(edition_differences(old, content)) if before else [],
        # Each kind with the box to tick, what is different about it, and who checked it before.
        "kinds": [(one, form[f"{TICK}{one.kind.id}"]) for one in kinds_since(old, content)],
        "checked": who_checked(edition),
        "kinds_gone": kinds_gone(old, content),
        "edited": content,
        "reasons": reasons,
        "changed": changed,
        "form": form,
        "not_met": warnings(checks),
        "not_judged": [check for check in checks if check.state is State.NOT_JUDGED],
        "made_together": judgement.made_together(edition, request.user),
        "doubts": judgement.doubts_about(edition),
        "called_the_same": called_the_same(content.title, edition.leaflet.reference),
        "needs_reason": form.needs_reason,
        "rewritten": by_part(changed_from_source(content, edition.source_text)),
        # The box is not on a page that says why nobody may publish: what was typed in it is shown to be copied.
        "kept": [text for text in (request.POST.get("reason", ""),) if text.strip() and reasons],
        **about_source(edition),
    }
    return render(request, "content/publish.html", context, status=status)


@require_POST
@content_team
def new_edition(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """A new draft from the leaflet's newest published edition; conversations in progress stay on theirs."""
    edition = find_edition(edition_id, request.user)
    same = Edition.objects.newest().filter(leaflet_id=edition.leaflet_id, language=edition.language)
    newest = same.first()
    if newest is None:
        raise Http404
    if newest.translation_of_id:
        # The next one is begun from its original, which may have a newer edition.
        return redirect("edition-translating", newest.pk)
    try:
        draft = editions.start_next(edition=newest, by=request.user)
    except DraftExists as exists:
        return draft_exists(request, edition, exists)
    return redirect("edition", draft.pk)
