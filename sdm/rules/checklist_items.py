"""The items of the decision-aid checklist in plain words, and what is said on one of them.

Items 1 to 20 are those of standards for decision aids; the others are this project's own, on what consent rests on, on
what a translation has to share with its original, and a leaflet with the file that it came from.
"""

from dataclasses import dataclass
from enum import StrEnum

from sdm.rules.publishing import WHAT_NICE_SAYS, Place
from sdm.rules.words import marked

# What an edition has to meet before it is published: IPDAS's qualifying criteria, and what keeps consent safe.
QUALIFYING = (*range(1, 7), WHAT_NICE_SAYS)


class State(StrEnum):
    """Whether an item holds, or a person has to look where no rule can tell, or there is nothing yet to judge.

    What goes by English words is not judged in another language.
    """

    MET = "met"
    NOT_MET = "not-met"
    NOT_SURE = "not-sure"
    NOTHING_YET = "nothing-yet"
    NOT_JUDGED = "not-judged"

    @property
    def title(self) -> str:
        """The state as people read it."""
        return STATES[self]


STATES = {
    State.MET: marked("Met"),
    State.NOT_MET: marked("Not met"),
    State.NOT_SURE: marked("Not sure"),
    State.NOTHING_YET: marked("Nothing to check yet"),
    State.NOT_JUDGED: marked("Not judged"),
}
# Those of which there is no verdict.
WITHOUT_VERDICT = (State.NOTHING_YET, State.NOT_JUDGED)


@dataclass(frozen=True)
class Item:
    """One item of the checklist: its number, what holds of the edition where it is met, and whose rule it is."""

    number: int
    words: str
    source: str

    @property
    def stops_publishing(self) -> bool:
        """Whether an edition that does not meet it cannot be published."""
        return self.number in QUALIFYING


@dataclass(frozen=True)
class Finding:
    """One thing to say on an item: a sentence, the page that it is about, and the option or matter there, if any.

    `part` is the id of the part of a translation that it is about (`sdm.rules.translating`), and is mended there.
    """

    place: Place
    sentence: str
    option: str = ""
    matter: str = ""
    part: str = ""


@dataclass(frozen=True)
class Check:
    """An item, whether it holds, and why; `findings` say where each thing can be mended."""

    item: Item
    state: State
    findings: tuple[Finding, ...]

    @property
    def why(self) -> str:
        """Everything there is to say on it."""
        return " ".join(finding.sentence for finding in self.findings)

    @property
    def place(self) -> Place:
        """The page where it is mended, or the first of them."""
        return self.findings[0].place


ITEMS = tuple(
    Item(number, words, source)
    for number, (words, source) in enumerate(
        (
            (marked("It names the health condition."), "IPDAS 1.1.1"),
            (marked("It says that there is a decision to make."), "IPDAS 1.1.2"),
            (marked("It lists the options, and not having the procedure is one of them."), "IPDAS 1.1.3"),
            (marked("It gives the good points of each option."), "IPDAS 1.1.4"),
            (marked("It gives the bad points of each option."), "IPDAS 1.1.5"),
            (marked("It says what living with the result is like."), "IPDAS 1.2.1"),
            (marked("It shows all options in the same detail and in the same type."), "IPDAS 2.1.1"),
            (marked("It says where its facts come from."), "IPDAS 2.2.1"),
            (marked("It says when it was published, and when it will be looked at again."), "IPDAS 2.2.2, 2.2.3"),
            (marked("It says how sure its numbers are."), "IPDAS 2.2.4"),
            (marked("It says who paid for it."), "IPDAS 2.3.1"),
            (marked("It gives each number as so many in 100, over the same time for each option."), "NICE ECD8"),
            (marked("It says for each number who it was seen in, and over what time."), "NICE ECD8"),
            (marked("It has a number beside each word such as “rare”."), "NICE ECD8"),
            (marked("It shows each number as a picture and in words, for those who have it and those who do not."), ""),
            (marked("It says what happens without the procedure."), "NICE ECD8"),
            (marked("It is easy to read: for people of 9 to 11 where it can be, and never above 14."), "PIF TICK"),
            (marked("It explains each medical word in plain words."), "PIF TICK"),
            (marked("It recommends no option."), "NICE ECD8"),
            (marked("It says whom to ask, and where to find out more."), "PIF TICK"),
            (
                marked("It says of each kind of the condition what the leaflet says. A person checked this."),
                "",
            ),
            (marked("Each of these sentences is plain, and names the kind of the condition that it is about."), ""),
        ),
        start=1,
    )
)
# These are judged of a translation only.
OF_TRANSLATIONS = tuple(
    Item(number, words, "")
    for number, words in enumerate(
        (
            marked("It has the same questions, options, points and numbers in 100 as its original."),
            marked("Its words have the same numbers as its original."),
            marked("Its links lead where those of its original lead."),
            marked("It says each part in the same detail and in the same type as its original."),
        ),
        start=len(ITEMS) + 1,
    )
)
# Judged by the words that the leaflet came from, and not by what an edition holds alone.
AGAINST_SOURCE = Item(
    OF_TRANSLATIONS[-1].number + 1, marked("The leaflet’s words are the same as in the file that they came from."), ""
)
ALL_ITEMS = {item.number: item for item in (*ITEMS, *OF_TRANSLATIONS, AGAINST_SOURCE)}
