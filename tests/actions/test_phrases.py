"""A hospital's phrases: kept by its own content team, each save a row; and found in the notes in which they stand."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from sdm.actions.decisions import ConsentNotYet, decide
from sdm.actions.phrases import PhrasesChanged, keep_phrases
from sdm.models import DiscussionNote, PhraseList
from sdm.models.facts import facts_of
from sdm.models.phrases import phrases_of
from sdm.models.verify import fault_of
from sdm.rules.phrases import STANDARD_WORDING, Phrase
from sdm.rules.requirements import outstanding
from sdm.rules.transitions import NotAllowed
from tests.given import spoken

pytestmark = pytest.mark.django_db

BLEEDING = Phrase("question-3", "Bleeding", "Bleeding is one of the problems. NICE gives no number.")
TUBE = Phrase("question-1", "The tube", "A tube goes into a vein through the skin.")


@pytest.fixture
def leaflet(edition):
    return edition.leaflet


@pytest.fixture
def keep(leaflet, editor):
    return lambda *phrases, seen=0, by=editor: keep_phrases(leaflet=leaflet, phrases=phrases, seen=seen, by=by)


def test_they_are_kept_in_their_order_each_save_a_row(keep, leaflet, editor, administrator):
    keep(BLEEDING)
    keep(TUBE, BLEEDING, seen=1, by=administrator)
    assert phrases_of(editor.hospital_id, leaflet.pk) == (TUBE, BLEEDING)
    assert list(PhraseList.objects.values_list("revision", "saved_by__name")) == [(2, "Sam Okoro"), (1, "Jo Bell")]


def test_the_same_again_changes_nothing(keep):
    assert [keep(BLEEDING).revision, keep(BLEEDING, seen=0).revision, keep(BLEEDING, seen=1).revision] == [1, 1, 1]
    assert PhraseList.objects.count() == 1


def test_nothing_of_a_colleagues_is_overwritten(keep, editor, leaflet):
    keep(BLEEDING)
    with pytest.raises(PhrasesChanged) as changed:
        keep(TUBE, seen=0)
    assert changed.value.current.phrases == (BLEEDING,)
    assert phrases_of(editor.hospital_id, leaflet.pk) == (BLEEDING,)


def test_a_clinician_or_somebody_without_a_hospital_keeps_none(keep, clinician, administrator):
    administrator.hospital = None
    for nobody in (clinician, administrator):
        with pytest.raises(NotAllowed):
            keep(BLEEDING, by=nobody)


def test_a_hospital_has_its_own(keep, leaflet, other_hospital):
    keep(BLEEDING)
    assert phrases_of(other_hospital.pk, leaflet.pk) == ()


def standard(conversation) -> dict[str, list]:
    """What is kept of each part as standing there unchanged."""
    return {part: one.details.get(STANDARD_WORDING) for part, one in conversation.discussion.items()}


def test_a_note_that_holds_a_phrase_as_it_is_says_so_in_the_record_until_it_is_changed(
    keep, conversation, discuss, fresh
):
    keep(TUBE, BLEEDING)
    now = discuss(conversation, {"question-3": {"text": f"He asked. {BLEEDING.text}"}, "question-1": {"text": "Own"}})
    assert standard(now) == {"question-3": [BLEEDING.text], "question-1": None}
    content = json.loads(conversation.record.get(what="discussion saved").content)
    assert [part["details"] for part in content["parts"] if part["part"] == "question-3"] == [
        {STANDARD_WORDING: [BLEEDING.text]}
    ]
    now = discuss(conversation, {"question-3": {"text": "Bleeding is what he fears, because of his brother."}})
    assert standard(now)["question-3"] is None
    assert fault_of(conversation) is None


def test_the_same_note_again_is_no_change(keep, conversation, discuss):
    keep(BLEEDING)
    for _ in range(2):
        discuss(conversation, {"question-3": {"text": BLEEDING.text}})
    assert DiscussionNote.objects.count() == 1


def test_nobody_can_say_that_a_phrase_was_changed(keep, conversation, discuss):
    keep(BLEEDING)
    now = discuss(conversation, {"question-3": {"text": BLEEDING.text, "details": {STANDARD_WORDING: []}}})
    assert standard(now) == {"question-3": [BLEEDING.text]}


def test_a_phrase_that_the_hospital_changed_since_is_still_no_words_for_this_patient(keep, conversation, discuss):
    keep(BLEEDING)
    discuss(conversation, {"question-3": {"text": BLEEDING.text}})
    keep(TUBE, seen=1)
    now = discuss(conversation, {"question-3": {"text": f"{BLEEDING.text} He nodded."}})
    assert standard(now) == {"question-3": [BLEEDING.text]}


@pytest.mark.parametrize("part", ["question-3", "what-matters"])
def test_no_consent_on_a_phrase_that_nobody_fitted_to_the_patient(keep, iliofemoral, discuss, clinician, fresh, part):
    phrase = Phrase(part, "Standard", "These are the words that we keep for this.")
    keep(phrase)

    def missing() -> list[str]:
        return [one.id for one in outstanding(facts_of(fresh(iliofemoral)))]

    discuss(iliofemoral, {part: {"text": phrase.text}})
    assert missing() == [part]
    now = fresh(iliofemoral)
    with pytest.raises(ConsentNotYet):
        decide(
            conversation=now,
            choice="consent",
            reasons="To walk.",
            given=spoken(),
            seen=0,
            shown=now.head[0],
            by=clinician,
        )
    discuss(iliofemoral, {part: {"text": f"{phrase.text} She nodded."}})
    assert missing() == []


@pytest.mark.parametrize("statement", ["UPDATE sdm_phraselist SET document = '[]'", "DELETE FROM sdm_phraselist"])
def test_the_database_itself_keeps_every_version(keep, statement):
    keep(BLEEDING)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
