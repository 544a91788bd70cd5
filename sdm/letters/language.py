"""Which language something that is sent to a patient is in."""

from django.conf import settings

from sdm.models import Conversation


def language_for(conversation: Conversation) -> str:
    """The language in which the patient last saved something, else that of the leaflet; else English."""
    ours = dict(settings.LANGUAGES)
    saved = (one for one in conversation.answers.values() if one.language in ours)
    if latest := max(saved, key=lambda one: one.saved_at, default=None):
        return latest.language
    return conversation.language if conversation.language in ours else settings.LANGUAGE_CODE
