"""How each item of the decision-aid checklist is judged: by what an edition holds, not by what it may mean."""

from collections.abc import Callable, Iterable, Iterator

from sdm.rules.arrangements import Arrangement
from sdm.rules.balance import FREE_WORDS, POINTS, options_that_stand_out, words_of
from sdm.rules.checklist_items import Check, Finding, Item, State
from sdm.rules.edition import EditionContent, Option, Outcome
from sdm.rules.figures import Fault, figure_problems, holds_number
from sdm.rules.languages import ENGLISH, is_english
from sdm.rules.markup import links_of
from sdm.rules.passages import Passage, leaflet_passages, own_passages, scored
from sdm.rules.publishing import WHAT_NICE_SAYS, Place, obstacles
from sdm.rules.readability import EASY, HARDEST
from sdm.rules.sentences import quoted_last
from sdm.rules.stated_arrangements import names_its_kind, stated_arrangement
from sdm.rules.web_addresses import address_problem
from sdm.rules.wording import recommending_words, unexplained_terms
from sdm.rules.words import folded

# What is wrong, what a person has to look at, and what is said where there is neither.
Judged = tuple[Iterable[Finding], Iterable[Finding], Finding]
# What is said where a qualifying item is met; where it is not, what stops publishing says so.
QUALIFYING = {
    1: (Place.DETAILS, "The condition: {content.condition}"),
    2: (Place.OPTIONS, "It has {questions} questions to think about, and {options} options to choose from."),
    3: (Place.OPTIONS, "It names {options} options, and not having the procedure is one of them."),
    4: (Place.OPTIONS, "Something stands under the good points of each option. It can say that they are not known."),
    5: (Place.OPTIONS, "Something stands under the bad points of each option. It can say that they are not known."),
    6: (Place.DETAILS, "It has a text about this. The text can say that it is not known."),
    WHAT_NICE_SAYS: (Place.INDICATIONS, "A person has checked each kind, and no sentence says something else."),
}
OF_EACH_OPTION = (4, 5)
IN_100, PLAINLY_SAID = 12, 22
# The items that go by English words, with the page that each is about.
BY_ENGLISH_WORDS = {
    IN_100: Place.OPTIONS,
    14: Place.OPTIONS,
    17: Place.OPTIONS,
    18: Place.NOTES,
    19: Place.OPTIONS,
    PLAINLY_SAID: Place.INDICATIONS,
}
NOT_ENGLISH = "Not judged: this is not English. A person who reads the language has to look."


def judge(
    item: Item, content: EditionContent, language: str = ENGLISH, original: EditionContent | None = None
) -> Check:
    """Whether one item holds for an edition, and why; what goes by English words is judged of English only."""
    if not is_english(language) and (place := _by_english_words(item, original)):
        wrong = tuple(_periods(content)) if item.number == IN_100 else ()
        found = wrong or (Finding(place, NOT_ENGLISH),)
        return Check(item, State.NOT_MET if wrong else State.NOT_JUDGED, found)
    wrong, unsure, met = _qualifying(item, content) if item.stops_publishing else JUDGES[item.number](content)
    wrong, unsure = tuple(wrong), tuple(unsure)
    if wrong or unsure:
        return Check(item, State.NOT_MET if wrong else State.NOT_SURE, wrong + unsure)
    is_empty, place, sentence = NOTHING_THERE.get(item.number, (None, None, ""))
    if is_empty and is_empty(content):
        return Check(item, State.NOTHING_YET, (Finding(place, sentence),))
    return Check(item, State.MET, (met,))


def _qualifying(item: Item, content: EditionContent) -> Judged:
    wrong = [Finding(one.place, one.sentence) for one in obstacles(content) if one.item == item.number]
    if item.number in OF_EACH_OPTION and not content.options:
        wrong.append(Finding(Place.OPTIONS, "There are no options yet."))
    place, words = QUALIFYING[item.number]
    numbers = {"questions": len(content.questions), "options": len(content.options)}
    return wrong, (), Finding(place, words.format(content=content, **numbers))


def _equal_weight(content: EditionContent) -> Judged:
    """Item 7."""
    wrong = [Finding(Place.OPTIONS, one.sentence, one.option.id) for one in options_that_stand_out(content)]
    return wrong, (), Finding(Place.OPTIONS, _of_weight(content))


def _of_weight(content: EditionContent) -> str:
    """What was counted for item 7, and what was not."""
    lengths = ", ".join(f"“{option.name}” {words_of(option)}" for option in content.options)
    return (
        f"Words in each option: {lengths}. None has more than twice as many as the others on average and over "
        f"{FREE_WORDS} more, or fewer than half as many, or over {POINTS} more good or bad points than each other one, "
        "or is the only one with bold type. On the page one can still be longer than another."
    )


def _sources(content: EditionContent) -> Judged:
    """Item 8."""
    wrong = [Finding(one.place, one.sentence) for one in obstacles(content) if one.item == 8]
    if not content.source_name:
        wrong.append(Finding(Place.DETAILS, "Say who wrote the leaflet."))
    if not content.source_url:
        wrong.append(Finding(Place.DETAILS, "Give the web address of the source."))
    unsure = [
        Finding(Place.NOTES, f"The note on “{note.term}” does not say where it comes from.")
        for note in (*content.notes, *content.unknowns)
        if not note.source
    ]
    return (
        wrong,
        unsure,
        Finding(
            Place.DETAILS,
            f"The source is named with its address, and each note says where it comes from. "
            f"{_of_numbers(content, 'So does each number.')}",
        ),
    )


def _dates(content: EditionContent) -> Judged:
    """Item 9."""
    wrong = []
    if not content.published:
        wrong.append(Finding(Place.DETAILS, "Give the date on which the leaflet was published."))
    if not content.review_on:
        wrong.append(Finding(Place.DETAILS, "Say when you will look at this edition again."))
    return wrong, (), Finding(Place.DETAILS, "Both dates are there.")


def _how_sure(content: EditionContent) -> Judged:
    """Item 10."""
    wrong = [
        _of_point(option, f"Say how sure “{outcome.how_likely}” is: “{outcome.text}”.")
        for option, outcome in _counted(content)
        if not outcome.how_sure
    ]
    unsure = []
    if not content.unknowns:
        unsure.append(Finding(Place.NOTES, "It does not say what is not known."))
    return (
        wrong,
        unsure,
        Finding(Place.NOTES, f"It lists what is not known. {_of_numbers(content, 'Each number says how sure it is.')}"),
    )


def _funding(content: EditionContent) -> Judged:
    """Item 11."""
    wrong = () if content.funding else (Finding(Place.DETAILS, "Say who paid for the leaflet."),)
    return wrong, (), Finding(Place.DETAILS, f"It says: {content.funding}")


def _in_100(content: EditionContent) -> Judged:
    """Item 12."""
    wrong = [
        _of_passage(passage, f"{passage.name}: {problem.sentence}")
        for passage in own_passages(content)
        for problem in figure_problems(passage.text)
        if problem.fault is not Fault.WORD
    ]
    wrong += [
        _of_point(option, f"Put “{outcome.figure}” into the box for numbers in 100: “{outcome.text}”.")
        for option, outcome in _outcomes(content)
        if outcome.in_100 is None and holds_number(outcome.figure)
    ]
    wrong += _periods(content)
    return (
        wrong,
        (),
        Finding(Place.OPTIONS, "Each number is in 100 people. None has another time than the others."),
    )


def _periods(content: EditionContent) -> Iterator[Finding]:
    """Of item 12, what holds in any language."""
    periods = {folded(one.period): one.period for _, one in _counted(content) if one.period}
    if len(periods) > 1:
        *others, last = periods.values()
        named = ", ".join([*(f"“{period}”" for period in others), quoted_last(last)])
        yield Finding(Place.OPTIONS, f"These times differ, so nobody can compare the numbers: {named}")


def _seen_in(content: EditionContent) -> Judged:
    """Item 13."""
    wrong = [
        _of_point(option, f"Say {what} for “{outcome.how_likely}”: {quoted_last(outcome.text)}")
        for option, outcome in _counted(content)
        for what, given in (("who it was seen in", outcome.seen_in), ("over what time", outcome.period))
        if not given
    ]
    return wrong, (), Finding(Place.OPTIONS, "Each number says both.")


def _beside_words(content: EditionContent) -> Judged:
    """Item 14."""
    wrong = [
        _of_passage(passage, f"{passage.name}: {problem.sentence}")
        for passage in own_passages(content)
        for problem in figure_problems(passage.text, has_number=_has_number(passage.outcome))
        if problem.fault is Fault.WORD
    ]
    return (
        wrong,
        (),
        Finding(
            Place.OPTIONS,
            "Wherever we found such a word there is a number, or it says that there is none. "
            "We looked for the usual words, and there may be others.",
        ),
    )


def _both_ways(content: EditionContent) -> Judged:
    """Item 15."""
    met = "Patients’ pages show each number as a picture and in words, both ways round."
    return (), (), Finding(Place.OPTIONS, met)


def _without(content: EditionContent) -> Judged:
    """Item 16."""
    without = [one for one in content.options if one.is_no_procedure]
    wrong = []
    if not any(one.description and (one.benefits or one.risks) for one in without):
        wrong.append(Finding(Place.OPTIONS, "Say what happens to people who do not have the procedure."))
    return (
        wrong,
        (),
        Finding(Place.OPTIONS, "The option of not having the procedure says what it is, and has good or bad points."),
    )


def _easy_to_read(content: EditionContent) -> Judged:
    """Item 17."""
    ages = [(one, one.ours.age) for one in scored(content) if one.ours.age and one.passage.place is not Place.SECTIONS]
    said = [(age, _of_passage(one.passage, f"{one.passage.name} has a reading age of {age}.")) for one, age in ages]
    wrong = [finding for age, finding in said if age > HARDEST]
    unsure = [finding for age, finding in said if EASY < age <= HARDEST]
    hardest = max((age for age, _ in said), default=None)
    met = (
        f"The hardest text that is not the leaflet’s has a reading age of {hardest}. We did not count very short texts."
    )
    return wrong, unsure, Finding(Place.OPTIONS, met)


def _medical_words(content: EditionContent) -> Judged:
    """Item 18."""
    texts = [passage.text for passage in (*own_passages(content), *leaflet_passages(content))]
    explained = [f"{note.term} {note.meaning}" for note in content.notes]
    unsure = [
        Finding(Place.NOTES, f"Does “{term}” need a note? If not, leave it.")
        for term in unexplained_terms(texts, explained)
    ]
    return (
        (),
        unsure,
        Finding(Place.NOTES, "We found no word that looks medical and has no note. There may be others."),
    )


def _neutral(content: EditionContent) -> Judged:
    """Item 19."""
    wrong = [
        _of_passage(passage, f"{passage.name} says “{words}”. Do not recommend an option.")
        for passage in own_passages(content)
        for words in recommending_words(passage.text)
    ]
    return (
        wrong,
        (),
        Finding(Place.OPTIONS, "No words were found that recommend an option. A person has to read it too."),
    )


def _whom_to_ask(content: EditionContent) -> Judged:
    """Item 20."""
    wrong = [] if content.contact else [Finding(Place.DETAILS, "Say whom patients can ask.")]
    links = [(Place.SECTIONS, link.text, link.url) for link in content.links]
    if content.source_url:
        links.append((Place.DETAILS, "the source", content.source_url))
    unsure = [
        Finding(place, f"The link “{words}” has no address. Patients see its words only.")
        for place, words, address in links
        if not address
    ]
    wrong += [
        Finding(place, f"The link “{words}” {problem}.")
        for place, words, address in links
        if address and (problem := address_problem(address))
    ]
    wrong += list(_links_in_texts(content))
    if not any(address for _, _, address in links):
        wrong.append(Finding(Place.SECTIONS, "Give an address where patients can find out more."))
    return (
        wrong,
        unsure,
        Finding(
            Place.DETAILS,
            "It says whom to ask, and gives a web address. No link was tried: a person has to follow each of them.",
        ),
    )


def _plainly_said(content: EditionContent) -> Judged:
    """Item 22."""
    wrong = []
    for one in content.indications:
        if stated_arrangement(one, content) is Arrangement.UNKNOWN:
            wrong.append(f"We could not tell what the sentence about {one.name} says. Is it “{one.arrangement.title}”?")
        if not names_its_kind(one, content):
            wrong.append(f"The name “{one.name}” does not stand in the sentence about it. Is it the right kind?")
    return (
        [Finding(Place.INDICATIONS, sentence) for sentence in wrong],
        (),
        Finding(Place.INDICATIONS, "A rule reads the same from each sentence, and its kind is named in it."),
    )


def _by_english_words(item: Item, original: EditionContent | None) -> Place | None:
    """The page of an item that is judged by English words; None for one that is judged in every language.

    What NICE says of each kind is read in no other language, and a warning where it is no translation's: a translation
    has the arrangements of its original.
    """
    if item.number == PLAINLY_SAID and original is None:
        return None
    return BY_ENGLISH_WORDS.get(item.number)


def _links_in_texts(content: EditionContent) -> Iterator[Finding]:
    """Links in our own Markdown; `own_passages` has the words without their marks."""
    texts = [
        *((Place.DETAILS, "", text) for text in (content.living_with,)),
        *((Place.NOTES, "", note.meaning) for note in (*content.notes, *content.unknowns)),
        *((Place.OPTIONS, option.id, option.description) for option in content.options),
        *((Place.OPTIONS, option.id, outcome.text) for option, outcome in _outcomes(content)),
    ]
    for place, option, text in texts:
        for words, address in links_of(text):
            if problem := address_problem(address):
                yield Finding(place, f"The link “{words}” {problem}.", option)


def _outcomes(content: EditionContent) -> Iterator[tuple[Option, Outcome]]:
    for option in content.options:
        for outcome in (*option.benefits, *option.risks):
            yield option, outcome


def _counted(content: EditionContent) -> list[tuple[Option, Outcome]]:
    return [(option, outcome) for option, outcome in _outcomes(content) if outcome.in_100 is not None]


def _has_number(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.in_100 is not None


def _of_numbers(content: EditionContent, met: str) -> str:
    """What is said where an item about numbers is met; where there are none, that is why."""
    return met if _counted(content) else "No good or bad point has a number."


def _of_point(option: Option, sentence: str) -> Finding:
    return Finding(Place.OPTIONS, sentence, option.id)


def _of_passage(passage: Passage, sentence: str) -> Finding:
    return Finding(passage.place, sentence, passage.option, passage.matter)


def _has_one_option(content: EditionContent) -> bool:
    return len(content.options) < 2


def _has_no_number(content: EditionContent) -> bool:
    return not _counted(content)


def _says_nothing(content: EditionContent) -> bool:
    return not own_passages(content)


def _has_no_words(content: EditionContent) -> bool:
    return not (own_passages(content) or leaflet_passages(content))


def _has_little_to_read(content: EditionContent) -> bool:
    return not any(one.ours.age and one.passage.place is not Place.SECTIONS for one in scored(content))


def _has_no_kind(content: EditionContent) -> bool:
    return not content.indications


NO_NUMBER = (_has_no_number, Place.OPTIONS, "No good or bad point has a number.")
# Where an item has nothing to be judged by, though nothing is wrong: when that is so, and what is said then.
NOTHING_THERE: dict[int, tuple[Callable[[EditionContent], bool], Place, str]] = {
    7: (_has_one_option, Place.OPTIONS, "There are no two options yet."),
    IN_100: NO_NUMBER,
    13: NO_NUMBER,
    14: (_says_nothing, Place.OPTIONS, "Nothing is written yet."),
    15: NO_NUMBER,
    17: (_has_little_to_read, Place.OPTIONS, "There is little to read yet."),
    18: (_has_no_words, Place.NOTES, "Nothing is written yet."),
    19: (_says_nothing, Place.OPTIONS, "Nothing is written yet."),
    PLAINLY_SAID: (_has_no_kind, Place.INDICATIONS, "No kind of the condition is named yet."),
}
JUDGES: dict[int, Callable[[EditionContent], Judged]] = {
    7: _equal_weight,
    8: _sources,
    9: _dates,
    10: _how_sure,
    11: _funding,
    IN_100: _in_100,
    13: _seen_in,
    14: _beside_words,
    15: _both_ways,
    16: _without,
    17: _easy_to_read,
    18: _medical_words,
    19: _neutral,
    20: _whom_to_ask,
    PLAINLY_SAID: _plainly_said,
}
