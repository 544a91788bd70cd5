"""Moving a conversation in progress to the edition of its leaflet that is in force now."""

from collections.abc import Iterable

from sdm.actions.agenda import keep, told
from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.models import AgendaItem, Answer, Conversation, DiscussionNote, Edition, User
from sdm.models.leaflets import published_content
from sdm.models.retelling import MOVED
from sdm.rules.moving import agenda_number, moved_answers, moved_notes, same_questions
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed, Status, Step, after

NOT_IN_FORCE = "This edition cannot be used. Load the page again to see which one can."


@recorded
def move_to_edition(*, conversation: Conversation, edition: Edition, by: User) -> None:
    """Move a conversation to the edition in force; what was said on words that are not there any more is kept.

    An answer stays where its question has the same words. Everything else stands beside the new words from then on, and
    is no answer to them. Moving to the edition on which it stands changes nothing. Raises NotAllowed after a decision,
    or for an edition that no conversation could begin with today.
    """
    after(Step.MOVE, Status(conversation.status))
    if edition.pk == conversation.edition_id:
        return
    in_force = Edition.objects.current().filter(translation_of=None, leaflet_id=conversation.leaflet_id)
    if not in_force.filter(pk=edition.pk, language=conversation.language).exists():
        raise NotAllowed(NOT_IN_FORCE)
    old, new = conversation.content, published_content(edition.pk)
    by_whom = clinician(by, conversation)
    moved = moved_answers(conversation.answers, old, new)
    answers = [Answer.on_top(conversation, one, by=by_whom.name) for one in moved]
    notes = [DiscussionNote.on_top(conversation, one, by=by_whom.name) for one in _notes(conversation, old, new)]
    items = _items(conversation, same_questions(old, new))
    content = {
        "edition": str(edition.pk),
        "edition_sha256": edition.seal(),
        "moved_from": str(conversation.edition_id),
        "Answer": [row.content() for row in answers],
        "DiscussionNote": [row.content() for row in notes],
    }
    entry = append(conversation, by=by_whom, what=MOVED, content=content | told(items))
    for row in (*answers, *notes):
        row.saved_at, row.recorded_as = entry.at, entry.sequence
    Answer.objects.bulk_create(answers)
    DiscussionNote.objects.bulk_create(notes)
    # Two items may change places: neither may stand in the other's way.
    AgendaItem.objects.filter(pk__in=[item.pk for item in items]).update(question_number=None)
    keep(items, entry)
    keep_changes(conversation, entry, moved_from_id=conversation.edition_id, moved_at=entry.at, edition=edition)


def _notes(conversation: Conversation, old, new) -> Iterable[Saved]:
    """Where nothing was said yet, nothing has to be said anew."""
    return moved_notes(conversation.discussion, old, new) if conversation.discussion else ()


def _items(conversation: Conversation, same: dict[int, int]) -> list[AgendaItem]:
    """Everything to talk about that belongs to another question now, or to none; it stays to be talked about."""
    moved = []
    for item in AgendaItem.objects.filter(conversation=conversation).exclude(question_number=None):
        number = agenda_number(item.question_number, same)
        if number != item.question_number:
            item.question_number = number
            moved.append(item)
    return moved
