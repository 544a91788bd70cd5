"""One page of a draft: the boxes for one part of its content, and the content with what was typed put in."""

from typing import Any, ClassVar

from django.http import QueryDict

from sdm.pages.content.rows import Boxes, RowGroup, Rows, wanted_move
from sdm.rules.edition import EditionContent


class DraftPage:
    """Each part of a draft is a subclass, which names its boxes and says how they go into the content.

    `add` names the list that one more row is wanted in, `move` the row that is to go up or down (`wanted_move`); then
    nothing is checked and nothing may be saved.
    """

    place: ClassVar[str]  # the last part of the page's address, and of its name
    title: str
    lead: str = ""
    saved: ClassVar[str]
    boxes: ClassVar[type[Boxes]] = Boxes
    rows: ClassVar[tuple[Rows, ...]] = ()
    shows_leaflet: ClassVar[bool] = False
    holds_markup: ClassVar[bool] = False
    # Whether a translation is written on the page too: its other parts are said beside those of its original.
    in_translations: ClassVar[bool] = False
    # Whether what the page shows is to go.
    removes: bool = False

    def __init__(
        self, content: EditionContent, data: QueryDict | None = None, *, add: str = "", move: str = ""
    ) -> None:
        self.content = content
        initial = self.initial()
        # What was typed is judged by itself: two people may be at work.
        self.form = self.boxes(data) if data is not None else self.boxes(initial=initial)
        self.prepare()
        wanted = wanted_move(move)
        self.groups = [
            RowGroup(
                rows,
                initial.get(rows.name, []),
                data,
                add=add == rows.name,
                move=wanted if wanted and wanted.rows == rows.name else None,
            )
            for rows in self.rows
        ]
        self.is_unsaved = bool(add or move)
        if self.is_unsaved:
            self.form.quiet = True
            for group in self.groups:
                group.quieten()

    def initial(self) -> dict[str, Any]:
        """What stands in the boxes now: a value for each box, a list of such for each list of rows."""
        raise NotImplementedError

    def changed(self) -> EditionContent:
        """The content with what was typed put in; only after `is_valid`."""
        raise NotImplementedError

    def said_after(self, content: EditionContent) -> str:
        """What is said once the draft is saved and holds this content."""
        return self.saved

    def prepare(self) -> None:
        """Fit the boxes to the content, where a page needs it."""

    def check(self) -> None:
        """Hold what was typed against the rest of the content; adds errors to the boxes."""

    def is_valid(self) -> bool:
        """Whether everything typed can be saved."""
        valid = all([self.form.is_valid(), *(group.formset.is_valid() for group in self.groups)])
        if valid:
            self.check()
        return valid and not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page."""
        return self.form.problems + [problem for group in self.groups for problem in group.problems]

    def values(self, rows: str) -> list[dict[str, Any]]:
        """What the rows of one list hold."""
        return next(group.values for group in self.groups if group.rows.name == rows)

    def kept(self, rows: str) -> list[tuple[int, Boxes]]:
        """The rows of one list that are not to be removed."""
        return next(group.kept for group in self.groups if group.rows.name == rows)
