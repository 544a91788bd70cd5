"""What is different for a patient whose team moved them to a newer edition of the leaflet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from sdm.models.leaflets import published_content, translations_of
from sdm.pages.access import Visit, patients
from sdm.rules.edition_differences import by_part, edition_differences
from sdm.rules.languages import name_in
from sdm.rules.moving import Earlier, earlier_of, no_longer_asked


def written_to_questions_gone(visit: Visit) -> list[Earlier]:
    """What the patient wrote to questions that are not asked any more."""
    conversation = visit.conversation
    gone = no_longer_asked(conversation.answers, conversation.content)
    return [entry for one in gone for entry in earlier_of(one)]


@require_safe
@patients
def what_is_different(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Word by word, in the language in which both editions can be read; not there where nobody was moved."""
    conversation, edition = visit.conversation, visit.edition
    if not conversation.moved_from_id:
        raise Http404
    before, now, language = conversation.moved_from_id, conversation.content, edition.own_language
    if earlier := translations_of(before).get(edition.language):
        # Whoever reads a translation reads what is different in its words.
        before, now, language = earlier, edition.content, edition.language
    parts = by_part(edition_differences(published_content(before), now, gettext))
    context = {
        "conversation": conversation,
        "content": visit.content,
        "edition": edition,
        "language": language,
        "is_in_other_language": language != edition.language,
        "language_name": name_in(language, get_language()),
        "parts": parts,
        "gone": written_to_questions_gone(visit),
    }
    return render(request, "patient/what_is_different.html", context)
