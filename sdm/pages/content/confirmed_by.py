"""Who has checked what NICE says about each kind of the condition, as the steps of the draft tell it."""

import json

from sdm.models import Edition
from sdm.rules.confirmations import Checked, State, who_confirmed
from sdm.rules.draft_steps import NICE, Kind
from sdm.rules.edition import from_document


def who_checked(edition: Edition) -> dict[str, Checked]:
    """Who checked each kind against the leaflet and when, by the kind's id; in one query."""
    # Between two of these steps nothing is different about the kinds, so each says what the one before it made.
    steps = list(edition.steps.filter(what__contains=NICE).select_related("by").order_by("number"))
    made = [(Kind.CHANGE, edition.created_by, edition.created_at)]
    made += [(Kind(step.kind), step.by, step.at) for step in steps]
    documents = [*(step.before for step in steps), edition.document]
    return who_confirmed(
        State(from_document(json.loads(document)), kind, Checked(by.name if by else "", at))
        for document, (kind, by, at) in zip(documents, made, strict=True)
    )
