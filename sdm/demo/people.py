"""Who is in the demo: its hospitals and staff, as data, and which rows of the database they are."""

import json
from functools import cache
from pathlib import Path

from sdm.models import Conversation, Hospital, User

CONTENT = Path(__file__).parent / "content"


@cache
def people() -> dict[str, list[dict]]:
    """The demo's hospitals and staff as they stand in `people.json`."""
    return json.loads((CONTENT / "people.json").read_text())


def staff_of_the_demo() -> list[User]:
    """Those of the demo's staff who are here and may sign in, by hospital and role."""
    addresses = [person["email"] for person in people()["staff"]]
    found = User.objects.filter(email__in=addresses, is_active=True).select_related("hospital")
    return sorted(found, key=lambda user: addresses.index(user.email))


def hospitals_of_the_demo() -> list[Hospital]:
    """Those of the demo's hospitals that are here."""
    return list(Hospital.objects.filter(name__in=[hospital["name"] for hospital in people()["hospitals"]]))


def conversations_of_the_demo() -> list[Conversation]:
    """The conversations that the demo's patients can be seen in: all but the cancelled, by appointment."""
    found = Conversation.objects.filter(hospital__in=hospitals_of_the_demo()).exclude(status="cancelled")
    return list(found.select_related("patient", "hospital", "created_by").with_head().order_by("appointment_at"))
