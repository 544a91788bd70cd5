"""What stops an edition from being published: the qualifying checks of a decision aid, and what keeps consent safe."""

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent


def what_stops_publishing(content: EditionContent) -> tuple[str, ...]:
    """Sentences for the content team, each naming one thing to mend; empty where the edition may be published.

    Source: IPDAS v4 qualifying criteria 1.1.1 to 1.1.5 and 1.2.1; NICE's four categories.
    """
    return (*_about_the_leaflet(content), *_about_indications(content), *_about_options(content))


def _about_the_leaflet(content: EditionContent) -> tuple[str, ...]:
    checks = (
        (content.title, "Give the leaflet its title."),
        (content.reference, "Give the leaflet its reference."),
        (content.published, "Give the date on which the leaflet was published."),
        (content.condition, "Name the health condition."),
        (content.sections, "Bring in the leaflet's words."),
        (content.questions, "The leaflet needs at least one question."),
        (content.living_with, "Say what living with the result is like, or that it is not known."),
    )
    missing = tuple(sentence for present, sentence in checks if not present)
    bare = tuple(
        f"Choose the passage of the leaflet for question {question.number}."
        for question in content.questions
        if not question.passages
    )
    return missing + bare + _passages_not_in(content)


def _passages_not_in(content: EditionContent) -> tuple[str, ...]:
    """A passage beside a question is the leaflet's own words, to the letter."""
    words = "\n".join(section.body for section in content.sections)
    return tuple(
        f"A passage for question {question.number} is not in the leaflet, word for word."
        for question in content.questions
        if any(passage not in words for passage in question.passages)
    )


def _about_indications(content: EditionContent) -> tuple[str, ...]:
    if not content.indications:
        return ("Name at least one kind of the condition, with what NICE says about it.",)
    return tuple(
        f"Check and confirm what NICE says about {one.name}."
        for one in content.indications
        if not one.confirmed or one.arrangement is Arrangement.UNKNOWN
    )


def _about_options(content: EditionContent) -> tuple[str, ...]:
    found = []
    if not any(option.is_procedure for option in content.options):
        found.append("Say which option is the procedure.")
    if not any(option.is_no_procedure for option in content.options):
        found.append("Add the option of not having the procedure.")
    for option in content.options:
        if not option.benefits:
            found.append(f"Give the good points of “{option.name}”, or say that they are not known.")
        if not option.risks:
            found.append(f"Give the bad points of “{option.name}”, or say that they are not known.")
    return tuple(found)
