"""Finding the edition that an address names, with the people whose names its pages show."""

from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404

from sdm.models import DraftStep, Edition, User
from sdm.models.leaflets import EditionQuerySet
from sdm.rules.confirmations import Checked
from sdm.rules.draft_steps import Kind

WITH_IT = ("leaflet", "hospital", "created_by", "changed_by", "published_by", "withdrawal__by")


def find_edition(edition_id: UUID, user: User) -> Edition:
    """The edition with its leaflet, in one query; what is not there for this person's hospital is not there at all.

    `has_source` says if the words of its file are kept, which are far more than most pages need, and
    `source_added_by` and `source_added_at` who added them afterwards.
    """
    return _find(Edition.objects.open_to(user), edition_id)


def original_of(translation: Edition) -> Edition:
    """What a translation is a translation of, as `find_edition` gives it."""
    return _find(Edition.objects.published(), translation.translation_of_id)


def _find(editions: EditionQuerySet, edition_id: UUID) -> Edition:
    found = editions.select_related(*WITH_IT).defer("source_text").with_standing()
    added = DraftStep.objects.filter(edition=OuterRef("pk"), kind=Kind.SOURCE.value).order_by("-number")
    about = {"has_source": ~Q(source_text="")}
    about |= {f"source_added_{name}": Subquery(added.values(at)[:1]) for name, at in (("by", "by__name"), ("at", "at"))}
    try:
        return found.annotate(**about).get(pk=edition_id)
    except Edition.DoesNotExist:
        raise Http404 from None


def published_before(edition: Edition) -> Edition | None:
    """The published edition that this one comes after, in the same language."""
    earlier = Edition.objects.published().filter(leaflet_id=edition.leaflet_id, language=edition.language)
    earlier = earlier.defer("source_text")
    return earlier.filter(number__lt=edition.number).order_by("-number").first()


def about_source(edition: Edition) -> dict[str, bool | Checked | None]:
    """For a page: whether a draft is `not_held` against a source though it could be, and who added one and when."""
    has_none = edition.is_draft and not edition.source_text.strip()
    added = Checked(edition.source_added_by, edition.source_added_at) if edition.source_added_at else None
    return {"not_held": has_none and not edition.translation_of_id, "source_added": added}
