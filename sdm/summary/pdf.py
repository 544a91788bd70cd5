"""A summary on paper: a tagged PDF (PDF/UA-1 and PDF/A-3a) with the same summary inside it as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sdm.rules.afterwards import Said
from sdm.summary.build import Summary
from sdm.summary.later import Later
from sdm.summary.mark import RecordMark
from sdm.summary.outline import outline_of
from sdm.summary.typesetting import said_on_paper, typesetter_of

TEMPLATE = Path(__file__).parent / "summary.typ"


def as_pdf(
    summary: Summary,
    *,
    record: RecordMark,
    since: Sequence[Said] = (),
    later: Later | None = None,
    large_print: bool = False,
) -> bytes:
    """The summary as a PDF in the reader's language; there the same summary and mark give the same bytes.

    `since` is what was said after the decision and `later` what has come of it: both beside what was frozen. Large
    print has letters of 16 to 18 points and nothing side by side.
    """
    dated = summary.decision["decided_at"] if summary.decision else record.at or summary.appointment_at
    return typesetter_of(TEMPLATE, settings.PDF_FONTS).pdf(
        asdict(outline_of(summary, record, since, later)) | {"paper": _paper(summary)},
        dated=dated[:10],
        large_print=large_print,
        record=as_data(summary, record, since, later),
    )


def as_data(summary: Summary, record: RecordMark, since: Sequence[Said] = (), later: Later | None = None) -> str:
    """What the PDF carries inside: the summary, exactly as it was typed, the record's mark, and what came since."""
    document = {"summary": summary.as_document(), "record": asdict(record)}
    if since:
        document["since"] = [said.as_document() for said in since]
    if later:
        document["later"] = later.as_document()
    return json.dumps(document, indent=1, sort_keys=True)


def _paper(summary: Summary) -> dict[str, Any]:
    """What only paper says."""
    return {**said_on_paper(summary.leaflet_language), "nhs_number": _("NHS number")}
