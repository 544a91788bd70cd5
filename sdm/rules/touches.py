"""How each option touches what matters most to a patient, in the leaflet's words: never a sum, and no advice."""

from dataclasses import dataclass

from sdm.rules.edition import EditionContent, Matter, Option, Touch
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import OWN_MATTER, rated_highest


@dataclass(frozen=True)
class TouchedMatter:
    """One thing that matters, and for each option what the leaflet says about it; None where it does not say."""

    matter: Matter
    by: tuple[tuple[Option, Touch | None], ...]

    @property
    def is_own(self) -> bool:
        """Whether it stands in the patient's own words."""
        return self.matter.id == OWN_MATTER


def what_matters_most(saved: Saved, content: EditionContent) -> tuple[TouchedMatter, ...]:
    """What the patient rated highest, each beside every option in the edition's order; `saved` is what matters."""
    return tuple(
        TouchedMatter(matter, tuple((option, _said(matter, option)) for option in content.options))
        for matter in rated_highest(saved, content)
    )


def _said(matter: Matter, option: Option) -> Touch | None:
    touch = matter.touched_by(option.id)
    return touch if touch and touch.words.strip() else None
