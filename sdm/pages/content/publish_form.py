"""The form by which an edition is published: a tick for each kind of the condition, and why where something warns."""

from django import forms
from django.http import QueryDict

from sdm.pages.fields import WordsField
from sdm.pages.forms import PlainForm
from sdm.rules.edition import EditionContent

TICK = "kind-"


class PublishForm(PlainForm):
    """That the second person has read what NICE says about each kind, and why they publish over the warnings."""

    reason = WordsField(
        label="Why you publish it all the same",
        help_text="Everybody can read this beside the checklist. For example, NICE gives no numbers",
        max_length=2000,
        rows=3,
        required=False,
    )

    def __init__(self, content: EditionContent, data: QueryDict | None = None, **given) -> None:
        super().__init__(data, **given)
        for one in content.indications:
            missing = f"Read what NICE says about {one.name} yourself, then tick that it is right"
            self.fields[f"{TICK}{one.id}"] = forms.BooleanField(
                label=f"I have read this sentence in the leaflet. It says this about {one.name}",
                error_messages={"required": missing},
            )

    @property
    def checked(self) -> list[str]:
        """The ids of the kinds that are ticked."""
        return [name.removeprefix(TICK) for name, value in self.cleaned_data.items() if name.startswith(TICK) and value]
