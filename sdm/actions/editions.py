"""How leaflets come in, are completed in a draft, and are published by a second person."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from sdm.models import Edition, Leaflet, User
from sdm.models.leaflets import forget_translations
from sdm.rules.chain import canonical
from sdm.rules.edition import EditionContent
from sdm.rules.publishing import what_stops_publishing


class DraftChanged(Exception):
    """Somebody changed the draft after it was opened; `current` is the edition as it stands."""

    def __init__(self, current: Edition) -> None:
        super().__init__("Somebody changed this draft after you opened it.")
        self.current = current


class DraftExists(ValueError):
    """The leaflet has a draft already; `draft` is that one."""

    def __init__(self, draft: Edition | None) -> None:
        super().__init__("This leaflet has a draft already. Publish or delete that one first.")
        self.draft = draft


class CannotPublish(ValueError):
    """An edition that may not be published; `reasons` are sentences for people."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("This edition cannot be published yet.")
        self.reasons = reasons


def start_draft(*, content: EditionContent, language: str = "en", source_text: str = "", by: User | None) -> Edition:
    """A new draft edition of the leaflet with the content's reference, which is made where it is new.

    `source_text` is what it was read from, if it was; `by` is None where the command line brings it in.
    Raises DraftExists, or ValueError without a reference.
    """
    if not content.reference:
        raise ValueError("Give the leaflet a reference, such as IPG651.")
    now = timezone.now()
    try:
        with transaction.atomic():
            leaflet, _ = Leaflet.objects.get_or_create(reference=content.reference, defaults={"title": content.title})
            last = leaflet.editions.filter(language=language).aggregate(last=Max("number"))["last"] or 0
            edition = Edition(
                leaflet=leaflet,
                language=language,
                number=last + 1,
                source_text=source_text,
                created_at=now,
                created_by=by,
                changed_at=now,
                changed_by=by,
            )
            edition.content = content
            edition.save(force_insert=True)
            if by:
                edition.worked_on_by.add(by)
            return edition
    except IntegrityError as error:
        drafts = Edition.objects.filter(leaflet__reference=content.reference, status=Edition.DRAFT)
        raise DraftExists(drafts.filter(language=language).first()) from error


def change_draft(*, edition: Edition, content: EditionContent, seen: int, by: User) -> Edition:
    """Put new content into a draft; the same content again changes nothing.

    `seen` is the draft's revision on the screen. Raises DraftChanged where another stands now or it is published.
    """
    # The reference is the leaflet's name for ever; a draft cannot move to another leaflet.
    content = replace(content, reference=edition.leaflet.reference)
    document = canonical(content.as_document())
    with transaction.atomic():
        seen_draft = Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, revision=seen)
        changed = seen_draft.exclude(document=document).update(
            document=document, revision=F("revision") + 1, changed_at=timezone.now(), changed_by=by
        )
        if changed:
            edition.worked_on_by.add(by)
    current = Edition.objects.select_related("leaflet").get(pk=edition.pk)
    if not changed and current.document != document:
        raise DraftChanged(current)
    return current


def delete_draft(*, edition: Edition, seen: int) -> None:
    """Throw a draft away, as it was on the screen; one that is gone already is gone.

    Raises DraftChanged where somebody changed or published it since.
    """
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, revision=seen).delete()
    current = Edition.objects.select_related("leaflet").filter(pk=edition.pk).first()
    if current:
        raise DraftChanged(current)


def why_not_publish(*, edition: Edition, by: User) -> tuple[str, ...]:
    """Everything that keeps this person from publishing this draft, in sentences; empty where they may."""
    reasons = what_stops_publishing(edition.content)
    if not by.is_administrator:
        reasons += ("Only an administrator can publish.",)
    if edition.worked_on_by.contains(by):
        reasons += ("You worked on this draft. A second person must publish it.",)
    return reasons


def publish(*, edition: Edition, seen: int, by: User) -> Edition:
    """Publish a draft for ever; a second person does it, never one who ever changed the draft.

    Conversations in progress stay on the edition they began with. Raises CannotPublish or DraftChanged.
    """
    with transaction.atomic():
        current = Edition.objects.select_for_update(of=("self",)).select_related("leaflet").get(pk=edition.pk)
        if not current.is_draft or current.revision != seen:
            raise DraftChanged(current)
        if reasons := why_not_publish(edition=current, by=by):
            raise CannotPublish(reasons)
        current.status, current.sha256 = Edition.PUBLISHED, current.seal()
        current.published_at, current.published_by = timezone.now(), by
        current.save(update_fields=["status", "sha256", "published_at", "published_by"])
        if not current.translation_of_id:
            Leaflet.objects.filter(pk=current.leaflet_id).update(title=current.content.title)
    forget_translations()
    return current
