"""Who is signed in: a session and its person, read in one plain query because it stands before every page of staff."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from sdm.models.plain_sql import Reading, field
from sdm.models.staff import User


class StaffSession(AbstractBaseSession):
    """One of Django's sessions, and whose it is once somebody has signed in."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """What reads and writes these."""
        return SessionStore


IN_FORCE = Reading(
    """
    SELECT {select} FROM sdm_staffsession LEFT JOIN sdm_user ON sdm_user.id = sdm_staffsession.user_id
    WHERE sdm_staffsession.session_key = %s AND sdm_staffsession.expire_date > %s
    """,
    data=field(StaffSession, "session_data"),
    person=User,
)


class SessionStore(db.SessionStore):
    """Django's own sessions in the database, with another way to read them (settings.SESSION_ENGINE).

    `person` is whose session it is, as soon as anything was read from it; None where nobody has signed in. Nothing is
    checked here of what lets them stay signed in.
    """

    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        """The table that they are kept in."""
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        """The row that keeps what stands in the session now."""
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row

    def load(self) -> dict[str, Any]:
        """What stands in the session; one that is not there, or has run out, is empty and will get a new key."""
        found = IN_FORCE.ask(self.session_key, timezone.now())
        if not found:
            self._session_key = None
            return {}
        person = found[0]["person"]
        self.person = person if person.pk else None
        return self.decode(found[0]["data"])
