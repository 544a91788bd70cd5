"""How each option touches what matters most to a patient, and whose words say so: never a sum, and no advice."""

from dataclasses import dataclass

from sdm.rules.edition import EditionContent, Matter, Option, Touch
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import OWN_MATTER, rated_highest
from sdm.rules.publishing import stands_in_leaflet


@dataclass(frozen=True)
class TouchedMatter:
    """One thing that matters, and for each option what is said about it; None where the leaflet does not say.

    `quoted` are those that stand in the leaflet word for word; the others are the content team's words.
    """

    matter: Matter
    by: tuple[tuple[Option, Touch | None], ...]
    quoted: frozenset[Touch] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether it stands in the patient's own words."""
        return self.matter.id == OWN_MATTER


def what_matters_most(saved: Saved, content: EditionContent) -> tuple[TouchedMatter, ...]:
    """What the patient rated highest, each beside every option in the edition's order; `saved` is what matters."""
    return tuple(
        TouchedMatter(
            matter, tuple((option, _said(matter, option)) for option in content.options), _quoted(matter, content)
        )
        for matter in rated_highest(saved, content)
    )


def _said(matter: Matter, option: Option) -> Touch | None:
    touch = matter.touched_by(option.id)
    return touch if touch and touch.words.strip() else None


def _quoted(matter: Matter, content: EditionContent) -> frozenset[Touch]:
    return frozenset(touch for touch in matter.touches if stands_in_leaflet(touch.words, content))
