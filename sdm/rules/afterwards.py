"""What is said after a decision: that its summary is wrong, or that it is not wanted any more; and the answers."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sdm.rules.transitions import Status
from sdm.rules.words import marked

CORRECTION = "correction"
CHANGED_MIND, TALK_AGAIN = "changed-mind", "talk-again"
# What a patient can say, on their own page or to staff; and what a clinician can say beside it.
CHANGES_OF_MIND = (CHANGED_MIND, TALK_AGAIN)
NOT_OFFERED = "not-offered"
BY_STAFF = (*CHANGES_OF_MIND, NOT_OFFERED)
# A consent does not count any more from the moment that one of these is said of it, whatever is answered.
WITHDRAWALS = (CHANGED_MIND, NOT_OFFERED)
CONSENT = "consent"

ACCEPTED, NOT_ACCEPTED = "accepted", "not-accepted"
# Opening the discussion again was an answer once, and stands in the records of that time.
OPENED_AGAIN, DECIDED_AGAIN, ANSWERED = "opened-again", "decided-again", "answered"

# What was said, to the patient who said it, and to staff.
YOU_SAID = {
    CORRECTION: marked("You said that something here is wrong"),
    CHANGED_MIND: marked("You said that you have changed your mind"),
    TALK_AGAIN: marked("You said that you want to talk again"),
    NOT_OFFERED: marked("Your team said that the procedure should not go ahead as agreed"),
}
THEY_SAID = {
    CORRECTION: "The patient says that something in the summary is wrong",
    CHANGED_MIND: "The patient has said that they have changed their mind",
    TALK_AGAIN: "The patient has said that they want to talk again",
    NOT_OFFERED: "A clinician has said that the procedure should not go ahead as agreed",
}
# How the team answered, as both sides read it.
OUTCOMES = {
    ACCEPTED: marked("Your team agrees with you"),
    NOT_ACCEPTED: marked("Your team sees it differently"),
    OPENED_AGAIN: marked("Your team opened the discussion again"),
    DECIDED_AGAIN: marked("Another decision was recorded"),
    ANSWERED: marked("Your team has answered you"),
}
# The same, for staff.
ANSWERED_WITH = {
    ACCEPTED: "The patient is right: it is to be read as they say.",
    NOT_ACCEPTED: "It stays as it was written.",
    OPENED_AGAIN: "The discussion was opened again.",
    DECIDED_AGAIN: "Another decision was recorded.",
    ANSWERED: "Answered in writing.",
}
# What a clinician can answer in writing; the other outcomes follow from what they do.
WRITTEN = {
    CORRECTION: (ACCEPTED, NOT_ACCEPTED),
    CHANGED_MIND: (ANSWERED,),
    TALK_AGAIN: (ANSWERED,),
    NOT_OFFERED: (ANSWERED,),
}

LONGEST = 2000
# More than these of one kind never wait for an answer: whoever reads them has enough to answer.
WAITING_AT_MOST = 10


@dataclass(frozen=True)
class Said:
    """One thing that was said after a decision, with the team's answer where there is one.

    `about` is the number of the decision, `choice` what was chosen then; `stands` says that no decision has followed.
    `entry` is its entry of the record. `outcome` is empty while nobody has answered. `told` where staff wrote down what
    the patient told them: `said_by` is then who wrote it down.
    """

    what: str
    about: int
    choice: str
    stands: bool
    text: str
    said_at: datetime
    said_by: str
    entry: int
    outcome: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    told: bool = False

    def as_document(self) -> dict[str, Any]:
        """The same as JSON values; moments are ISO texts in UTC."""
        values = asdict(self)
        moments = {name: values[name] for name in ("said_at", "answered_at") if values[name]}
        return values | {name: when.astimezone(UTC).isoformat(timespec="seconds") for name, when in moments.items()}

    @property
    def is_change_of_mind(self) -> bool:
        """Whether it is about the decision itself, and not about how it was written down."""
        return self.what in BY_STAFF

    @property
    def withdraws(self) -> bool:
        """Whether a consent that was given in this decision does not count any more, answered or not."""
        return self.what in WITHDRAWALS and self.choice == CONSENT

    @property
    def is_by_team(self) -> bool:
        """Whether it is the team's own word, and not the patient's."""
        return self.what == NOT_OFFERED

    @property
    def is_accepted(self) -> bool:
        """Whether the team agrees that the summary is to be read as the patient says."""
        return self.outcome == ACCEPTED

    @property
    def waits(self) -> bool:
        """Whether nobody has answered it yet."""
        return not self.outcome

    @property
    def stops(self) -> bool:
        """Whether nobody may act on a consent because of it."""
        return self.waits and self.is_change_of_mind and self.stands and self.choice == CONSENT

    @property
    def you_said(self) -> str:
        """What was said, as the patient reads it, in English."""
        return YOU_SAID[self.what]

    @property
    def how_answered(self) -> str:
        """How it was answered, as the patient reads it, in English; empty while nobody has."""
        return OUTCOMES.get(self.outcome, "")

    @property
    def they_said(self) -> str:
        """What was said, as staff read it."""
        return THEY_SAID[self.what]

    @property
    def outcome_for_staff(self) -> str:
        """How it was answered, as staff read it; empty while nobody has."""
        return ANSWERED_WITH.get(self.outcome, "")

    def may_be_answered_by_words(self, status: Status) -> bool:
        """Whether an answer in writing is enough.

        It is not where the latest decision is a consent that was withdrawn: then the discussion is opened again, or
        another decision is recorded.
        """
        return not (self.stops and self.withdraws and status is Status.DECIDED)


def asks_anew(said: Iterable[Said], consents: Iterable[int]) -> bool:
    """Whether a consent now is asked for anew: somebody has changed their mind since the last one, or since a decision.

    `consents` are the numbers of the decisions that were consents. What was recorded before is from another time then.
    """
    last = max(consents, default=0)
    return any(one.is_change_of_mind and one.about >= last for one in said)
