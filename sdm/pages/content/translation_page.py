"""The boxes for one part of a translation: a box beside each text of the original."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from sdm.models import Edition
from sdm.pages.content.boxes import MarkdownField
from sdm.pages.fields import LineField, WordsField
from sdm.pages.forms import PlainForm
from sdm.pages.languages import tag_of
from sdm.rules.publishing import stands_in_leaflet
from sdm.rules.translating import Kind, PartBeside, Text, names_said

# As long as the boxes of the original's own pages; a translation may need more words.
LONGEST = {Kind.LINE: 500, Kind.MARKDOWN: 4000, Kind.WORDS: 20_000, Kind.PASSAGES: 20_000}
# What is longer cannot be seen whole in a box of one line.
FITS_A_LINE = 50
# These are the leaflet's own words in the other language, to the letter.
OF_THE_LEAFLET = {("question", "passages"), ("indication", "evidence")}


class LongLineField(LineField):
    """One line that a box of one line cannot show; where it is broken there is a space."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The words on one line."""
        return super().to_python(" ".join(str(value or "").split()))


class TranslationForm(PlainForm):
    """One part in the translation's language; a box may be left empty until somebody knows the words.

    A source stands there as the translation says it elsewhere, or as it is where it is a name.
    """

    def __init__(self, one: PartBeside, edition: Edition, data: QueryDict | Mapping[str, str] | None = None) -> None:
        self.one, self.content, language = one, edition.content, edition.language
        names = names_said(self.content, edition.translation_of.content)
        initial = {_name(text): said or names.get(text.words) or _same(text) for text, said in one.texts}
        super().__init__(data, initial=initial)
        for text, _ in one.texts:
            self.fields[_name(text)] = field = _field(text)
            field.widget.attrs["lang"] = tag_of(language)

    @property
    def pairs(self) -> list[tuple[Text, object]]:
        """Each text of the original with the box beside it."""
        return [(text, self[_name(text)]) for text, _ in self.one.texts]

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by the keys of the texts; only once it is valid."""
        return {text.key: self.cleaned_data[_name(text)] for text, _ in self.one.texts}

    def clean(self) -> dict:
        """A passage of the leaflet stands in the translated leaflet, word for word."""
        typed = self.cleaned_data
        for text, _ in self.one.texts:
            if (self.one.part.kind, text.key) in OF_THE_LEAFLET:
                for passage in typed.get(_name(text), "").split("\n\n"):
                    if passage.strip() and not stands_in_leaflet(passage.strip(), self.content):
                        said = f"The translated leaflet does not say this, word for word: “{passage.strip()}”"
                        self.add_error(_name(text), said)
        return typed


def as_typed(words: Mapping[str, str]) -> dict[str, str]:
    """Words by the keys of their texts as a browser would send them."""
    return {f"says-{key}": said for key, said in words.items()}


def _name(text: Text) -> str:
    """The name of a text's box; a page's own fields have others."""
    return f"says-{text.key}"


def _field(text: Text) -> WordsField:
    given = {"label": text.label, "max_length": LONGEST[text.kind], "required": False}
    if text.kind is Kind.LINE:
        return LongLineField(**given, rows=3) if len(text.words) > FITS_A_LINE else LineField(**given)
    field = MarkdownField if text.kind is Kind.MARKDOWN else WordsField
    return field(**given, rows=min(16, 2 + len(text.words) // 60))


def _same(text: Text) -> str:
    return text.words if text.may_stay else ""
