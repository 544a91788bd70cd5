"""The leaflet as the patient read it, beside the conversation's own words: both sides speak of the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdm.models import Conversation
from sdm.models.leaflets import published, translations_of
from sdm.pages.clinician.attention import sent_answers
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.edition_shown import EditionShown
from sdm.pages.patient.side_by_side import in_both
from sdm.rules.languages import first_of

IN = "in"


@require_safe
@of_their_hospital
def in_translation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The leaflet in the language that the address names, else in the one that the patient read, beside its own."""
    there = translations_for(conversation)
    if not there:
        raise Http404
    language = first_of((request.GET.get(IN, ""),), there) or next(iter(there))
    edition = EditionShown(
        there[language],
        language,
        conversation.edition_id,
        (conversation.language, *there),
        settings.LANGUAGE_CODE,
        both=True,
    )
    context = {
        "conversation": conversation,
        "content": edition.content,
        "edition": edition,
        "in_both": in_both(edition),
        "others": [code for code in there if code != language],
    }
    return render(request, "clinician/in_translation.html", context)


def translations_for(conversation: Conversation) -> Mapping[str, UUID]:
    """The translations of a conversation's edition by language: first those the patient read, as they read them.

    What they read last comes first of all. A translation that they read stays, though a newer one took its place.
    """
    sent = sorted(sent_answers(conversation).values(), key=lambda saved: saved.saved_at, reverse=True)
    read: dict[str, UUID] = {}
    for saved in sent:
        if saved.translation:
            read.setdefault(published(saved.translation).language, saved.translation)
    return {**read, **translations_of(conversation.edition_id), **read}
