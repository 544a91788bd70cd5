"""What of a conversation needs somebody's attention before its appointment, or before its procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sdm.rules.free_choice import NO_CHOICE
from sdm.rules.time_to_think import TimeToThink
from sdm.rules.transitions import Status

# Without any answers so many days before the appointment somebody should ask the patient.
ANSWERS_BEFORE = 2
# From so many days before on, the last of the days that the leaflet names is near.
LAST_DAY_NEAR = 4


class Attention(StrEnum):
    """The things that need attention, the most urgent first."""

    ANSWER = "answer"
    WITHDRAWN = "withdrawn"
    NO_CHOICE = "no-choice"
    TIME = "time"
    TOO_LATE = "too-late"
    LAST_DAY = "last-day"
    DAYS_OVER = "days-over"
    NOBODY = "nobody"
    LOCKED = "locked"
    NO_ANSWERS = "no-answers"
    WORRIES = "worries"
    UNREAD = "unread"
    HELP = "help"
    SCAN = "scan"

    @property
    def words(self) -> str:
        """What it is, in words that stand in a list to choose from."""
        return WORDS[self]


WORDS = {
    Attention.ANSWER: "The patient waits for an answer",
    Attention.WITHDRAWN: "The leaflet was withdrawn",
    Attention.NO_CHOICE: NO_CHOICE,
    Attention.TIME: "Less time to think than wanted, and no reason written down",
    Attention.TOO_LATE: "The appointment is after the days that the leaflet names",
    Attention.LAST_DAY: "The days that the leaflet names are nearly over",
    Attention.DAYS_OVER: "The days that the leaflet names are over",
    Attention.NOBODY: "Who was to see the patient cannot any more",
    Attention.LOCKED: "The patient’s link is locked",
    Attention.NO_ANSWERS: f"No answers {ANSWERS_BEFORE} days before the appointment",
    Attention.WORRIES: "Something to talk about",
    Attention.UNREAD: "Answers that nobody has read",
    Attention.HELP: "Help to arrange",
    Attention.SCAN: "The scan of a signed form is not here yet",
}
URGENCY = list(Attention)


@dataclass(frozen=True)
class Facts:
    """What is known of a conversation on one day.

    `window_last_on` is the last of the days that the leaflet names (for IPG651 the 14th: NICE IPG651, 3.9), `time` the
    time to think where a procedure is planned; None where there is none.
    `withdrawn_at` is when the patient's edition was withdrawn, `decided_at` when they decided; None before either.
    `is_seen_by_nobody` where whoever was to see the patient is no clinician of the hospital any more.
    `is_locked` where too many wrong dates of birth were given for the patient's link.
    """

    status: Status
    appointment_on: date
    is_sent: bool = False
    has_news: bool = False
    has_worries: bool = False
    has_no_choice: bool = False
    has_help_to_arrange: bool = False
    waits_for_answer: bool = False
    awaits_scan: bool = False
    is_seen_by_nobody: bool = False
    is_locked: bool = False
    withdrawn_at: datetime | None = None
    decided_at: datetime | None = None
    window_last_on: date | None = None
    time: TimeToThink | None = None


def days_count_from(presented_on: date | None, symptoms_began: date | None) -> date | None:
    """From which day the days count that a leaflet names; None where it is not known.

    NICE counts from when the patient first came (IPG651 3.9). Where that is not known, the symptoms began no later, so
    counting from then tells nobody too late.
    """
    return presented_on or symptoms_began


def last_day(days: int, presented_on: date | None, symptoms_began: date | None) -> date | None:
    """The last of so many days that a leaflet names; None where it is not known from which they count."""
    first = days_count_from(presented_on, symptoms_began)
    return first + timedelta(days=days) if first else None


def attention_to(facts: Facts, today: date) -> tuple[Attention, ...]:
    """What needs attention on a day, the most urgent first."""
    found = [one for one, needs in _checks(facts, today) if needs]
    return tuple(sorted(found, key=URGENCY.index))


def _checks(facts: Facts, today: date) -> tuple[tuple[Attention, bool], ...]:
    is_open = facts.status not in (Status.DECIDED, Status.CANCELLED)
    is_coming = today <= facts.appointment_on
    days_left = (facts.appointment_on - today).days
    return (
        (Attention.ANSWER, facts.waits_for_answer),
        (Attention.WITHDRAWN, facts.withdrawn_at is not None and (is_open or _agreed_before_it(facts, today))),
        (Attention.NO_CHOICE, is_open and facts.is_sent and facts.has_no_choice),
        (Attention.TIME, facts.status != Status.CANCELLED and _is_short(facts.time, today)),
        (Attention.TOO_LATE, is_open and is_coming and _is_after(facts.appointment_on, facts.window_last_on, today)),
        (Attention.LAST_DAY, is_open and _is_near(facts.window_last_on, today)),
        (Attention.DAYS_OVER, is_open and facts.window_last_on is not None and facts.window_last_on < today),
        (Attention.NOBODY, is_open and facts.is_seen_by_nobody),
        (Attention.LOCKED, is_open and facts.is_locked),
        (Attention.NO_ANSWERS, is_open and not facts.is_sent and is_coming and days_left <= ANSWERS_BEFORE),
        (Attention.WORRIES, is_open and facts.is_sent and facts.has_worries),
        (Attention.UNREAD, facts.status == Status.SENT and facts.is_sent and facts.has_news),
        (Attention.HELP, is_open and facts.has_help_to_arrange),
        (Attention.SCAN, facts.status == Status.DECIDED and facts.awaits_scan),
    )


def _is_near(last_on: date | None, today: date) -> bool:
    return last_on is not None and today <= last_on <= today + timedelta(days=LAST_DAY_NEAR)


def _is_after(appointment_on: date, last_on: date | None, today: date) -> bool:
    """Whether an appointment comes after a last day that can still be kept."""
    return last_on is not None and today <= last_on < appointment_on


def _agreed_before_it(facts: Facts, today: date) -> bool:
    """Whether they agreed to a procedure that is to come, before their edition was withdrawn."""
    is_earlier = facts.decided_at is not None and facts.decided_at < facts.withdrawn_at
    return is_earlier and _is_to_come(facts.time, today)


def _is_short(time: TimeToThink | None, today: date) -> bool:
    return _is_to_come(time, today) and time.lacks_reason


def _is_to_come(time: TimeToThink | None, today: date) -> bool:
    return time is not None and time.procedure_on >= today


def most_urgent(found: tuple[Attention, ...]) -> int:
    """Where a conversation stands among others by the most urgent thing in it; last of all where there is none."""
    return URGENCY.index(found[0]) if found else len(URGENCY)
