"""What staff arrange for what a patient needs: an interpreter booked, large print sent."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sdm.actions.recording import Stale, append, clinician, recorded
from sdm.models import ArrangedHelp, Conversation, User
from sdm.rules.needs import ARRANGED_AT_MOST, ARRANGED_FOR, NAMES
from sdm.rules.parts import Saved, saved_in
from sdm.rules.transitions import NotAllowed, Status, Step, after


@recorded
def arrange_help(
    *, conversation: Conversation, notes: Mapping[str, Saved], holds: Collection[str] = (), by: User
) -> None:
    """Save who or what was arranged and when, by need; what says the same as before is left alone.

    `notes` gives the new text of each, empty to take it back, with `revision` as the one that was on the screen. Either
    all are saved or none. `holds` are the needs of which somebody says that what was arranged for another day is
    arranged for that of the appointment, too: those are saved anew in the same words. Raises Stale with what somebody
    else arranged in between, NotAllowed after a cancellation.
    """
    after(Step.ARRANGE_HELP, Status(conversation.status))
    stands = {need: saved_in(conversation.help, need) for need in notes}
    anew = {need for need in holds if need in stands and stands[need].details.get(ARRANGED_FOR)}
    changed = {need: note for need, note in notes.items() if note.text != stands[need].text or need in anew}
    if any(need not in NAMES or len(note.text) > ARRANGED_AT_MOST for need, note in changed.items()):
        raise NotAllowed("There is no such help, or what you wrote is too long.")
    if stale := {need: stands[need] for need, note in changed.items() if note.revision != stands[need].revision}:
        raise Stale(stale)
    if not changed:
        return
    named = (replace(note, wording=NAMES[note.part]) for note in changed.values())
    rows = [ArrangedHelp.on_top(conversation, note, by=by.as_actor().name) for note in named]
    content = {"parts": [row.content() for row in rows]}
    entry = append(conversation, by=clinician(by, conversation), what="help arranged", content=content)
    for row in rows:
        row.saved_at, row.recorded_as = entry.at, entry.sequence
    ArrangedHelp.objects.bulk_create(rows)
