"""The form by which an edition is published: where the checklist warns, it asks why it is published all the same."""

from sdm.pages.fields import WordsField
from sdm.pages.forms import PlainForm


class PublishForm(PlainForm):
    """Why the edition is published over the checklist's warnings."""

    reason = WordsField(
        label="Why you publish it all the same",
        help_text="Everybody can read this beside the checklist. For example, NICE gives no numbers",
        max_length=2000,
        rows=3,
        required=False,
    )
