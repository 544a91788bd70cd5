"""The days that a patient has to think between the decision and the procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sdm.rules.words import has_a_word


@dataclass(frozen=True)
class TimeToThink:
    """The days between the decision and the procedure.

    `wanted` is how many of them a hospital wants. No rule of NICE's gives a number, so it is the hospital's own.
    `decided_on` is today while nothing is decided. `because` is what staff wrote on why there are fewer.
    """

    procedure_on: date
    decided_on: date
    wanted: int
    because: str = ""

    @property
    def after_decision(self) -> int:
        """Days from the decision to the procedure; none where the decision was made later, as it then was."""
        return max((self.procedure_on - self.decided_on).days, 0)

    @property
    def is_short(self) -> bool:
        """Whether there are fewer days between decision and procedure than the hospital wants: then it says why."""
        return self.after_decision < self.wanted

    @property
    def lacks_reason(self) -> bool:
        """Whether there are fewer, and nobody has said why."""
        return self.is_short and not has_a_word(self.because)
