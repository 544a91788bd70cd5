"""How a conversation moves from one status to the next: the only table of it."""

from enum import StrEnum


class Status(StrEnum):
    """Where a conversation stands."""

    INVITED = "invited"
    SENT = "sent"
    DISCUSSING = "discussing"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """Something people do that may move a conversation."""

    INVITE = "invite"
    SAVE_ANSWER = "save-answer"
    SEND_ANSWERS = "send-answers"
    RECORD_DISCUSSION = "record-discussion"
    CONSENT_TO_STUDY = "consent-to-study"
    CONSENT = "consent"
    REFUSE = "refuse"
    TAKE_MORE_TIME = "take-more-time"
    ASK_ANOTHER_OPINION = "ask-another-opinion"
    CHANGE_APPOINTMENT = "change-appointment"
    CORRECT_FIRST_DAYS = "correct-first-days"
    HAND_ON = "hand-on"
    ARRANGE_HELP = "arrange-help"
    MOVE = "move"
    SAY_AFTERWARDS = "say-afterwards"
    ANSWER_PATIENT = "answer-patient"
    PLAN_PROCEDURE = "plan-procedure"
    CONFIRM = "confirm"
    FOLLOW_UP = "follow-up"
    ADD_SCAN = "add-scan"
    REOPEN = "reopen"
    CANCEL = "cancel"


class NotAllowed(ValueError):
    """A step that may not be taken from where the conversation stands; the text says why in plain words."""


# step: {status before: status after}. What is not here may not be done.
# A refusal, "more time" and another opinion are open from everywhere but a cancelled conversation. The last two leave
# the conversation open: the patient can go on writing, and the discussion goes on.
TRANSITIONS: dict[Step, dict[Status, Status]] = {
    Step.INVITE: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
        Status.DECIDED: Status.DECIDED,
    },
    Step.SAVE_ANSWER: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
    },
    Step.SEND_ANSWERS: {
        Status.INVITED: Status.SENT,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
    },
    Step.RECORD_DISCUSSION: {
        Status.INVITED: Status.DISCUSSING,
        Status.SENT: Status.DISCUSSING,
        Status.DISCUSSING: Status.DISCUSSING,
    },
    Step.CONSENT_TO_STUDY: {Status.DISCUSSING: Status.DISCUSSING},
    Step.CONSENT: {Status.DISCUSSING: Status.DECIDED},
    Step.REFUSE: {
        Status.INVITED: Status.DECIDED,
        Status.SENT: Status.DECIDED,
        Status.DISCUSSING: Status.DECIDED,
        Status.DECIDED: Status.DECIDED,
    },
    Step.TAKE_MORE_TIME: {
        Status.INVITED: Status.DISCUSSING,
        Status.SENT: Status.DISCUSSING,
        Status.DISCUSSING: Status.DISCUSSING,
        Status.DECIDED: Status.DISCUSSING,
    },
    Step.ASK_ANOTHER_OPINION: {
        Status.INVITED: Status.DISCUSSING,
        Status.SENT: Status.DISCUSSING,
        Status.DISCUSSING: Status.DISCUSSING,
        Status.DECIDED: Status.DISCUSSING,
    },
    Step.CHANGE_APPOINTMENT: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
    },
    # They stand in the summary of a decision, and what NICE counts from them was talked about then.
    Step.CORRECT_FIRST_DAYS: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
    },
    # Who has a decision may still need to be seen, and by somebody else than before.
    Step.HAND_ON: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
        Status.DECIDED: Status.DECIDED,
    },
    Step.ARRANGE_HELP: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
        Status.DECIDED: Status.DECIDED,
    },
    # A decision stands on the edition that it was made on. To move it, the discussion is opened again first.
    Step.MOVE: {
        Status.INVITED: Status.INVITED,
        Status.SENT: Status.SENT,
        Status.DISCUSSING: Status.DISCUSSING,
    },
    # What a patient says of a decision, and what they are answered, never changes it: a clinician records decisions.
    Step.SAY_AFTERWARDS: {Status.DISCUSSING: Status.DISCUSSING, Status.DECIDED: Status.DECIDED},
    Step.ANSWER_PATIENT: {Status.DISCUSSING: Status.DISCUSSING, Status.DECIDED: Status.DECIDED},
    Step.PLAN_PROCEDURE: {Status.DISCUSSING: Status.DISCUSSING, Status.DECIDED: Status.DECIDED},
    # Whether there is a consent that can be confirmed, `rules.standing` says.
    Step.CONFIRM: {Status.DECIDED: Status.DECIDED},
    Step.FOLLOW_UP: {Status.DISCUSSING: Status.DISCUSSING, Status.DECIDED: Status.DECIDED},
    Step.ADD_SCAN: {Status.DISCUSSING: Status.DISCUSSING, Status.DECIDED: Status.DECIDED},
    Step.REOPEN: {Status.DECIDED: Status.DISCUSSING},
    Step.CANCEL: {
        Status.INVITED: Status.CANCELLED,
        Status.SENT: Status.CANCELLED,
        Status.DISCUSSING: Status.CANCELLED,
    },
}

WHY_NOT = {
    Status.CANCELLED: "This conversation was cancelled. Nothing more can be added to it.",
    Status.DECIDED: "A decision has been recorded. Open the discussion again to change what was said.",
    Status.INVITED: "Record the discussion first.",
    Status.SENT: "Record the discussion first.",
    Status.DISCUSSING: "This cannot be done during the discussion.",
}


def allowed(step: Step, status: Status) -> bool:
    """Whether the step may be taken from this status."""
    return status in TRANSITIONS[step]


def after(step: Step, status: Status) -> Status:
    """The status after a step; raises NotAllowed, with a sentence for people, where the table has no such move."""
    if not allowed(step, status):
        raise NotAllowed(WHY_NOT[status])
    return TRANSITIONS[step][status]
