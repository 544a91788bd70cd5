"""Finding the edition that an address names, with the people whose names its pages show."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from sdm.models import Edition, User
from sdm.models.leaflets import EditionQuerySet

WITH_IT = ("leaflet", "hospital", "created_by", "changed_by", "published_by", "withdrawal__by")


def find_edition(edition_id: UUID, user: User) -> Edition:
    """The edition with its leaflet, in one query; what is not there for this person's hospital is not there at all.

    `has_source` says if the words of its file are kept, which are far more than most pages need.
    """
    return _find(Edition.objects.open_to(user), edition_id)


def original_of(translation: Edition) -> Edition:
    """What a translation is a translation of, as `find_edition` gives it."""
    return _find(Edition.objects.published(), translation.translation_of_id)


def _find(editions: EditionQuerySet, edition_id: UUID) -> Edition:
    found = editions.select_related(*WITH_IT).defer("source_text").with_standing()
    try:
        return found.annotate(has_source=~Q(source_text="")).get(pk=edition_id)
    except Edition.DoesNotExist:
        raise Http404 from None


def published_before(edition: Edition) -> Edition | None:
    """The published edition that this one comes after, in the same language."""
    earlier = Edition.objects.published().filter(leaflet_id=edition.leaflet_id, language=edition.language)
    earlier = earlier.defer("source_text")
    return earlier.filter(number__lt=edition.number).order_by("-number").first()
