"""How a leaflet is put into another language: an edition tied to its original, which follows it part by part."""

from collections.abc import Mapping

from django.db import transaction

from sdm.actions.editions import DraftChanged, change_draft, start_draft
from sdm.models import Edition, User
from sdm.rules.edition import EditionContent
from sdm.rules.languages import is_language, is_same
from sdm.rules.translating import following, with_part


class CannotTranslate(ValueError):
    """An edition that cannot be the original of this translation; the text says why in plain words."""


def start_translation(*, original: Edition, language: str, by: User) -> Edition:
    """A draft that says an original in another language, with what the newest translation into it said already.

    Raises CannotTranslate, or DraftExists where there is a draft in that language.
    """
    _check(original, language)
    earlier = Edition.objects.published().filter(leaflet_id=original.leaflet_id, language=language).first()
    said = earlier.content if earlier else EditionContent(title="")
    content = following(said, original.content)
    return start_draft(content=content, language=language, translation_of=original, by=by)


def start_brought_in(
    *, original: Edition, content: EditionContent, language: str, source_text: str, by: User | None
) -> Edition:
    """A draft with a translation as it was taken out elsewhere, tied to its original here.

    Raises CannotTranslate or DraftExists as `start_translation` does.
    """
    _check(original, language)
    return start_draft(content=content, language=language, source_text=source_text, translation_of=original, by=by)


def translate_part(*, edition: Edition, part: str, words: Mapping[str, str], seen: int, by: User) -> Edition:
    """Say one part of the original in these words, by the keys of its texts (`rules.translating`).

    Raises KeyError where the original has no such part, and DraftChanged as `change_draft` does.
    """
    content = with_part(edition.content, edition.translation_of.content, part, words)
    return change_draft(edition=edition, content=content, seen=seen, by=by)


def follow_original(*, edition: Edition, original: Edition, seen: int, by: User) -> Edition:
    """Tie a draft to an original, or to a newer one: it takes over its parts and keeps the words that it has.

    Parts that the original changed are flagged. Raises CannotTranslate, or DraftChanged as `change_draft` does.
    """
    _check(original, edition.language)
    if original.leaflet_id != edition.leaflet_id:
        raise CannotTranslate("That is an edition of another leaflet.")
    with transaction.atomic():
        draft = Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, revision=seen)
        if not draft.update(translation_of=original):
            raise DraftChanged(Edition.objects.select_related("leaflet").get(pk=edition.pk))
        return change_draft(edition=edition, content=following(edition.content, original.content), seen=seen, by=by)


def _check(original: Edition, language: str) -> None:
    if not original.is_published or original.translation_of_id:
        raise CannotTranslate("Only a published edition that is no translation itself can be translated.")
    if hasattr(original, "withdrawal"):
        raise CannotTranslate("This edition was withdrawn. Translate a newer one.")
    if not is_language(language):
        raise CannotTranslate("We do not know this language.")
    if is_same(language, original.language):
        raise CannotTranslate("The leaflet is in this language already.")
