"""Taking an edition out as a file, and bringing one in as a draft that nobody has confirmed or published here."""

from sdm.actions.editions import start_draft
from sdm.leaflets.edition_file import EditionFile, read, written
from sdm.models import Edition, User


class IsTranslation(ValueError):
    """A translation goes with its original: alone it would come in elsewhere as a leaflet of its own."""

    def __init__(self) -> None:
        super().__init__("A translation cannot be taken out. Take out the edition that it is a translation of.")


def take_out(edition: Edition) -> bytes:
    """The file of an edition, draft or published; raises IsTranslation for what is no original."""
    if edition.translation_of_id:
        raise IsTranslation
    return written(edition.content, language=edition.language, source_text=edition.source_text)


def bring_in(data: bytes, *, by: User | None) -> tuple[Edition, bool]:
    """The draft that a file becomes, and whether it is new; what is here already, word for word, is not made again.

    Raises NotAnEdition for a file that is none, or DraftExists where another draft of the leaflet is under way.
    """
    file = read(data)
    if there := _already_here(file, by):
        return there, False
    return start_draft(content=file.content, language=file.language, source_text=file.source_text, by=by), True


def _already_here(file: EditionFile, by: User | None) -> Edition | None:
    """An edition that would be the same file, the newest first; never another hospital's draft."""
    same = written(file.content, language=file.language, source_text=file.source_text)
    editions = (Edition.objects.open_to(by) if by else Edition.objects.kept()).filter(
        leaflet__reference=file.content.reference, language=file.language, translation_of=None
    )
    return next((one for one in editions.order_by("-number") if take_out(one) == same), None)
