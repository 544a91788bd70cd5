"""The parts of the patient's list as pages: where each stands, what stands in it, and which comes next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sdm.models import Conversation
from sdm.pages.access import Visit
from sdm.pages.languages import words_in
from sdm.rules.journey import ToDo, to_do
from sdm.rules.moving import Earlier, earlier_of
from sdm.rules.parts import OPTIONS, PEOPLE_AND_HELP, READ, WHAT_MATTERS, WHERE_I_AM, Saved, saved_in
from sdm.rules.patient_fields import Line, lines_of

NAMES = {
    READ: "patient-read",
    OPTIONS: "patient-options",
    WHAT_MATTERS: "patient-what-matters",
    PEOPLE_AND_HELP: "patient-people-and-help",
    WHERE_I_AM: "patient-where-i-am",
}


@dataclass(frozen=True)
class Step:
    """One part of the patient's list, with its address, and what they wrote and chose there as it is saved and read."""

    thing: ToDo
    address: str
    saved: Saved
    lines: tuple[Line, ...] = ()
    language: str = ""

    @property
    def earlier(self) -> list[Earlier]:
        """What they wrote there to words of an earlier edition."""
        return earlier_of(self.saved)

    @property
    def title(self) -> str:
        """What it is called, in the reader's language; a question has the leaflet's wording, in the leaflet's."""
        return _title(self.thing, self.language)


def steps(visit: Visit) -> tuple[Step, ...]:
    """Every part of the patient's list, in its order, with what stands in it."""
    content, answers, language = visit.content, visit.conversation.answers, visit.edition.language
    saved = ((thing, saved_in(answers, thing.part)) for thing in to_do(content, answers))
    return tuple(Step(thing, address_of(thing), now, lines_of(now, content), language) for thing, now in saved)


def address_of(thing: ToDo) -> str:
    """Where the page of a part stands."""
    return reverse("patient-question", args=[thing.number]) if thing.number else reverse(NAMES[thing.part])


def title_of(visit: Visit, part: str) -> str:
    """What a part is called on the patient's list."""
    things = to_do(visit.content, visit.conversation.answers)
    return next(_title(thing, visit.edition.language) for thing in things if thing.part == part)


def _title(thing: ToDo, language: str) -> str:
    return words_in(language, thing.title) if thing.number else _(thing.title)


def address_after(conversation: Conversation, part: str) -> str:
    """The page to go to from a part: the next one that is not done, else the check page.

    What comes before is not asked for again: nobody has to do everything, and the check page shows what is empty.
    """
    things = to_do(conversation.content, conversation.answers)
    here = next(place for place, thing in enumerate(things) if thing.part == part)
    left = next((thing for thing in things[here + 1 :] if not thing.done), None)
    return address_of(left) if left else reverse("patient-check")
