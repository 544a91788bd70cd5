"""Putting a leaflet into another language: drafts tied to their original, and that a second person publishes them."""

from dataclasses import replace

import pytest

from sdm.actions.editions import (
    CannotPublish,
    DraftChanged,
    DraftExists,
    change_draft,
    start_draft,
    undo,
    withdraw,
)
from sdm.actions.translations import CannotTranslate, follow_original, start_translation, translate_part
from sdm.models.leaflets import translations_of
from sdm.rules.translating import State, beside, parts_of, what_stops_translation
from tests.fictional_leaflet import fictional_leaflet
from tests.second_person import publish

pytestmark = pytest.mark.django_db
POLISH = fictional_leaflet("pl")


@pytest.fixture
def translate_all(editor):
    """Says every part that is not translated yet in Polish."""

    def translate_all(draft, by=None):
        for one in beside(draft.content, draft.translation_of.content):
            words = {text.key: text.words for part in parts_of(POLISH) if part.id == one.part.id for text in part.texts}
            if one.state is not State.DONE:
                draft = translate_part(
                    edition=draft, part=one.part.id, words=words, seen=draft.revision, by=by or editor
                )
        return draft

    return translate_all


@pytest.fixture
def newer(made_up, editor, administrator):
    """A newer edition of the original, in which one question is asked differently."""

    def newer():
        first, *others = made_up.content.questions
        content = replace(made_up.content, questions=(replace(first, wording="Asked differently?"), *others))
        draft = start_draft(content=content, by=editor)
        return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")

    return newer


def test_a_translation_is_a_draft_tied_to_its_original(made_up, editor):
    draft = start_translation(original=made_up, language="pl", by=editor)
    assert (draft.translation_of, draft.language, draft.number, draft.is_draft) == (made_up, "pl", 1, True)
    assert draft.worked_on_by.contains(editor)


@pytest.mark.parametrize("language", ["en", "en-gb", "klingon", "", "x" * 11, "../pl"])
def test_a_language_that_is_none_or_the_originals_is_refused(made_up, editor, language):
    with pytest.raises(CannotTranslate):
        start_translation(original=made_up, language=language, by=editor)


def test_neither_a_draft_nor_a_translation_is_an_original(made_up, editor, translate):
    draft = start_draft(content=made_up.content, by=editor)
    for edition in (draft, translate(made_up, "cy")):
        with pytest.raises(CannotTranslate):
            start_translation(original=edition, language="pl", by=editor)


def test_there_is_one_draft_in_a_language(made_up, editor):
    first = start_translation(original=made_up, language="pl", by=editor)
    with pytest.raises(DraftExists) as refused:
        start_translation(original=made_up, language="pl", by=editor)
    assert refused.value.draft == first


def test_it_is_published_by_a_second_person_once_all_of_it_is_said(made_up, editor, administrator, translate_all):
    draft = start_translation(original=made_up, language="pl", by=editor)
    with pytest.raises(CannotPublish) as refused:
        publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert any(reason.startswith("Translate “") for reason in refused.value.reasons)
    draft = translate_all(draft)
    with pytest.raises(CannotPublish) as refused:
        publish(edition=draft, seen=draft.revision, by=editor, reason="It is made up.")
    assert any("administrator" in reason for reason in refused.value.reasons)
    publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert translations_of(made_up.pk) == {"pl": draft.pk}


def test_a_translator_cannot_publish_it(made_up, editor, administrator, translate_all):
    draft = translate_all(start_translation(original=made_up, language="pl", by=editor), by=administrator)
    with pytest.raises(CannotPublish) as refused:
        publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert refused.value.reasons == ("You worked on this draft. A second person must publish it.",)


def test_two_translators_do_not_overwrite_each_other(made_up, editor):
    draft = start_translation(original=made_up, language="pl", by=editor)
    saved = translate_part(edition=draft, part="question-1", words={"wording": "Co?"}, seen=draft.revision, by=editor)
    with pytest.raises(DraftChanged) as refused:
        translate_part(edition=saved, part="question-1", words={"wording": "Kto?"}, seen=draft.revision, by=editor)
    assert refused.value.current.content.questions[0].wording == "Co?"


def test_a_step_can_be_undone_with_what_it_counted_as(made_up, editor, translate_all):
    draft = translate_all(start_translation(original=made_up, language="pl", by=editor))
    undone = undo(edition=draft, seen=draft.revision, by=editor)
    assert len(what_stops_translation(undone.content, made_up.content)) >= 1


def test_a_draft_follows_a_newer_original_and_is_flagged_where_that_changed(made_up, editor, translate_all, newer):
    draft = translate_all(start_translation(original=made_up, language="pl", by=editor))
    latest = newer()
    moved = follow_original(edition=draft, original=latest, seen=draft.revision, by=editor)
    assert moved.translation_of == latest
    flagged = {one.part.id: one.state for one in beside(moved.content, latest.content) if one.state is not State.DONE}
    assert flagged == {"question-1": State.CHANGED}
    with pytest.raises(DraftChanged):
        follow_original(edition=draft, original=latest, seen=draft.revision - 1, by=editor)


def test_the_next_translation_begins_with_what_the_last_one_says(made_up, editor, administrator, translate_all, newer):
    first = translate_all(start_translation(original=made_up, language="pl", by=editor))
    publish(edition=first, seen=first.revision, by=administrator, reason="It is made up.")
    latest = newer()
    second = start_translation(original=latest, language="pl", by=editor)
    assert [one.part.id for one in beside(second.content, latest.content) if one.state is not State.DONE] == [
        "question-1"
    ]
    assert (second.translation_of, second.number) == (latest, 2)
    assert translations_of(made_up.pk) == {"pl": first.pk}


def test_a_leaflet_that_came_in_in_another_language_is_tied_to_its_original(made_up, editor):
    draft = start_draft(content=replace(POLISH, options=(), indications=()), language="pl", by=editor)
    tied = follow_original(edition=draft, original=made_up, seen=draft.revision, by=editor)
    assert tied.translation_of == made_up
    assert [one.body for one in tied.content.sections] == [one.body for one in POLISH.sections]
    assert [one.id for one in tied.content.options] == [one.id for one in made_up.content.options]
    assert {one.state for one in beside(tied.content, made_up.content)} == {State.TO_DO}


def test_what_is_published_follows_nothing(made_up, editor, administrator, translate_all, newer):
    first = translate_all(start_translation(original=made_up, language="pl", by=editor))
    published = publish(edition=first, seen=first.revision, by=administrator, reason="It is made up.")
    with pytest.raises(DraftChanged):
        follow_original(edition=published, original=newer(), seen=published.revision, by=editor)
    published.refresh_from_db()
    assert published.translation_of == made_up


def test_an_edition_of_another_leaflet_is_no_original(made_up, edition, editor):
    draft = start_translation(original=made_up, language="pl", by=editor)
    with pytest.raises(CannotTranslate):
        follow_original(edition=draft, original=edition, seen=draft.revision, by=editor)


def test_other_parts_than_the_originals_are_never_published(made_up, editor, administrator, translate_all):
    draft = translate_all(start_translation(original=made_up, language="pl", by=editor))
    option = replace(draft.content.options[0], is_procedure=not draft.content.options[0].is_procedure)
    content = replace(draft.content, options=(option, *draft.content.options[1:]))
    draft = change_draft(edition=draft, content=content, seen=draft.revision, by=editor)
    with pytest.raises(CannotPublish) as refused:
        publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert any("same parts" in reason for reason in refused.value.reasons)


def test_of_a_withdrawn_original_no_translation_begins_and_none_is_published(
    made_up, editor, administrator, translate_all
):
    draft = translate_all(start_translation(original=made_up, language="pl", by=editor))
    withdraw(edition=made_up, reason="It is wrong.", by=administrator)
    with pytest.raises(CannotPublish) as refused:
        publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert refused.value.reasons == ("The original of this translation was withdrawn.",)
    made_up.refresh_from_db()
    with pytest.raises(CannotTranslate):
        start_translation(original=made_up, language="cy", by=editor)
