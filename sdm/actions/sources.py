"""How a draft gets the words of the file that its leaflet came from, against which its own are held."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sdm.actions.editions import DraftChanged, check_may_write
from sdm.models import DraftStep, Edition, User
from sdm.rules.draft_steps import Kind


class CameWithSource(ValueError):
    """The draft was made from a file: its words are what the leaflet is held against, and no others."""

    def __init__(self) -> None:
        super().__init__("This draft was made from a file. If NICE published other words, bring that file in.")


def add_source(*, edition: Edition, source: str, seen: int, by: User) -> Edition:
    """Give a draft the words that it was made from; again puts others in the place of those that somebody added.

    It is a step of the draft, so whoever did it cannot publish. The same words again change nothing. Raises
    DraftChanged where another revision stands than was `seen`, CameWithSource, NotInTheTeam, or ValueError without
    words.
    """
    if not source.strip():
        raise ValueError("Give the words of the leaflet’s file.")
    now = timezone.now()
    with transaction.atomic():
        seen_draft = Edition.objects.filter(pk=edition.pk, status=Edition.DRAFT, revision=seen)
        found = seen_draft.values_list("document", "hospital_id", "source_text").first()
        document, hospital, there = found or ("", None, "")
        check_may_write(by, hospital)
        if there and there != source and not was_added(edition):
            raise CameWithSource
        whose = {"changed_at": now, "changed_by": by, "hospital_id": hospital or by.hospital_id}
        changed = seen_draft.exclude(source_text=source).update(source_text=source, revision=F("revision") + 1, **whose)
        if changed:
            edition.worked_on_by.add(by)
            what = f"{len(source.split()):,} words"
            DraftStep.objects.create(
                edition=edition, number=seen + 1, kind=Kind.SOURCE.value, what=what, before=document, at=now, by=by
            )
    current = Edition.objects.kept().select_related("leaflet").get(pk=edition.pk)
    if not changed and current.source_text != source:
        raise DraftChanged(current)
    return current


def was_added(edition: Edition) -> bool:
    """Whether somebody added the source to the draft, which came without one."""
    return edition.steps.filter(kind=Kind.SOURCE.value).exists()
