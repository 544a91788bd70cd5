"""Who made or changed whose account, as the admin site's own list of changes tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.admin.models import ADDITION, LogEntry
from django.db.models import Q, QuerySet

from sdm.models.staff import User


def bound_by_accounts(one: User, others: Iterable[UUID]) -> tuple[User, ...]:
    """Those of the others whose account this person ever made or changed, or who did so with this person's, by name.

    The list of changes is never shortened, so it does not matter when that was.
    """
    ids = {str(other) for other in others} - {str(one.pk)}
    if not ids:
        return ()
    mine, theirs = Q(user_id=one.pk, object_id__in=ids), Q(object_id=str(one.pk), user_id__in=ids)
    found = _about_accounts().filter(mine | theirs).values_list("user_id", "object_id")
    bound = {str(pk) for pair in found for pk in pair} & ids
    return tuple(User.objects.filter(pk__in=bound)) if bound else ()


# Accounts that were made so shortly before an edition was published may have been made for it.
NEW_FOR = timedelta(days=30)


@dataclass(frozen=True)
class MadeByOne:
    """Whoever keeps accounts and made that of somebody and those of others, and the others' names."""

    keeper: str
    others: tuple[str, ...]


def made_by_one(one: User, others: Iterable[UUID], *, before: datetime) -> tuple[MadeByOne, ...]:
    """Each who made the accounts of this person and of any of the others, both in the 30 days before a moment.

    One person who has both accounts cannot be told from two; that both are new can be seen.
    """
    ids = {str(one.pk), *(str(other) for other in others)}
    made = _about_accounts().filter(
        action_flag=ADDITION, object_id__in=ids, action_time__range=(before - NEW_FOR, before)
    )
    by_keeper: dict[UUID, set[str]] = {}
    for keeper, made_for in made.values_list("user_id", "object_id"):
        by_keeper.setdefault(keeper, set()).add(made_for)
    found = {keeper: theirs - {str(one.pk)} for keeper, theirs in by_keeper.items() if str(one.pk) in theirs}
    found = {keeper: theirs for keeper, theirs in found.items() if theirs}
    people = User.objects.filter(pk__in={*found, *(other for theirs in found.values() for other in theirs)})
    names = {str(user.pk): user.name for user in people} if found else {}
    return tuple(
        MadeByOne(names[str(keeper)], tuple(sorted(names[other] for other in theirs)))
        for keeper, theirs in found.items()
    )


def _about_accounts() -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(content_type__app_label="sdm", content_type__model="user")
