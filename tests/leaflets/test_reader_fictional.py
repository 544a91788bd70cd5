"""Leaflets in other layouts. EVERY procedure, condition, number and date here is FICTIONAL."""

import datetime

import pytest

from sdm.leaflets.reader import ReadLeaflet, read_leaflet

ZORBITAL = """\
Zorbital realignment for chronic wobble of the elbow

Information for the public

Last updated: 3 May 2021

www.nice.org.uk

A wobble is a shake in the elbow.

This procedure is safe enough and works well enough to be used for chronic wobble.

Questions to think about

1. What is a zorb?
2. Will it hurt? For how long?
3. What else can I do?

IPG9001
"""

GLEEP_WRAPPED = """\
Gleep therapy for people with
a sudden Flimmer of the knee
Information for the public
Published: 1 February 2018
www.nice.org.uk

A Flimmer is a glow in the knee. It comes and goes, and most people
with a Flimmer need no treatment.
This procedure can be used for the left Flimmer, but only
with special arrangements. This procedure should only be done for
the right Flimmer as part of a clinical trial. It should not be used
for a double Flimmer.

What happens next?
Your team will explain what is involved. They will give you time
to think.

You might want to ask:
• What are the good things about this?
  How likely are they?
• What could go wrong, and who will look after me
  if it does?

ISBN: 978-0-00-000000-2
"""

ONE_LINE_EACH = """\
Plonk removal for grumbling toe
Information for the public
Published: 2020-01-31
www.nice.org.uk
A grumbling toe makes a low noise.
NICE does not recommend this procedure for a grumbling toe.
Some questions to think about
What is plonk?
Why is it not used? What is used in its place?
Who can I talk to?
ISBN: 978-0-00-000000-2
"""

MARKDOWN = """\
# Snorkle lift for tired eyebrow (MIB9002)

**Information for the public**

Published 12th Mar 2019

----

Tired eyebrow is common. Snorkle lift may be offered for tired eyebrow as long as you are carefully monitored.

## What does it involve?

The eyebrow is lifted:

* a little
* and then more

See [the eyebrow pages](https://example.org/eyebrow).

## Some questions to think about

You may like to ask your team these.

* What if it drops?

* What if I say no?
"""

NO_CONDITION = """\
NICE

Information for the public

Trumble scan for hidden fidget

Publication date: 5 June 2022

A fidget is hard to see. It should only be done as part of a research study.

Is this right for me?

Ask your team.

Questions you could ask about the Trumble scan

– What is seen?
– Who sees it?
"""

PAGED = """\
Blimp drain for puffed ear

Information for the public
Published: 9 September 2016

www.nice.org.uk

Puffed ear comes from loud music. This procedure can be used for puffed ear, but only if
there are regular checks for as long

Fictional leaflets
Page 1 of 2
\f
Blimp drain for puffed ear

as the ear is puffed.

Fictional leaflets
Page 2 of 2

Some questions to think about

(1) How long is that?
(2) Who does the checks?

© NICE 2016. All rights reserved.
ISBN: 978-0-00-000000-2
"""

TWO_CATEGORIES = """\
Wiffle graft for thin laugh

Information for the public

Published: 7 July 2017

This procedure can be used for thin laugh with regular checks or in a research study.

Some questions to think about

- Will I laugh?
- When?

ISBN: 978-0-00-000000-2
"""

HEADED = """\
Crump loop for low hum - Information for the public

Published: 8 August 2019

What is a low hum?

A low hum is a sound from the hip.

What NICE has said

This procedure can be used for a low hum.

More information

The hip society may help.

Some questions to think about

What is a loop?

What happens if I don’t want one?

ISBN: 978-0-00-000000-2
"""


def short(read: ReadLeaflet) -> dict:
    return {
        "reference": read.reference,
        "title": read.title,
        "published": read.published,
        "isbn": read.isbn,
        "sections": [(section.heading, section.body) for section in read.sections],
        "questions": list(read.questions),
        "indications": [(indication.name, indication.arrangement) for indication in read.indications],
        "warnings": list(read.warnings),
    }


ISBN = "978-0-00-000000-2"
NO_ISBN = "The leaflet has no ISBN. Add it if the printed leaflet has one."
NO_REFERENCE = "The leaflet does not state its reference, such as IPG and a number. Add it."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ZORBITAL,
            {
                "reference": "IPG9001",
                "title": "Zorbital realignment for chronic wobble of the elbow",
                "published": datetime.date(2021, 5, 3),
                "isbn": None,
                "sections": [
                    (
                        "",
                        "A wobble is a shake in the elbow.\n\n"
                        "This procedure is safe enough and works well enough to be used for chronic wobble.",
                    ),
                    (
                        "Questions to think about",
                        "- What is a zorb?\n- Will it hurt? For how long?\n- What else can I do?",
                    ),
                ],
                "questions": ["What is a zorb?", "Will it hurt? For how long?", "What else can I do?"],
                "indications": [("chronic wobble", "standard")],
                "warnings": [NO_ISBN],
            },
        ),
        (
            GLEEP_WRAPPED,
            {
                "reference": None,
                "title": "Gleep therapy for people with a sudden Flimmer of the knee",
                "published": datetime.date(2018, 2, 1),
                "isbn": ISBN,
                "sections": [
                    (
                        "",
                        "A Flimmer is a glow in the knee. It comes and goes, and most people with a Flimmer need no"
                        " treatment. This procedure can be used for the left Flimmer, but only with special"
                        " arrangements. This procedure should only be done for the right Flimmer as part of a"
                        " clinical trial. It should not be used for a double Flimmer.",
                    ),
                    (
                        "What happens next?",
                        "Your team will explain what is involved. They will give you time to think.",
                    ),
                    (
                        "You might want to ask:",
                        "- What are the good things about this? How likely are they?\n"
                        "- What could go wrong, and who will look after me if it does?",
                    ),
                ],
                "questions": [
                    "What are the good things about this? How likely are they?",
                    "What could go wrong, and who will look after me if it does?",
                ],
                "indications": [
                    ("left Flimmer", "special"),
                    ("right Flimmer", "research"),
                    ("double Flimmer", "do-not-use"),
                ],
                "warnings": [NO_REFERENCE],
            },
        ),
        (
            ONE_LINE_EACH,
            {
                "reference": None,
                "title": "Plonk removal for grumbling toe",
                "published": datetime.date(2020, 1, 31),
                "isbn": ISBN,
                "sections": [
                    (
                        "",
                        "A grumbling toe makes a low noise.\n\n"
                        "NICE does not recommend this procedure for a grumbling toe.",
                    ),
                    (
                        "Some questions to think about",
                        "- What is plonk?\n- Why is it not used? What is used in its place?\n- Who can I talk to?",
                    ),
                ],
                "questions": [
                    "What is plonk?",
                    "Why is it not used? What is used in its place?",
                    "Who can I talk to?",
                ],
                "indications": [("grumbling toe", "do-not-use")],
                "warnings": [NO_REFERENCE],
            },
        ),
        (
            MARKDOWN,
            {
                "reference": "MIB9002",
                "title": "Snorkle lift for tired eyebrow",
                "published": datetime.date(2019, 3, 12),
                "isbn": None,
                "sections": [
                    (
                        "",
                        "Tired eyebrow is common. Snorkle lift may be offered for tired eyebrow as long as you are"
                        " carefully monitored.",
                    ),
                    (
                        "What does it involve?",
                        "The eyebrow is lifted:\n\n- a little\n- and then more\n\n"
                        "See [the eyebrow pages](https://example.org/eyebrow).",
                    ),
                    (
                        "Some questions to think about",
                        "You may like to ask your team these.\n\n- What if it drops?\n- What if I say no?",
                    ),
                ],
                "questions": ["What if it drops?", "What if I say no?"],
                "indications": [("tired eyebrow", "special")],
                "warnings": [NO_ISBN],
            },
        ),
        (
            NO_CONDITION,
            {
                "reference": None,
                "title": "Trumble scan for hidden fidget",
                "published": datetime.date(2022, 6, 5),
                "isbn": None,
                "sections": [
                    ("", "A fidget is hard to see. It should only be done as part of a research study."),
                    ("Is this right for me?", "Ask your team."),
                    ("Questions you could ask about the Trumble scan", "- What is seen?\n- Who sees it?"),
                ],
                "questions": ["What is seen?", "Who sees it?"],
                "indications": [("hidden fidget", "research")],
                "warnings": [
                    NO_REFERENCE,
                    NO_ISBN,
                    "We took “it” to mean the procedure. Check that this is right:"
                    " “It should only be done as part of a research study.”",
                    "This sentence names no condition. We took “hidden fidget” from the title:"
                    " “It should only be done as part of a research study.”",
                ],
            },
        ),
        (
            PAGED,
            {
                "reference": None,
                "title": "Blimp drain for puffed ear",
                "published": datetime.date(2016, 9, 9),
                "isbn": ISBN,
                "sections": [
                    (
                        "",
                        "Puffed ear comes from loud music. This procedure can be used for puffed ear, but only if"
                        " there are regular checks for as long as the ear is puffed.",
                    ),
                    ("Some questions to think about", "- How long is that?\n- Who does the checks?"),
                ],
                "questions": ["How long is that?", "Who does the checks?"],
                "indications": [("puffed ear", "special")],
                "warnings": [
                    "We left out a line that comes back on every page: “Fictional leaflets”.",
                    NO_REFERENCE,
                ],
            },
        ),
        (
            TWO_CATEGORIES,
            {
                "reference": None,
                "title": "Wiffle graft for thin laugh",
                "published": datetime.date(2017, 7, 7),
                "isbn": ISBN,
                "sections": [
                    (
                        "",
                        "This procedure can be used for thin laugh with regular checks or in a research study.",
                    ),
                    ("Some questions to think about", "- Will I laugh?\n- When?"),
                ],
                "questions": ["Will I laugh?", "When?"],
                "indications": [("thin laugh", "unknown")],
                "warnings": [
                    NO_REFERENCE,
                    "We could not tell which of NICE's arrangements this sentence means. Choose it: “This procedure"
                    " can be used for thin laugh with regular checks or in a research study.”",
                ],
            },
        ),
        (
            HEADED,
            {
                "reference": None,
                "title": "Crump loop for low hum",
                "published": datetime.date(2019, 8, 8),
                "isbn": ISBN,
                "sections": [
                    ("What is a low hum?", "A low hum is a sound from the hip."),
                    ("What NICE has said", "This procedure can be used for a low hum."),
                    ("More information", "The hip society may help."),
                    (
                        "Some questions to think about",
                        "- What is a loop?\n- What happens if I don’t want one?",
                    ),
                ],
                "questions": ["What is a loop?", "What happens if I don’t want one?"],
                "indications": [("low hum", "standard")],
                "warnings": [
                    NO_REFERENCE,
                    "What the procedure can be used for stands under a heading, not in the opening words. Check it.",
                ],
            },
        ),
    ],
    ids=[
        "numbers, last updated, no ISBN",
        "hard-wrapped, three arrangements",
        "one line each, no bullets",
        "markdown",
        "title after the marker, no condition named",
        "pages",
        "two categories in a sentence",
        "no opening words",
    ],
)
def test_fictional_leaflet(text: str, expected: dict):
    assert short(read_leaflet(text.encode())) == expected


def test_a_page_head_with_title_reference_and_whom_it_is_for_is_told_apart():
    read = read_leaflet(
        ZORBITAL.replace(
            "Zorbital realignment for chronic wobble of the elbow\n",
            "Zorbital realignment for chronic wobble of the elbow (IPG9001) Information for the public\n\n"
            "Zorbital realignment for chronic wobble of the elbow\n",
        ).encode()
    )
    assert (read.title, read.reference) == ("Zorbital realignment for chronic wobble of the elbow", "IPG9001")
    assert not [one for one in read.warnings if "title" in one]


def test_questions_that_stand_in_one_paragraph_are_taken_one_by_one_and_that_is_told():
    before, _ = ZORBITAL.split("1. What")
    read = read_leaflet(f"{before}What is a zorb? Will it hurt? What else can I do?\n\nIPG9001\n".encode())
    assert read.questions == ("What is a zorb?", "Will it hurt?", "What else can I do?")
    assert "The questions stand in one paragraph. We took each by itself. Check the list of questions." in read.warnings


def test_one_question_that_asks_two_things_stays_one():
    before, _ = ZORBITAL.split("1. What")
    assert read_leaflet(f"{before}Will it hurt? For how long?\n\nIPG9001\n".encode()).questions == (
        "Will it hurt? For how long?",
    )


@pytest.mark.parametrize("said", ["3rd of May 2021", "3 of May 2021", "Monday 3rd May 2021"])
def test_days_as_people_in_britain_write_them(said):
    read = read_leaflet(ZORBITAL.replace("3 May 2021", said).encode())
    assert read.published == datetime.date(2021, 5, 3)


def test_what_a_site_asks_below_its_page_is_no_word_of_the_leaflet():
    read = read_leaflet(f"{ZORBITAL}\nWas this page helpful?\n\nBack to top\n".encode())
    assert read.questions == read_leaflet(ZORBITAL.encode()).questions
    assert "helpful" not in "".join(section.body for section in read.sections)
