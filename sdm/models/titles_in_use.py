"""What stands under a reference before a draft takes its place, and which leaflets are called the same."""

from typing import NamedTuple

from sdm.models.leaflets import Edition, Leaflet, published_content
from sdm.rules.titles import is_same_title


class Before(NamedTuple):
    """The newest published edition: what it is called, and why it was withdrawn where it was; empty where not."""

    title: str = ""
    withdrawn_because: str = ""


def stands_before(reference: str, language: str) -> Before:
    """The newest published edition under a reference in a language; empty where there is none."""
    same = Edition.objects.published().filter(leaflet__reference=reference, language=language)
    newest = same.order_by("-number").values_list("pk", "withdrawal__reason").first()
    return Before(published_content(newest[0]).title, newest[1] or "") if newest else Before()


def called_the_same(title: str, reference: str) -> tuple[str, ...]:
    """The references of other leaflets with the same title, in their order."""
    there = Leaflet.objects.filter(editions__status__in=[Edition.DRAFT, Edition.PUBLISHED]).exclude(reference=reference)
    titles = there.distinct().values_list("reference", "title")
    return tuple(other for other, known in titles if is_same_title(known, title))
