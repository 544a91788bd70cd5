"""What is to be done after a decision: things and checks, each with an owner and a day; and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sdm.rules.afterwards import DECIDED_AGAIN, OUTCOMES
from sdm.rules.possible_days import KnownDays, can_be, problem_of_doing, problem_of_entering
from sdm.rules.words import marked


class Kind(StrEnum):
    """What a follow-up is."""

    ACTION = "action"
    CHECK = "check"


KINDS = {Kind.ACTION: "Something to do", Kind.CHECK: "A check of how the patient gets on"}
# What a decision that is to be looked at again leaves to do.
LOOK_AGAIN = marked("Look at the decision again together")
# The part under which is kept what became of the procedure.
PROCEDURE = "procedure"
DONE, NOT_DONE = "done", "not-done"
HAPPENED = {DONE: "It was done", NOT_DONE: "It was not done"}
NO_COMPLICATIONS, SOME, NOT_KNOWN = "none", "some", "not-known"
COMPLICATIONS = {NO_COMPLICATIONS: "None", SOME: "Some", NOT_KNOWN: "Not known yet"}
# The words among these things that are ours and not of whoever wrote them down: each reads them in their language.
OUR_WORDS = (LOOK_AGAIN, OUTCOMES[DECIDED_AGAIN])
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


def can_have_been(end: Mapping[str, Any], known: KnownDays) -> bool:
    """Whether the days that are told of a procedure can be: not before what they follow, and none to come."""
    done_on, entered_on = end.get("done_on"), end.get("registry_on")
    if done_on and not can_be(done_on, known, problem_of_doing):
        return False
    done = date.fromisoformat(done_on) if done_on else None
    return not entered_on or can_be(entered_on, known, lambda day, days: problem_of_entering(day, days, done))
