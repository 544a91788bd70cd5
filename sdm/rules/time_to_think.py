"""The days that a patient has to think: before they decide, and between the decision and the procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TimeToThink:
    """The days that a patient has to think: from when they had the information, and from the decision.

    `wanted` is how many days a hospital wants between the decision and the procedure. No rule of NICE's gives a number,
    so it is the hospital's own. `decided_on` is today while nothing is decided.
    """

    procedure_on: date
    decided_on: date
    wanted: int
    informed_on: date | None = None

    @property
    def after_decision(self) -> int:
        """Days from the decision to the procedure; none where the decision was made later, as it then was."""
        return max((self.procedure_on - self.decided_on).days, 0)

    @property
    def before_decision(self) -> int | None:
        """Days from when the patient had the information to the decision; None where nobody knows that."""
        return max((self.decided_on - self.informed_on).days, 0) if self.informed_on else None

    @property
    def is_short(self) -> bool:
        """Whether there are fewer days between decision and procedure than the hospital wants: then it says why."""
        return self.after_decision < self.wanted
