"""The indications of a leaflet: its sentences in order, and what each says about when the procedure is used."""

import re
from collections.abc import Iterable
from dataclasses import replace

from sdm.leaflets.what_was_read import ReadIndication
from sdm.rules.arrangement_limits import denies_use, may_limit, may_limit_from_afar
from sdm.rules.arrangement_sentences import (
    arrangement_of,
    conditions_named,
    may_matter,
    mentions_use,
    tells_how_it_is_done,
    use_in,
)
from sdm.rules.indication_names import (
    condition_in_title,
    condition_named,
    procedure_before,
    speaks_of_procedure,
)
from sdm.rules.leaflet_links import without_links
from sdm.rules.sentences import quoted_last
from sdm.rules.stated_arrangements import by_itself

_SENTENCE_END = re.compile(r"[.!?][\"”’)\]]{0,3}\s(?=[^a-z\s])")
_SENTENCE_LENGTH = 1000
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|approx|Dr|Mr|Mrs|Ms|Prof|St|no|[A-Z]))\.$")


def sentences_of(paragraph: str) -> list[str]:
    """Give the sentences of a paragraph, word for word."""
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(paragraph):
        if not _ABBREVIATION.search(paragraph[max(start, end.start() - 10) : end.start() + 1]):
            sentences.append(paragraph[start : end.end() - 1].strip())
            start = end.end()
    return [*sentences, paragraph[start:].strip()] if paragraph[start:].strip() else sentences


def indications_in(paragraphs: Iterable[str], title: str) -> tuple[list[ReadIndication], list[str]]:
    """Give the indications that the paragraphs name, in order, and warnings for all that is in doubt."""
    reading = _Reading(title)
    for paragraph in paragraphs:
        reading.new_paragraph()
        if reading.can_be_limited or may_matter(paragraph):
            for sentence in sentences_of(paragraph):
                reading.sentence(sentence)
        else:
            reading.pass_over(paragraph)
    reading.compare_names()
    return reading.found, reading.warnings


class _Reading:
    """Goes from sentence to sentence, as one sentence can change what the one before it means."""

    def __init__(self, title: str) -> None:
        self.found: list[ReadIndication] = []
        self.warnings: list[str] = []
        self._title = title
        self._before = ""
        self.can_be_limited = False  # whether standard arrangements were given last, which can be limited yet
        self._in_their_paragraph = False

    def sentence(self, evidence: str) -> None:
        """Read one sentence."""
        if (self.can_be_limited or may_matter(evidence)) and not evidence.endswith("?"):
            plain = without_links(evidence[: _SENTENCE_LENGTH + 1])
            if len(evidence) > _SENTENCE_LENGTH:
                self.warnings.append(f"This sentence is too long for us to read. Check it: “{plain[:200]}…”")
            elif use := use_in(plain):
                if not tells_how_it_is_done(plain[use.end() :]):
                    self._use(evidence, plain, use)
            elif conditions_named(plain) or self._limits(plain):
                self._condition_alone(evidence, plain)
            elif denies_use(plain) or (mentions_use(plain) and speaks_of_procedure(plain, self._title)):
                self.warnings.append(f"This sentence may say when the procedure is used. Check it: “{evidence}”")
        self._before = evidence

    def new_paragraph(self) -> None:
        """Take note that what follows is not as close to the sentence before."""
        self._in_their_paragraph = False

    def pass_over(self, paragraph: str) -> None:
        """Take note of a paragraph that cannot name an arrangement, so need not be parted into sentences."""
        self._before = paragraph[-_SENTENCE_LENGTH:]

    def _use(self, evidence: str, plain: str, use: re.Match[str]) -> None:
        arrangement = by_itself(plain, use, self._title).value
        if not self._is_about_the_procedure(plain, use):
            if arrangement_of(plain) == "standard" or not speaks_of_procedure(plain, self._title):
                self.warnings.append(
                    f"This may be about something else than the procedure, so we did not use it. Check: “{evidence}”"
                )
                self._take_back_standard(plain)
                return
            arrangement = "unknown"
        name = self._name(evidence, plain, use)
        if arrangement == "unknown":
            self.warnings.append(
                f"We could not tell which of NICE's arrangements this sentence means. Choose it: “{evidence}”"
            )
        self.can_be_limited = self._in_their_paragraph = arrangement == "standard"
        if not any((i.name, i.arrangement) == (name, arrangement) for i in self.found):
            self.found.append(ReadIndication(name, arrangement, evidence))

    def _is_about_the_procedure(self, plain: str, use: re.Match[str]) -> bool:
        if "arrangements" in use[0].lower():
            return True
        has_object = re.search(r"\b(?:this|the|using|that)$|^do not |recommend", use[0], re.I)
        if has_object and speaks_of_procedure(plain[use.start() :], self._title):
            return True
        subject = "it" if use[0].lower().endswith(" it") else procedure_before(plain[: use.start()], self._title)
        if subject in ("it", "this") and not self._procedure_was_meant():
            self.warnings.append(f"We took “{subject}” to mean the procedure. Check that this is right: “{plain}”")
        return subject is not None or re.match(r"works well enough", use[0], re.I) is not None

    def _procedure_was_meant(self) -> bool:
        was_evidence = bool(self.found) and self.found[-1].evidence == self._before
        return not self._before or was_evidence or speaks_of_procedure(self._before, self._title)

    def _name(self, evidence: str, plain: str, use: re.Match[str]) -> str:
        """Give the condition's name."""
        name, place = condition_named(plain, use.end() - 1)
        if name is None:
            name = condition_in_title(self._title)
            self.warnings.append(f"This sentence names no condition. We took “{name}” from the title: “{evidence}”")
            return name
        if conditions_named(plain[use.end() : place]) or re.search(r"\b(?:and|or|both)\b", name):
            self.warnings.append(f"Check that “{name}” is the condition, and only one, in: “{evidence}”")
        return name

    def _condition_alone(self, evidence: str, plain: str) -> None:
        """A sentence names a condition without saying when to use the procedure: it may limit the one before."""
        last = self.found[-1] if self.found else None
        if last and conditions_named(plain) == {last.arrangement}:
            return
        self._take_back_standard(plain)
        self.warnings.append(
            f"This sentence may change which of NICE's arrangements is meant. Check them: “{evidence}”"
        )

    def _take_back_standard(self, plain: str) -> None:
        """Where a sentence may limit the one before it, nobody can tell any more what that one allows."""
        last = self.found[-1] if self.found else None
        if last and last.arrangement == "standard" and (conditions_named(plain) or self._limits(plain)):
            self.found[-1] = replace(last, arrangement="unknown")
            self.can_be_limited = False

    def _limits(self, plain: str) -> bool:
        """Say whether a sentence may take back some of the standard arrangements before it."""
        limits = may_limit if self._in_their_paragraph else may_limit_from_afar
        return self.can_be_limited and limits(plain)

    def compare_names(self) -> None:
        """Warn of an indication that has more than one arrangement."""
        arrangements: dict[str, set[str]] = {}
        for indication in self.found:
            arrangements.setdefault(indication.name.casefold(), set()).add(indication.arrangement)
        for indication in self.found:
            if len(arrangements.pop(indication.name.casefold(), ())) > 1:
                self.warnings.append(
                    f"The leaflet gives more than one arrangement for {quoted_last(indication.name)} Check them."
                )
