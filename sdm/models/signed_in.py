"""Who is signed in: their session and themselves, by plain SQL because that stands before every page of staff."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from sdm.models.plain_sql import Reading
from sdm.models.staff import User

PERSON = Reading("SELECT {select} FROM sdm_user WHERE id = %s", person=User)
SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own sessions in the database, with another way to read them (settings.SESSION_ENGINE)."""

    def load(self) -> dict[str, Any]:
        """What stands in the session; one that is not there, or has run out, is empty and will get a new key."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, now])
            found = cursor.fetchone()
        if found:
            return self.decode(found[0])
        self._session_key = None
        return {}


def person(user_id: UUID) -> User | None:
    """A member of staff by their id."""
    found = PERSON.ask(user_id)
    return found[0]["person"] if found else None
