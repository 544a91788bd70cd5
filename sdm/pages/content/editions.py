"""The pages on which an edition is looked at: what it holds, how it differs, and how patients see it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdm.actions.editions import why_not_publish
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.differences import Difference, differences
from sdm.pages.content.drafts import PAGES
from sdm.pages.content.found import find_edition
from sdm.pages.content.option_page import OptionPage
from sdm.pages.content.undoing import next_steps
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.leaflet_words import leaflet_words
from sdm.pages.patient.notes_in_place import with_notes
from sdm.rules.checklist import checklist
from sdm.rules.checklist_items import State
from sdm.rules.edition import EditionContent
from sdm.rules.parts import Saved, question_part
from sdm.rules.patient_fields import fields_of
from sdm.rules.publishing import obstacles


@require_safe
@content_team
def overview(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """What the edition holds, what still stops it from being published, and who did what."""
    edition = find_edition(edition_id)
    context = {"edition": edition, "edited": edition.content, "before": _published_before(edition)}
    context["next"] = next_steps(edition)
    context["not_met"] = [check for check in checklist(edition.content) if check.state is State.NOT_MET]
    if edition.is_draft:
        context["obstacles"] = obstacles(edition.content)
        context["may_publish"] = request.user.is_administrator
        context["why_not"] = why_not_publish(edition=edition, by=request.user)
    return render(request, "content/edition.html", context)


@require_safe
@content_team
def preview(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The edition as patients see it; nothing of it is saved."""
    edition = find_edition(edition_id)
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


@dataclass(frozen=True)
class ChangedPart:
    """A part of the edition that is not as it was."""

    title: str
    differences: list[Difference]


@require_safe
@content_team
def changes(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """How the edition differs from the one published before it."""
    edition = find_edition(edition_id)
    before = _published_before(edition)
    if before is None:
        raise Http404
    parts = _changed_parts(before.content, edition.content)
    return render(request, "content/changes.html", {"edition": edition, "before": before, "parts": parts})


def _published_before(edition: Edition) -> Edition | None:
    """The published edition that this one comes after, in the same language."""
    earlier = Edition.objects.published().filter(leaflet_id=edition.leaflet_id, language=edition.language)
    earlier = earlier.defer("source_text")
    return earlier.filter(number__lt=edition.number).order_by("-number").first()


def _changed_parts(old: EditionContent, new: EditionContent) -> list[ChangedPart]:
    pairs = [(page.title, page(old), page(new)) for page in PAGES]
    names = {one.id: one.name for content in (old, new) for one in content.options}
    pairs += [(name, OptionPage(old, option_id=one), OptionPage(new, option_id=one)) for one, name in names.items()]
    parts = [ChangedPart(title, differences(before, after)) for title, before, after in pairs]
    return [part for part in parts if part.differences]
