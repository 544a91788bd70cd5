"""How leaflets come in, are completed in a draft, and are published by a second person."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from sdm.models import DraftStep, Edition, Leaflet, User, Withdrawal
from sdm.models.editions_now import look_again
from sdm.models.judgement import asks_for_reason, checklist_of, why_not_publish
from sdm.models.leaflets import forget_translations
from sdm.rules.chain import canonical
from sdm.rules.checklist import as_rows
from sdm.rules.confirmations import nothing_confirmed, only_what_stood_is_confirmed
from sdm.rules.draft_steps import Kind, what_changed, what_comes_next
from sdm.rules.edition import EditionContent, from_document
from sdm.rules.leaflet_references import tidy_reference
from sdm.rules.reasons import SAY_WHY, SAY_WHY_WITHDRAWN, says_why

PUBLISHED_FIELDS = ("status", "sha256", "published_at", "published_by", "publish_reason", "checklist", "kinds_read")


class NotInTheTeam(ValueError):
    """Somebody who may not write this edition: not of its hospital's content team, or one who keeps accounts."""

    def __init__(self) -> None:
        super().__init__("Only a hospital’s content team writes its editions, and nobody who keeps accounts.")


class DraftChanged(Exception):
    """Somebody changed the draft after it was opened; `current` is the edition as it stands."""

    def __init__(self, current: Edition) -> None:
        super().__init__("Somebody changed this draft after you opened it.")
        self.current = current


class DraftExists(ValueError):
    """The leaflet has a draft already; `draft` is that one, None where it is another hospital's."""

    def __init__(self, draft: Edition | None, by: User | None) -> None:
        is_theirs = draft is not None and by is not None and not draft.is_open_to(by)
        what_to_do = f"It belongs to {draft.hospital}. Ask them" if is_theirs else "Publish or delete that one first"
        super().__init__(f"This leaflet has a draft already. {what_to_do}.")
        self.draft = None if is_theirs else draft


class CannotPublish(ValueError):
    """An edition that may not be published; `reasons` are sentences for people."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("This edition cannot be published yet.")
        self.reasons = reasons


class ReasonNeeded(CannotPublish):
    """The checklist warns, and nobody has said in words why the edition is published all the same."""

    def __init__(self) -> None:
        super().__init__((f"{SAY_WHY}.",))


class NotChecked(CannotPublish):
    """The person who publishes has not said of each kind of the condition that they checked what NICE says."""

    def __init__(self, names: tuple[str, ...]) -> None:
        said = "Read what NICE says about {} yourself, then tick that it is right."
        super().__init__(tuple(said.format(name) for name in names))


class CannotWithdraw(ValueError):
    """An edition that cannot be withdrawn, with a sentence for people."""


class NothingToUndo(ValueError):
    """No change is left to be taken back, or to be done again."""

    def __init__(self) -> None:
        super().__init__("There is nothing to undo.")


def start_draft(
    *,
    content: EditionContent,
    language: str = "en",
    source_text: str = "",
    translation_of: Edition | None = None,
    taken_over: dict[str, Any] | None = None,
    by: User | None,
) -> Edition:
    """A new draft edition of the leaflet with the content's reference, which is made where it is new.

    `source_text` is what it was read from, if it was; `taken_over` is what came from the edition before
    (`rules.taking_over`); `by` is None where the command line brings it in.
    Raises DraftExists, NotInTheTeam, or ValueError without a reference.
    """
    if by:
        check_may_write(by)
    content = replace(content, reference=tidy_reference(content.reference))
    if not content.reference:
        raise ValueError("Give the leaflet a reference, such as IPG651.")
    now = timezone.now()
    try:
        with transaction.atomic():
            leaflet, _ = Leaflet.objects.get_or_create(reference=content.reference, defaults={"title": content.title})
            edition = Edition(
                leaflet=leaflet,
                language=language,
                number=_next_number(leaflet, language),
                source_text=source_text,
                translation_of=translation_of,
                taken_over=taken_over,
                hospital_id=by.hospital_id if by else None,
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
        raise DraftExists(_draft_of(content.reference, language), by) from error


def _next_number(leaflet: Leaflet, language: str) -> int:
    editions = leaflet.editions.kept().filter(language=language)
    return (editions.aggregate(last=Max("number"))["last"] or 0) + 1


def _draft_of(reference: str, language: str) -> Edition | None:
    drafts = Edition.objects.filter(leaflet__reference=reference, language=language, status=Edition.DRAFT)
    return drafts.select_related("hospital").first()


def start_next(*, edition: Edition, by: User) -> Edition:
    """A draft of the edition that comes after a published one, with the words that this one was made from.

    Nothing is confirmed in it: what NICE says is checked anew for each edition. Raises DraftExists.
    """
    content = nothing_confirmed(edition.content)
    return start_draft(content=content, language=edition.language, source_text=edition.source_text, by=by)


def change_draft(*, edition: Edition, content: EditionContent, seen: int, by: User) -> Edition:
    """Put new content into a draft; the same content again changes nothing.

    A kind of the condition counts as checked only where it stands as it did before (`rules.confirmations`).
    `seen` is the draft's revision on the screen. Raises DraftChanged where another stands now or it is published, or
    NotInTheTeam.
    """
    # The reference is the leaflet's name for ever; a draft cannot move to another leaflet.
    content = replace(content, reference=edition.leaflet.reference)
    return _take_step(edition, canonical(content.as_document()), seen=seen, by=by)


def undo(*, edition: Edition, seen: int, by: User) -> Edition:
    """Take the last change of a draft back; that is a step itself, and can be taken back by `redo`.

    Raises DraftChanged as `change_draft` does, or NothingToUndo.
    """
    return _step_back(edition, Kind.UNDO, seen=seen, by=by)


def redo(*, edition: Edition, seen: int, by: User) -> Edition:
    """Do again what was undone last, where nothing was changed since. Raises DraftChanged or NothingToUndo."""
    return _step_back(edition, Kind.REDO, seen=seen, by=by)


def _step_back(edition: Edition, kind: Kind, *, seen: int, by: User) -> Edition:
    """Put the state before an earlier step back."""
    steps = edition.steps.values_list("number", "kind")
    ahead = what_comes_next((number, Kind(kind)) for number, kind in steps)
    number = ahead.undo if kind is Kind.UNDO else ahead.redo
    if number is None:
        raise NothingToUndo
    step = edition.steps.get(number=number)
    return _take_step(edition, step.before, seen=seen, by=by, kind=kind, what=step.what)


class Before(NamedTuple):
    """A draft as it was seen before a step; all empty where it is not so any more."""

    document: str = ""
    source_text: str = ""
    hospital_id: UUID | None = None
    translation_of: UUID | None = None


def _take_step(
    edition: Edition, document: str, *, seen: int, by: User, kind: Kind = Kind.CHANGE, what: str = ""
) -> Edition:
    """Put another document into a draft."""

    def change(before: Before) -> tuple[str, str]:
        if not before.document:
            return document, what
        said = document
        if kind is Kind.CHANGE and not before.translation_of:
            # What NICE says is checked in the original; a translation follows it (`rules.translating`).
            content = only_what_stood_is_confirmed(_content(before.document), _content(document))
            said = canonical(content.as_document())
        return said, what or what_changed(_content(before.document), _content(said))

    return put_in(edition, "document", change, seen=seen, kind=kind, by=by)


def put_in(
    edition: Edition, field: str, change: Callable[[Before], tuple[str, str]], *, seen: int, kind: Kind, by: User
) -> Edition:
    """Take a step of a draft: put another value into one of its fields, and keep the document before it.

    `change` gives the value and what the step is called. The same value again is no step, whatever was seen. Raises
    DraftChanged where another revision stands, or the draft is published; NotInTheTeam; or what `change` raises.
    """
    now = timezone.now()
    with transaction.atomic():
        draft = Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, revision=seen)
        before = Before(*(draft.values_list(*Before._fields).first() or ()))
        check_may_write(by, before.hospital_id)
        value, what = change(before)
        # What belongs to nobody belongs to whoever works on it first.
        whose = {"changed_at": now, "changed_by": by, "hospital_id": before.hospital_id or by.hospital_id}
        changed = draft.exclude(**{field: value}).update(**{field: value}, revision=F("revision") + 1, **whose)
        if changed:
            edition.worked_on_by.add(by)
            # The revision was the one that was seen, so this is the document that it had.
            step = {"kind": kind.value, "what": what[:400], "before": before.document, "at": now, "by": by}
            DraftStep.objects.create(edition=edition, number=seen + 1, **step)
    current = Edition.objects.kept().select_related("leaflet").get(pk=edition.pk)
    if not changed and getattr(current, field) != value:
        raise DraftChanged(current)
    return current


def check_may_write(by: User, hospital: UUID | None = None) -> None:
    """Raise NotInTheTeam for whoever may not write a draft of this hospital, or one that is nobody's yet."""
    if not by.is_content_editor or hospital not in (None, by.hospital_id):
        raise NotInTheTeam


def _content(document: str) -> EditionContent:
    return from_document(json.loads(document))


def delete_draft(*, edition: Edition, seen: int, by: User) -> None:
    """Put a draft away, as it was on the screen, from where `bring_back` takes it; one that is gone already is gone.

    Raises DraftChanged where somebody changed or published it since, or NotInTheTeam.
    """
    with transaction.atomic():
        draft = Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, revision=seen)
        hospital = draft.values_list("hospital_id", flat=True).first()
        check_may_write(by, hospital)
        who = {"deleted_at": timezone.now(), "deleted_by": by, "hospital_id": hospital or by.hospital_id}
        draft.update(status=Edition.DELETED, **who)
    current = Edition.objects.kept().select_related("leaflet").filter(pk=edition.pk).first()
    if current:
        raise DraftChanged(current)


def bring_back(*, edition: Edition, by: User) -> Edition:
    """Make a deleted draft a draft again, as the leaflet's next edition; one that is back already stays as it is.

    Raises DraftExists where the leaflet has another draft by now, or NotInTheTeam.
    """
    check_may_write(by, edition.hospital_id)
    deleted = Edition.objects.filter(pk=edition.pk, status=Edition.DELETED)
    try:
        with transaction.atomic():
            number = _next_number(edition.leaflet, edition.language)
            deleted.update(status=Edition.DRAFT, number=number, deleted_at=None, deleted_by=None)
    except IntegrityError as error:
        raise DraftExists(_draft_of(edition.leaflet.reference, edition.language), by) from error
    return Edition.objects.select_related("leaflet").get(pk=edition.pk)


def publish(*, edition: Edition, seen: int, by: User, checked: Collection[str] = (), reason: str = "") -> Edition:
    """Publish a draft for ever; a second person does it, never one who ever changed the draft.

    `checked` are the ids of the kinds of the condition of which they say that they read what NICE says; it raises
    NotChecked where one is missing. The checklist is kept with it as it stands, and `reason`, which is asked for where
    the checklist warns. Conversations in progress stay on the edition they began with. Raises CannotPublish, which is
    ReasonNeeded where only that is missing, or DraftChanged.
    """
    with transaction.atomic():
        current = Edition.objects.select_for_update(of=("self",)).select_related("leaflet").get(pk=edition.pk)
        if not current.is_draft or current.revision != seen:
            raise DraftChanged(current)
        if reasons := why_not_publish(current, by):
            raise CannotPublish(reasons)
        if names := tuple(one.name for one in current.content.indications if one.id not in checked):
            raise NotChecked(names)
        if not says_why(reason) and asks_for_reason(current):
            raise ReasonNeeded
        current.status, current.sha256 = Edition.PUBLISHED, current.seal()
        current.published_at, current.published_by = timezone.now(), by
        current.publish_reason, current.checklist = reason.strip(), as_rows(checklist_of(current))
        current.kinds_read = [one.id for one in current.content.indications]
        current.save(update_fields=PUBLISHED_FIELDS)
        if not current.translation_of_id:
            Leaflet.objects.filter(pk=current.leaflet_id).update(title=current.content.title)
    forget_translations()
    look_again()
    return current


def withdraw(*, edition: Edition, reason: str, by: User) -> Withdrawal:
    """Say that a published edition must not be used any more, and why; its words stay as they are.

    From then on no conversation begins with it, and nobody reads it as a translation. Withdrawing it again changes
    nothing. Raises CannotWithdraw for a draft, without a reason, or where `by` is no administrator of its hospital; any
    administrator withdraws what belongs to no hospital.
    """
    if not by.is_administrator:
        raise CannotWithdraw("Only an administrator of a hospital can withdraw an edition.")
    if edition.hospital_id not in (None, by.hospital_id):
        raise CannotWithdraw(f"{edition.hospital} published this edition. Only its administrators can withdraw it.")
    if not edition.is_published:
        raise CannotWithdraw("Only a published edition can be withdrawn. Delete the draft instead.")
    if not says_why(reason):
        raise CannotWithdraw(f"{SAY_WHY_WITHDRAWN}.")
    stands = {"reason": reason.strip(), "at": timezone.now(), "by": by}
    withdrawal, _ = Withdrawal.objects.get_or_create(edition=edition, defaults=stands)
    forget_translations()
    look_again()
    return withdrawal
