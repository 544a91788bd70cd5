"""The regular checks that were planned in the discussion, each ready to be put on the list of what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.forms import ValidationError

from sdm.models import Conversation, FollowUp
from sdm.pages.fields import DateBoxesField, is_to_come
from sdm.pages.forms import PlainForm
from sdm.rules.follow_up import LONGEST, Kind
from sdm.rules.parts import SPECIAL, saved_in
from sdm.rules.planned import checks_of

FURTHEST = timedelta(days=10 * 365)


class PlannedChecksForm(PlainForm):
    """A day for each check; one without a day is not put on the list yet."""

    def __init__(self, checks: list[dict[str, str]], data: Any = None) -> None:
        super().__init__(data, prefix="planned")
        self.checks = checks
        for number, check in enumerate(checks, start=1):
            self.fields[f"day{number}"] = DateBoxesField(
                label=f"By when: {text_of(check)}",
                help_text=f"With whom: {check['whom']}",
                required=False,
                validators=[is_to_come(within=FURTHEST, too_far="the day is more than 10 years from now")],
            )

    def clean(self) -> dict[str, Any]:
        """At least one of them has a day."""
        values = super().clean()
        if not self.errors and not any(values.values()):
            self.add_error(next(iter(self.fields)), ValidationError("Enter a day for at least one check"))
        return values

    def with_days(self) -> Iterator[tuple[str, str, date]]:
        """What, with whom and by when, of each that has a day."""
        for number, check in enumerate(self.checks, start=1):
            if due_on := self.cleaned_data[f"day{number}"]:
                yield text_of(check), check["whom"], due_on


def text_of(check: dict[str, str]) -> str:
    """What is to be done: what the check is, and when as it was planned in words."""
    return ", ".join(filter(None, (check["what"], check["when"])))[:LONGEST]


def planned_form(conversation: Conversation, data: Any = None) -> PlannedChecksForm:
    """The checks of the discussion that say with whom and are not on the list. One query where there are any."""
    planned = checks_of(saved_in(conversation.discussion, SPECIAL).details.get("checks"))
    checks = [check for check in planned if check["what"] and check["whom"]]
    if checks:
        there = FollowUp.objects.filter(conversation=conversation, kind=Kind.CHECK).values_list("text", flat=True)
        listed = set(there)
        checks = [check for check in checks if text_of(check) not in listed]
    return PlannedChecksForm(checks, data)
