"""What a leaflet says about use is read, or told: nothing of it is left out in silence. All leaflets are FICTIONAL."""

import textwrap
from pathlib import Path

import pytest

from sdm.leaflets.reader import ReadLeaflet, read_leaflet

IPG651 = (Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt").read_text()
TITLE = "Ray dusting for dusty lungs"
TOP = f"{TITLE}\n\nInformation for the public\n\nPublished: 14 March 2019\n\nwww.nice.org.uk\n\nIPG9510\n\n"
QUESTIONS = "Some questions to think about\n\n- What is it?\n- Is it safe?\n\nISBN: 978-0-00-000000-2\n"
PLAIN = "This procedure can be used for a dusty lung.\n\n"
RIGHT_FOR_ME = "Is this procedure right for me?\n\nAsk your team. They should explain the research study.\n\n"


def read(middle: str) -> ReadLeaflet:
    return read_leaflet((TOP + middle + QUESTIONS).encode())


def kinds(leaflet: ReadLeaflet) -> list[tuple[str, str]]:
    return [(one.name, one.arrangement) for one in leaflet.indications]


def test_a_leaflet_that_says_nothing_more_needs_no_check():
    leaflet = read(PLAIN + RIGHT_FOR_ME)
    assert (kinds(leaflet), leaflet.warnings) == ([("dusty lung", "standard")], ())


@pytest.mark.parametrize(
    "later",
    [
        "This procedure should not be used for children with a dusty lung.",
        "In children with a dusty lung, it should only be done as part of a research study.",
        "It must not be offered to children.",
        "Children should not be offered this procedure.",
        "Doctors should not use this procedure for children.",
        "This procedure should only be used with special arrangements.",
        "For children with a dusty lung it is only for research.",
    ],
)
def test_what_is_said_under_a_later_heading_of_the_same_condition_makes_standard_unsure(later: str):
    leaflet = read(f"{PLAIN}Children\n\nChildren can be small. {later}\n\n{RIGHT_FOR_ME}")
    assert kinds(leaflet) == [("dusty lung", "unknown")]
    assert leaflet.warnings == (f"The leaflet says this further down. Check when the procedure is used: “{later}”",)


@pytest.mark.parametrize(
    "later",
    [
        "This procedure can be used for a wet lung.",
        "This procedure should not be used for a wet lung.",
        "Nobody with a wet lung should have it.",
    ],
)
def test_what_is_said_of_another_condition_under_a_later_heading_is_told(later: str):
    leaflet = read(f"{PLAIN}More\n\n{later}\n\n{RIGHT_FOR_ME}")
    assert kinds(leaflet) == [("dusty lung", "standard")]
    assert leaflet.warnings == (f"The leaflet says this further down. Check when the procedure is used: “{later}”",)


@pytest.mark.parametrize(
    "later",
    [
        "Blood thinners should not be used for 2 days before the operation.",
        "Stockings may be offered to you. You can be offered a scan to check the result.",
        "Surgery can be used for a dusty lung, too. Drugs can also be used.",
        "The procedure can be done with you awake. It can be done again.",
        "NICE looks at procedures and says whether they can be used in the NHS.",
        "Antibiotics must be used if you get an infection.",
    ],
)
def test_what_else_is_used_is_not_held_against_the_procedure(later: str):
    leaflet = read(f"{PLAIN}More\n\n{later}\n\n{RIGHT_FOR_ME}")
    assert (kinds(leaflet), leaflet.warnings) == ([("dusty lung", "standard")], ())


def test_what_is_said_below_the_questions_is_told():
    later = "This procedure should not be used for children with a dusty lung."
    leaflet = read_leaflet(f"{TOP}{PLAIN}{QUESTIONS}\nChildren\n\n{later}\n".encode())
    assert kinds(leaflet) == [("dusty lung", "unknown")]
    assert any(later in warning for warning in leaflet.warnings)


def test_a_heading_that_says_when_the_procedure_is_used_is_told():
    heading = "This procedure should not be used for a wet lung"
    leaflet = read(f"{PLAIN}{heading}\n\nA wet lung drips.\n\n{RIGHT_FOR_ME}")
    assert any(heading in warning for warning in leaflet.warnings)


@pytest.mark.parametrize("page", ["Page 2 of 4", "2", "© NICE 2019. All rights reserved.2", "- 2 -"])
@pytest.mark.parametrize("width", range(36, 100, 8))
def test_a_page_that_ends_within_an_arrangement_hides_none(page: str, width: int):
    sentence = IPG651[IPG651.index("This procedure can also") :].split("\n")[0]
    lines = textwrap.wrap(sentence, width)
    wrapped = "\n".join(textwrap.fill(line, width) for line in IPG651.split("\n"))
    whole = kinds(read_leaflet(IPG651.encode()))
    for cut in range(1, len(lines)):
        parted = "\n".join(lines[:cut]) + f"\n\n{page}\n\n" + "\n".join(lines[cut:])
        assert kinds(read_leaflet(wrapped.replace("\n".join(lines), parted).encode())) == whole, parted


def test_a_link_that_a_page_cuts_is_kept():
    leaflet = read(f"{PLAIN}The dust web site may help. See [here](https://www.example.org)\n\n2\n\nDust for more.\n\n")
    assert [link.text for link in leaflet.links] == ["here"]
    assert [section.heading for section in leaflet.sections] == ["", "Some questions to think about"]


def test_a_question_that_a_page_cuts_is_no_heading():
    among = "- What is it?\n- How likely am\n\nPage 2 of 4\n\nI to get it?\n- Is it safe?\n"
    leaflet = read_leaflet((TOP + PLAIN + QUESTIONS.replace("- What is it?\n- Is it safe?\n", among)).encode())
    assert leaflet.questions == ("What is it?", "How likely am I to get it?", "Is it safe?")


def test_a_second_question_behind_a_page_break_is_told():
    among = "- What is it?\n\nPage 2 of 4\n\nHow likely is it?\n- Is it safe?\n"
    leaflet = read_leaflet((TOP + PLAIN + QUESTIONS.replace("- What is it?\n- Is it safe?\n", among)).encode())
    assert len(leaflet.sections) == 2
    assert leaflet.warnings == ("This may be a question too, but it is not in the list: “How likely is it?”",)


def test_a_heading_at_the_foot_of_a_page_is_told_as_it_may_be_half_a_sentence():
    leaflet = read(f"{PLAIN}Rays of dust\n\nPage 2 of 4\n\nThey can be seen.\n\n{RIGHT_FOR_ME}")
    assert any("“Rays of dust”" in warning for warning in leaflet.warnings)


@pytest.mark.parametrize(
    "header",
    [
        f"{TITLE}  2",
        f"{TITLE} (IPG9510) 2",
        f"{TITLE} (IPG9510)2",
        f"{TITLE}  Page 2",
        f"{TITLE} (IPG9510) Page 2 of 4",
        f"{TITLE} | 2",
        "© NICE 2019. All rights reserved.2",
        "© NICE 2019. All rights reserved. 2 of 4",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_title_or_copyright_with_a_pages_number_belongs_to_the_page(header: str, gap: str):
    leaflet = read(f"This procedure can be used for a dusty{gap}{header}{gap}lung only in research.\n\n{RIGHT_FOR_ME}")
    assert kinds(leaflet) == [("dusty lung", "research")]
    assert leaflet.warnings == ()


def test_a_title_that_ends_in_a_number_stays_the_title():
    text = (TOP + PLAIN + RIGHT_FOR_ME + QUESTIONS).replace(TITLE, "Ray dusting for lungs of type 2")
    assert read_leaflet(text.encode()).title == "Ray dusting for lungs of type 2"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("heading", ["What happens next", "Is this procedure right for me?"])
@pytest.mark.parametrize("page", ["Page 2 of 4", "© NICE 2019. All rights reserved."])
def test_a_page_that_ends_right_under_a_paragraph_hides_no_heading(page: str, heading: str, gap: str):
    leaflet = read(f"{PLAIN.strip()}\n{page}{gap}{heading}\n\nAsk your team.\n\n")
    assert [section.heading for section in leaflet.sections] == ["", heading, "Some questions to think about"]
    assert kinds(leaflet) == [("dusty lung", "standard")]


@pytest.mark.parametrize("form", ["{} ", "Question {} ", "[{}] "])
def test_the_numbers_of_questions_are_no_part_of_them(form: str):
    asked = [f"{form.format(number)}{text}?" for number, text in enumerate(["What is it", "Is it safe", "Who"], 1)]
    text = TOP + PLAIN + "Some questions to think about\n\n" + "\n".join(asked) + "\n\nISBN: 978-0-00-000000-2\n"
    assert read_leaflet(text.encode()).questions == ("What is it?", "Is it safe?", "Who?")


def test_a_number_before_a_heading_starts_no_list():
    leaflet = read(f"{PLAIN}1 Is this procedure right for me?\n\nAsk your team.\n\n")
    assert leaflet.sections[1].heading == "1 Is this procedure right for me?"


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\f", "\n\n\f\n"])
def test_a_title_behind_the_line_of_another_page_is_no_part_of_a_sentence(between: str):
    page = f"© NICE 2019. All rights reserved.{between}{TITLE} (IPG9510)"
    leaflet = read(f"This procedure can be used for a dusty\n{page}\nlung only in research.\n\n{RIGHT_FOR_ME}")
    assert (kinds(leaflet), leaflet.warnings) == ([("dusty lung", "research")], ())
