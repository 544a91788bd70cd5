"""Which edition's words a patient's page shows: the conversation's own, or a translation of it that they can read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from sdm.models import Conversation
from sdm.models.leaflets import is_translation, published, translations_of
from sdm.rules.edition import EditionContent
from sdm.rules.languages import first_of, is_language, is_same

# A form says what was on the screen when it was drawn: the language of the page, and the edition whose words it showed.
SCREEN = "screen"
BOTH = "both"


@dataclass(frozen=True)
class EditionShown:
    """The words on a patient's page; ids and numbers are the same in the conversation's own edition.

    `languages` are all that the leaflet can be read in, the conversation's own first. `both` is set where the page
    shows the conversation's own words beside those of a translation. `page_language` is the language of the page.
    `missing` is the language that the patient chose on another edition, where this one cannot be read in it.
    """

    id: UUID
    language: str
    original: UUID
    languages: tuple[str, ...]
    page_language: str
    both: bool = False
    missing: str = ""

    @property
    def content(self) -> EditionContent:
        """What the edition holds whose words are shown."""
        return published(self.id).content

    @property
    def own_content(self) -> EditionContent:
        """What the conversation's own edition holds."""
        return published(self.original).content

    @property
    def own_language(self) -> str:
        """The language of the conversation's own edition."""
        return self.languages[0]

    @property
    def translation(self) -> UUID | None:
        """The translation that is shown; None where the conversation's own words are."""
        return None if self.id == self.original else self.id

    @property
    def others(self) -> tuple[str, ...]:
        """The other languages that the leaflet can be read in."""
        return tuple(code for code in self.languages if code != self.language)

    @property
    def lacks_translation(self) -> bool:
        """Whether the leaflet cannot be read in the language of the page, and nobody chose the one that is shown."""
        return not (self.translation or first_of((self.page_language,), self.languages))

    @property
    def screen(self) -> str:
        """What a form carries, so that an answer is kept with the words that were on the screen."""
        return f"{self.page_language} {self.id}"


def edition_shown(request: HttpRequest, conversation: Conversation) -> EditionShown:
    """The words that a page shows: those its form had, else those that were chosen, else those in its language."""
    own = conversation.edition_id
    # Nothing takes the place of the conversation's own words.
    there = {conversation.language: own} | {
        code: one for code, one in translations_of(own).items() if not is_same(code, conversation.language)
    }
    shown = _on_screen(request, own) or there[_wanted(request, tuple(there))]
    both = BOTH in request.GET and shown != own
    missing = _missing(_chosen(request), tuple(there))
    return EditionShown(shown, published(shown).language, own, tuple(there), get_language(), both, missing)


def language_on_screen(request: HttpRequest) -> str:
    """The language of the page that a form stood on, which another tab may have changed since."""
    language = request.POST.get(SCREEN, "").partition(" ")[0]
    return language if language in dict(settings.LANGUAGES) else get_language()


def _wanted(request: HttpRequest, there: tuple[str, ...]) -> str:
    """The language that the patient chose for the leaflet, else that of the page, else the conversation's own."""
    return first_of((_chosen(request), get_language()), there) or there[0]


def _chosen(request: HttpRequest) -> str:
    """The language that the patient chose for leaflets, as their browser says; empty where they did not."""
    return request.COOKIES.get(settings.LEAFLET_COOKIE_NAME, "")


def _missing(chosen: str, there: tuple[str, ...]) -> str:
    return chosen if chosen and is_language(chosen) and not first_of((chosen,), there) else ""


def _on_screen(request: HttpRequest, own: UUID) -> UUID | None:
    """The edition whose words stood beside a form; None where it names none that can have been there."""
    if not (edition := request.POST.get(SCREEN, "").partition(" ")[2]):
        return None
    try:
        edition_id = UUID(edition)
    except ValueError:
        return None
    return edition_id if edition_id == own or is_translation(edition_id, of=own) else None
