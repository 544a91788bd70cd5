"""Asking whether a leaflet under a known reference, but with another title, is a new edition of the known one."""

from django import forms

from sdm.models.titles_in_use import stands_before
from sdm.pages.forms import PlainForm
from sdm.rules.doubts import another_title
from sdm.rules.titles import is_another_title

IS_NEW_EDITION = "new-edition-of-"


def ask_about_title(form: PlainForm, *, reference: str, language: str, title: str) -> bool:
    """Whether a form that brings a leaflet in must be asked first: then it gets a box to tick, with why beside it.

    The tick is for one reference, and does not count for another that is typed afterwards.
    """
    known = stands_before(reference, language).title
    if not is_another_title(known, title):
        return False
    name = f"{IS_NEW_EDITION}{reference}"
    label = f"It is a new edition of {reference}, and is called something else now"
    form.fields[name] = forms.BooleanField(label=label, required=False)
    if name in form.data:
        return False
    form.add_error(name, another_title(reference, known, title).removesuffix("."))
    return True
