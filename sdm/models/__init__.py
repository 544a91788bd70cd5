"""The tables, their constraints, and who may see what in them."""

from sdm.models.afterwards import ChangeOfMind, Confirmation, Correction, Reply
from sdm.models.agenda import AgendaItem
from sdm.models.answers import Answer, ArrangedHelp, DiscussionNote
from sdm.models.brief_readings import BriefReading
from sdm.models.conversations import Conversation, Patient
from sdm.models.decisions import Decision, StudyConsent
from sdm.models.follow_up import Export, FollowUp, ProcedureNote, StaffReminder
from sdm.models.invitations import Invitation
from sdm.models.leaflets import DraftStep, Edition, Leaflet, Withdrawal
from sdm.models.local_parts import LocalParts
from sdm.models.mails import Mail
from sdm.models.patient_names import PatientName
from sdm.models.phrases import PhraseList
from sdm.models.record import RecordEntry
from sdm.models.scans import Scan, ScanMistake
from sdm.models.signed_in import StaffSession
from sdm.models.staff import Hospital, User
from sdm.models.tries import Try

__all__ = [
    "AgendaItem",
    "Answer",
    "ArrangedHelp",
    "BriefReading",
    "ChangeOfMind",
    "Confirmation",
    "Conversation",
    "Correction",
    "Decision",
    "DiscussionNote",
    "DraftStep",
    "Edition",
    "Export",
    "FollowUp",
    "Hospital",
    "Invitation",
    "Leaflet",
    "LocalParts",
    "Mail",
    "Patient",
    "PatientName",
    "PhraseList",
    "ProcedureNote",
    "RecordEntry",
    "Reply",
    "Scan",
    "ScanMistake",
    "StaffReminder",
    "StaffSession",
    "StudyConsent",
    "Try",
    "User",
    "Withdrawal",
]
