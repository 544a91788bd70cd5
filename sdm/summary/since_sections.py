"""What a summary says of what was said after it was frozen: beside it, and never in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from sdm.rules.afterwards import OUTCOMES, YOU_SAID, Said
from sdm.summary.blocks import Notice, Paragraph, Section, Voice, Voices
from sdm.summary.build import Summary
from sdm.summary.moments import moment
from sdm.summary.patient_sections import NOTHING_WRITTEN


def notices(summary: Summary, since: Sequence[Said]) -> tuple[Notice, ...]:
    """That the patient has changed their mind about this decision, to stand right below it."""
    return tuple(_notice(said) for said in since if said.is_change_of_mind and _is_about(summary, said))


def _notice(said: Said) -> Notice:
    return Notice(" ".join((_said(said), _answered(said))))


def said_since(summary: Summary, since: Sequence[Said]) -> Section | None:
    """Everything that the patient said after a decision, each with what they were answered; None where nothing was."""
    if not since:
        return None
    added = _("This was added after the summary was made. The summary itself is as it was.")
    return Section(_("What you have said since"), (Paragraph(added), *(_voices(summary, said) for said in since)))


def _voices(summary: Summary, said: Said) -> Voices:
    earlier = "" if _is_about(summary, said) else _("About an earlier decision")
    return Voices(
        _(YOU_SAID[said.what]),
        (
            Voice(_whose_words(said), said.text, _no_words(said), earlier),
            # The team does not wait for an answer of its own.
            *(() if said.is_by_team and said.waits else (_answer(said),)),
        ),
    )


def _whose_words(said: Said) -> str:
    """Who wrote what stands below, and when."""
    values = {"moment": _moment(said.said_at), "who": said.said_by}
    if said.is_by_team:
        return _("What your team wrote, %(moment)s, %(who)s") % values
    if said.told:
        return _("What you said, %(moment)s, written down by %(who)s") % values
    return _("What you wrote, %(moment)s") % values


def _no_words(said: Said) -> str:
    is_theirs = said.is_change_of_mind and not said.is_by_team
    return _("You did not say why. You do not have to.") if is_theirs else _(NOTHING_WRITTEN)


def _answer(said: Said) -> Voice:
    if said.waits:
        return Voice(_("What your team answered"), "", _("Your team has not answered yet."))
    when = {"moment": _moment(said.answered_at), "who": said.answered_by}
    label = _("What your team answered, %(moment)s, %(who)s") % when
    return Voice(label, said.answer, "", mark=_(OUTCOMES[said.outcome]))


def _said(said: Said) -> str:
    """One sentence on what was said, and when."""
    values = {"said": _(YOU_SAID[said.what]), "moment": _moment(said.said_at)}
    return _("%(said)s: %(moment)s.") % values


def _answered(said: Said) -> str:
    """One sentence on what came of it."""
    if said.waits and said.is_by_team:
        return _("Your team will talk with you about what happens now.")
    if said.waits:
        return _("Your team has not answered yet.")
    values = {"answered": _(OUTCOMES[said.outcome]), "moment": _moment(said.answered_at)}
    return _("%(answered)s: %(moment)s.") % values


def _is_about(summary: Summary, said: Said) -> bool:
    return summary.decision is not None and summary.decision["number"] == said.about


def _moment(when: datetime | None) -> str:
    return moment(when.isoformat() if when else None)
