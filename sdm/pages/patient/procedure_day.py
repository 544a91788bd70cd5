"""The day that is planned for the procedure, where it means anything to the patient."""

from datetime import date

from sdm.models import Conversation
from sdm.rules.standing import Agreement
from sdm.rules.transitions import Status


def procedure_day(conversation: Conversation) -> date | None:
    """The day for which the procedure is planned; None where there is none, or no agreement to it in force.

    One query, and none where no day is planned. `conversation` is read with what was said since.
    """
    if not conversation.procedure_on:
        return None
    number, choice = conversation.decisions.order_by("-number").values_list("number", "choice").first() or (0, "")
    agreement = Agreement(Status(conversation.status), number, choice, conversation.said_since)
    return conversation.procedure_on if agreement.standing().has_a_plan else None
