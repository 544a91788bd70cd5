"""Whether a consent still stands, and what has changed since it was given: each difference by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sdm.rules.afterwards import CONSENT, CORRECTION, Said
from sdm.rules.transitions import Status
from sdm.rules.words import marked


class Standing(StrEnum):
    """Where the patient's agreement to the procedure stands."""

    NONE = "none"
    WITHDRAWN = "withdrawn"
    OPENED_AGAIN = "opened-again"
    WAITS = "waits"
    ASK_AGAIN = "ask-again"
    STANDS = "stands"
    CONFIRMED = "confirmed"

    @property
    def has_a_plan(self) -> bool:
        """Whether a day that was planned for the procedure means anything to the patient."""
        return self not in (Standing.NONE, Standing.WITHDRAWN)

    @property
    def is_asked_on_the_day(self) -> bool:
        """Whether the patient is asked on the day at all; what was taken back or opened again takes a new decision."""
        return self not in (Standing.NONE, Standing.WITHDRAWN, Standing.OPENED_AGAIN)

    @property
    def is_a_consent(self) -> bool:
        """Whether there is a consent that counts, even where the patient has to be asked again."""
        return self in (Standing.ASK_AGAIN, Standing.STANDS, Standing.CONFIRMED)


# Why an agreement cannot be confirmed on the day, to staff: nobody is asked, or something comes first.
WHY_NOT_CONFIRMED = {
    Standing.NONE: "There is no consent to confirm.",
    Standing.WITHDRAWN: "The consent was taken back. Talk with the patient, and record what they decide now.",
    Standing.OPENED_AGAIN: "The discussion was opened again. Record what the patient decides now.",
    Standing.WAITS: "The patient wants to talk first. Talk with them, and answer them.",
}
NOT_BY_ASKING = "Something has changed that takes another discussion, or an answer. See what has changed."
# Why no procedure can be planned once something is decided, to staff.
WHY_NOT_PLANNED = {
    Standing.NONE: (
        "The patient decided not to have the procedure, so no day can be planned for it. If they change their mind, "
        "open the discussion again."
    ),
    Standing.WITHDRAWN: (
        "The consent was taken back, so no day can be planned for the procedure. Talk with the patient, and record "
        "what they decide now."
    ),
}
# What a summary says of an agreement that is not in force, right below what was decided; both sides read it.
NOT_IN_FORCE = {
    Standing.WITHDRAWN: marked("This does not count any more. The agreement to have the procedure was taken back."),
    Standing.OPENED_AGAIN: marked("This does not count any more. It is being talked about again."),
    Standing.WAITS: marked("This waits until the patient and the team have talked again."),
}


class Kind(StrEnum):
    """What can be different from when a consent was given."""

    WITHDRAWN = "withdrawn"
    EDITION = "edition"
    ARRANGEMENT = "arrangement"
    CLINICIAN = "clinician"
    ANSWER = "answer"
    FACT = "fact"
    WRONG = "wrong"


NAMES = {
    Kind.WITHDRAWN: marked("The leaflet that the patient agreed on was withdrawn"),
    Kind.EDITION: marked("There is a newer edition of the leaflet"),
    Kind.ARRANGEMENT: marked("NICE's advice for this kind of the condition has changed"),
    Kind.CLINICIAN: marked("Somebody else does the procedure"),
    Kind.ANSWER: marked("The patient's answer has changed"),
    Kind.FACT: marked("What was recorded has changed"),
    Kind.WRONG: marked("The patient said that something in the summary is wrong"),
}
# What cannot be put right by asking again on the day: it takes another discussion, or an answer first.
TAKES_MORE_THAN_ASKING = (Kind.ARRANGEMENT, Kind.ANSWER, Kind.FACT)


@dataclass(frozen=True)
class Basis:
    """What a consent rests on at one moment, in words.

    `edition` names the newest edition that the patient was told of, `arrangement` is NICE's category there for their
    kind of the condition. `answers` are what the patient wrote and `facts` what was recorded, by what they are about.
    `withdrawn` is why their own edition must not be used any more, empty where it may be.
    """

    edition: str
    arrangement: str
    clinician: str
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    withdrawn: str = ""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was; `about` says which where there can be several, and empty words mean nothing.

    `waits` where it is the patient's own word, and nobody has answered it.
    """

    kind: Kind
    about: str = ""
    was: str = ""
    now: str = ""
    waits: bool = False

    @property
    def name(self) -> str:
        """What it is, in English."""
        return NAMES[self.kind]

    @property
    def can_be_asked_about(self) -> bool:
        """Whether telling the patient and asking again on the day is enough."""
        return self.kind not in TAKES_MORE_THAN_ASKING and not self.waits

    def as_document(self) -> dict[str, Any]:
        """The same as JSON values, as a confirmation keeps it."""
        return {name: value for name, value in asdict(self).items() if name != "waits"} | {"kind": self.kind.value}


def why_not_confirmed(standing: Standing, changed: Collection[Difference]) -> str:
    """Why the patient cannot say on the day that they still agree, for staff; empty where they can."""
    if why := WHY_NOT_CONFIRMED.get(standing):
        return why
    return "" if all(one.can_be_asked_about for one in changed) else NOT_BY_ASKING


def differences(given: Basis, now: Basis) -> tuple[Difference, ...]:
    """Everything in which what is now differs from what a consent was given on, each by its name."""
    found = []
    if now.withdrawn and not given.withdrawn:
        found.append(Difference(Kind.WITHDRAWN, now=now.withdrawn))
    if given.edition != now.edition:
        found.append(Difference(Kind.EDITION, was=given.edition, now=now.edition))
    if given.arrangement != now.arrangement:
        found.append(Difference(Kind.ARRANGEMENT, was=given.arrangement, now=now.arrangement))
    if not is_same_person(given.clinician, now.clinician):
        found.append(Difference(Kind.CLINICIAN, was=given.clinician, now=now.clinician))
    found += _between(Kind.ANSWER, given.answers, now.answers)
    found += _between(Kind.FACT, given.facts, now.facts)
    return tuple(found)


def _between(kind: Kind, given: Mapping[str, str], now: Mapping[str, str]) -> list[Difference]:
    """What differs in words that go by what they are about; what is not there says nothing."""
    pairs = ((about, given.get(about, ""), now.get(about, "")) for about in dict.fromkeys([*given, *now]))
    return [Difference(kind, about, was, is_now) for about, was, is_now in pairs if was != is_now]


def is_same_person(one: str, other: str) -> bool:
    """Whether two ways of writing somebody mean the same: small letters, spaces and what follows a comma do not count.

    The record names staff with what they are, as in "Dr Amira Khan, Consultant"; people write "Dr Amira Khan".
    """
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[\s.]+", " ", name.partition(",")[0]).strip().casefold()


@dataclass(frozen=True)
class Confirmed:
    """That the patient said on the day that they still agree; `entry` is its entry of the record."""

    about: int
    entry: int
    confirmed_at: datetime
    recorded_by: str
    done_by: str
    edition: str = ""
    text: str = ""
    told: tuple[dict[str, str], ...] = field(default=(), hash=False)

    def as_document(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self) | {"confirmed_at": self.confirmed_at.isoformat(timespec="seconds"), "told": list(self.told)}


@dataclass(frozen=True)
class Agreement:
    """The latest decision of a conversation, with all that bears on whether it is a consent in force.

    `number` and `choice` are the decision's, 0 and empty before any. `planned_as` is the entry of the record that last
    changed the plan for the procedure, 0 where there is none.
    """

    status: Status
    number: int = 0
    choice: str = ""
    said: Sequence[Said] = ()
    confirmations: Sequence[Confirmed] = ()
    planned_as: int = 0

    @property
    def about_it(self) -> tuple[Said, ...]:
        """What was said since about this very decision."""
        return tuple(one for one in self.said if one.about == self.number)

    @property
    def confirmation(self) -> Confirmed | None:
        """The last time that the patient said on the day that they still agree; None where they never did."""
        about_it = (one for one in self.confirmations if one.about == self.number)
        return max(about_it, key=lambda one: one.entry, default=None)

    def standing(self, changed: Collection[Difference] = ()) -> Standing:
        """Where the agreement stands; `changed` is what differs from when the patient last agreed.

        Nothing but another decision brings back what was withdrawn, or what was opened again.
        """
        if self.choice != CONSENT or self.status is Status.CANCELLED:
            return Standing.NONE
        if any(said.withdraws for said in self.about_it):
            return Standing.WITHDRAWN
        if self.status is not Status.DECIDED:
            return Standing.OPENED_AGAIN
        if any(said.waits and said.is_change_of_mind for said in self.about_it):
            return Standing.WAITS
        if changed:
            return Standing.ASK_AGAIN
        return Standing.CONFIRMED if self._is_confirmed else Standing.STANDS

    @property
    def _is_confirmed(self) -> bool:
        """A word about the decision, or another plan, after it was confirmed wants it confirmed anew."""
        later = [said.entry for said in self.about_it if said.is_change_of_mind] + [self.planned_as]
        return self.confirmation is not None and self.confirmation.entry > max(later)

    @property
    def is_planned_since(self) -> bool:
        """Whether the plan is newer than what the patient said on the day: until then their word on the day counts."""
        return self.confirmation is None or self.planned_as > self.confirmation.entry

    def why_not_planned(self) -> str:
        """Why no day can be planned for the procedure, for staff; empty where one can.

        While it is being talked about a day may be looked for; once it is decided, only a consent in force has one.
        """
        return WHY_NOT_PLANNED.get(self.standing(), "") if self.status is Status.DECIDED else ""

    def said_wrong(self) -> tuple[Difference, ...]:
        """What the patient said is wrong in the summary, since they last agreed; what is right as it was is none."""
        since = self.confirmation.entry if self.confirmation else 0
        return tuple(
            Difference(Kind.WRONG, now=said.text, waits=said.waits)
            for said in self.about_it
            if said.what == CORRECTION and (said.waits or (said.is_accepted and said.entry > since))
        )
