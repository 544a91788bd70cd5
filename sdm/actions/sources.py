"""How a draft gets the words of the file that its leaflet came from, against which its own are held."""

from sdm.actions.editions import Before, put_in
from sdm.models import Edition, User
from sdm.models.judgement import source_was_added
from sdm.rules.draft_steps import Kind


class CameWithSource(ValueError):
    """The draft was made from a file: its words are what the leaflet is held against, and no others."""

    def __init__(self) -> None:
        super().__init__("This draft was made from a file. If NICE published other words, bring that file in.")


def add_source(*, edition: Edition, source: str, seen: int, by: User) -> Edition:
    """Give a draft the words that it was made from; again puts others in the place of those that somebody added.

    It is a step of the draft, so whoever did it cannot publish. The same words again change nothing. Raises
    DraftChanged where another revision stands than was `seen`, CameWithSource, NotInTheTeam, or ValueError without
    words.
    """
    if not source.strip():
        raise ValueError("Give the words of the leaflet’s file.")

    def change(before: Before) -> tuple[str, str]:
        if before.source_text not in ("", source) and not source_was_added(edition):
            raise CameWithSource
        return source, f"{len(source.split()):,} words"

    return put_in(edition, "source_text", change, seen=seen, kind=Kind.SOURCE, by=by)
