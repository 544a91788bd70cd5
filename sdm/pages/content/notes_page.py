"""The page for plain-words notes: medical words explained, and what nobody knows yet."""

from dataclasses import replace
from typing import Any

from sdm.pages.content.boxes import MarkdownField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes, Rows
from sdm.pages.fields import LineField
from sdm.rules.edition import EditionContent, Note


class NoteBoxes(Boxes):
    """One medical word."""

    term = LineField(label="Medical word")
    meaning = MarkdownField(label="In plain words", max_length=1000, rows=2)
    source = LineField(label="Where this comes from", required=False)


class UnknownBoxes(NoteBoxes):
    """One thing that is not known."""

    term = LineField(label="What is not known")


class NotesPage(DraftPage):
    """Notes, and what is not known."""

    place = "notes"
    title = "Plain words, and what is not known"
    lead = "Write as you would say it to a child of 10."
    saved = "The notes are saved."
    rows = (
        Rows("notes", "Medical words", "word", NoteBoxes),
        Rows("unknowns", "What is not known", "thing that is not known", UnknownBoxes),
    )
    shows_leaflet = True
    holds_markup = True

    def initial(self) -> dict[str, Any]:
        """A row for each note."""
        return {rows.name: [vars(note) for note in getattr(self.content, rows.name)] for rows in self.rows}

    def changed(self) -> EditionContent:
        """The content with these notes."""
        return replace(self.content, **{rows.name: self._notes(rows.name) for rows in self.rows})

    def _notes(self, name: str) -> tuple[Note, ...]:
        return tuple(Note(row["term"], row["meaning"], row["source"]) for row in self.values(name))
