"""The forms by which the words of a leaflet come in: a file or the words themselves, as the command line reads them."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from sdm.leaflets.drafts import checked_reference
from sdm.leaflets.file_text import MAX_BYTES, MAX_FILE_BYTES, file_text, megabytes
from sdm.leaflets.reader import NotALeaflet, ReadLeaflet, read_leaflet
from sdm.pages.content.title_asked import ask_about_title
from sdm.pages.fields import LineField, WordsField
from sdm.pages.forms import PlainForm
from sdm.rules.edition import EditionContent
from sdm.rules.source_changes import is_its_source

# Of what is so big that nothing of it is read.
TOO_MANY_WORDS = (
    f"These are far too many words. A leaflet can have at most {MAX_BYTES // 1_000_000} MB of them, which is about a"
    " million letters. We could not keep them. Copy only the leaflet’s own words and paste them again"
)
TOO_BIG_A_FILE = (
    f"The file is far too big. A leaflet can have at most {MAX_FILE_BYTES // 1_000_000} MB. We could not read anything"
    " you sent. Save only the leaflet’s words as a text file and choose that one"
)


class FileOrWords(PlainForm):
    """A file of a leaflet, or its words; each kind of form says how it reads them (`read_from`)."""

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
        help_text=(
            f"All of them, from the title to the end. At most {MAX_BYTES // 1_000_000} MB, about a million letters"
        ),
        max_length=None,
        rows=10,
        required=False,
    )

    def clean_file(self):
        """A file that is far too big is not even read."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_FILE_BYTES:
            raise ValidationError(
                f"The file is too big. It has {megabytes(file.size)}, and a leaflet can have at most"
                f" {megabytes(MAX_FILE_BYTES)}. Save only the leaflet’s words as a text file"
            )
        return file

    def clean_words(self) -> str:
        """Words that are too many are told so, and kept."""
        words = self.cleaned_data["words"]
        if len(words.encode()) > MAX_BYTES:
            raise ValidationError(
                f"These words are too many. They have {len(words):,} letters, and a leaflet can have at most"
                f" {MAX_BYTES // 1_000_000} MB, about a million. Paste only the leaflet’s own words"
            )
        return words

    def too_big(self, *, was_read: bool) -> Self:
        """The form with what is told where nothing can be kept: words that are far too many, or so big a file."""
        return self.only_wrong({"words": TOO_MANY_WORDS} if was_read else {"file": TOO_BIG_A_FILE})

    def clean(self) -> dict[str, Any]:
        """Read the one or the other; what is refused says so beside it."""
        cleaned = super().clean()
        file, words = cleaned.get("file"), cleaned.get("words")
        if file and words:
            self.add_error("file", "Choose a file or paste the words, not both")
        elif file:
            self._read("file", file.read())
        elif words:
            self._read("words", words.encode())
        elif not {"file", "words"} & self.errors.keys():
            self.add_error("file", "Choose a file or paste the words of the leaflet")
        return cleaned

    def _read(self, name: str, data: bytes) -> None:
        try:
            source = self.read_from(name, data)
        except NotALeaflet as refusal:
            self.add_error(name, refusal.reason)
            return
        if name == "file":
            self._keep(source)

    def read_from(self, name: str, data: bytes) -> str:
        """The text of the file that was read, or of the words; `name` is the box for errors. Raises NotALeaflet."""
        raise NotImplementedError

    def _keep(self, words: str) -> None:
        """A browser forgets the file when a page is shown again; its words go into the other box."""
        self.data = self.data.copy()
        self.data[self.add_prefix("words")] = words
        self.files = {}


class LeafletForm(FileOrWords):
    """A leaflet and the reference it goes by; once valid, `read` is what was read."""

    reference = LineField(
        label="Reference",
        help_text="Such as IPG651. Fill this in if the leaflet does not say it.",
        width=20,
        required=False,
    )

    read: ReadLeaflet | None = None

    def clean_reference(self) -> str:
        """The reference as the leaflet goes by it."""
        try:
            return checked_reference(self.cleaned_data["reference"])
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def read_from(self, name: str, data: bytes) -> str:
        """Everything that a leaflet has in it, under the reference that it goes by."""
        self.read = read_leaflet(data, reference=self.cleaned_data.get("reference") or None)
        if not self.read.reference and "reference" not in self.errors:
            self.add_error("reference", "The leaflet does not say its reference. Enter it, such as IPG651")
        else:
            ask_about_title(self, reference=self.read.reference, language=self.read.language, title=self.read.title)
        return self.read.source


class SourceForm(FileOrWords):
    """The file that a draft's leaflet came from; once valid, `source` is its words."""

    source = ""

    def __init__(self, content: EditionContent, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.content = content

    def read_from(self, name: str, data: bytes) -> str:
        """The words, once they are this leaflet's."""
        self.source, _ = file_text(data)
        if not is_its_source(self.content, self.source):
            self.add_error(name, "None of this leaflet’s paragraphs is in there. Choose the leaflet that it came from")
        return self.source
