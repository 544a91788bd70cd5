"""What is different for a patient whose team moved them to a newer edition of the leaflet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sdm.models.leaflets import published_content
from sdm.pages.access import Visit, patients
from sdm.rules.edition_differences import by_part, edition_differences
from sdm.rules.moving import Earlier, earlier_of, no_longer_asked


def written_to_questions_gone(visit: Visit) -> list[Earlier]:
    """What the patient wrote to questions that are not asked any more."""
    conversation = visit.conversation
    gone = no_longer_asked(conversation.answers, conversation.content)
    return [entry for one in gone for entry in earlier_of(one)]


@require_safe
@patients
def what_is_different(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Word by word, in the language of the conversation's own edition; not there where nobody was moved."""
    conversation = visit.conversation
    if not conversation.moved_from_id:
        raise Http404
    before = published_content(conversation.moved_from_id)
    parts = by_part(edition_differences(before, conversation.content, gettext))
    context = {
        "conversation": conversation,
        "content": visit.content,
        "edition": visit.edition,
        "parts": parts,
        "gone": written_to_questions_gone(visit),
    }
    return render(request, "patient/what_is_different.html", context)
