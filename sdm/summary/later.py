"""What has come after a decision, as it stands now: beside the frozen summary, never in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sdm.models import Conversation, Decision
from sdm.models.agreement import agreement_of
from sdm.models.facts import time_to_think
from sdm.rules.scans import Scanned, standing
from sdm.rules.standing import Confirmed, Standing


@dataclass(frozen=True)
class Later:
    """Whether the decision is a consent in force, the procedure, what was said on its day, and what is to be done.

    `scans` are those of the paper on which it was signed, as far as they stand. `days` are those between the decision
    and the procedure; None where no day is planned.
    """

    standing: Standing = Standing.NONE
    procedure: dict[str, Any] = field(default_factory=dict)
    days: int | None = None
    confirmations: tuple[Confirmed, ...] = ()
    follow_ups: tuple[dict[str, Any], ...] = ()
    scans: tuple[Scanned, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The same as JSON values, with nothing that says nothing."""
        document = {
            "standing": self.standing.value,
            "procedure": self.procedure,
            "confirmations": [one.as_document() for one in self.confirmations],
            "follow_ups": list(self.follow_ups),
            "scans": [one.as_document() for one in self.scans],
        }
        return {name: value for name, value in document.items() if value}


def later_of(conversation: Conversation, decision: Decision | None) -> Later:
    """What has come after a decision, read with its confirmations; `conversation` with what was said since."""
    if decision is None:
        return Later()
    agreement = agreement_of(conversation, decision)
    time = time_to_think(conversation, decision)
    return Later(
        standing=agreement.standing(),
        procedure=plan_of(conversation) or {},
        days=time.after_decision if time else None,
        confirmations=agreement.confirmations,
        follow_ups=tuple(decision.follow_ups_now or ()),
        scans=standing(decision.scans),
    )


def plan_of(conversation: Conversation) -> dict[str, Any] | None:
    """The plan for the procedure as JSON values; None where no day is planned."""
    if not conversation.procedure_on:
        return None
    return {
        "on": conversation.procedure_on.isoformat(),
        "by": conversation.procedure_by,
        "because": conversation.short_time_because,
    }
