"""NICE's four categories for an interventional procedure, and what each means for a patient."""

from enum import StrEnum

from sdm.rules.words import marked


class Arrangement(StrEnum):
    """What NICE says about doing a procedure for one indication; UNKNOWN until a person has settled it."""

    STANDARD = "standard"
    SPECIAL = "special"
    RESEARCH = "research"
    DO_NOT_USE = "do-not-use"
    UNKNOWN = "unknown"

    @property
    def title(self) -> str:
        """The category's name as people see it."""
        return TITLES[self]

    @property
    def meaning(self) -> str:
        """One plain sentence on what the category means."""
        return MEANINGS[self]


TITLES = {
    Arrangement.STANDARD: marked("Standard arrangements"),
    Arrangement.SPECIAL: marked("Special arrangements"),
    Arrangement.RESEARCH: marked("Only in research"),
    Arrangement.DO_NOT_USE: marked("Do not use"),
    Arrangement.UNKNOWN: marked("Not known yet"),
}

# Source: NICE's four categories for interventional procedures, in this project's plain words.
MEANINGS = {
    Arrangement.STANDARD: marked("Enough is known about this procedure for doctors to think about using it."),
    Arrangement.SPECIAL: marked(
        "It is not certain how safe it is or how well it works. It can be used with extra care: "
        "what is not known is explained, and how each patient gets on is checked."
    ),
    Arrangement.RESEARCH: marked(
        "There are still important things to find out. It can only be used as part of a research study."
    ),
    Arrangement.DO_NOT_USE: marked("It does not work well enough, or it is not safe enough. It must not be offered."),
    Arrangement.UNKNOWN: marked("Nobody has settled yet what the leaflet says about this."),
}
