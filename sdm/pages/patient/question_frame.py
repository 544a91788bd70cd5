"""A question page is the same for all patients of a hospital but for their own words: drawn once, and then filled in.

Drawing it takes three times as long as everything else on the busiest page of the app. What is kept in memory is made
from the edition that is shown, the hospital and the language only; no patient's words or name ever are.
"""

import secrets
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from sdm.pages.access import Visit
from sdm.pages.edition_shown import BOTH, EditionShown
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.side_by_side import question_in_both
from sdm.rules.edition import EditionContent
from sdm.rules.parts import Saved, question_part, saved_in
from sdm.rules.patient_fields import ASKS, fields_of

# What a patient's own words are put in place of; nobody can have written it.
GAP = secrets.token_hex(16)
TOKEN, REVISION, WORDS, WHOSE = (f"{GAP}{name}{GAP}" for name in ("token", "revision", "words", "whose"))


def question_page(request: HttpRequest, visit: Visit, number: int, *, is_changing: bool) -> str:
    """The page of a question that can still be answered, as the patient left it."""
    part = question_part(number)
    saved = saved_in(visit.conversation.answers, part)
    asks = {name: escape(saved.details[name]) for name in ASKS if saved.details.get(name)}
    frame = _frame(
        visit.edition,
        number,
        saved.understanding,
        tuple(asks),
        is_changing,
        visit.conversation.is_sent,
        (visit.conversation.hospital.name, visit.conversation.contact_name, visit.conversation.contact_details),
    )
    words = {
        "token": get_token(request),
        "revision": str(saved.revision),
        "words": escape(saved.text),
        "whose": str(visit.conversation.pk),
        **asks,
    }
    return "".join(words[piece] if place % 2 else piece for place, piece in enumerate(frame))


def about_question(content: EditionContent, number: int) -> dict:
    """A question with its place among the others, and its neighbours; empty where there is no such question."""
    questions = content.questions
    place = next((place for place, one in enumerate(questions) if one.number == number), None)
    if place is None:
        return {}
    return {
        "question": questions[place],
        "place": place + 1,
        "before": questions[place - 1] if place else None,
        "after": questions[place + 1] if place + 1 < len(questions) else None,
    }


@lru_cache(maxsize=1024)
def _frame(
    edition: EditionShown,
    number: int,
    understanding: str,
    asks: tuple[str, ...],
    is_changing: bool,
    is_sent: bool,
    whom_to_ask: tuple[str, str, str],
) -> tuple[str, ...]:
    """The page in pieces: what is the same for everybody and the names of the gaps, in turn.

    `edition` names the language of the page, too, so that each has a frame of its own.
    """
    content = edition.content
    part = question_part(number)
    hospital, contact_name, contact_details = whom_to_ask
    details = {name: f"{GAP}{name}{GAP}" for name in asks}
    gaps = Saved(part, text=WORDS, understanding=understanding, details=details)
    page = render_to_string(
        "patient/question.html",
        {
            **about_question(content, number),
            "question_in_both": question_in_both(edition, number),
            "conversation": {
                "pk": WHOSE,
                "is_sent": is_sent,
                "hospital": {"name": hospital},
                "contact_name": contact_name,
                "contact_details": contact_details,
            },
            "content": content,
            "edition": edition,
            "is_open": True,
            "is_changing": is_changing,
            "form": AnswerForm(None, fields_of(part, content), gaps, edition.language),
            "revision": REVISION,
            "csrf_token": TOKEN,
            "query": "&".join(("from=check",) * is_changing + (BOTH,) * edition.both),
            "demo": settings.DEMO,
        },
    )
    return tuple(page.split(GAP))
