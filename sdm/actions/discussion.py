"""What clinicians record of the discussion."""

from collections.abc import Mapping
from dataclasses import replace

from sdm.actions.recording import Stale, append, clinician, keep_changes, recorded
from sdm.models import Conversation, DiscussionNote, User
from sdm.models.phrases import phrases_of
from sdm.rules.moving import with_earlier
from sdm.rules.parts import RESEARCH, WITHHELD, Saved, question_number, saved_in
from sdm.rules.phrases import STANDARD_WORDING, texts_of, typed, unchanged
from sdm.rules.studies import without_old_tick
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.withholding import missing


@recorded
def save_discussion(*, conversation: Conversation, notes: Mapping[str, Saved], by: User) -> dict[str, Saved]:
    """Save parts of the discussion; parts that hold what they held before are left alone.

    `notes` gives, by part, the new text and details, with `revision` as the one that was on the screen. Each is kept
    with the phrases of the hospital that stand in it unchanged (`rules.phrases`), whoever says otherwise.
    That a study was explained counts for the one that was named then (`rules.studies`).
    Either all parts are saved or none. Raises Stale with the parts that somebody else saved in between,
    and NotAllowed where the conversation is decided or cancelled, or what is withheld has no reason.
    """
    status = after(Step.RECORD_DISCUSSION, Status(conversation.status))
    stands = conversation.discussion
    notes = {part: with_earlier(note, saved_in(stands, part)) for part, note in notes.items()}
    if RESEARCH in notes and RESEARCH in stands:
        note = notes[RESEARCH]
        notes[RESEARCH] = replace(note, details=without_old_tick(stands[RESEARCH].details, note.details))
    changed = {part: note for part, note in notes.items() if _differs(stands.get(part), note)}
    changed = _with_standard_wording(conversation, changed)
    stale = {
        part: saved_in(stands, part)
        for part, note in changed.items()
        if note.revision != saved_in(stands, part).revision
    }
    if stale:
        raise Stale(stale)
    if not changed:
        return stands
    if WITHHELD in changed and (unsaid := missing(changed[WITHHELD].details)):
        raise NotAllowed(f"{unsaid[0][1]}.")
    rows = [_row(conversation, note, by) for note in changed.values()]
    content = {"parts": [row.content() for row in rows], "status": status.value}
    entry = append(conversation, by=clinician(by, conversation), what="discussion saved", content=content)
    for row in rows:
        row.saved_at, row.recorded_as = entry.at, entry.sequence
    DiscussionNote.objects.bulk_create(rows)
    if status != conversation.status:
        keep_changes(conversation, entry, status=status.value)
    return stands | {row.part: row.as_saved() for row in rows}


def _with_standard_wording(conversation: Conversation, notes: Mapping[str, Saved]) -> dict[str, Saved]:
    """The notes, each with the phrases of the hospital that stand in it unchanged, as they are kept at this moment.

    What was a phrase when it was saved before, and still stands there, is still no words for this patient.
    """
    if not any(note.text for note in notes.values()):
        return dict(notes)
    kept = phrases_of(conversation.hospital_id, conversation.leaflet_id)
    stands = conversation.discussion
    return {part: _marked(note, texts_of(kept, stands.get(part))) for part, note in notes.items()}


def _marked(note: Saved, phrases: list[str]) -> Saved:
    own = {name: value for name, value in note.details.items() if name != STANDARD_WORDING}
    found = unchanged(note.text, phrases)
    return replace(note, details={**own, STANDARD_WORDING: list(found)} if found else own)


def _differs(stands: Saved | None, note: Saved) -> bool:
    if stands is None:
        return not note.is_empty
    return (stands.text, typed(stands)) != (note.text, typed(note))


def _row(conversation: Conversation, note: Saved, by: User) -> DiscussionNote:
    number = question_number(note.part)
    question = conversation.content.question(number) if number else None
    asked = replace(note, wording=question.wording if question else "")
    return DiscussionNote.on_top(conversation, asked, by=by.as_actor().name)
