"""The whole discussion as one form: its parts, what is on the agenda, and what others saved in the meantime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from sdm.models import AgendaItem, Conversation, DiscussionNote
from sdm.models.phrases import phrases_about
from sdm.pages.clinician import parts, words
from sdm.pages.clinician.agenda import AddItemForm, CloseItemForm, is_open
from sdm.pages.clinician.attention import Voice, sent_answers, worries_first
from sdm.pages.clinician.parts import PartForm, QuestionForm
from sdm.pages.forms import PlainForm
from sdm.rules.parts import EARLIER, OPTIONS, WHAT_MATTERS, Saved, question_part, saved_in
from sdm.rules.phrases import Phrase, inserted, typed
from sdm.rules.words import is_blank

# A page that hears nothing sends the same again, so more than a few never come together. The newest come first.
UNHEARD_AT_MOST = 8


LONGEST_TITLE = 60


@dataclass(frozen=True)
class Standing:
    """One place on the page: how it stands in a word or two, and whether nothing is open in it."""

    place: str
    title: str
    stands: str
    is_done: bool
    colour: str = "yellow"


class WholeDiscussion:
    """Every form of the page; one press saves them all.

    `stale` names the parts that somebody else saved while this was being written. `theirs` are those that only somebody
    else changed: they are shown as they stand, whatever the page that was sent had in them.
    """

    def __init__(
        self,
        conversation: Conversation,
        items: list[AgendaItem],
        data: QueryDict | None = None,
        stale: frozenset[str] = frozenset(),
        theirs: frozenset[str] = frozenset(),
    ) -> None:
        self.conversation, self.items, self.data = conversation, items, data
        self.stale, self.theirs = stale, theirs
        self.indication = self._part(parts.IndicationForm)
        self.voices = worries_first(conversation)
        self.questions = [self._question(voice["number"]) for voice in self.voices]
        self.options = self._part(parts.OptionsForm, sent=self._sent(OPTIONS))
        self.what_matters = self._part(parts.WhatMattersForm, sent=self._sent(WHAT_MATTERS))
        self.sharing = self._part(parts.SharingForm)
        self.people = self._part(parts.PeopleForm)
        self.closing = [
            CloseItemForm(
                item, data, phrases=self._phrases_about, said=self._said(item), pressed=str(item.pk) == self.pressed
            )
            for item in items
            if self._may_close(item)
        ]
        self.add = AddItemForm(data, open_items=self.still_open, required=False)

    def _part(self, form: type[PartForm], part: str = "", **more: Any) -> PartForm:
        part = part or form.part
        data = None if part in self.theirs else self.data
        return form(self.conversation.content, self._stands(part), data, is_stale=part in self.stale, **more)

    def _question(self, number: int) -> QuestionForm:
        question = self.conversation.content.question(number)
        return self._part(QuestionForm, question_part(number), question=question)

    def _sent(self, part: str) -> Saved:
        return saved_in(sent_answers(self.conversation), part)

    def _stands(self, part: str) -> Saved:
        return saved_in(self.conversation.discussion, part)

    def _may_close(self, item: AgendaItem) -> bool:
        """Open items; and those that this form still shows as open, though somebody closed them meanwhile."""
        return is_open(item) or (self.data is not None and f"item-{item.pk}-state" in self.data)

    def _said(self, item: AgendaItem) -> str:
        part = question_part(item.question_number or 0)
        if self.data is None:
            return self._stands(part).text
        text = self.data.get(f"{part}-text", "")
        return "" if is_blank(text) else text.strip()

    def _phrases_about(self, item: AgendaItem) -> list[str]:
        return phrases_about(item, self.conversation)

    @property
    def pressed(self) -> str:
        """The item, by its id, whose own button to close it was pressed; empty for any other button."""
        return self.data.get("close", "") if self.data is not None else ""

    @property
    def opened(self) -> str:
        """The item, by its id, that is to be opened again; empty for any other button."""
        return self.data.get("again", "") if self.data is not None else ""

    @property
    def is_about_one(self) -> bool:
        """Whether the button of one thing to talk about was pressed."""
        return bool(self.pressed or self.opened)

    @property
    def still_open(self) -> int:
        """How many things are still to be talked about."""
        return sum(map(is_open, self.items))

    @property
    def part_forms(self) -> list[PartForm]:
        """The parts of the discussion, in the order of the page."""
        last = (self.options, self.what_matters, self.sharing, self.people)
        return [*self.questions, self.indication, *last]

    @property
    def forms(self) -> list[PlainForm]:
        """Every form, in the order of the page."""
        return [*self.closing, self.add, *self.part_forms]

    @property
    def beside_questions(self) -> list[tuple[Voice, QuestionForm]]:
        """What the patient sent on each question, worries first, and the form for what was said."""
        return list(zip(self.voices, self.questions, strict=True))

    @cached_property
    def contents(self) -> list[Standing]:
        """Every place on the page with how it stands: what is open in the order of the page, then what is written."""
        count = self.still_open
        colour = "yellow" if count else "grey"
        agenda = Standing("agenda", "Things to talk about", f"{count or 'None'} still open", not count, colour)
        found = [agenda, *(self._standing(form) for form in self.part_forms)]
        return sorted(found, key=lambda one: one.is_done)

    @property
    def folded(self) -> set[str]:
        """The parts that are written, where nothing is open or wrong; none where what was typed is not saved yet."""
        return {one.place for one in self.contents if one.is_done} if self.data is None else set()

    def _standing(self, form: PartForm) -> Standing:
        talked_of = {question_part(item.question_number or 0) for item in self.items if is_open(item)}
        title = form.title if len(form.title) < LONGEST_TITLE else f"{form.title[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"
        if form.is_bound and form.errors:
            return Standing(form.part, title, "To mend", is_done=False, colour="red")
        if form.is_stale:
            return Standing(form.part, title, "Two texts", is_done=False, colour="red")
        if form.saved.is_empty:
            return Standing(form.part, title, "Nothing written yet", is_done=False)
        if form.part in talked_of:
            return Standing(form.part, title, "Still to talk about", is_done=False)
        if form.is_standard:
            return Standing(form.part, title, "Standard wording", is_done=False, colour="orange")
        return Standing(form.part, title, "Written", is_done=True, colour="grey")

    def is_valid(self) -> bool:
        """Whether everything that was typed can be saved; every form says what it has to say.

        The button of one thing to talk about judges that thing alone, and hurries nobody elsewhere.
        """
        valid = all([form.is_valid() for form in self.forms])
        if self.is_about_one:
            return all(form.is_valid() for form in self.closing if form.pressed)
        for form in self.part_forms:
            if form.is_bound and form.is_valid():
                form.finish()
        return valid and not any(form.errors for form in self.part_forms)

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

    @property
    def left_over(self) -> list[str]:
        """What was typed to questions that are not asked any more: the patient was moved over in the meantime."""
        asked = {f"{form.part}-text" for form in self.questions}
        typed = [name for name in self.data or () if name.startswith("question-") and name.endswith("-text")]
        return [text for name in typed if name not in asked for text in self.data.getlist(name) if not is_blank(text)]

    def notes(self) -> dict[str, Saved]:
        """What this person changed; a part that says what was on their screen is left to whoever changed it since."""
        typed = {note.part: self._as_heard(note) for note in self._typed()}
        seen = self._seen(typed)
        return {part: note for part, note in typed.items() if _differs(seen[part], note)}

    def _typed(self) -> list[Saved]:
        return [form.note() for form in self.part_forms if form.is_bound and form.is_valid()]

    def _as_heard(self, note: Saved) -> Saved:
        """A note on top of what stands, where that is what this very page sent without hearing that it arrived."""
        stands = self._stands(note.part)
        if note.revision != stands.revision and any(not _differs(stands, one) for one in self._unheard(note.part)):
            return replace(note, revision=stands.revision)
        return note

    def _unheard(self, part: str) -> list[Saved]:
        return [note for note in self._sent_before if note.part == part]

    @cached_property
    def _sent_before(self) -> list[Saved]:
        """What the page sent before, each the text of a whole form."""
        sent = (QueryDict(text) for text in self.data.getlist("before")[:UNHEARD_AT_MOST])
        return [note for data in sent for note in WholeDiscussion(self.conversation, [], data)._typed()]

    def with_phrase(self, part: str, phrase: str) -> WholeDiscussion:
        """The same page with everything typed and a phrase put into one part; nobody is told what is missing yet."""
        data = self.data.copy()
        page = WholeDiscussion(self.conversation, self.items, data)
        for form in page.forms:
            form.quiet = True
        for form in page.part_forms:
            if form.part == part and "text" in form.fields:
                data[f"{part}-text"] = inserted(data.get(f"{part}-text", ""), phrase)
                form.fields["text"].widget.attrs["autofocus"] = True
        return page

    def offer(self, phrases: Iterable[Phrase]) -> None:
        """Put the hospital's phrases beside the parts that they are for."""
        for form in self.part_forms:
            form.phrases = tuple(phrase for phrase in phrases if phrase.part == form.part and "text" in form.fields)

    def about_what_was_pressed(self) -> WholeDiscussion:
        """The same page, which speaks only of the item whose button was pressed."""
        for form in self.forms:
            form.quiet = bool(self.pressed) and not getattr(form, "pressed", False)
        return self

    def revisions_on(self, stands: Mapping[str, Saved]) -> dict[str, int]:
        """The revision of each part that stands as it is on the screen, by the name of its field."""
        found = ((note, saved_in(stands, note.part)) for note in self._typed())
        return {f"{note.part}-revision": now.revision for note, now in found if not _differs(now, note)}

    def part_problems(self) -> dict[str, list[str]]:
        """What is wrong in the parts, by the name of the box that it is about."""
        return {field.html_name: field.problems for form in self.part_forms for field in form if field.problems}

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

    def as_it_stands(self, conversation: Conversation, stale: frozenset[str] = frozenset()) -> WholeDiscussion:
        """The same page with everything typed, over the conversation as it stands now.

        What only somebody else changed is shown as they left it; what both changed is `stale`, and is ready to be
        saved on top of theirs.
        """
        mine = self.notes().keys() | self._wrong
        theirs = {form.part for form in self.part_forms} - mine
        return self._over(conversation, self.data.copy(), stale, theirs)

    def what_is_left(self, conversation: Conversation, stale: frozenset[str] = frozenset()) -> WholeDiscussion | None:
        """After one button: the page with what was typed and is not saved, over what stands now; None if all is."""
        settled = [form.prefix for form in (*self.closing, self.add) if form.is_valid()]
        if not stale and not self._wrong and len(settled) == len(self.closing) + 1:
            return None
        data = self.data.copy()
        for name in list(data):
            if name in ("close", "again") or any(name.startswith(f"{prefix}-") for prefix in settled):
                del data[name]
        return self._over(conversation, data, stale, {form.part for form in self.part_forms} - self._wrong - stale)

    @property
    def _wrong(self) -> set[str]:
        return {form.part for form in self.part_forms if form.is_bound and not form.is_valid()}

    def _over(
        self, conversation: Conversation, data: QueryDict, stale: frozenset[str], theirs: set[str]
    ) -> WholeDiscussion:
        for part in stale:
            data[f"{part}-revision"] = str(saved_in(conversation.discussion, part).revision)
        return WholeDiscussion(conversation, list(conversation.agenda.all()), data, stale, frozenset(theirs))


def _differs(seen: Saved, note: Saved) -> bool:
    return (seen.text, _kept(typed(seen))) != (note.text, _kept(typed(note)))


def _kept(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if value and name != EARLIER}
