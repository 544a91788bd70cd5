"""Publishing as a careful second person does: each kind of the condition read and ticked."""

from sdm.actions import editions
from sdm.models import Edition, User
from sdm.rules.edition import EditionContent


def words_of(content: EditionContent) -> str:
    """The words of a leaflet as a file would have them."""
    sections = (f"{one.heading}\n\n{one.body}" for one in content.sections)
    questions = (f"- {one.wording}" for one in content.questions)
    return "\n\n".join((content.title, *sections, *questions))


def every_kind(edition: Edition) -> list[str]:
    """The ids of the kinds of the condition that a draft holds now."""
    return [one.id for one in Edition.objects.get(pk=edition.pk).content.indications]


def ticks(edition: Edition) -> dict[str, str]:
    """What a browser sends of the page that publishes, once every kind is ticked."""
    return {f"kind-{one}": "on" for one in every_kind(edition)}


def publish(*, edition: Edition, seen: int, by: User, reason: str = "") -> Edition:
    """Publish a draft with everything ticked that there is to tick.

    What a test wrote was made from no file: its own words stand for one, so that they are held against something.
    """
    drafts = Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, source_text="", translation_of=None)
    drafts.update(source_text=words_of(Edition.objects.get(pk=edition.pk).content))
    return editions.publish(edition=edition, seen=seen, by=by, checked=every_kind(edition), reason=reason)
