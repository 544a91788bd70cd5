"""Who is signed in: a session and its person, read in one plain query because it stands before every page of staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from sdm.models.conversations import Conversation
from sdm.models.page_queries import FOR_CLINICIANS, WITH_ITS_INVITATION, for_clinicians
from sdm.models.plain_sql import Given, Query, field
from sdm.models.staff import User


class StaffSession(AbstractBaseSession):
    """One of Django's sessions, and whose it is once somebody has signed in."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """What reads and writes these."""
        return SessionStore


# When a session ends, written down in it as somebody signs in.
ENDS = "ends"
WHOSE: dict[str, Given] = dict(data=field(StaffSession, "session_data"), person=User)
IN_FORCE = Query(
    """
    SELECT {select} FROM sdm_staffsession LEFT JOIN sdm_user ON sdm_user.id = sdm_staffsession.user_id
    WHERE sdm_staffsession.session_key = %s AND sdm_staffsession.expire_date > %s
    """,
    **WHOSE,
)
# The same, and beside it a conversation where that is one of this person's hospital.
IN_FORCE_AND_BESIDE = Query(
    f"""
    SELECT {{select}} FROM sdm_staffsession LEFT JOIN sdm_user ON sdm_user.id = sdm_staffsession.user_id
    LEFT JOIN sdm_conversation ON sdm_conversation.id = %s AND sdm_conversation.hospital_id = sdm_user.hospital_id
    LEFT JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
    LEFT JOIN sdm_hospital ON sdm_hospital.id = sdm_conversation.hospital_id
    {WITH_ITS_INVITATION}
    WHERE sdm_staffsession.session_key = %s AND sdm_staffsession.expire_date > %s
    """,
    **WHOSE,
    **FOR_CLINICIANS,
)


class SessionStore(db.SessionStore):
    """Django's own sessions in the database, with another way to read them (settings.SESSION_ENGINE).

    `person` is whose session it is, as soon as anything was read from it; None where nobody has signed in. Nothing is
    checked here of what lets them stay signed in. A page about one conversation names it by `asks_for` before anything
    is read: the same query looks for it, too, and `looked_for` is then its id.
    """

    person: User | None = None
    asks_for: UUID | None = None
    looked_for: UUID | None = None
    _beside: Conversation | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        """The table that they are kept in."""
        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        """The row that keeps what stands in the session now; saving it again puts its end off for nobody signed in."""
        signed_in = SESSION_KEY in data
        if signed_in:
            data.setdefault(ENDS, self.get_expiry_date().isoformat())
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.expire_date = datetime.fromisoformat(data[ENDS]) if signed_in else row.expire_date
        return row

    def load(self) -> dict[str, Any]:
        """What stands in the session; one that is not there, or has run out, is empty and will get a new key."""
        now, self.looked_for = timezone.now(), self.asks_for
        if self.asks_for:
            found = IN_FORCE_AND_BESIDE.ask(self.asks_for, self.session_key, now)
        else:
            found = IN_FORCE.ask(self.session_key, now)
        if not found:
            self._session_key = None
            return {}
        data, person = found[0].pop("data"), found[0].pop("person")
        self.person = person if person.pk else None
        self._beside = for_clinicians(found[0]) if self.asks_for and found[0]["conversation"].pk else None
        return self.decode(data)

    def beside(self, user: User) -> Conversation | None:
        """The conversation `looked_for` as `visible_to` gives it to a user; None where it is not for them."""
        return self._beside if user == self.person and user.is_clinician else None
