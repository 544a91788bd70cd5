"""Who made or changed whose account, as the admin site's own list of changes tells."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db.models import Q

from sdm.models.staff import User


def bound_by_accounts(one: User, others: Iterable[UUID]) -> tuple[User, ...]:
    """Those of the others whose account this person ever made or changed, or who did so with this person's, by name.

    The list of changes is never shortened, so it does not matter when that was.
    """
    ids = {str(other) for other in others} - {str(one.pk)}
    if not ids:
        return ()
    mine, theirs = Q(user_id=one.pk, object_id__in=ids), Q(object_id=str(one.pk), user_id__in=ids)
    about_accounts = LogEntry.objects.filter(content_type__app_label="sdm", content_type__model="user")
    found = about_accounts.filter(mine | theirs).values_list("user_id", "object_id")
    bound = {str(pk) for pair in found for pk in pair} & ids
    return tuple(User.objects.filter(pk__in=bound)) if bound else ()
