"""What is judged of an edition as it stands: what stops it, its checklist, its doubts, and who made whose account."""

from django.utils import timezone

from sdm.models.accounts_changed import MadeByOne, bound_by_accounts, made_by_one
from sdm.models.leaflets import Edition
from sdm.models.staff import User
from sdm.models.titles_in_use import stands_before
from sdm.rules.checklist import checklist, warnings
from sdm.rules.checklist_items import Check
from sdm.rules.doubts import doubts
from sdm.rules.draft_steps import Kind
from sdm.rules.publishing import what_stops_publishing
from sdm.rules.second_person import why_not_second
from sdm.rules.source_changes import what_stops_by_source
from sdm.rules.source_checks import against_source
from sdm.rules.translating import what_stops_translation


def why_not_publish(edition: Edition, by: User) -> tuple[str, ...]:
    """Everything that keeps this person from publishing this draft, in sentences; empty where they may."""
    content = edition.content
    reasons = what_stops_publishing(content) + what_stops_by_source(content, edition.source_text)
    if edition.translation_of_id:
        # What is not translated yet is judged by nothing else.
        reasons = what_stops_translation(content, edition.translation_of.content) or reasons
        if hasattr(edition.translation_of, "withdrawal"):
            reasons += ("The original of this translation was withdrawn.",)
    return reasons + _why_not_this_person(edition, by)


def _why_not_this_person(edition: Edition, by: User) -> tuple[str, ...]:
    """Two people publish, so neither of them may ever have had the other's account in hand."""
    who = set(edition.worked_on_by.values_list("pk", flat=True))
    return why_not_second(
        keeps_accounts=by.is_staff,
        is_administrator=by.is_administrator,
        is_of_its_hospital=edition.hospital_id in (None, by.hospital_id),
        wrote_it=by.pk in who,
        is_written=bool(who),
        bound_to=[user.name for user in bound_by_accounts(by, who)],
    )


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
    return (*checks, against_source(edition.content, source, was_added=source_was_added(edition)))


def source_was_added(edition: Edition) -> bool:
    """Whether somebody added the source to the draft, which came without one. One query."""
    return edition.steps.filter(kind=Kind.SOURCE.value).exists()


def judged_alone(edition: Edition) -> tuple[Check, ...]:
    """The checklist without what is held against the source, whose words are far more than most pages need."""
    original = edition.translation_of.content if edition.translation_of_id else None
    return checklist(edition.content, edition.language, original)


def asks_for_reason(edition: Edition) -> bool:
    """Whether a draft is published only with a reason: the checklist warns, or there is a doubt."""
    return bool(warnings(checklist_of(edition)) or doubts_about(edition))
