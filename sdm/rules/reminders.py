"""When a patient is reminded: once, by day, a few days before the appointment, and only if they sent nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sdm.rules.dates import LONDON
from sdm.rules.transitions import Status

# Nobody's telephone makes a sound at night.
FROM_HOUR, UNTIL_HOUR = 8, 20
# Who has just been sent the link needs no reminder.
QUIET = timedelta(days=1)


@dataclass(frozen=True)
class Reminding:
    """What counts for a reminder, as it stands; moments know their zone.

    `written_at` is when the patient was last sent anything, a link or a letter; None where there is no working link.
    """

    status: Status
    appointment_at: datetime
    has_address: bool
    is_stopped: bool
    is_reminded: bool
    written_at: datetime | None

    def is_wanted(self, now: datetime) -> bool:
        """Whether a reminder still makes sense: nothing was sent or stopped, and the appointment is still to come."""
        is_open = self.status == Status.INVITED and self.appointment_at > now
        return is_open and self.has_address and not self.is_stopped and self.written_at is not None

    def is_due(self, now: datetime, days_before: int) -> bool:
        """Whether it is time for it, so many days before the appointment."""
        return (
            self.is_wanted(now)
            and not self.is_reminded
            and self.appointment_at <= now + timedelta(days=days_before)
            and self.written_at <= now - QUIET
            and FROM_HOUR <= now.astimezone(LONDON).hour < UNTIL_HOUR
        )
