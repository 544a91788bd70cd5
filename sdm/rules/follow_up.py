"""What is to be done after a decision: things and checks, each with an owner and a day; and what became of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a follow-up is."""

    ACTION = "action"
    CHECK = "check"


KINDS = {Kind.ACTION: "Something to do", Kind.CHECK: "A check of how the patient gets on"}
# The part under which is kept what became of the procedure.
PROCEDURE = "procedure"
DONE, NOT_DONE = "done", "not-done"
HAPPENED = {DONE: "It was done", NOT_DONE: "It was not done"}
NO_COMPLICATIONS, SOME, NOT_KNOWN = "none", "some", "not-known"
COMPLICATIONS = {NO_COMPLICATIONS: "None", SOME: "Some", NOT_KNOWN: "Not known yet"}
# More than these no conversation has.
AT_MOST = 60
LONGEST = 1000


@dataclass(frozen=True)
class Due:
    """When something is due, and whether it was done."""

    due_on: date
    done_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed without it."""
        return self.done_on is None and self.due_on < today

    def is_due(self, today: date) -> bool:
        """Whether its day has come or passed without it."""
        return self.done_on is None and self.due_on <= today
