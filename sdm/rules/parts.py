"""The parts of a conversation that patient and clinician fill in, and the keys they are saved under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sdm.rules.words import marked

READ = "read"
WHAT_MATTERS = "what-matters"
PEOPLE_AND_HELP = "people-and-help"
WHERE_I_AM = "where-i-am"

OPTIONS = "options"

# What was written to earlier words of the edition, kept beside the details of a part; it is no answer to the words now.
EARLIER = "earlier"

INDICATION = "indication"
SHARING = "sharing"
SPECIAL = "special"
RESEARCH = "research"
TEAM = "team"
CAPACITY = "capacity"
WITHHELD = "withheld"
CONTACT = "contact"
WITHDRAWN = "withdrawn"
PEOPLE = "people"
AGE = "age"
UNDERSTOOD = "understood"

UNDERSTAND, NOT_SURE, TALK = "understand", "not-sure", "talk"
# How a question stands for the patient; worries first is the order in which the clinician reads them.
UNDERSTANDING = {
    TALK: marked("I want to talk about it"),
    NOT_SURE: marked("I'm not sure"),
    UNDERSTAND: marked("I understand this"),
}


def question_part(number: int) -> str:
    """The key under which what is said on a question is saved."""
    return f"question-{number}"


def question_number(part: str) -> int | None:
    """The number of the question that a part is about, or None for the other parts."""
    head, _, tail = part.partition("question-")
    return int(tail) if head == "" and tail.isascii() and tail.isdigit() else None


@dataclass(frozen=True)
class Saved:
    """The latest revision of one part: what stands in it now. Revision 0 means that nothing was saved yet.

    `came_by` says how a patient's answer reached the staff who typed it in; empty where the patient did so themselves.
    `wording`, `language` and `translation` are what was on the patient's screen: the question, the language of the
    page, and the translation whose words stood there; None for the words of the conversation's own edition.
    """

    part: str
    text: str = ""
    understanding: str = ""
    details: dict[str, Any] = field(default_factory=dict, hash=False)
    wording: str = ""
    revision: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""
    came_by: str = ""
    language: str = ""
    translation: UUID | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the part holds nothing anybody wrote or chose."""
        return not (self.text or self.understanding or self.kept)

    @property
    def kept(self) -> dict[str, Any]:
        """The details without those that hold nothing; a number that is 0 holds something."""
        return {
            name: value
            for name, value in self.details.items()
            if name != EARLIER and (value or (value == 0 and value is not False))
        }

    @property
    def earlier(self) -> tuple[dict[str, Any], ...]:
        """What was written to earlier words, the oldest first: each the `wording` of the question, and `lines`."""
        return tuple(self.details.get(EARLIER, ()))


def saved_in(saved: Mapping[str, Saved], part: str) -> Saved:
    """What stands in one part; where nothing was saved, an empty one of revision 0."""
    return saved.get(part, Saved(part))
