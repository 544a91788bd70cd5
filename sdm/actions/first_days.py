"""Saying, after the start, when the symptoms began and when the patient first came: the days that others count from."""

from datetime import date

from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.models import Conversation, User
from sdm.models.retelling import FIRST_DAYS_CORRECTED
from sdm.rules.chain import canonical, digest_of
from sdm.rules.transitions import Status, Step, after


class DaysMoved(Exception):
    """Somebody changed the days after the screen showed them; `conversation` has them as they stand now."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__("Somebody else changed these days after you opened the page.")
        self.conversation = conversation


def as_shown(conversation: Conversation) -> str:
    """What a screen that shows these days sends back, so that it is known what stood on it."""
    return digest_of(canonical(conversation.first_days()))


@recorded
def correct_first_days(
    *, conversation: Conversation, symptoms_began: date | None, presented_on: date | None, shown: str, by: User
) -> bool:
    """Add or correct the days until a decision is recorded; None for one that is not known.

    False where they stand so already: then nothing is recorded. Raises NotAllowed or DaysMoved.
    """
    by_whom = clinician(by, conversation)
    after(Step.CORRECT_FIRST_DAYS, Status(conversation.status))
    if (symptoms_began, presented_on) == (conversation.symptoms_began, conversation.presented_on):
        return False
    if as_shown(conversation) != shown:
        raise DaysMoved(conversation)
    content = {
        "symptoms_began": symptoms_began.isoformat() if symptoms_began else None,
        "presented_on": presented_on.isoformat() if presented_on else None,
        "was": conversation.first_days(),
    }
    entry = append(conversation, by=by_whom, what=FIRST_DAYS_CORRECTED, content=content)
    keep_changes(conversation, entry, symptoms_began=symptoms_began, presented_on=presented_on)
    return True
