"""The form by which an edition is published: where the checklist warns, it asks why it is published all the same."""

from typing import Any

from django.http import HttpRequest

from sdm.pages.accounts.surely import SignedForm
from sdm.pages.fields import WordsField
from sdm.rules.words import is_blank


class PublishForm(SignedForm):
    """Why the edition is published over the checklist's warnings, where it warns; and who publishes it, signed."""

    reason = WordsField(
        label="Why you publish it all the same",
        help_text="Everybody can read this beside the checklist. For example, NICE gives no numbers",
        max_length=2000,
        rows=3,
        required=False,
    )
    field_order = ("reason", "password")

    def __init__(self, request: HttpRequest, data: Any = None, *, needs_reason: bool) -> None:
        super().__init__(request, data)
        self.needs_reason = needs_reason

    def clean(self) -> dict[str, Any]:
        """A reason is given where one is needed."""
        if self.needs_reason and "reason" not in self.errors and is_blank(self.cleaned_data["reason"]):
            self.add_error("reason", "Say why you publish it although the checklist warns")
        return super().clean()
