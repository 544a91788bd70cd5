"""The boxes that only the content team's forms have: web addresses and passages of the leaflet."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from sdm.pages.fields import LineField, WordsField
from sdm.rules.markup import SAFE, links_of


class WebAddressField(LineField):
    """A full web address; only https unless `schemes` says otherwise, and no name before the host to mislead by."""

    default_error_messages = {"invalid": "Enter a full web address that starts with https://"}

    def __init__(self, *, schemes: tuple[str, ...] = ("https",), **kwargs) -> None:
        self.schemes = schemes
        super().__init__(**{"max_length": 500, **kwargs})

    def widget_attrs(self, widget) -> dict:
        """The keyboard for addresses."""
        return {**super().widget_attrs(widget), "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value) -> str:
        """The address, once a browser could follow it."""
        text = super().to_python(value)
        if text and not self._is_address(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return text

    def _is_address(self, text: str) -> bool:
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
            return (
                parts.scheme in self.schemes and "." in host and "@" not in parts.netloc and not re.search(r"\s", text)
            )
        except ValueError:
            return False


class MarkdownField(WordsField):
    """Words of the content team's own, in which lists, tables, stress and links may be marked (`sdm.rules.markup`)."""

    default_error_messages = {"unsafe_link": "The link “%(words)s” must have an address that starts with https://"}

    def to_python(self, value) -> str:
        """The words as typed, once every link in them is one that patients may follow."""
        text = super().to_python(value)
        problems = [
            ValidationError(self.error_messages["unsafe_link"], code="unsafe_link", params={"words": words})
            for words, address in links_of(text)
            if not address.startswith(SAFE)
        ]
        if problems:
            raise ValidationError(problems)
        return text


class PassagesField(WordsField):
    """Passages of the leaflet, with a blank line between two of them; gives them as a tuple."""

    def prepare_value(self, value) -> str:
        """Passages as they stand in the box."""
        return "\n\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value) -> tuple[str, ...]:
        """Each passage by itself."""
        text = super().clean(value)
        return tuple(passage.strip() for passage in re.split(r"\n[^\S\n]*\n", text) if passage.strip())
