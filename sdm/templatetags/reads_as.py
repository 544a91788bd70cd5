"""Numbers, moments and statuses as people read them."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sdm.models import AgendaItem, Conversation
from sdm.pages.clinician.attention import TAG_COLOURS
from sdm.rules import nhs_number
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import Line
from sdm.rules.phone_numbers import phone_numbers
from sdm.rules.sentences import stop_after
from sdm.summary import moments, own_words
from sdm.summary.own_words import listed

register = template.Library()


@register.filter
def spaced(digits: str) -> str:
    """An NHS number as 943 476 5919."""
    return nhs_number.spaced(digits)


@register.filter
def day(value: date | None) -> str:
    """A date as "27 March 2026"; empty where there is none."""
    return moments.day(value.isoformat()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as "27 March 2026, 2:30pm" on the hospital's clocks; empty where there is none."""
    return moments.moment(value.isoformat()) if value else ""


@register.filter
def stop(text: str) -> str:
    """The full stop after words of somebody's: `{{ words }}{{ words|stop }} Then`; none where they end in one."""
    return stop_after(text)


@register.filter
def of_whom(conversation: Conversation | None) -> str:
    """Whose page it is, for its title, as ", ME, 27 March 2026, 2:30pm"; empty on a page that is about nobody.

    The first letter of each word of a name tells tabs apart, and a history names nobody.
    """
    if not conversation:
        return ""
    initials = "".join(word[0] for word in conversation.patient.name.split()).upper()
    return f", {initials}, {moment(conversation.appointment_at)}"


@register.filter
def to_ring(text: str) -> SafeString:
    """A text with its telephone numbers as links that ring them."""
    return format_html_join(
        "",
        "{}",
        (
            [format_html('<a href="tel:{}">{}</a>', number, words) if number else words]
            for words, number in phone_numbers(text)
        ),
    )


@register.filter
def in_words(line: Line) -> str:
    """What a patient answered: what they wrote as they wrote it, what they chose in the reader's language."""
    return listed(line.ours) or line.words


@register.filter
def typed_in(saved: Saved) -> str:
    """How an answer reached us and who typed it in; empty where the patient typed it themselves."""
    return own_words.typed_in(saved.came_by, saved.saved_by)


@register.filter
def how_it_stands(item: AgendaItem) -> SafeString:
    """What something to talk about is about, who raised it, and whether it is still to be talked about."""
    return _how_it_stands(item.question_number, item.raised_by, item.state, item.is_aloud)


# There are few of them, and a brief has many things to talk about.
@lru_cache(maxsize=256)
def _how_it_stands(question_number: int | None, raised_by: str, state: str, is_aloud: bool) -> SafeString:
    return render_to_string(
        "clinician/how_it_stands.html",
        {
            "question_number": question_number,
            "raised_by": dict(AgendaItem.RAISED_BY)[raised_by].lower(),
            "is_aloud": is_aloud,
            "is_open": state == AgendaItem.OPEN,
            "state": dict(AgendaItem.STATES)[state],
        },
    )


@register.filter
def tag_colour(status: str) -> str:
    """The colour of the tag that shows where a conversation stands."""
    return TAG_COLOURS[status]
