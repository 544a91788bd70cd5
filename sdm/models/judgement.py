"""What is judged of an edition as it stands: its checklist, what is doubtful, and who made its people's accounts."""

from django.utils import timezone

from sdm.models.accounts_changed import MadeByOne, made_by_one
from sdm.models.leaflets import Edition
from sdm.models.staff import User
from sdm.models.titles_in_use import stands_before
from sdm.rules.checklist import checklist, warnings
from sdm.rules.checklist_items import Check
from sdm.rules.doubts import doubts
from sdm.rules.source_checks import against_source


def made_together(edition: Edition, publisher: User) -> tuple[MadeByOne, ...]:
    """Who made the accounts both of whoever publishes, or published, and of people who wrote the draft, of late."""
    who = edition.worked_on_by.values_list("pk", flat=True)
    return made_by_one(publisher, who, before=edition.published_at or timezone.now())


def doubts_about(edition: Edition) -> tuple[str, ...]:
    """What whoever publishes a draft has to explain, besides the checklist's warnings (`rules.doubts`)."""
    before = stands_before(edition.leaflet.reference, edition.language)
    newer = edition.newer_original()
    return doubts(
        edition.content,
        **before._asdict(),
        newer_original=newer.number if newer else None,
        today=timezone.localdate(),
    )


def checklist_of(edition: Edition) -> tuple[Check, ...]:
    """The checklist of an edition as it stands: beside its source, or a translation beside its original."""
    checks, source = judged_alone(edition), edition.source_text
    if edition.translation_of_id and not source.strip():
        return checks
    return (*checks, against_source(edition.content, source))


def judged_alone(edition: Edition) -> tuple[Check, ...]:
    """The checklist without what is held against the source, whose words are far more than most pages need."""
    original = edition.translation_of.content if edition.translation_of_id else None
    return checklist(edition.content, edition.language, original)


def asks_for_reason(edition: Edition) -> bool:
    """Whether a draft is published only with a reason: the checklist warns, or there is a doubt."""
    return bool(warnings(checklist_of(edition)) or doubts_about(edition))
