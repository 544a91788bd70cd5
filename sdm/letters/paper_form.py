"""The form on paper: everything that the patient's pages ask, blank, to print, fill in by hand and post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sdm.models import Conversation
from sdm.rules.edition import EditionContent
from sdm.rules.journey import ToDo, to_do
from sdm.rules.markup import plain_of
from sdm.rules.paper_code import code_of
from sdm.rules.patient_fields import Kind, PatientField, fields_of
from sdm.rules.words import marked
from sdm.summary.leaflet_words import leaflets
from sdm.summary.mark import QrCode, qr_code
from sdm.summary.moments import moment
from sdm.summary.own_words import awaits_review, in_another_language
from sdm.summary.typesetting import said_on_paper, typesetter_of

TEMPLATE = Path(__file__).parent / "paper_form.typ"
# What the form is called where it is kept as a file.
FORM = marked("Form for my appointment")
# How many lines of handwriting go into a box; on a question there are as many lines for things to ask as on its page.
LINES = 3


@dataclass(frozen=True)
class Room:
    """Room to write in, so many lines high: a box for words, or lines with one thing on each."""

    label: str
    hint: str
    lines: int
    is_box: bool
    kind: str = field(default="room", init=False)


@dataclass(frozen=True)
class Ticks:
    """Answers with a box each to tick."""

    label: str
    hint: str
    choices: tuple[str, ...]
    kind: str = field(default="ticks", init=False)


@dataclass(frozen=True)
class Column:
    """What is asked of every row of a table: a box to tick, or room for a number."""

    label: str
    is_number: bool


@dataclass(frozen=True)
class Table:
    """The same asked of several things, one in each row."""

    columns: tuple[Column, ...]
    rows: tuple[str, ...]
    kind: str = field(default="table", init=False)


Asked = Room | Ticks | Table


@dataclass(frozen=True)
class Part:
    """One part of the patient's list with what it asks; a question has its number."""

    heading: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Fact:
    """Something that stands on the form already; without words it is to be filled in."""

    label: str
    words: str


@dataclass(frozen=True)
class PaperForm:
    """A whole form in the order in which it is filled in, in the language of whoever reads it.

    `notes` say that the leaflet is in another language, and that no translator has checked this one, where that is so.
    """

    title: str
    hospital: str
    introduction: str
    how_to: str
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    code: str
    code_label: str
    qr: QrCode
    qr_label: str
    parts: tuple[Part, ...]
    ending: str
    what_next: tuple[Fact, ...]


def form_of(conversation: Conversation, content: EditionContent, *, language: str) -> PaperForm:
    """The form of one conversation, which is read with its patient and hospital, in the words of an edition.

    `language` is the edition's.

    It bears the patient's name, so that it gets into the right envelope, and the code. There is no NHS number on it,
    and the date of birth is for the patient to write: that shows that the right person filled it in, as on the pages.
    """
    code = code_of(conversation.pk)
    return PaperForm(
        title=_("Get ready for your appointment"),
        hospital=conversation.hospital.name,
        introduction=_(
            "Here you can write down what you think and what you want to ask. Your hospital team reads it before they "
            "see you, and then you decide together. You have a choice: you can say yes, say no, or take more time."
        ),
        how_to=_(
            "You do not have to fill in all of it, or any of it. If you need more room, write on the back, and say "
            "what it belongs to. Somebody can fill it in with you."
        ),
        notes=tuple(filter(None, (in_another_language(language), awaits_review()))),
        facts=(
            Fact(_("Name"), conversation.patient.name),
            Fact(_("My date of birth: day, month, year"), ""),
            Fact(_("Appointment"), moment(conversation.appointment_at.isoformat())),
            Fact(_("To talk about"), leaflets(content.title, language)),
        ),
        code=code,
        code_label=_("Code of this form"),
        qr=qr_code(code),
        qr_label=_("QR code with the code of this form"),
        parts=tuple(_part(thing, content, language) for thing in to_do(content, {})),
        ending=_("When you have finished"),
        what_next=tuple(_what_next(conversation)),
    )


def as_pdf(conversation: Conversation, content: EditionContent, *, language: str, large_print: bool = False) -> bytes:
    """The form as a PDF in the reader's language, with `content` as the words of the leaflet, which are in `language`.

    Large print has letters of 18 points and more, and nothing side by side.
    """
    return typesetter_of(TEMPLATE, settings.PDF_FONTS).pdf(
        asdict(form_of(conversation, content, language=language)) | {"paper": said_on_paper(language)},
        dated=conversation.created_at.date().isoformat(),
        large_print=large_print,
    )


def _part(thing: ToDo, content: EditionContent, language: str) -> Part:
    heading = f"{thing.number}. {leaflets(thing.title, language)}" if thing.number else _(thing.title)
    return Part(heading, tuple(_asked(fields_of(thing.part, content), language)))


def _asked(fields: Iterable[PatientField], language: str) -> Iterator[Asked]:
    """What is asked about several things of the edition stands in a table, and lines for the same thing together."""
    for is_about, several in groupby(fields, key=lambda one: bool(one.about)):
        if is_about:
            yield _table(tuple(several), language)
            continue
        for (kind, label), same in groupby(several, key=lambda one: (one.kind, one.label)):
            first, *more = same
            hint = _(first.hint)
            match kind:
                case Kind.WORDS:
                    yield Room(_(label), hint, LINES, is_box=True)
                case Kind.LINE:
                    yield Room(_(label), hint, 1 + len(more), is_box=False)
                case _:
                    yield Ticks(_(label), hint, _choices(first, language))


def _table(fields: tuple[PatientField, ...], language: str) -> Table:
    rows = tuple(dict.fromkeys(one.about for one in fields))
    columns: list[Column] = []
    for one in fields:
        if one.about == rows[0]:
            labels = (_(one.label),) if one.kind is Kind.IN_100 else _choices(one, language)
            columns += [Column(label, one.kind is Kind.IN_100) for label in labels]
    return Table(tuple(columns), tuple(leaflets(row, language) for row in rows))


def _choices(one: PatientField, language: str) -> tuple[str, ...]:
    return tuple(leaflets(label, language) if value in one.leaflets else _(label) for value, label in one.choices)


def _what_next(conversation: Conversation) -> Iterator[Fact]:
    hospital, when = conversation.hospital, {"moment": moment(conversation.appointment_at.isoformat())}
    if hospital.postal_address:
        yield Fact(_("Post it to"), ", ".join(filter(None, map(str.strip, hospital.postal_address.splitlines()))))
        yield Fact(
            _("By when"),
            _(
                "It must get there before your appointment on %(moment)s. If it is too late to post it, bring it with "
                "you."
            )
            % when,
        )
    else:
        yield Fact(_("Bring it with you"), _("Bring it to your appointment on %(moment)s.") % when)
    yield Fact(
        _("What happens then"),
        _("Staff type in your words, and say that they came on paper."),
    )
    yield Fact(
        _("Whom to ask"),
        _("Ask the %(contact)s at %(hospital)s: %(details)s")
        % {
            "contact": conversation.contact_name,
            "hospital": hospital.name,
            "details": conversation.contact_details,
        },
    )
    if conversation.local.afterwards:
        yield Fact(
            _("From %(hospital)s, not from NICE") % {"hospital": hospital.name},
            plain_of(conversation.local.afterwards),
        )
    yield Fact(
        _("If you need help now"),
        _("This service is not for emergencies. If you need medical help now, call 111. In an emergency, call 999."),
    )
