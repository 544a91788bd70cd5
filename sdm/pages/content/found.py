"""Finding the edition that an address names, with the people whose names its pages show."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from sdm.models import Edition

PEOPLE = ("created_by", "changed_by", "published_by")


def find_edition(edition_id: UUID) -> Edition:
    """The edition with its leaflet, in one query; a page of one that is not there is not there either.

    `has_source` says if the words of its file are kept, which are far more than most pages need.
    """
    found = Edition.objects.select_related("leaflet", *PEOPLE).defer("source_text")
    try:
        return found.annotate(has_source=~Q(source_text="")).get(pk=edition_id)
    except Edition.DoesNotExist:
        raise Http404 from None
