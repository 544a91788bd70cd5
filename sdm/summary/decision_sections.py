"""The sections of a summary that say what was decided, who was there, and how a consent was given and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sdm.rules.capacity import Capacity
from sdm.rules.giving import HEIGHT, WAYS, WIDTH, path_of
from sdm.rules.scans import Scanned
from sdm.rules.taking_part import HOW, WHAT
from sdm.rules.words import marked
from sdm.summary.blocks import Block, Notice, Row, Rows, Section, Signature, Statement, Voice, Voices
from sdm.summary.build import Summary
from sdm.summary.later import Later
from sdm.summary.moments import day, moment
from sdm.summary.patient_sections import NOTHING_WRITTEN

# What came of a doubt, to the patient.
FOUND = {
    Capacity.IN_DOUBT.value: marked("We are not sure yet whether you can make this decision yourself."),
    Capacity.HAS.value: marked("You can make this decision yourself."),
    Capacity.LACKS.value: marked("You could not make this decision yourself at that time."),
}


def decision(summary: Summary, since: tuple[Notice, ...]) -> Section:
    """What was decided and why, with what has been said of it since right below it."""
    decided = summary.decision
    if decided is None:
        return Section(_("The decision"), (Statement(_("No decision yet")),))
    chosen = (Row(_("Chosen option"), summary.leaflets(decided["option"])),) if decided["option"] else ()
    why = Voice(_("Why, in the patient's own words"), decided["reasons"], _(NOTHING_WRITTEN))
    return Section(
        _("The decision"),
        (
            Statement(_(decided["label"])),
            *since,
            *((Rows(chosen),) if chosen else ()),
            Voices("", (why,)),
            Rows(_rows(decided)),
        ),
    )


def _rows(decided: Mapping[str, Any]) -> tuple[Row, ...]:
    rows = (
        Row(_("What still troubles you"), decided.get("reservations", ""), own_words=True),
        Row(_("What you do not want done"), decided.get("limits", ""), own_words=True),
        Row(_("What happens next"), decided["next_steps"] or _(NOTHING_WRITTEN), own_words=bool(decided["next_steps"])),
        Row(_("We will look at this again on"), day(decided["review_on"])),
        Row(_("We will look at this again with"), decided.get("review_with", ""), own_words=True),
        Row(_("Written down by"), decided["recorded_by"]),
        Row(_("Written down on"), moment(decided["decided_at"])),
    )
    return _with_text(rows)


def who_was_there(summary: Summary) -> Section | None:
    """Who was there when it was decided, how each took part, and who interpreted; None where nobody wrote it down."""
    decided = summary.decision or {}
    people = (
        Row(
            one["name"],
            ", ".join(filter(None, (one["role"], _one_of(WHAT, one.get("what")), _one_of(HOW, one.get("how"))))),
            own_words=True,
        )
        for one in decided.get("people", ())
    )
    interpreter = Row(_("Interpreter"), decided.get("interpreter", ""), own_words=True)
    rows = _with_text((*people, interpreter))
    return Section(_("Who was there when you decided"), (Rows(rows),)) if rows else None


def _one_of(words: Mapping[str, str], key: str | None) -> str:
    """One of our words by its key; an empty text has no translation."""
    return _(words[key]) if key in words else ""


def capacity(summary: Summary) -> Section | None:
    """What was done to find out whether the patient could decide; None where nobody doubted it."""
    known = summary.capacity
    if known is None:
        return None
    rows = (
        Row(_("What we found"), _(FOUND[known["result"]])),
        Row(_("What was done to help you decide"), known["support"], own_words=True),
        Row(_("What was assessed"), known["assessment"], own_words=True),
        Row(_("Who assessed it"), known["assessed_by"], own_words=True),
        Row(_("Assessed on"), day(known["assessed_on"])),
    )
    return Section(_("Whether you could decide for yourself"), (Rows(_with_text(rows)),))


def consent(summary: Summary, later: Later | None = None) -> Section | None:
    """How the consent was given and who signed, with the scan of it that was added since.

    None where nothing was consented to, or it was never written down.
    """
    decided = summary.decision or {}
    if not decided.get("given"):
        return None
    by, at = decided["recorded_by"], decided["decided_at"]
    return Section(_("How you gave consent"), given_blocks(decided["given"], by, at, later.scans if later else ()))


def given_blocks(
    given: Mapping[str, Any], recorded_by: str, at: str, scans: Sequence[Scanned] = ()
) -> tuple[Block, ...]:
    """How a consent was given: the way, what belongs to it, the patient's signature, and who signed for the team."""
    rows = (
        Row(_("How you gave it"), _(WAYS[given["way"]])),
        Row(_("Your name, as you signed"), given.get("signed_as", ""), own_words=True),
        Row(_("Where the signed paper is kept"), given.get("kept_where", ""), own_words=True),
        Row(_("The scan of the signed paper"), _added(scans)),
        Row(_("Who heard you give consent"), given.get("witness", ""), own_words=True),
        Row(_("Signed for your team by"), f"{recorded_by}, {moment(at)}"),
    )
    drawn = path_of(given)
    signature = (Signature(_("Your signature"), drawn, WIDTH, HEIGHT),) if drawn else ()
    return (Rows(_with_text(rows)), *signature)


def _added(scans: Sequence[Scanned]) -> str:
    """When files were added and by whom, a line for each time."""
    times = dict.fromkeys((moment(one.added_at.isoformat()), one.added_by) for one in scans)
    return "\n".join(_("Added on %(moment)s by %(who)s") % {"moment": when, "who": who} for when, who in times)


def _with_text(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.text)
