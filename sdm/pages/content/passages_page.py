"""The page on which the passages behind one question are chosen: sentences of the leaflet to tick, and their order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from sdm.pages.content.boxes import PassagesField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes, Move, move_in
from sdm.pages.content.words_pages import UNANSWERED
from sdm.rules.chosen_passages import passages_after_ticking, sentences_in
from sdm.rules.edition import EditionContent
from sdm.rules.publishing import stands_in_leaflet
from sdm.rules.sentences import sentences_of_leaflet

CHOSEN = "chosen"


@dataclass(frozen=True)
class Tick:
    """A sentence of the leaflet, and whether it is ticked."""

    text: str
    ticked: bool


@dataclass(frozen=True)
class TickSection:
    """A section of the leaflet: its paragraphs and items, each as sentences to tick."""

    heading: str
    blocks: tuple[tuple[Tick, ...], ...]


class PassagesBoxes(Boxes):
    """What was chosen; the page draws it as sentences to tick."""

    passages = PassagesField(label="What the leaflet says about it", max_length=20_000, required=False)
    unanswered = forms.BooleanField(label=UNANSWERED, required=False)


class PassagesPage(DraftPage):
    """The passages behind the question with this number, as they are ticked and ordered on the screen."""

    place = "passages"
    in_translations = True
    saved = "The passages are saved."
    boxes = PassagesBoxes

    def __init__(
        self,
        content: EditionContent,
        data: QueryDict | None = None,
        *,
        number: int,
        add: str = "",
        move: str = "",
    ) -> None:
        self.question = content.question(number)
        self.number = number
        self.title = f"Question {number}: what the leaflet says"
        self.lead = self.question.wording if self.question else "Somebody has removed this question."
        self.moved: Move | None = None
        typed = None
        if data is not None:
            passages = "\n\n".join(self._typed(content, data, move))
            typed = {"passages": passages, "unanswered": data.get("unanswered", "")}
        super().__init__(content, typed, add=add, move=move)

    def _typed(self, content: EditionContent, data: QueryDict, move: str) -> list[str]:
        """The passages by what is ticked, in the order on the screen, once one has moved where that was pressed."""
        chosen, ticked, kept = (_lines(data.getlist(name)) for name in (CHOSEN, "sentence", "kept"))
        found = list(passages_after_ticking(content, chosen, ticked, kept))
        self.moved = move_in(CHOSEN, len(found), move)
        return self.moved.made_in(found) if self.moved else found

    def initial(self) -> dict[str, Any]:
        """The passages as they stand, and whether they are no answer."""
        if self.question is None:
            return {"passages": (), "unanswered": False}
        return {"passages": self.question.passages, "unanswered": self.question.unanswered}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The passages in the order on the screen."""
        value = self.form["passages"].value()
        return value if isinstance(value, tuple) else tuple(one for one in value.split("\n\n") if one)

    @property
    def focus(self) -> str:
        """Which button of the passage that was moved is at hand for the next press."""
        return self.moved.focus(len(self.chosen)) if self.moved else ""

    @property
    def others(self) -> tuple[str, ...]:
        """Passages that are no whole sentences, so that no tick stands for them."""
        return tuple(passage for passage in self.chosen if not sentences_in(self.content, passage))

    @property
    def sections(self) -> tuple[TickSection, ...]:
        """The leaflet, sentence by sentence, with what is chosen ticked."""
        ticked = {one for passage in self.chosen for one in sentences_in(self.content, passage)}
        return tuple(
            TickSection(
                section.heading,
                tuple(tuple(Tick(text, text in ticked) for text in block) for block in blocks),
            )
            for section, blocks in zip(self.content.sections, sentences_of_leaflet(self.content), strict=True)
        )

    @property
    def next_number(self) -> int | None:
        """The question after this one, if there is one."""
        return self.number + 1 if self.content.question(self.number + 1) else None

    def check(self) -> None:
        """Every passage is in the leaflet, word for word, and the question is there."""
        for passage in self.form.cleaned_data["passages"]:
            if not stands_in_leaflet(passage, self.content):
                self.form.add_error("passages", f"The leaflet does not say this, word for word: “{passage}”")
        if self.question is None:
            self.form.add_error("passages", self.lead)

    def changed(self) -> EditionContent:
        """The content with these passages behind the question."""
        mine = {name: self.form.cleaned_data[name] for name in ("passages", "unanswered")}
        return replace(
            self.content,
            questions=tuple(replace(one, **mine) if one is self.question else one for one in self.content.questions),
        )


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts as they came from a page, their lines ending in one character."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)
