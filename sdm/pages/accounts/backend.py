"""Which person a session belongs to; signing in itself is allauth's."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from sdm.models import User
from sdm.models.signed_in import person


class StaffBackend(AuthenticationBackend):
    """allauth's, with one plain query for whoever is signed in."""

    def get_user(self, user_id: UUID) -> User | None:
        """The person, unless their account was closed."""
        user = person(user_id)
        return user if user and self.user_can_authenticate(user) else None
