"""What the tests of the content team's pages share: an editor's browser, a draft, and what a page holds."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import start_draft
from sdm.leaflets.shipped import completed, source_of
from sdm.models import Edition
from sdm.rules.edition import EditionContent


@pytest.fixture
def desk(client, editor) -> Client:
    """The browser of an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def draft(editor) -> Edition:
    """IPG651 complete, with two things left to check."""
    content = replace(completed("ipg651"), warnings=("Check this.", "Check that."))
    return start_draft(content=content, source_text=source_of("ipg651"), by=editor)


@pytest.fixture
def address() -> Callable[[Edition, str], str]:
    """The address of one page of an edition."""

    def address(edition: Edition, page: str) -> str:
        name, _, option = page.partition("/")
        return reverse(f"edition-{name}", args=[edition.pk, option] if option else [edition.pk])

    return address


@pytest.fixture
def form_of() -> Callable:
    """What a browser would send back from a page's form, before anything is typed."""

    def form_of(response) -> dict[str, list[str]]:
        form = next(form for form in html.fromstring(response.content).forms if "revision" in form.fields)
        for box in form.xpath(".//textarea"):
            # The first line break after the tag is not part of the words.
            box.text = (box.text or "").removeprefix("\n")
        for box in form.xpath(".//input[not(@value)]"):
            box.set("value", "")
        typed = {}
        for name, value in form.form_values():
            typed.setdefault(name, []).append(value)
        del typed["csrfmiddlewaretoken"]
        return typed

    return form_of


@pytest.fixture
def content_of() -> Callable[[Edition], EditionContent]:
    """What an edition holds in the database."""

    def content_of(edition: Edition) -> EditionContent:
        return Edition.objects.get(pk=edition.pk).content

    return content_of


@pytest.fixture
def problems() -> Callable:
    """The error summary of a page: where each link leads, and its words."""

    def problems(response) -> list[tuple[str, str]]:
        links = html.fromstring(response.content).xpath("//div[contains(@class, 'nhsuk-error-summary')]//a")
        return [(link.get("href"), link.text_content()) for link in links]

    return problems
