"""A FICTIONAL leaflet in which somebody counted: 0, 1, 3, 30, 50 and 100 in 100."""

from datetime import date

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import (
    EditionContent,
    Indication,
    Matter,
    Note,
    Option,
    Outcome,
    Question,
    Section,
    Touch,
)


def counted_leaflet() -> EditionContent:
    """The content of an edition that may be published."""
    study = {"seen_in": "240 adults in one study", "how_sure": "Not very sure: few people", "source": "A study"}
    walking = Outcome("Walking without pain", in_100=50, period="after 1 year", **study)
    harms = (
        Outcome("An infection", in_100=1, period="in the first month", **study),
        Outcome("A numb toe", in_100=100, source="A study"),
        Outcome("The zorb breaks", in_100=0, period="over 2 years", source="A study"),
        Outcome("Pain that stays"),
        Outcome("You stay for a day", figure="", source="The leaflet"),
    )
    return EditionContent(
        title="Zorbital realignment for a crooked zorb",
        reference="ZZZ1",
        published=date(2026, 2, 28),
        condition="A crooked zorb",
        living_with="Not known.",
        sections=(Section("", "A zorb is a joint. It is only set straight with regular checks."),),
        questions=(Question(1, "What does it involve?", ("A zorb is a joint.",)),),
        indications=(
            Indication("zorb", "A zorb", Arrangement.SPECIAL, "It is only set straight with regular checks.", True),
        ),
        options=(
            Option("cut", "Have it set straight", "It is cut.", True, False, benefits=(walking,), risks=harms),
            Option(
                "wait",
                "Not have it: exercises",
                "You exercise.",
                is_no_procedure=True,
                benefits=(Outcome("Walking without pain", in_100=30, period="after 1 year", source="A study"),),
                risks=(Outcome("It gets worse", in_100=3, period="over 2 years", source="A study"),),
            ),
            Option("splint", "Wear a splint", "At night.", benefits=(Outcome("Walking"),), risks=(Outcome("Sores"),)),
        ),
        matters=(
            Matter("walk", "Walking without pain", (Touch("cut", "A zorb is a joint.", "The leaflet"),)),
            Matter("no-cut", "Not being cut"),
        ),
        notes=(Note("zorb", "A joint in the foot.", "The leaflet"),),
    )
