"""What an answer or a clinician puts on the agenda, and how items end."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sdm.actions.follow_up import follow_parked
from sdm.actions.recording import append, clinician, recorded
from sdm.models import AgendaItem, Conversation, RecordEntry, User
from sdm.models.phrases import phrases_about
from sdm.rules.agenda import ALOUD, ANSWERED, OPEN, PARKED, Ending, Standing, after_answers, why_not, why_not_again
from sdm.rules.edition import EditionContent
from sdm.rules.parts import TALK, Saved, question_number
from sdm.rules.patient_fields import ASKS
from sdm.rules.people import Kind
from sdm.rules.phrases import is_standard
from sdm.rules.transitions import NotAllowed, Status, Step, after

# More than these no conversation holds in all; the summary prints every one.
ITEMS_AT_MOST = 60
STANDARD_IS_NO_ANSWER = "This is standard wording alone. Write down what was said to this patient."


def agenda_after(
    answers: Iterable[Saved], conversation: Conversation, *, before: Iterable[Saved] = ()
) -> list[AgendaItem]:
    """The items that these answers raise, reword or withdraw, not saved yet; `before` is what they change.

    A question that the patient wants to talk about has one open item with their newest words, and so has each thing
    that they want to ask on it. Where the earlier one was closed already, there is a new one for what they write anew,
    because that has not been talked about. What they withdrew and write anew is the same item, open again: words are
    saved while they are typed, and somebody who empties a box to write in it anew has changed one thing.
    """
    content = conversation.content
    wanted, wanted_before = _wanted_by(answers, content), _wanted_by(before, content)
    raised = AgendaItem.objects.filter(
        conversation=conversation,
        raised_by=Kind.PATIENT,
        state__in=(AgendaItem.OPEN, AgendaItem.WITHDRAWN),
        question_number__in={number for number, _ in wanted},
    )
    # Of several the open one counts, else the newest.
    in_order = sorted(raised, key=lambda item: (item.state == AgendaItem.OPEN, item.recorded_as))
    latest = {(item.question_number, item.place): item for item in in_order}
    stands = {place: Standing(item.text, item.state) for place, item in latest.items()}
    changed = []
    for (number, place), now in sorted(after_answers(stands, wanted, wanted_before).items()):
        item = latest.get((number, place)) or AgendaItem(
            conversation=conversation, raised_by=Kind.PATIENT.value, question_number=number, place=place
        )
        item.text, item.state = now.text, now.state
        changed.append(item)
    return changed


def _wanted_by(answers: Iterable[Saved], content: EditionContent) -> dict[tuple[int, int], str]:
    """What answers to questions want on the agenda, by question and place; empty words want nothing there.

    A question that the patient wants to talk about without a word of their own stands there as the conversation's own
    edition asks it, in whatever language they read it: the clinician reads the agenda, too.
    """
    wanted = {}
    for saved in answers:
        if number := question_number(saved.part):
            question = content.question(number)
            words = saved.text or (question.wording if question else saved.wording)
            wanted[number, 0] = words[:1000] if saved.understanding == TALK else ""
            wanted |= {(number, place): saved.details.get(name) or "" for place, name in enumerate(ASKS, start=1)}
    return wanted


def told(items: Iterable[AgendaItem]) -> dict:
    """What an entry of the record says of the agenda; nothing where nothing of it changes."""
    items = [item.content() for item in items]
    return {"agenda": items} if items else {}


def keep(items: Iterable[AgendaItem], entry: RecordEntry) -> None:
    """Save items as the entry tells them."""
    for item in items:
        item.raised_at = item.raised_at or entry.at
        item.recorded_as = entry.sequence
        item.save()


@recorded
def raise_item(*, conversation: Conversation, text: str, aloud: bool = False, by: User) -> AgendaItem:
    """Put something on the agenda for the clinician; the same words again, while they are open, are the same item.

    Where the patient or their family asked it `aloud`, it is theirs, written down for them: only they take it back.
    Raises NotAllowed after a decision, or where there is too much on it.
    """
    after(Step.RECORD_DISCUSSION, Status(conversation.status))
    items = AgendaItem.objects.filter(conversation=conversation)
    whose = {"raised_by": Kind.PATIENT.value, "place": ALOUD} if aloud else {"raised_by": Kind.STAFF.value}
    if same := items.filter(**whose, state=AgendaItem.OPEN, text=text).first():
        return same
    if items.count() >= ITEMS_AT_MOST:
        raise NotAllowed("There is too much on the list. Write it down under one of the questions instead.")
    item = AgendaItem(conversation=conversation, text=text, **whose)
    entry = append(conversation, by=clinician(by, conversation), what="agenda item raised", content=told([item]))
    keep([item], entry)
    return item


@recorded
def close_item(
    *,
    conversation: Conversation,
    item: AgendaItem,
    state: str,
    outcome: str = "",
    owner: str = "",
    due_on: date | None = None,
    seen: int | None = None,
    by: User,
) -> AgendaItem:
    """Close an agenda item: answered with what was said, parked with an owner and a date, or withdrawn.

    What is parked stands among what is to be done, too (`actions.follow_up`), as an entry of its own. `seen` is the
    item's `recorded_as` on the screen, where there is one: words that the patient has changed since are read again
    before they count as talked about. Closing it again in the same way changes nothing. Raises NotAllowed where the
    item may not end so (`rules.agenda.why_not`), or where a phrase alone is to be the answer.
    """
    after(Step.RECORD_DISCUSSION, Status(conversation.status))
    item = AgendaItem.objects.get(pk=item.pk, conversation=conversation)
    ending = Ending(state, outcome, owner, due_on)
    closing = asdict(ending)
    if all(getattr(item, name) == value for name, value in closing.items()):
        return item
    if item.state == AgendaItem.OPEN and seen is not None and item.recorded_as != seen:
        raise NotAllowed("The patient has changed this since you opened the page. Read it again first.")
    if why := why_not(ending, state=item.state, raised_by=item.raised_by, by=Kind.STAFF):
        raise NotAllowed(why)
    if state == ANSWERED and is_standard(outcome, phrases_about(item, conversation)):
        raise NotAllowed(STANDARD_IS_NO_ANSWER)
    for name, value in closing.items():
        setattr(item, name, value)
    by_whom = clinician(by, conversation)
    entry = append(conversation, by=by_whom, what=f"agenda item {state}", content=told([item]))
    keep([item], entry)
    if state == PARKED:
        follow_parked(conversation=conversation, item=item, by=by_whom)
    return item


@recorded
def open_item_again(*, conversation: Conversation, item: AgendaItem, seen: int | None = None, by: User) -> AgendaItem:
    """Have a closed item talked about again: what was said, who and when stay with it until it ends anew.

    `seen` is the item's `recorded_as` on the screen. What was parked is not to be done any more. Raises NotAllowed
    where it may not (`rules.agenda.why_not_again`), or where the patient has something newer in its place.
    """
    after(Step.RECORD_DISCUSSION, Status(conversation.status))
    item = AgendaItem.objects.get(pk=item.pk, conversation=conversation)
    if item.state == OPEN:
        return item
    if seen is not None and item.recorded_as != seen:
        raise NotAllowed("Somebody changed this after you opened the page. Look at it first.")
    if why := why_not_again(state=item.state, raised_by=item.raised_by):
        raise NotAllowed(why)
    if item.raised_by == Kind.PATIENT and not item.is_aloud and _newer_open(item):
        raise NotAllowed("The patient has written something newer about this. It is on the list as well.")
    was, item.state = item.state, OPEN
    by_whom = clinician(by, conversation)
    entry = append(conversation, by=by_whom, what="agenda item open again", content=told([item]))
    keep([item], entry)
    if was == PARKED:
        follow_parked(conversation=conversation, item=item, by=by_whom)
    return item


def _newer_open(item: AgendaItem) -> bool:
    place = {"question_number": item.question_number, "place": item.place, "raised_by": item.raised_by}
    return AgendaItem.objects.filter(conversation=item.conversation_id, state=OPEN, **place).exists()
