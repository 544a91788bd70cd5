"""What was decided last, in the few lines at the top of the brief: what, when, by whom, and whether it is in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from sdm.models import Conversation, Decision
from sdm.models.conversations import as_moment
from sdm.rules.standing import NOT_IN_FORCE, Agreement, Standing
from sdm.rules.transitions import Status
from sdm.summary.moments import day, moment

CHOICES = dict(Decision.CHOICES)
NOT_TAKEN_BACK = "The patient has not taken it back."
TALKED_ABOUT_AGAIN = "It is being talked about again."
OPEN_CHOICES = (Decision.MORE_TIME, Decision.ANOTHER_OPINION)


def decided(conversation: Conversation) -> dict[str, Any] | None:
    """The last decision in plain values, out of what the page has read; None before any."""
    last = conversation.decision_now
    if not last:
        return None
    standing = _agreement(conversation, last).standing()
    planned_on = conversation.procedure_on if standing.has_a_plan else None
    return {
        "choice": CHOICES[last["choice"]],
        "at": moment(as_moment(last["decided_at"]).isoformat()),
        "by": last["recorded_by"],
        "in_force": _in_force(conversation, last["choice"], standing),
        "is_stopped": standing in NOT_IN_FORCE,
        "planned_on": _day(planned_on),
        "review_on": day(last["review_on"]),
    }


def _agreement(conversation: Conversation, last: dict[str, Any]) -> Agreement:
    """That it was confirmed on the day makes no difference here: it stands with it and without."""
    return Agreement(
        status=Status(conversation.status),
        number=last["number"],
        choice=last["choice"],
        said=conversation.said_since,
    )


def _in_force(conversation: Conversation, choice: str, standing: Standing) -> str:
    """What bears on whether it holds. Whether anything else has changed since the consent, the summary says."""
    if standing is not Standing.NONE:
        return NOT_IN_FORCE.get(standing, NOT_TAKEN_BACK)
    is_opened_again = conversation.status == Status.DISCUSSING and choice not in OPEN_CHOICES
    return TALKED_ABOUT_AGAIN if is_opened_again else ""


def _day(value: date | None) -> str:
    return day(value.isoformat()) if value else ""
