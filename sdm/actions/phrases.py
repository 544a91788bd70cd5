"""How a hospital's phrases for one leaflet are kept: all at once, on top of what was on the screen."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone

from sdm.models import Leaflet, PhraseList, User
from sdm.rules.phrases import Phrase
from sdm.rules.transitions import NotAllowed


class PhrasesChanged(Exception):
    """Somebody else saved these phrases in between; `current` is what stands now."""

    def __init__(self, current: PhraseList) -> None:
        super().__init__("Somebody changed these phrases after you opened them.")
        self.current = current


def keep_phrases(*, leaflet: Leaflet, phrases: Sequence[Phrase], seen: int, by: User) -> PhraseList | None:
    """Keep these phrases, in this order, for the hospital of whoever saves them; the same ones again change nothing.

    `seen` is the revision that was on the screen, 0 for none. Gives what stands now. Raises PhrasesChanged where
    another revision stands, NotAllowed for anybody but this hospital's content team.
    """
    if not (by.is_active and by.is_content_editor):
        raise NotAllowed("Only the content team of a hospital can do this.")
    of_both = PhraseList.objects.filter(hospital_id=by.hospital_id, leaflet=leaflet)
    now = of_both.first()
    if (now.phrases if now else ()) == tuple(phrases):
        return now
    if now and now.revision != seen:
        raise PhrasesChanged(now)
    revision = now.revision + 1 if now else 1
    row = PhraseList(
        hospital_id=by.hospital_id,
        leaflet=leaflet,
        revision=revision,
        document=[asdict(phrase) for phrase in phrases],
        saved_at=timezone.now(),
        saved_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise PhrasesChanged(of_both.get(revision=revision)) from None
    return row
