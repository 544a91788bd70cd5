"""The procedure: the day for which it is planned, and that the patient still agrees on that day."""

from datetime import date

from django.utils import timezone

from sdm.actions.recording import append, clinician, recorded
from sdm.models import Confirmation, Conversation, Decision, User
from sdm.models.agreement import Agreed, agreed, agreement_of
from sdm.models.facts import time_to_think
from sdm.rules.standing import Difference, why_not_confirmed
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import has_a_word, is_blank

SHORT = "There is less time to think than this hospital wants. Write down why first."
ANOTHER_DAY = "The procedure is planned for another day. Change the day first."
MOVED = "Something was recorded after you opened this page. Look at it first."
TELL = "Tell the patient what has changed, ask them again, and tick that you have."


class TellFirst(NotAllowed):
    """The patient has to be told what has changed, and asked again."""

    def __init__(self) -> None:
        super().__init__(TELL)


class PlanMoved(NotAllowed):
    """Somebody planned the procedure after the screen showed the plan."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this after you opened the page. Look at what stands now.")


@recorded
def plan_procedure(
    *, conversation: Conversation, on: date, done_by: str = "", because: str = "", seen: int = 0, by: User
) -> None:
    """Plan the procedure for a day, with who does it as far as that is known; the same again changes nothing.

    `because` says why there is less time to think than the hospital wants; it is asked for only where there is. `seen`
    is the entry of the plan on the screen, 0 for none. Raises PlanMoved, or NotAllowed: also where the patient has
    said no to the procedure, or has taken their consent back.
    """
    after(Step.PLAN_PROCEDURE, Status(conversation.status))
    decision = Decision.objects.latest_of(conversation)
    if why := agreement_of(conversation, decision).why_not_planned():
        raise NotAllowed(why)
    stands = (conversation.procedure_on, conversation.procedure_by, conversation.short_time_because)
    if (on, done_by, because) == stands:
        return
    if seen != (conversation.planned_as or 0):
        raise PlanMoved
    # From the latest decision, or from today without one.
    if not has_a_word(because) and time_to_think(conversation, decision, on).is_short:
        raise NotAllowed(SHORT)
    by_whom = clinician(by, conversation)
    conversation.procedure_on, conversation.procedure_by, conversation.short_time_because = on, done_by, because
    entry = append(conversation, by=by_whom, what="procedure planned", content=conversation.plan())
    conversation.planned_as = conversation.recorded_as = entry.sequence
    conversation.save(update_fields=["procedure_on", "procedure_by", "short_time_because", "planned_as", "recorded_as"])


@recorded
def confirm(
    *, conversation: Conversation, done_by: str, text: str = "", told: bool = False, seen: int, leaflet: str, by: User
) -> Confirmation:
    """Record that the patient said on the day that they still agree to the procedure.

    Where something has changed since they agreed, they are told of it and asked again (`told`); the confirmation keeps
    what they were told. `seen` is the last entry of the record that the screen knew of, and `leaflet` how the leaflet
    stood there (`Agreed.leaflet`): nobody was told of what their page did not show. The same again is the same.
    Raises NotAllowed where no consent is in force, where what has changed takes more than asking, or was not seen.
    """
    after(Step.CONFIRM, Status(conversation.status))
    found = agreed(conversation)
    stands = found.agreement.confirmation
    if stands and stands.entry == conversation.head[0] and (stands.done_by, stands.text) == (done_by, text):
        return conversation.confirmations.get(recorded_as=stands.entry)
    changed = found.changed_with(done_by)
    _may_confirm(found, changed, done_by, told)
    if conversation.head[0] != seen or (changed and leaflet != found.leaflet):
        raise NotAllowed(MOVED)
    confirmation = Confirmation(
        conversation=conversation,
        decision_number=found.decision.number,
        edition_id=found.newest_edition,
        done_by=done_by,
        told=[one.as_document() for one in changed],
        text=text,
        recorded_by=by.as_actor().name,
    )
    by_whom = clinician(by, conversation)
    entry = append(conversation, by=by_whom, what="still agrees", content=confirmation.content())
    confirmation.confirmed_at, confirmation.recorded_as = entry.at, entry.sequence
    confirmation.save(force_insert=True)
    return confirmation


def _may_confirm(found: Agreed, changed: tuple[Difference, ...], done_by: str, told: bool) -> None:
    conversation, today = found.conversation, timezone.localdate()
    if why := why_not_confirmed(found.agreement.standing(changed), changed):
        raise NotAllowed(why)
    if is_blank(done_by):
        raise NotAllowed("Write who does the procedure.")
    if conversation.procedure_on not in (None, today):
        raise NotAllowed(ANOTHER_DAY)
    # Where no day was planned, this is the day.
    if time_to_think(conversation, found.decision, today).lacks_reason:
        raise NotAllowed(SHORT)
    if changed and not told:
        raise TellFirst
