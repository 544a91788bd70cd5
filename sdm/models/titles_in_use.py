"""Which titles are in use: that of the leaflet with a reference, and which leaflets are called the same."""

from sdm.models.leaflets import Edition, Leaflet, published_content
from sdm.rules.titles import is_same_title


def title_in_use(reference: str, language: str) -> str:
    """What the newest published edition under a reference is called in a language; empty where there is none."""
    same = Edition.objects.published().filter(leaflet__reference=reference, language=language)
    newest = same.order_by("-number").values_list("pk", flat=True).first()
    return published_content(newest).title if newest else ""


def called_the_same(title: str, reference: str) -> tuple[str, ...]:
    """The references of other leaflets with the same title, in their order."""
    there = Leaflet.objects.filter(editions__status__in=[Edition.DRAFT, Edition.PUBLISHED]).exclude(reference=reference)
    titles = there.distinct().values_list("reference", "title")
    return tuple(other for other, known in titles if is_same_title(known, title))
