"""Finding the edition that an address names, with the people whose names its pages show."""

from uuid import UUID

from django.http import Http404

from sdm.models import Edition

PEOPLE = ("created_by", "changed_by", "published_by")


def find_edition(edition_id: UUID) -> Edition:
    """The edition with its leaflet, in one query; a page of one that is not there is not there either."""
    try:
        return Edition.objects.select_related("leaflet", *PEOPLE).get(pk=edition_id)
    except Edition.DoesNotExist:
        raise Http404 from None
