"""The sections of a summary that say what has come after the decision: the procedure, and what was said on its day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sdm.rules.follow_up import OUR_WORDS
from sdm.rules.standing import NAMES, NOT_IN_FORCE, Confirmed, Kind
from sdm.summary.blocks import Notice, Row, Rows, Section, Topic, Topics
from sdm.summary.later import Later
from sdm.summary.moments import day, moment


def not_in_force(later: Later | None) -> tuple[Notice, ...]:
    """That a consent does not count, right below what was decided: nobody reads the one without the other."""
    words = NOT_IN_FORCE.get(later.standing) if later else None
    return (Notice(_(words)),) if words else ()


def procedure(later: Later | None) -> Section | None:
    """The day that is planned, who does it, how much time there is to think, and that the patient still agreed.

    None where there is no agreement to a procedure: a day for it would frighten somebody who said no.
    """
    if later is None or not later.standing.has_a_plan or not (later.procedure or later.confirmations):
        return None
    plan = later.procedure
    rows = (
        Row(_("Planned for"), day(plan.get("on"))),
        Row(_("Who does it"), plan.get("by", ""), own_words=True),
        Row(_("Time to think, from the decision"), _days(later.days)),
        Row(_("Why there is less time to think"), plan.get("because", ""), own_words=True),
    )
    said = (row for one in later.confirmations for row in _confirmed(one))
    return Section(_("The procedure"), (Rows(tuple(row for row in (*rows, *said) if row.text)),))


def follow_ups(later: Later | None) -> Section | None:
    """What is to be done after the decision, by whom and when, and whether it was."""
    if later is None or not later.follow_ups:
        return None
    return Section(_("What is to be done"), (Topics(tuple(_follow_up(one) for one in later.follow_ups)),))


def _follow_up(one: dict[str, Any]) -> Topic:
    rows = (
        Row(pgettext("who does it", "Who"), one["owner_name"], own_words=True),
        Row(pgettext("this is to happen by this day", "By"), day(one["due_on"])),
        Row(_("Done on"), day(one["done_on"])),
        Row(_("What came of it"), _ours(one["result"]), own_words=one["result"] not in OUR_WORDS),
    )
    state = _("Done") if one["done_on"] else _("To do")
    return Topic(_ours(one["text"]), state, tuple(row for row in rows if row.text))


def _ours(words: str) -> str:
    return _(words) if words in OUR_WORDS else words


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def _confirmed(one: Confirmed) -> tuple[Row, ...]:
    values = {"moment": moment(one.confirmed_at.isoformat()), "who": one.recorded_by}
    changed = (": ".join(filter(None, (_(NAMES[Kind(told["kind"])]), told["now"]))) for told in one.told)
    return (
        Row(_("You said that you still agree"), _("%(moment)s, to %(who)s") % values),
        Row(_("What you were told had changed"), "\n".join(changed), own_words=True),
        Row(_("What was said"), one.text, own_words=True),
    )
