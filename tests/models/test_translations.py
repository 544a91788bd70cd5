"""Translations of an edition: which there are, and that what is kept in memory is never wrong for long."""

import pytest

from sdm.actions.editions import start_draft, withdraw
from sdm.models import leaflets
from sdm.models.leaflets import is_translation, published, translations_of
from tests.fictional_leaflet import fictional_leaflet, translated_leaflet
from tests.second_person import publish

pytestmark = pytest.mark.django_db


def test_the_newest_of_each_language_counts(made_up, translate):
    translate(made_up, "pl")
    newer, welsh = translate(made_up, "pl"), translate(made_up, "cy")
    assert translations_of(made_up.pk) == {"pl": newer.pk, "cy": welsh.pk}
    assert published(newer.pk).language == "pl"


def test_a_draft_is_no_translation_yet_and_another_editions_none_of_this_one(made_up, edition, editor, translate):
    draft = start_draft(content=fictional_leaflet("pl"), language="pl", by=editor)
    draft.translation_of = made_up
    draft.save()
    other = translate(edition, "cy")
    assert translations_of(made_up.pk) == {}
    assert [is_translation(one.pk, of=made_up.pk) for one in (draft, other, made_up)] == [False, False, False]


def test_they_come_out_of_memory_until_it_is_time_to_look_again(
    made_up, translate, monkeypatch, django_assert_num_queries
):
    polish = translate(made_up, "pl")
    clock = 1000.0
    monkeypatch.setattr(leaflets, "monotonic", lambda: clock)
    assert translations_of(made_up.pk) == {"pl": polish.pk}
    # Published by another process, of which this one does not hear.
    in_memory = dict(leaflets._looked_up)
    welsh = translate(made_up, "cy")
    leaflets._looked_up.update(in_memory)
    clock += leaflets.LOOK_AGAIN_AFTER - 1
    with django_assert_num_queries(0):
        assert translations_of(made_up.pk) == {"pl": polish.pk}
    # A form from the other process names it, and is believed.
    assert is_translation(welsh.pk, of=made_up.pk)
    clock += 1
    with django_assert_num_queries(1):
        assert translations_of(made_up.pk) == {"pl": polish.pk, "cy": welsh.pk}


def test_what_is_given_out_is_nobody_elses(made_up, translate):
    translate(made_up, "pl")
    translations_of(made_up.pk).clear()
    assert list(translations_of(made_up.pk)) == ["pl"]


def test_publishing_here_is_seen_here_at_once(made_up, editor, administrator):
    assert translations_of(made_up.pk) == {}
    draft = start_draft(content=translated_leaflet("cy"), language="cy", by=editor)
    draft.translation_of = made_up
    draft.save(update_fields=["translation_of"])
    publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert translations_of(made_up.pk) == {"cy": draft.pk}
    made_up.leaflet.refresh_from_db()
    assert made_up.leaflet.title == fictional_leaflet().title


def test_a_translation_that_was_withdrawn_is_read_no_more(made_up, translate, administrator):
    first = translate(made_up, "pl")
    second = translate(made_up, "pl", title="Nowa")
    assert translations_of(made_up.pk) == {"pl": second.pk}
    withdraw(edition=second, reason="A sentence was wrong.", by=administrator)
    # The one before does not come back by itself.
    assert translations_of(made_up.pk) == {}
    # What was written beside the words of either is still kept with them.
    assert [is_translation(one.pk, of=made_up.pk) for one in (first, second)] == [True, True]
    third = translate(made_up, "pl")
    assert translations_of(made_up.pk) == {"pl": third.pk}
