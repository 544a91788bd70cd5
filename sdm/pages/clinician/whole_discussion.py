"""The whole discussion as one form: its parts, what is on the agenda, and what others saved in the meantime."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from sdm.models import AgendaItem, Conversation, DiscussionNote
from sdm.pages.clinician import parts, words
from sdm.pages.clinician.agenda import AddItemForm, CloseItemForm, is_open
from sdm.pages.clinician.attention import Voice, voices
from sdm.pages.clinician.parts import PartForm, QuestionForm
from sdm.pages.forms import PlainForm
from sdm.rules.parts import Saved, question_part
from sdm.rules.words import is_blank


class WholeDiscussion:
    """Every form of the page; one press saves them all.

    `stale` names the parts that somebody else saved while this was being written.
    """

    def __init__(
        self,
        conversation: Conversation,
        items: list[AgendaItem],
        data: QueryDict | None = None,
        stale: frozenset[str] = frozenset(),
    ) -> None:
        self.conversation, self.items, self.data, self.stale = conversation, items, data, stale
        self.indication = self._part(parts.IndicationForm)
        self.questions = [self._question(question.number) for question in conversation.content.questions]
        self.options = self._part(parts.OptionsForm)
        self.what_matters = self._part(parts.WhatMattersForm)
        self.sharing = self._part(parts.SharingForm)
        self.people = self._part(parts.PeopleForm)
        self.closing = [CloseItemForm(item, data, said=self._said(item)) for item in items if self._may_close(item)]
        self.add = AddItemForm(data, open_items=sum(is_open(item) for item in items), required=False)

    def _part(self, form: type[PartForm]) -> PartForm:
        return form(self.conversation.content, self._stands(form.part), self.data, is_stale=form.part in self.stale)

    def _question(self, number: int) -> QuestionForm:
        part = question_part(number)
        question = self.conversation.content.question(number)
        return QuestionForm(
            self.conversation.content, self._stands(part), self.data, is_stale=part in self.stale, question=question
        )

    def _stands(self, part: str) -> Saved:
        return self.conversation.discussion.get(part, Saved(part))

    def _may_close(self, item: AgendaItem) -> bool:
        """Open items; and those that this form still shows as open, though somebody closed them meanwhile."""
        return is_open(item) or (self.data is not None and f"item-{item.pk}-state" in self.data)

    def _said(self, item: AgendaItem) -> str:
        part = question_part(item.question_number or 0)
        if self.data is None:
            return self._stands(part).text
        text = self.data.get(f"{part}-text", "")
        return "" if is_blank(text) else text.strip()

    @property
    def part_forms(self) -> list[PartForm]:
        """The parts of the discussion, in the order of the page."""
        last = (self.options, self.what_matters, self.sharing, self.people)
        return [self.indication, *self.questions, *last]

    @property
    def forms(self) -> list[PlainForm]:
        """Every form, in the order of the page."""
        return [*self.part_forms, *self.closing, self.add]

    @property
    def beside_questions(self) -> list[tuple[Voice, QuestionForm]]:
        """What the patient sent on each question, and the form for what was said."""
        return list(zip(voices(self.conversation), self.questions, strict=True))

    def is_valid(self) -> bool:
        """Whether everything that was typed can be saved; every form says what it has to say."""
        return all([form.is_valid() for form in self.forms])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page."""
        if self.stale:
            return [
                (f"#{form.part}-now", words.SOMEBODY_ELSE_SAVED.format(title=form.title))
                for form in self.part_forms
                if form.is_stale
            ]
        return [problem for form in self.forms for problem in form.problems]

    def notes(self) -> dict[str, Saved]:
        """What this person changed; a part that says what was on their screen is left to whoever changed it since."""
        typed = {form.part: form.note() for form in self.part_forms}
        seen = self._seen(typed)
        return {part: note for part, note in typed.items() if _differs(seen.get(part, Saved(part)), note)}

    def _seen(self, typed: Mapping[str, Saved]) -> dict[str, Saved]:
        """What was on the screen: what stands now, or an earlier revision where somebody saved in between."""
        seen = {part: self._stands(part) for part in typed}
        moved = [note for part, note in typed.items() if note.revision != seen[part].revision]
        if not moved:
            return seen
        seen |= {note.part: Saved(note.part) for note in moved}
        which = Q(*(Q(part=note.part, revision=note.revision) for note in moved), _connector=Q.OR)
        for row in DiscussionNote.objects.filter(which, conversation=self.conversation):
            seen[row.part] = Saved(row.part, text=row.text, details=row.details, revision=row.revision)
        return seen

    def on_top_of(self, current: Mapping[str, Saved]) -> WholeDiscussion:
        """The same form with everything typed, ready to be saved on top of what others saved in these parts."""
        self.conversation.discussion.update(current)
        data = self.data.copy()
        for part, saved in current.items():
            data[f"{part}-revision"] = str(saved.revision)
        return WholeDiscussion(self.conversation, self.items, data, stale=frozenset(current))


def _differs(seen: Saved, note: Saved) -> bool:
    return (seen.text, _kept(seen.details)) != (note.text, _kept(note.details))


def _kept(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if value}
