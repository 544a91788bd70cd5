"""The tables, their constraints, and who may see what in them."""

from sdm.models.afterwards import ChangeOfMind, Correction, Reply
from sdm.models.agenda import AgendaItem
from sdm.models.answers import Answer, ArrangedHelp, DiscussionNote
from sdm.models.conversations import Conversation, Patient
from sdm.models.decisions import Decision, StudyConsent
from sdm.models.invitations import Invitation
from sdm.models.leaflets import DraftStep, Edition, Leaflet
from sdm.models.mails import Mail
from sdm.models.record import RecordEntry
from sdm.models.signed_in import StaffSession
from sdm.models.staff import Hospital, User

__all__ = [
    "AgendaItem",
    "Answer",
    "ArrangedHelp",
    "ChangeOfMind",
    "Conversation",
    "Correction",
    "Decision",
    "DiscussionNote",
    "DraftStep",
    "Edition",
    "Hospital",
    "Invitation",
    "Leaflet",
    "Mail",
    "Patient",
    "RecordEntry",
    "Reply",
    "StaffSession",
    "StudyConsent",
    "User",
]
