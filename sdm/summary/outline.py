"""The one order and wording of a summary: what the page and the PDF both draw, so that they cannot differ."""

from __future__ import annotations

from sdm.summary import discussion_sections as discussion
from sdm.summary import patient_sections as patient
from sdm.summary.blocks import Foot, Outline, Paragraph, Proof, Row, Rows, Section, Statement, Voice, Voices
from sdm.summary.build import Summary
from sdm.summary.mark import RecordMark, qr_code
from sdm.summary.moments import day, moment
from sdm.summary.patient_sections import NOTHING_WRITTEN

DECIDED = "Summary of our decision"
NOT_DECIDED = "Summary so far – no decision yet"
PROVISIONAL = (
    "No decision has been recorded yet. This is what has been written and said so far, and it can still change."
)
PROVISIONAL_MARK = "Provisional"
LONGEST_FOOT = 40


def outline_of(summary: Summary, mark: RecordMark) -> Outline:
    """A summary as headings and blocks, in the order and the words in which patient and clinician read it."""
    sections = (
        _about(summary),
        _decision(summary),
        _whom_to_ask(summary),
        patient.what_matters(summary),
        discussion.condition(summary),
        discussion.questions(summary),
        discussion.options(summary),
        patient.about_options(summary),
        discussion.agenda(summary),
        discussion.arranged(summary),
        discussion.study(summary),
        patient.people(summary),
        patient.where_you_were(summary),
        discussion.requirements(summary),
        _changing_your_mind(summary),
        _proof(summary, mark),
    )
    return Outline(
        title=NOT_DECIDED if summary.is_provisional else DECIDED,
        provisional=PROVISIONAL if summary.is_provisional else "",
        provisional_mark=PROVISIONAL_MARK if summary.is_provisional else "",
        hospital=summary.hospital["name"],
        sections=tuple(section for section in sections if section),
        foot=Foot(
            name=_short(summary.patient["name"]),
            nhs_number=summary.patient["nhs_number"],
            record=f"Record entry {mark.sequence}, {mark.grouped_digest}",
        ),
    )


def _short(name: str) -> str:
    """A name for the foot of a page, which has room for two lines; the whole name stands on the first page."""
    return name if len(name) <= LONGEST_FOOT else f"{name[: LONGEST_FOOT - 1]}…"


def _about(summary: Summary) -> Section:
    leaflet = summary.leaflet
    rows = (
        Row("Patient", summary.patient["name"]),
        Row("Date of birth", day(summary.patient["date_of_birth"])),
        Row("NHS number", summary.patient["nhs_number"]),
        Row("Hospital", summary.hospital["name"]),
        Row("Procedure", leaflet["title"]),
        Row("Leaflet", _leaflet(summary)),
        Row("Appointment", moment(summary.appointment_at)),
        Row("Symptoms began", day(summary.symptoms_began)),
    )
    return Section("Who and what this is about", (Rows(tuple(row for row in rows if row.text)),))


def _leaflet(summary: Summary) -> str:
    published = day(summary.leaflet["published"])
    return ", ".join(
        text for text in (summary.leaflet["reference"], f"published {published}" if published else "") if text
    )


def _decision(summary: Summary) -> Section:
    decision = summary.decision
    if decision is None:
        return Section("The decision", (Statement("No decision yet"),))
    rows = (
        Row("What happens next", decision["next_steps"] or NOTHING_WRITTEN, own_words=bool(decision["next_steps"])),
        Row("We will look at this again on", day(decision["review_on"])),
        Row("Recorded by", decision["recorded_by"]),
        Row("Recorded on", moment(decision["decided_at"])),
    )
    chosen = (Row("Chosen option", decision["option"]),) if decision["option"] else ()
    why = Voice("Why, in the patient's own words", decision["reasons"], NOTHING_WRITTEN)
    return Section(
        "The decision",
        (
            Statement(decision["label"]),
            *((Rows(chosen),) if chosen else ()),
            Voices("", (why,)),
            Rows(tuple(row for row in rows if row.text)),
        ),
    )


def _contact(summary: Summary) -> tuple[Row, ...]:
    rows = (
        Row("Who", summary.hospital["contact_name"] or summary.hospital["name"]),
        Row("How", summary.hospital["contact_details"], own_words=True),
    )
    return tuple(row for row in rows if row.text)


def _whom_to_ask(summary: Summary) -> Section:
    return Section("Whom to ask", (Paragraph("If anything is not clear, ask:"), Rows(_contact(summary))))


def _changing_your_mind(summary: Summary) -> Section:
    until = summary.is_provisional or summary.decision["choice"] == "consent"
    when = "at any time before the procedure" if until else "at any time"
    return Section("If you change your mind", (Paragraph(f"You can, {when}. Tell:"), Rows(_contact(summary))))


def _proof(summary: Summary, mark: RecordMark) -> Section:
    stood = moment(mark.at)
    rows = (
        Row("Leaflet", f"“{summary.leaflet['title']}”, {_leaflet(summary)}"),
        Row("Whose leaflet it is", summary.leaflet["source"]),
        Row("Edition shown", summary.leaflet["edition"]),
        Row("Conversation", mark.conversation),
        Row("Record entry", f"{mark.sequence}, {stood}" if stood else str(mark.sequence)),
        Row("Digest of the record", mark.grouped_digest),
    )
    return Section(
        "Where this comes from",
        (
            Paragraph(
                "The hospital keeps the same summary. The digest is worked out from everything recorded up to this "
                "entry: if it is the same on both copies, nothing in the record was changed."
            ),
            Proof(
                tuple(row for row in rows if row.text),
                qr_code(mark.code),
                "QR code of the conversation, the record entry and the digest",
            ),
        ),
    )
