"""How old one has to be to read our pages with ease: 11 at most, on every page, in every state.

The leaflet, the hospital and the people write in other letters here (`tests/in_other_letters.py`), so what stands on a
page in Latin ones is ours. NICE's words are shown as they are; their score is for the content team.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template.base import Template

import sdm
from sdm.actions.editions import start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Edition, Hospital, User
from sdm.rules.people import Role
from sdm.rules.readability import EASY, HARDEST, reading
from sdm.rules.sentences import sentences
from tests.every_state import (
    Walk,
    once_it_is_decided,
    once_it_is_moved,
    once_it_is_sent,
    once_it_is_too_late,
    the_way_in,
    what_goes_wrong,
    what_is_sent,
    while_it_is_open,
)
from tests.in_other_letters import A_NAME, around, in_other_letters, our_words
from tests.second_person import publish

pytestmark = pytest.mark.django_db

HOUSE = Path(sdm.__file__).parent
TEMPLATES = HOUSE / "templates"
# What is drawn for patients; among it is what is for staff alone.
ROOMS = ("patient", "errors", "parts", "summary", "letters")
FOR_STAFF = {
    "parts/back.html",
    "parts/differences.html",
    "parts/menu.html",
    "letters/staff_reminder.txt",
    "letters/staff_reminder_subject.txt",
}
ENDS = tuple(".?!:")
# How many sentences are named where a page is too hard.
SHOWN = 3


@pytest.fixture
def hospital(db) -> Hospital:
    words = {"contact_name": "Vascular nurses", "contact_details": "01632 960 001", "postal_address": "1 Made-Up Road"}
    return Hospital.objects.create(
        name=in_other_letters("Northfield Hospital"), **{key: in_other_letters(value) for key, value in words.items()}
    )


@pytest.fixture
def clinician(hospital) -> User:
    return User.objects.create_user(
        "clinician@northfield.example",
        name=in_other_letters("Dr Amira Khan"),
        job_title=in_other_letters("Surgeon"),
        role=Role.CLINICIAN.value,
        hospital=hospital,
    )


@pytest.fixture
def content():
    """What the leaflet says, with harms that somebody counted beside those that nobody did."""
    content = completed("ipg651")
    first, *others = content.options
    nobody_counted, *more = first.risks
    counted = replace(nobody_counted, in_100=3, period="after 1 year", seen_in="Adults", how_sure="Not very sure")
    first = replace(first, risks=(counted, *more))
    return in_other_letters(replace(content, options=(first, *others)))


@pytest.fixture
def edition(content, editor, administrator) -> Edition:
    draft = start_draft(content=content, by=editor)
    return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is in other letters.")


@pytest.fixture
def conversation(start) -> Conversation:
    return start(name=in_other_letters("Margaret Ellis"))


@pytest.fixture
def walk(visitor) -> Walk:
    return Walk(visitor)


@pytest.fixture
def drawn(monkeypatch):
    """The names of the templates that are drawn, pieces of pages among them."""
    names, render = set(), Template._render

    def note(template, context):
        names.add(template.name)
        return render(template, context)

    monkeypatch.setattr(Template, "_render", note)
    return names


@pytest.fixture
def walked(
    drawn,
    walk,
    invitation,
    conversation,
    clinician,
    editor,
    administrator,
    fresh,
    arranged,
    translate,
    appointment_passed,
) -> Walk:
    """The whole way, with our words on every page of it."""
    what_goes_wrong(walk)
    what_is_sent(walk, conversation, clinician, fresh)
    while_it_is_open(walk, conversation, translate, clinician, fresh, arranged)
    once_it_is_sent(walk, conversation, clinician, fresh)
    once_it_is_moved(walk, conversation, clinician, editor, administrator, fresh)
    once_it_is_too_late(walk, conversation, appointment_passed)
    once_it_is_decided(walk, conversation, clinician, fresh)
    the_way_in(walk, invitation)
    return walk


def prose(pieces: list[str]) -> list[str]:
    """The sentences of some pieces; labels, buttons and headings, which are short, would make them look easy."""
    return [sentence for piece in pieces for sentence in sentences(piece) if sentence.rstrip("”’)")[-1:] in ENDS]


def hardest(pieces: list[str]) -> list[tuple[float, str]]:
    """The sentences that ask for the highest age, first the worst."""
    ages = ((reading(sentence).age or 0, sentence) for piece in pieces for sentence in sentences(piece))
    return sorted(set(ages), reverse=True)[:SHOWN]


def too_hard(pages: dict[str, list[str]]) -> dict[str, list]:
    """The pages that ask for more than they may, with their age and their hardest sentences."""
    found = {}
    for name, pieces in pages.items():
        ages = [reading("\n\n".join(words)).age or 0 for words in (pieces, prose(pieces))]
        if max(ages) > EASY:
            found[name] = [max(ages), *hardest(pieces)]
    return found


def test_every_page_is_easy_to_read_in_every_state_and_every_template_was_seen(walked, drawn):
    assert too_hard(walked.pages) == {}
    there = {str(path.relative_to(TEMPLATES)) for room in ROOMS for path in (TEMPLATES / room).rglob("*.*")}
    assert sorted(there - drawn - FOR_STAFF) == []


def test_what_stands_around_every_page_is_easy_to_read(visitor):
    assert too_hard({"around": around(visitor.get("/my").content.decode())}) == {}


def test_no_sentence_of_ours_is_too_hard_for_anybody():
    """Every word that a patient can meet is in the translators' list, whatever page it stands on."""
    with (HOUSE / "locale" / "cy" / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [one.id for one in read_po(file) if one.id]
    texts = [text for one in messages for text in ([one] if isinstance(one, str) else one)]
    plain = [re.sub(r"</?\w[^>]*>", "", re.sub(r"%\(\w+\)[sd]", A_NAME, text)) for text in texts]
    assert len(plain) > 400
    assert [one for one in hardest(plain) if one[0] > HARDEST] == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<main><h1>My list</h1><p>You have <b>a</b> choice.</p></main>", ["My list", "You have a choice."]),
        ("<main><p>Ask the {}: ask</p><q>{}</q></main>", ["Ask the Ann: ask"]),
        ("<main><li>{}. {}! One.</li>\n<li>{} 3 of 4</li></main>", ["Ann. Ann! One.", "Ann 3 of 4"]),
        ("<main><style>p</style><script>let a</script>Yes &amp; no</main>", ["Yes & no"]),
    ],
)
def test_what_is_ours_is_told_from_what_is_not(html, words):
    theirs = in_other_letters("The vascular team, for 5 days")
    assert our_words(html.replace("{}", theirs)) == words


def test_a_page_that_is_too_hard_is_named_with_its_worst_sentence():
    hard = "Percutaneous mechanical thrombectomy necessitates appropriate anticoagulation before every procedure."
    found = too_hard({"easy": ["You can say no."] * 5, "hard": ["You can say no.", hard], "label": ["Continue"]})
    assert {name: found[1][1] for name, found in found.items()} == {"hard": hard}
