"""The form by which a leaflet comes in: a file or the words themselves, read as the command line reads them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sdm.leaflets.drafts import checked_reference
from sdm.leaflets.file_text import MAX_BYTES, MAX_FILE_BYTES, megabytes
from sdm.leaflets.reader import NotALeaflet, ReadLeaflet, read_leaflet
from sdm.pages.content.title_asked import ask_about_title
from sdm.pages.fields import LineField, WordsField
from sdm.pages.forms import PlainForm

# Of what is so big that nothing of it is read.
TOO_MANY_WORDS = (
    f"These are far too many words. A leaflet can have at most {megabytes(MAX_BYTES)} of them. We could not keep them."
    " Copy only the leaflet’s own words and paste them again"
)
TOO_BIG_A_FILE = (
    f"The file is far too big. A leaflet can have at most {megabytes(MAX_FILE_BYTES)}. We could not read anything you"
    " sent. Save only the leaflet’s words as a text file and choose that one"
)


class LeafletForm(PlainForm):
    """A leaflet and the reference it goes by; once valid, `read` is what was read."""

    file = forms.FileField(
        label="Choose a file",
        help_text=(
            f"A PDF, a Word document (.docx) or a saved web page of at most {MAX_FILE_BYTES // 1_000_000} MB, or a text"
            f" file of at most {MAX_BYTES // 1_000_000} MB. You can also drop it on the button."
        ),
        required=False,
        allow_empty_file=True,
        max_length=None,
    )
    words = WordsField(
        label="Or paste the words of the leaflet",
        help_text=f"All of them, from the title to the end. At most {MAX_BYTES // 1_000_000} MB.",
        max_length=None,
        rows=10,
        required=False,
    )
    reference = LineField(
        label="Reference",
        help_text="Such as IPG651. Fill this in if the leaflet does not say it.",
        width=20,
        required=False,
    )

    read: ReadLeaflet | None = None

    def clean_file(self):
        """A file that is far too big is not even read."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_FILE_BYTES:
            raise ValidationError(
                f"The file is too big. It has {megabytes(file.size)}, and a leaflet can have at most"
                f" {megabytes(MAX_FILE_BYTES)}. Save only the leaflet’s words as a text file"
            )
        return file

    def clean_reference(self) -> str:
        """The reference as the leaflet goes by it."""
        try:
            return checked_reference(self.cleaned_data["reference"])
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        """Read the one or the other; what is refused says so beside it."""
        cleaned = super().clean()
        file, words = cleaned.get("file"), cleaned.get("words")
        if file and words:
            self.add_error("file", "Choose a file or paste the words, not both")
        elif file:
            self._read("file", file.read(), cleaned.get("reference"))
        elif words:
            self._read("words", words.encode(), cleaned.get("reference"))
        elif not {"file", "words"} & self.errors.keys():
            self.add_error("file", "Choose a file or paste the words of the leaflet")
        return cleaned

    def _read(self, name: str, data: bytes, reference: str | None) -> None:
        try:
            read = read_leaflet(data, reference=reference or None)
        except NotALeaflet as refusal:
            self.add_error(name, refusal.reason)
            return
        if not read.reference and "reference" not in self.errors:
            self.add_error("reference", "The leaflet does not say its reference. Enter it, such as IPG651")
        else:
            ask_about_title(self, reference=read.reference, language=read.language, title=read.title)
        self.read = read
        if name == "file":
            self._keep(read.source)

    def _keep(self, words: str) -> None:
        """A browser forgets the file when a page is shown again; its words go into the other box."""
        self.data = self.data.copy()
        self.data[self.add_prefix("words")] = words
        self.files = {}
