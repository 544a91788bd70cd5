"""Who is signed in: their session and themselves, by plain SQL because that stands before every page of staff."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.utils import timezone

from sdm.models.one_query import columns, instance, rows
from sdm.models.staff import User

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
PERSON = "SELECT {columns} FROM sdm_user WHERE id = %s"


class SessionStore(db.SessionStore):
    """Django's own sessions in the database, with another way to read them (settings.SESSION_ENGINE)."""

    def load(self) -> dict[str, Any]:
        """What stands in the session; one that is not there, or has run out, is empty and will get a new key."""
        found = rows(SESSION, [self.session_key, timezone.now()])
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}


def person(user_id: UUID) -> User | None:
    """A member of staff by their id."""
    names = columns(User)
    found = rows(PERSON.format(columns=", ".join(names)), [user_id])
    return instance(User, names, found[0]) if found else None
