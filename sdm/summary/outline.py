"""The one order and wording of a summary: what the page and the PDF both draw, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdm.rules.afterwards import Said
from sdm.rules.standing import Standing
from sdm.rules.words import marked
from sdm.summary import discussion_sections as discussion
from sdm.summary import patient_sections as patient
from sdm.summary.blocks import Foot, Outline, Paragraph, Proof, Row, Rows, Section
from sdm.summary.build import Summary
from sdm.summary.decision_sections import capacity, consent, decision, who_was_there
from sdm.summary.later import Later
from sdm.summary.later_sections import follow_ups, not_in_force, procedure
from sdm.summary.mark import RecordMark, qr_code
from sdm.summary.moments import day, moment
from sdm.summary.own_words import awaits_review, how_likely, in_another_language
from sdm.summary.since_sections import notices, said_since

DECIDED = marked("Summary of our decision")
NOT_DECIDED = marked("Summary so far – no decision yet")
PROVISIONAL = marked(
    "No decision has been recorded yet. This is what has been written and said so far, and it can still change."
)
PROVISIONAL_MARK = marked("Provisional")
LONGEST_FOOT = 40


def outline_of(summary: Summary, mark: RecordMark, since: Sequence[Said] = (), later: Later | None = None) -> Outline:
    """A summary as headings and blocks, in the order and the words in which patient and clinician read it.

    `since` is what has been said after a decision and `later` what has come of it; both stand beside what was frozen.
    """
    sections = (
        _about(summary),
        decision(summary, not_in_force(later) + notices(summary, since)),
        consent(summary, later),
        who_was_there(summary),
        capacity(summary),
        procedure(later),
        follow_ups(later),
        said_since(summary, since),
        _whom_to_ask(summary),
        _from_the_hospital(summary),
        patient.what_matters(summary),
        discussion.condition(summary),
        discussion.questions(summary),
        discussion.options(summary),
        patient.about_options(summary),
        discussion.agenda(summary),
        discussion.arranged(summary),
        discussion.study(summary, since),
        patient.people(summary),
        patient.where_you_were(summary),
        discussion.requirements(summary),
        _changing_your_mind(summary, later),
        _proof(summary, mark),
    )
    return Outline(
        title=_(NOT_DECIDED) if summary.is_provisional else _(DECIDED),
        provisional=_(PROVISIONAL) if summary.is_provisional else "",
        provisional_mark=_(PROVISIONAL_MARK) if summary.is_provisional else "",
        awaits_review=awaits_review(),
        other_language=in_another_language(summary.leaflet_language),
        leaflet_language=summary.leaflet_language,
        hospital=summary.hospital["name"],
        sections=tuple(section for section in sections if section),
        foot=Foot(
            name=_short(summary.patient["name"]),
            nhs_number=summary.patient["nhs_number"],
            record=_("Check code begins with %(start)s") % {"start": mark.start},
        ),
    )


def _short(name: str) -> str:
    """A name for the foot of a page, which has room for two lines; the whole name stands on the first page."""
    return name if len(name) <= LONGEST_FOOT else f"{name[: LONGEST_FOOT - 1]}…"


def _about(summary: Summary) -> Section:
    leaflet = summary.leaflet
    rows = (
        Row(_("Patient"), summary.patient["name"]),
        Row(_("Date of birth"), day(summary.patient["date_of_birth"])),
        Row(_("NHS number"), summary.patient["nhs_number"]),
        Row(_("Hospital"), summary.hospital["name"]),
        Row(_("Procedure"), summary.leaflets(leaflet["title"])),
        Row(_("Leaflet"), _leaflet(summary)),
        Row(_("Appointment"), moment(summary.appointment_at)),
        Row(_("Symptoms began"), day(summary.symptoms_began)),
    )
    return Section(_("Who and what this is about"), (Rows(tuple(row for row in rows if row.text)),))


def _leaflet(summary: Summary) -> str:
    published = day(summary.leaflet["published"])
    when = _("published %(day)s") % {"day": published} if published else ""
    return ", ".join(text for text in (summary.leaflet["reference"], when) if text)


def _contact(summary: Summary) -> tuple[Row, ...]:
    rows = (
        Row(pgettext("whom to ask", "Who"), summary.hospital["contact_name"] or summary.hospital["name"]),
        Row(pgettext("whom to ask", "How"), summary.hospital["contact_details"], own_words=True),
    )
    return tuple(row for row in rows if row.text)


def _whom_to_ask(summary: Summary) -> Section:
    return Section(_("Whom to ask"), (Paragraph(_("If anything is not clear, ask:")), Rows(_contact(summary))))


def _from_the_hospital(summary: Summary) -> Section | None:
    """What the hospital added to the leaflet, marked as its own."""
    local = summary.local
    if not local:
        return None
    rows = [Row(_("What we have seen here"), _in_lines(one), own_words=True) for one in local["results"]]
    if local["afterwards"]:
        rows.append(Row(_("What happens afterwards here"), local["afterwards"], own_words=True))
    heading = _("From %(hospital)s, not from NICE") % {"hospital": summary.hospital["name"]}
    return Section(heading, (Rows(tuple(rows)),))


def _in_lines(result: dict[str, Any]) -> str:
    """A result with its figure, who was counted and who counted them, a line each."""
    lines = (
        result["text"],
        how_likely(result, str),
        _("Seen in: %(who)s") % {"who": result["seen_in"]} if result["seen_in"] else "",
        _("From: %(source)s") % {"source": result["source"]} if result["source"] else "",
    )
    return "\n".join(line for line in lines if line)


def _changing_your_mind(summary: Summary, later: Later | None) -> Section:
    taken_back = later is not None and later.standing is Standing.WITHDRAWN
    until = summary.is_provisional or (summary.decision["choice"] == "consent" and not taken_back)
    you_can = _("You can, at any time before the procedure. Tell:") if until else _("You can, at any time. Tell:")
    return Section(_("If you change your mind"), (Paragraph(you_can), Rows(_contact(summary))))


def _proof(summary: Summary, mark: RecordMark) -> Section:
    leaflet = (
        Row(_("Leaflet"), f"“{summary.leaflets(summary.leaflet['title'])}”, {_leaflet(summary)}"),
        Row(_("Whose leaflet it is"), summary.leaflets(summary.leaflet["source"])),
    )
    code = (
        Row(_("Written down on"), moment(mark.at)),
        Row(_("Entry number"), str(mark.sequence)),
        Row(_("Check code"), mark.grouped_digest),
    )
    return Section(
        _("Where this comes from"),
        (
            Rows(tuple(row for row in leaflet if row.text)),
            Paragraph(
                _(
                    "You do not need the check code to use this summary. The hospital keeps the same summary: if its "
                    "code is the same as yours, nothing was changed."
                )
            ),
            Proof(tuple(row for row in code if row.text), qr_code(mark.code), _("QR code with the check code")),
        ),
    )
