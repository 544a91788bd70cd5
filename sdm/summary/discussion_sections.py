"""The sections of a summary that say what was talked about, what was arranged and what had to happen first."""

from __future__ import annotations

import re
from typing import Any

from sdm.summary.blocks import (
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
from sdm.summary.moments import day, moment
from sdm.summary.patient_sections import voices


def condition(summary: Summary) -> Section:
    """Which kind of the condition it is, and what NICE says about that kind, in its very sentence."""
    heading = "Your condition, and what is said about it"
    known = summary.indication
    if known is None:
        return Section(heading, (Paragraph("Which kind of the condition it is has not been recorded."),))
    rows = (
        Row("Your condition", known["name"]),
        Row("NICE's advice", known["arrangement_title"]),
        Row("What that means", known["meaning"]),
    )
    quote = (Quote(known["evidence"], _source(summary)),) if known["evidence"] else ()
    return Section(heading, (Rows(rows), *quote))


def _source(summary: Summary) -> str:
    """Whose words they are, and the reference unless the source names it already."""
    source, reference = summary.leaflet["source"].rstrip(". "), summary.leaflet["reference"]
    return source if reference in source else ", ".join(text for text in (source, reference) if text)


def questions(summary: Summary) -> Section | None:
    """Each of the leaflet's questions with what the patient wrote and what was said."""
    if not summary.questions:
        return None
    return Section(
        "The questions",
        tuple(
            voices(
                f"{row['number']}. {row['wording']}",
                patient="\n".join((row["answer"], *(f"• {ask}" for ask in row.get("asks", ())))).strip(),
                said=row["said"],
                mark=f"You marked: {row['understanding']}" if row["understanding"] else "",
            )
            for row in summary.questions
        ),
    )


def options(summary: Summary) -> Section | None:
    """The options side by side, each with the same parts."""
    if not summary.options:
        return None
    return Section(
        "The options",
        (
            Options(
                tuple(_option(option) for option in summary.options),
                good_label="Good points",
                bad_label="Bad points",
                none_label="None is written here.",
                discussed_label="Talked about",
                figure_label="How likely",
                source_label="Source",
            ),
        ),
    )


def _option(option: dict[str, Any]) -> Option:
    return Option(
        name=option["name"],
        description=option["description"],
        good=_points(option["benefits"]),
        bad=_points(option["risks"]),
        discussed="Yes" if option["discussed"] else "Not recorded",
    )


def _points(outcomes: list[dict[str, str]]) -> tuple[Point, ...]:
    return tuple(Point(one["text"], one["figure"], one["source"]) for one in outcomes)


def agenda(summary: Summary) -> Section | None:
    """What was to be talked about, and how each ended."""
    if not summary.agenda:
        return None
    return Section("Things we talked about", (Topics(tuple(_topic(item) for item in summary.agenda)),))


def _topic(item: dict[str, Any]) -> Topic:
    rows = (
        Row("Raised by", item["raised_by"]),
        Row("What was said", item["outcome"], own_words=True),
        Row("Who will come back to it", item["owner"], own_words=True),
        Row("By", day(item["due_on"])),
    )
    return Topic(item["text"], item["state"], tuple(row for row in rows if row.text))


def arranged(summary: Summary) -> Section | None:
    """What was arranged besides."""
    if not summary.arranged:
        return None
    rows = (Row(one["label"], _day_or_text(one["text"]), own_words=True) for one in summary.arranged)
    return Section("What was arranged", (Rows(tuple(rows)),))


def _day_or_text(text: str) -> str:
    return day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def study(summary: Summary) -> Section | None:
    """The research study and the patient's own consent to it."""
    named = summary.study
    if named is None:
        return None
    consent = f"Given {moment(named['consented_at'])}" if named["consented_at"] else "Not given"
    rows = (
        Row("Study", named["name"], own_words=True),
        Row("Ethics reference", named["ethics_reference"], own_words=True),
        Row("Your consent to be in the study", consent),
        Row("How you gave it", named["given_as"], own_words=True),
    )
    return Section("The research study", (Rows(tuple(row for row in rows if row.text)),))


def requirements(summary: Summary) -> Section | None:
    """What had to happen before consent, whose words ask for it, and whether it had.

    Only for consent, and while nothing is decided: to somebody who said no, or takes more time, it would read as blame.
    """
    decided_otherwise = summary.decision is not None and summary.decision["choice"] != "consent"
    if decided_otherwise or not summary.requirements:
        return None
    # Summaries that were frozen early have only what was to be done.
    checks = tuple(
        Check(one.get("done", one["label"]), one["source"], "Yes" if one["met"] else "No", bool(one["met"]))
        for one in summary.requirements
    )
    return Section(
        "What had to happen before consent",
        (Checks("What", "Who asks for it", "Had it happened?", checks),),
    )
