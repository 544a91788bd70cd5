"""The day that is planned for the procedure, where it means anything to the patient."""

from datetime import date

from sdm.models import Conversation
from sdm.rules.standing import Agreement
from sdm.rules.transitions import Status


def procedure_day(conversation: Conversation) -> date | None:
    """The day for which the procedure is planned; None where there is none, or no agreement to it in force."""
    last = conversation.decision_now
    if not conversation.procedure_on or last is None:
        return None
    agreement = Agreement(Status(conversation.status), last["number"], last["choice"], conversation.said_since)
    return conversation.procedure_on if agreement.standing().has_a_plan else None
