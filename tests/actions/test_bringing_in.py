"""A new version of a leaflet under a known reference begins with what the team wrote, where its words are the same."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from sdm.actions.bringing_in import bring_in_leaflet
from sdm.actions.editions import change_draft, start_draft, withdraw
from sdm.leaflets.drafts import content_of
from sdm.leaflets.reader import read_leaflet
from sdm.models import Edition
from tests.conftest import IPG651
from tests.fictional_leaflet import fictional_leaflet
from tests.second_person import publish

pytestmark = pytest.mark.django_db

OLD, NEW = "but only if it is done as part of a research study", "but only in a research study"


def revised() -> str:
    return IPG651.read_text().replace(OLD, NEW)


@pytest.fixture
def come_in(editor):
    """Brings a text in as the page does."""

    def come_in(text: str, by=editor) -> Edition:
        read = read_leaflet(text.encode(), reference="IPG651")
        return bring_in_leaflet(content=content_of(read), language=read.language, source_text=read.source, by=by)

    return come_in


def test_the_first_edition_takes_over_nothing(come_in):
    draft = come_in(IPG651.read_text())
    assert (draft.taken_over, draft.content.options) == (None, ())


def test_the_next_one_takes_over_what_fits_and_says_what_does_not(come_in, edition):
    draft = come_in(revised())
    assert (draft.number, draft.source_text.count(NEW)) == (2, 1)
    assert draft.content.options == edition.content.options
    assert [one.confirmed for one in draft.content.indications] == [False, False]
    over = Edition.objects.get(pk=draft.pk).taken_over
    assert over["number"] == 1
    assert {"place": "options", "sentence": "The option “Have clot-busting drugs”", "question": 0} in over["taken"]
    assert [one["question"] for one in over["different"] if one["place"] == "questions"] == [2, 3, 4]


def test_it_takes_over_from_the_last_published_one_and_a_withdrawn_one_too(come_in, edition, administrator):
    withdraw(edition=edition, reason="A figure was wrong.", by=administrator)
    assert come_in(revised()).taken_over["number"] == 1


def test_nothing_comes_from_a_draft_a_translation_or_another_leaflet(come_in, made_up, translate, editor):
    translate(made_up, "cy")
    content = fictional_leaflet("cy")
    draft = bring_in_leaflet(content=content, language="cy", source_text="Geiriau.", by=editor)
    assert draft.taken_over is None
    assert come_in(revised()).taken_over is None


def test_the_next_edition_from_here_says_nothing_of_it(come_in, edition, editor):
    assert start_draft(content=edition.content, by=editor).taken_over is None


def test_a_published_edition_keeps_what_it_took_over(come_in, edition, editor, administrator):
    draft = come_in(IPG651.read_text())
    kinds = tuple(replace(one, confirmed=True) for one in draft.content.indications)
    change_draft(edition=draft, content=replace(draft.content, indications=kinds), seen=1, by=editor)
    published = publish(edition=draft, seen=2, by=administrator, reason="We set the review day later.")
    assert Edition.objects.get(pk=published.pk).taken_over["number"] == 1


def test_the_command_line_does_the_same_and_says_so(edition, tmp_path):
    file, said = tmp_path / "leaflet.txt", StringIO()
    file.write_text(revised())
    call_command("import_leaflet", file, "--reference", "IPG651", stdout=said)
    assert Edition.objects.get(status="draft").content.options == edition.content.options
    assert "Taken over from edition 1: " in said.getvalue()
    assert "Different, so written anew: " in said.getvalue()
    assert "What NICE says about “distal DVT” has other words" in said.getvalue()
