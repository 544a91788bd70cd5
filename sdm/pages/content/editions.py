"""The pages on which an edition is looked at: what it holds, how it differs, and how patients see it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sdm.models.judgement import checklist_of, doubts_about, why_not_publish
from sdm.models.titles_in_use import called_the_same
from sdm.pages.access import content_team
from sdm.pages.content.confirmed_by import who_checked
from sdm.pages.content.found import about_source, find_edition, published_before
from sdm.pages.content.translating import about_original, standing_of
from sdm.pages.content.undoing import next_steps
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.leaflet_words import leaflet_words
from sdm.pages.patient.notes_in_place import with_notes
from sdm.rules.checklist_items import State
from sdm.rules.edition_differences import by_part, edition_differences
from sdm.rules.parts import Saved, question_part
from sdm.rules.patient_fields import fields_of
from sdm.rules.publishing import obstacles
from sdm.rules.source_changes import changed_from_source, what_stops_by_source


@require_safe
@content_team
def overview(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """What the edition holds, what still stops it from being published, and who did what."""
    edition = find_edition(edition_id, request.user)
    context = {"edition": edition, "edited": edition.content, "before": published_before(edition)}
    context["review_passed_on"] = None if edition.is_draft else edition.content.review_passed(timezone.localdate())
    context["may_withdraw"] = request.user.is_administrator and not (edition.is_draft or hasattr(edition, "withdrawal"))
    context["checked"] = who_checked(edition)
    context["next"] = next_steps(edition)
    context |= about_original(edition) | about_source(edition)
    context["standing"] = standing_of(edition) if edition.is_draft else None
    if edition.is_draft:
        context["not_met"] = [check for check in checklist_of(edition) if check.state is State.NOT_MET]
        context["obstacles"] = obstacles(edition.content)
        context["source_stops"] = what_stops_by_source(edition.content, edition.source_text)
        context["rewritten"] = by_part(changed_from_source(edition.content, edition.source_text))
        context["doubts"] = doubts_about(edition)
        context["called_the_same"] = called_the_same(edition.content.title, edition.leaflet.reference)
        context["may_publish"] = request.user.is_administrator
        context["why_not"] = why_not_publish(edition, request.user)
    return render(request, "content/edition.html", context)


@require_safe
@content_team
def preview(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The edition as patients see it; nothing of it is saved."""
    edition = find_edition(edition_id, request.user)
    content = edition.content
    return render(
        request,
        "content/preview.html",
        {
            "edition": edition,
            "content": content,
            "leaflet": with_notes(leaflet_words(content), content.notes),
            "answer": AnswerForm(None, fields_of(question_part(1), content), Saved("")),
        },
    )


@require_safe
@content_team
def changes(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """How the edition differs from the one published before it."""
    edition = find_edition(edition_id, request.user)
    before = published_before(edition)
    if before is None:
        raise Http404
    parts = by_part(edition_differences(before.content, edition.content))
    return render(request, "content/changes.html", {"edition": edition, "before": before, "parts": parts})
