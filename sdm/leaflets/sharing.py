"""Taking an edition out as a file, and bringing one in as a draft that nobody has confirmed or published here."""

from dataclasses import replace
from datetime import date

from sdm.actions.editions import start_draft
from sdm.actions.translations import CannotTranslate, start_brought_in
from sdm.leaflets.edition_file import EditionFile, NotAnEdition, Original, read, written
from sdm.models import Edition, User
from sdm.rules.languages import ENGLISH, name_in


class OriginalNotHere(NotAnEdition):
    """A translation whose original nobody has published on this installation."""

    def __init__(self, file: EditionFile) -> None:
        original, reference = file.original, file.content.reference
        on = date.fromisoformat(original.published) if original.published else None
        day = f" of {on.day} {on:%B %Y}" if on else ""
        which = f"“{original.title}” ({reference}{day}, in {name_in(original.language, ENGLISH)})"
        others = Edition.objects.published().filter(leaflet__reference=reference, language=original.language)
        if others.exists():
            lacks = "An edition of that leaflet is here, but not the same one, word for word"
        else:
            lacks = "That edition is not published here"
        super().__init__(
            f"This is a translation of {which}. {lacks}. Its fingerprint begins with {original.sha256[:12]}.",
            "Bring in that edition first, and have it published. Then bring in its translation.",
        )


def take_out(edition: Edition) -> bytes:
    """The file of an edition, draft or published; that of a translation names its original.

    It goes by its leaflet's reference, which may have been written in another way when the edition was published.
    """
    original = _named(edition.translation_of) if edition.translation_of_id else None
    content = replace(edition.content, reference=edition.leaflet.reference)
    return written(content, language=edition.language, source_text=edition.source_text, original=original)


def bring_in(data: bytes, *, by: User | None) -> tuple[Edition, bool]:
    """The draft that a file becomes, and whether it is new; what is here already, word for word, is not made again.

    Raises NotAnEdition for a file that is none, OriginalNotHere for a translation without its original, or DraftExists
    where another draft of the leaflet is under way.
    """
    file = read(data)
    original = _original_of(file) if file.original else None
    if there := _already_here(file, original, by):
        return there, False
    words = {"content": file.content, "language": file.language, "source_text": file.source_text}
    if original is None:
        return start_draft(**words, by=by), True
    if hasattr(original, "withdrawal"):
        raise NotAnEdition("The original of this translation was withdrawn here. It must not be used any more.")
    try:
        return start_brought_in(original=original, **words, by=by), True
    except CannotTranslate as refusal:
        raise NotAnEdition(str(refusal)) from None


def _original_of(file: EditionFile) -> Edition:
    same = Edition.objects.published().filter(leaflet__reference=file.content.reference, translation_of=None)
    found = same.filter(language=file.original.language, sha256=file.original.sha256).first()
    if found is None:
        raise OriginalNotHere(file)
    return found


def _already_here(file: EditionFile, original: Edition | None, by: User | None) -> Edition | None:
    """An edition that would be the same file, the newest first; never another hospital's draft."""
    same = written(file.content, language=file.language, source_text=file.source_text, original=file.original)
    editions = (Edition.objects.open_to(by) if by else Edition.objects.kept()).filter(
        leaflet__reference=file.content.reference, language=file.language, translation_of=original
    )
    editions = editions.select_related("leaflet", "translation_of").order_by("-number")
    return next((one for one in editions if take_out(one) == same), None)


def _named(original: Edition) -> Original:
    content = original.content
    day = content.published.isoformat() if content.published else None
    return Original(original.language, content.title, day, original.sha256)
