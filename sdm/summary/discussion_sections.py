"""The sections of a summary that say what was talked about, what was arranged and what had to happen first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdm.rules.afterwards import Said
from sdm.rules.parts import question_number, question_part
from sdm.rules.requirements import QUESTION_DONE
from sdm.rules.words import marked
from sdm.summary.blocks import (
    Block,
    Check,
    Checks,
    Option,
    Options,
    Paragraph,
    Point,
    Quote,
    Row,
    Rows,
    Section,
    Topic,
    Topics,
)
from sdm.summary.build import Summary
from sdm.summary.decision_sections import given_blocks
from sdm.summary.moments import day, moment
from sdm.summary.own_words import how_likely
from sdm.summary.patient_sections import TOLD_BACK, note, voices


def condition(summary: Summary) -> Section:
    """Which kind of the condition it is, and what NICE says about that kind, in its very sentence."""
    heading = _("Your condition, and what is said about it")
    known = summary.indication
    if known is None:
        return Section(heading, (Paragraph(_("Which kind of the condition it is has not been recorded.")),))
    rows = (
        Row(_("Your condition"), summary.leaflets(known["name"])),
        Row(_("NICE's advice"), _(known["arrangement_title"])),
        Row(_("What that means"), _(known["meaning"])),
    )
    quote = Quote(summary.leaflets(known["evidence"]), summary.leaflets(_source(summary)))
    return Section(heading, (Rows(rows), quote) if known["evidence"] else (Rows(rows),))


def _source(summary: Summary) -> str:
    """Whose words they are, and the reference unless the source names it already."""
    source, reference = summary.leaflet["source"].rstrip(". "), summary.leaflet["reference"]
    return source if reference in source else ", ".join(text for text in (source, reference) if text)


def questions(summary: Summary) -> Section | None:
    """Each of the leaflet's questions with what the patient wrote and what was said."""
    if not summary.questions:
        return None
    return Section(_("The questions"), tuple(block for row in summary.questions for block in _question(summary, row)))


def _question(summary: Summary, row: dict[str, Any]) -> Iterator[Block]:
    """One question: both sides' words, and what the patient told back of them."""
    yield voices(
        f"{row['number']}. {summary.leaflets(row['wording'])}",
        patient="\n".join((row["answer"], *(f"• {ask}" for ask in row.get("asks", ())))).strip(),
        said=row["said"],
        mark=_("You marked: %(mark)s") % {"mark": _(row["understanding"])} if row["understanding"] else "",
        note=note(summary, question_part(row["number"])),
        is_standard=bool(row.get("standard")),
    )
    if told_back := row.get("told_back"):
        yield Rows((Row(_(TOLD_BACK), told_back, own_words=True),))


def options(summary: Summary) -> Section | None:
    """The options side by side, each with the same parts."""
    if not summary.options:
        return None
    return Section(
        _("The options"),
        (
            Options(
                tuple(_option(option, summary.leaflets) for option in summary.options),
                good_label=_("Good points"),
                bad_label=_("Bad points"),
                none_label=_("None is written here."),
                discussed_label=_("Talked about"),
                figure_label=_("How likely"),
                source_label=_("Source"),
            ),
        ),
    )


def _option(option: dict[str, Any], leaflets: Callable[[str], str]) -> Option:
    because = option.get("not_offered_because")
    return Option(
        name=leaflets(option["name"]),
        description=leaflets(option["description"]),
        good=_points(option["benefits"], leaflets) + _added(option.get("added_benefits", ())),
        bad=_points(option["risks"], leaflets) + _added(option.get("added_risks", ())),
        discussed=_("Yes") if option["discussed"] else _("Not recorded"),
        rows=(Row(_("Not offered to you, because"), because, own_words=True),) if because else (),
    )


def _added(points: Iterable[dict[str, str]]) -> tuple[Point, ...]:
    """What a clinician added for this patient, and why."""
    return tuple(Point(one["text"], "", about_figure=(Row(_("Added for you, because"), one["why"]),)) for one in points)


def _points(outcomes: list[dict[str, Any]], leaflets: Callable[[str], str]) -> tuple[Point, ...]:
    """Each in the words in which patients saw it; summaries that were frozen early hold less of it."""
    return tuple(
        Point(leaflets(one["text"]), how_likely(one, leaflets), leaflets(one["source"]), _about_figure(one, leaflets))
        for one in outcomes
    )


def _about_figure(outcome: dict[str, Any], leaflets: Callable[[str], str]) -> tuple[Row, ...]:
    rows = (
        Row(_("Seen in"), leaflets(outcome.get("seen_in", ""))),
        Row(_("How sure that is"), leaflets(outcome.get("how_sure", ""))),
        Row(_("What was said"), outcome.get("said", "")),
    )
    return tuple(row for row in rows if row.text)


# How a thing to talk about ended, and who raised it, as a frozen summary has them and in the reader's words.
ENDED = {"Parked": marked("To come back to"), "Withdrawn": marked("Taken off the list")}
THE_TEAM = marked("The hospital team")


def agenda(summary: Summary) -> Section | None:
    """What was to be talked about, and how each ended."""
    if not summary.agenda:
        return None
    return Section(_("Things we talked about"), (Topics(tuple(_topic(item, summary) for item in summary.agenda)),))


def _topic(item: dict[str, Any], summary: Summary) -> Topic:
    raised_by = summary.patient["name"] if item["raised_by"] == "Patient" else _(THE_TEAM)
    rows = (
        Row(_("Who brought it up"), raised_by),
        Row(_("What was said"), item["outcome"], own_words=True),
        Row(_("Who will come back to it"), item["owner"], own_words=True),
        Row(pgettext("this is to happen by this day", "By"), day(item["due_on"])),
    )
    state = _(ENDED.get(item["state"], item["state"]))
    return Topic(item["text"], state, tuple(row for row in rows if row.text))


def arranged(summary: Summary) -> Section | None:
    """What was arranged besides."""
    if not summary.arranged:
        return None
    rows = (Row(_(one["label"]), _day_or_text(one["text"]), own_words=True) for one in summary.arranged)
    return Section(_("What was arranged"), (Rows(tuple(rows)),))


def _day_or_text(text: str) -> str:
    return day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def study(summary: Summary, since: Sequence[Said] = ()) -> Section | None:
    """The research study and the patient's own consent to it, with what was said since that took it back."""
    named = summary.study
    if named is None:
        return None
    given_at = moment(named["consented_at"])
    given = (_("Given %(moment)s") % {"moment": given_at}, _taken_back(summary, since))
    rows = (
        Row(_("Study"), named["name"], own_words=True),
        Row(_("Ethics reference"), named["ethics_reference"], own_words=True),
        Row(_("Information sheet, version"), named.get("information_sheet", ""), own_words=True),
        Row(_("Who explained it to you"), named.get("explained_by", ""), own_words=True),
        Row(_("Your consent to be in the study"), "\n".join(filter(None, given)) if given_at else _("Not given")),
        Row(_("How you gave it"), named["given_as"], own_words=True),
    )
    how = given_blocks(named["given"], named["recorded_by"], named["consented_at"]) if named.get("given") else ()
    return Section(_("The research study"), (Rows(tuple(row for row in rows if row.text)), *how))


def _taken_back(summary: Summary, since: Sequence[Said]) -> str:
    """When the agreement, and the consent to the study with it, was taken back and by whom; empty where it stands."""
    decision = summary.decision or {}
    for said in since:
        if said.withdraws and said.about == decision.get("number"):
            who = summary.patient["name"] if said.told else said.said_by
            values = {"moment": moment(said.said_at.isoformat()), "who": who}
            return _("Taken back on %(moment)s by %(who)s. It does not count any more.") % values
    return ""


def requirements(summary: Summary) -> Section | None:
    """What had to happen before consent, whose words ask for it, and whether it had.

    Only for consent, and while nothing is decided: to somebody who said no, or takes more time, it would read as blame.
    """
    decided_otherwise = summary.decision is not None and summary.decision["choice"] != "consent"
    if decided_otherwise or not summary.requirements:
        return None
    checks = tuple(
        Check(_done(one, summary), _(one["source"]), _("Yes") if one["met"] else _("No"), bool(one["met"]))
        for one in summary.requirements
    )
    return Section(
        _("What had to happen before consent"),
        (Checks(pgettext("what had to happen", "What"), _("Who asks for it"), _("Had it happened?"), checks),),
    )


def _done(one: dict[str, Any], summary: Summary) -> str:
    """What has happened, or was to; summaries that were frozen early have only what was to be done."""
    done, number = one.get("done", one["label"]), question_number(one["id"])
    for question in summary.questions:
        values = {"number": number, "wording": question["wording"]}
        if question["number"] == number and done == QUESTION_DONE % values:
            return _(QUESTION_DONE) % {**values, "wording": summary.leaflets(question["wording"])}
    return _(done)
