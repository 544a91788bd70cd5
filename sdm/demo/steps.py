"""What happens in the demo's conversations: each step of a story is one of the app's own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sdm.actions.afterwards import answer_patient, say_it_is_wrong, say_mind_changed
from sdm.actions.agenda import close_item, raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, invite, open_invitation
from sdm.actions.decisions import consent_to_study, decide
from sdm.actions.discussion import save_discussion
from sdm.actions.follow_up import add_follow_up
from sdm.actions.help import arrange_help
from sdm.actions.mails import mail_the_link
from sdm.actions.procedure import plan_procedure
from sdm.actions.reading_briefs import mark_as_read
from sdm.models import AgendaItem, Conversation, User
from sdm.rules.giving import Given
from sdm.rules.parts import Saved, saved_in
from sdm.rules.people import Actor, Kind

# What a story tells in days before today, and the detail that it is saved as.
DAYS_AGO = {"governance_told_days_ago": "governance_told_on", "assessed_days_ago": "assessed_on"}


@dataclass(frozen=True)
class Story:
    """One conversation of the demo, and the clinician who holds it."""

    conversation: Conversation
    clinician: User

    def now(self) -> Conversation:
        """The conversation as it stands, ready to act on."""
        return Conversation.objects.to_act_on().get(pk=self.conversation.pk)

    @property
    def patient(self) -> Actor:
        """The patient as the record names them."""
        invitation = self.conversation.invitations.get(revoked_at__isnull=True)
        return Actor(Kind.PATIENT, str(invitation.pk), self.conversation.patient.name)


def take(story: Story, step: dict[str, Any]) -> None:
    """Take one step of a story; `do` names it, the rest is what the step needs."""
    needs = dict(step)
    STEPS[needs.pop("do")](story, **needs)


def _invite(story: Story) -> None:
    invite(conversation=story.now(), by=story.clinician)


def _mail(story: Story) -> None:
    conversation = story.now()
    mail_the_link(conversation=conversation, email=conversation.email, seen=0, by=story.clinician)


def _open(story: Story, date_of_birth: str = "") -> None:
    """Open the invitation, with another date of birth than the patient's where the story has one."""
    open_invitation(
        invitation=story.conversation.invitations.get(revoked_at__isnull=True),
        date_of_birth=date.fromisoformat(date_of_birth) if date_of_birth else story.conversation.patient.date_of_birth,
    )


def _answer(story: Story, answers: dict[str, dict], came_by: str = "") -> None:
    """The patient's answers; where `came_by` says how they came, the clinician types them in."""
    for part, given in answers.items():
        conversation = story.now()
        save_answer(
            conversation=conversation,
            part=part,
            text=given.get("text", ""),
            understanding=given.get("understanding", ""),
            details=given.get("details", {}),
            came_by=came_by,
            seen=saved_in(conversation.answers, part).revision,
            by=story.clinician if came_by else story.patient,
        )


def _send(story: Story, for_patient: bool = False) -> None:
    send_answers(conversation=story.now(), by=story.clinician if for_patient else story.patient)


def _read(story: Story, by: str = "") -> None:
    """The clinician, or somebody else of their hospital, marks the brief as read."""
    conversation = story.now()
    reader = User.objects.get(email=by) if by else story.clinician
    mark_as_read(conversation=conversation, seen=conversation.head[0], by=reader)


def _discuss(story: Story, notes: dict[str, dict]) -> None:
    conversation = story.now()
    saved = {
        part: Saved(
            part,
            text=note.get("text", ""),
            details=_with_dates(note.get("details", {})),
            revision=saved_in(conversation.discussion, part).revision,
        )
        for part, note in notes.items()
    }
    save_discussion(conversation=conversation, notes=saved, by=story.clinician)


def _with_dates(details: dict[str, Any]) -> dict[str, Any]:
    """The details, with the days that a story counts back from today as dates."""
    days = {name: details[name] for name in DAYS_AGO if name in details}
    kept = {name: value for name, value in details.items() if name not in days}
    return kept | {DAYS_AGO[name]: in_days(-ago).isoformat() for name, ago in days.items()}


def _raise(story: Story, text: str) -> None:
    raise_item(conversation=story.now(), text=text, by=story.clinician)


def _close(story: Story, items: list[dict]) -> None:
    for closing in items:
        item = AgendaItem.objects.get(conversation=story.conversation, question_number=closing["question"])
        close_item(
            conversation=story.now(),
            item=item,
            state=closing["state"],
            outcome=closing["outcome"],
            owner=closing.get("owner", ""),
            due_on=in_days(closing["due_in_days"]) if "due_in_days" in closing else None,
            by=story.clinician,
        )


def _given(values: dict[str, Any] | None) -> Given | None:
    """How a consent was given; the clinicians of a story show who they are as they sign."""
    if not values:
        return None
    drawn = tuple(tuple(map(tuple, stroke)) for stroke in values.get("drawn", ()))
    return Given(**{**values, "drawn": drawn}, checked_at=timezone.now())


def _consent_to_study(story: Story, given: dict[str, Any]) -> None:
    conversation = story.now()
    shown = conversation.head[0]
    consent_to_study(conversation=conversation, given=_given(given), shown=shown, by=story.clinician)


def _decide(
    story: Story, review_in_days: int | None = None, given: dict[str, Any] | None = None, **decision: Any
) -> None:
    conversation = story.now()
    decide(
        conversation=conversation,
        given=_given(given),
        review_on=in_days(review_in_days) if review_in_days else None,
        seen=0,
        shown=conversation.head[0],
        by=story.clinician,
        **decision,
    )


def _arrange(story: Story, help: dict[str, str]) -> None:
    notes = {need: Saved(need, text=text) for need, text in help.items()}
    arrange_help(conversation=story.now(), notes=notes, by=story.clinician)


def _correct(story: Story, text: str) -> None:
    say_it_is_wrong(conversation=story.now(), text=text, by=story.patient)


def _change_mind(story: Story, wants: str, text: str = "") -> None:
    say_mind_changed(conversation=story.now(), wants=wants, text=text, by=story.patient)


def _answer_patient(story: Story, outcome: str, text: str) -> None:
    """Answer the last thing that the patient said."""
    conversation = story.now()
    about = conversation.said_since[-1].entry
    answer_patient(conversation=conversation, about=about, outcome=outcome, text=text, by=story.clinician)


def _plan(story: Story, in_days: int, done_by: str = "", because: str = "") -> None:
    """Plan the procedure for a day to come."""
    on = timezone.localdate() + timedelta(days=in_days)
    plan_procedure(conversation=story.now(), on=on, done_by=done_by, because=because, by=story.clinician)


def _follow_up(story: Story, kind: str, text: str, due_in_days: int, owner: str = "") -> None:
    """Something to do, or a check; the clinician's own where the story names nobody."""
    who = {"owner_name": owner} if owner else {"owner": story.clinician}
    values = {"kind": kind, "text": text, "due_on": timezone.localdate() + timedelta(days=due_in_days), **who}
    add_follow_up(conversation=story.now(), by=story.clinician, **values)


def _cancel(story: Story) -> None:
    cancel(conversation=story.now(), by=story.clinician)


def in_days(days: int) -> date:
    """The date so many days from today."""
    return timezone.localdate() + timedelta(days=days)


STEPS: dict[str, Callable[..., None]] = {
    "invite": _invite,
    "mail": _mail,
    "open": _open,
    "answer": _answer,
    "send": _send,
    "read": _read,
    "discuss": _discuss,
    "raise": _raise,
    "close": _close,
    "study-consent": _consent_to_study,
    "decide": _decide,
    "arrange": _arrange,
    "correct": _correct,
    "change-mind": _change_mind,
    "answer-patient": _answer_patient,
    "plan": _plan,
    "follow-up": _follow_up,
    "cancel": _cancel,
}
