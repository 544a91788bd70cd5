"""The tables, their constraints, and who may see what in them."""

from sdm.models.agenda import AgendaItem
from sdm.models.answers import Answer, DiscussionNote
from sdm.models.conversations import Conversation, Patient
from sdm.models.decisions import Decision, StudyConsent
from sdm.models.invitations import Invitation
from sdm.models.leaflets import DraftStep, Edition, Leaflet
from sdm.models.record import RecordEntry
from sdm.models.staff import Hospital, User

__all__ = [
    "AgendaItem",
    "Answer",
    "Conversation",
    "Decision",
    "DiscussionNote",
    "DraftStep",
    "Edition",
    "Hospital",
    "Invitation",
    "Leaflet",
    "Patient",
    "RecordEntry",
    "StudyConsent",
    "User",
]
