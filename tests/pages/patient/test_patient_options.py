"""The options side by side: equal weight, every figure both ways round, and what a patient may say about a harm."""

import html

import lxml.html
import pytest
from django.test import Client

from sdm.actions.answers import save_answer
from sdm.actions.conversations import invite
from sdm.models import Answer

pytestmark = pytest.mark.django_db

BLEEDING = "too-many-procedure-1"
NOT_SURE = "not-sure-how-many-procedure-1"


def tree(response) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(response.content.decode())


def read(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def table_of(page) -> list[list]:
    """The cells of the table of options, row by row."""
    (table,) = page.xpath("//table")
    return [row.xpath("./th|./td") for row in table.xpath(".//tr")]


@pytest.fixture
def counted(fictional, start, clinician, let_in):
    """The browser of a patient whose leaflet has figures."""
    invitation, _ = invite(conversation=start(edition=fictional), by=clinician)
    return let_in(Client(), invitation)


def test_options_are_a_table_with_its_headers_in_the_order_of_the_edition(visitor, conversation):
    heads, *rows = table_of(tree(visitor.get("/my/options")))
    options = conversation.content.options
    assert [(read(one), one.get("scope")) for one in heads] == [
        ("", None),
        *((option.name, "col") for option in options),
    ]
    assert [(read(row[0]), row[0].get("scope")) for row in rows] == [
        ("What it is", "row"),
        ("Good points", "row"),
        ("Bad points", "row"),
    ]
    assert [read(cell) for cell in rows[0][1:]] == [option.description for option in options]
    assert {len(row) for row in rows} == {len(options) + 1}


def test_nothing_is_invented_and_not_knowing_has_the_room_of_a_figure(visitor, conversation):
    page = tree(visitor.get("/my/options"))
    outcomes = [one for option in conversation.content.options for one in (*option.benefits, *option.risks)]
    likely = page.xpath("//*[@class='sdm-likely']")
    assert [read(one) for one in likely] == ["How likely: Not known"] * len(outcomes)
    frames = page.xpath("//*[@class='sdm-likely']/svg")
    assert {(one.get("width"), one.get("height"), one.get("aria-hidden")) for one in frames} == {("96", "96", "true")}
    assert len(frames) == len(likely)
    # Each says whose words it rests on, for every option alike.
    assert len(page.xpath("//li[div[@class='sdm-likely']][p[starts-with(normalize-space(), 'From: ')]]")) == len(
        outcomes
    )
    assert "Each picture stands for 100 people." not in read(page)


def test_a_figure_says_how_many_have_it_how_many_do_not_in_whom_how_sure_and_who_says_so(counted):
    page = tree(counted.get("/my/options"))
    rows = table_of(page)
    harms = [read(one) for one in rows[3][1].xpath(".//li")]
    assert [harm.split("Say how many")[0].strip() for harm in harms] == [
        "An infection A picture of 100 people as dots: 1 are filled in, 99 are empty. How likely: 1 in 100 people, "
        "in the first month It happens to 1. It does not happen to 99. Seen in: 240 adults in one study "
        "How sure that is: Not very sure: few people From: A study",
        "A numb toe A picture of 100 people as dots: 100 are filled in, 0 are empty. How likely: 100 in 100 people "
        "It happens to 100. It does not happen to 0. From: A study",
        "The zorb breaks A picture of 100 people as dots: 0 are filled in, 100 are empty. How likely: 0 in 100 people, "
        "over 2 years It happens to 0. It does not happen to 100. From: A study",
        "Pain that stays How likely: Not known",
        "You stay for a day From: The leaflet",
    ]
    assert "Each picture stands for 100 people." in read(page)


def test_a_picture_has_as_many_dots_as_it_says_and_every_frame_is_of_one_size(counted):
    page = tree(counted.get("/my/options"))
    pictures = page.xpath("//svg[title]")
    dots = [[path.get("d").count("M") for path in one.xpath("./path")] for one in pictures]
    assert dots == [[50, 50], [30, 70], [1, 99], [100, 0], [0, 100], [3, 97]]
    assert [path.get("fill") for path in pictures[0].xpath("./path")] == ["currentColor", "none"]
    assert {(one.get("role"), one.get("viewbox")) for one in pictures} == {("img", "0 0 100 100")}
    assert len({(one.get("width"), one.get("viewbox")) for one in page.xpath("//svg[@class='sdm-dots']")}) == 1


def test_each_harm_that_can_be_counted_has_its_fields_beside_it_with_whole_names(visitor, conversation):
    page = tree(visitor.get("/my/options"))
    harms = [
        (option.name, outcome.text)
        for option in conversation.content.options
        for outcome in option.risks
        if outcome.figure and not option.is_no_procedure
    ]
    assert len(harms) == 6
    names = [read(page.xpath("//label[@for=$id]", id=one.get("id"))[0]) for one in page.xpath("//details//input")]
    assert names == [
        f"{ours} {option}: {harm}"
        for option, harm in harms
        for ours in ("How many people in 100 would be too many for me?", "I'm not sure")
    ]
    beside = [read(one.xpath("./p[1]")[0]) for one in page.xpath("//li[details]")]
    assert beside == [harm for _, harm in harms]
    assert page.xpath("//details[@open]") == []


@pytest.mark.parametrize(
    ("typed", "details"),
    [
        ({BLEEDING: "0"}, {BLEEDING: 0}),
        ({BLEEDING: " 100 "}, {BLEEDING: 100}),
        ({NOT_SURE: "on"}, {NOT_SURE: True}),
    ],
)
def test_what_would_be_too_many_is_saved_and_stands_open_beside_its_harm(visitor, typed, details):
    response = visitor.post("/my/options", {**typed, "text": "The tube worries me", "revision": "0"})
    assert (response.status_code, response["Location"]) == (302, "/my/what-matters")
    assert Answer.objects.get().details == details
    (note,) = tree(visitor.get("/my/options")).xpath("//details[@open]")
    (number,), (mark,) = note.xpath(".//input[@type='text']"), note.xpath(".//input[@type='checkbox']")
    kept = str(details[BLEEDING]) if BLEEDING in details else None
    assert (number.get("name"), number.get("value"), "checked" in mark.attrib) == (BLEEDING, kept, NOT_SURE in details)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({BLEEDING: "5", NOT_SURE: "on"}, "Write a number, or choose “I'm not sure”. You cannot give both"),
        ({BLEEDING: "0", NOT_SURE: "on"}, "Write a number, or choose “I'm not sure”. You cannot give both"),
        ({BLEEDING: "101"}, "Enter a whole number from 0 to 100, like 5"),
        ({BLEEDING: "a few"}, "Enter a whole number from 0 to 100, like 5"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_harm_and_nothing_typed_is_lost(visitor, typed, sentence):
    response = visitor.post("/my/options", {**typed, "text": "These words stay", "revision": "0"})
    page = tree(response)
    assert response.status_code == 422
    assert [
        read(one)
        for one in page.xpath("//*[@class='nhsuk-error-summary__body']//a[@href=$href]", href=f"#id_{BLEEDING}")
    ] == [sentence]
    (note,) = page.xpath("//details[@open]")
    (number,) = note.xpath(".//input[@type='text']")
    assert number.get("value") == typed[BLEEDING]
    assert number.get("aria-invalid") == "true"
    said = note.xpath(".//*[@id=$id]", id=number.get("aria-describedby"))
    assert [read(one) for one in said] == [f"Error: {sentence}"]
    assert "These words stay" in read(page)
    assert not Answer.objects.exists()


def test_what_matters_most_stands_beside_what_the_leaflet_says_of_each_option(counted, fictional):
    (link,) = tree(counted.get("/my/options")).xpath("//main//a[@href='/my/what-matters']")
    assert read(link.getparent()).startswith("Say what matters to you , and you see here what the leaflet says")
    ratings = {"matters-walk": "a-lot", "matters-no-cut": "a-bit", "own-matter": "My dog", "own-matter-rated": "a-lot"}
    response = counted.post("/my/what-matters", {**ratings, "revision": "0"})
    assert (response.status_code, response["Location"]) == (302, "/my/what-matters?saved=1#my-options")
    for address in ("/my/what-matters", "/my/options"):
        page = tree(counted.get(address))
        assert [read(one) for one in page.xpath("//main//h3")] == ["Walking without pain", "My dog"]
        told = [(read(row.xpath("./dt")[0]), read(row.xpath("./dd")[0])) for row in page.xpath("//dl/div[dt]")]
        names = [option.name for option in fictional.content.options]
        silent = "The leaflet does not say."
        assert told == [
            (names[0], "A zorb is a joint. From: The leaflet"),
            *((name, silent) for name in names[1:]),
            *((name, silent) for name in names),
        ]
    assert tree(counted.get("/my/what-matters")).xpath("//a[.='Carry on']/@href") == ["/my/people-and-help"]


def test_only_the_leaflets_own_words_stand_between_quotation_marks(visitor, conversation):
    visitor.post("/my/what-matters", {"matters-no-serious-bleeding": "a-lot", "revision": "0"})
    leaflet = "\n".join(section.body for section in conversation.content.sections)
    page = tree(visitor.get("/my/options"))
    quoted = [read(one) for one in page.xpath("//dl[contains(@class, 'sdm-touches')]//q")]
    assert quoted == ["It can be dissolved using clot-busting drugs but these can cause serious bleeding."]
    assert all(words in leaflet for words in quoted)
    (ours,) = page.xpath("//dd[contains(., 'NICE gives no number.')]")
    assert read(ours).endswith("NICE gives no number. Our own words, from: NICE guidance IPG651, part 3.3")


def test_who_rates_nothing_or_came_from_the_check_page_goes_on_as_before(visitor):
    nothing = visitor.post("/my/what-matters", {"matters-clot-gone": "not-to-me", "revision": "0"})
    assert nothing["Location"] == "/my/people-and-help"
    changed = visitor.post("/my/what-matters?from=check", {"matters-clot-gone": "a-lot", "revision": "1"})
    assert changed["Location"] == "/my/check"


def test_ratings_are_short_and_read_in_full(visitor):
    page = tree(visitor.get("/my/what-matters"))
    group = page.xpath("//fieldset[legend='Getting rid of the clot']")[0]
    assert [read(one) for one in group.xpath(".//label")] == ["A lot", "A bit", "Not at all"]
    visitor.post("/my/what-matters", {"matters-clot-gone": "a-lot", "revision": "0"})
    assert "It matters a lot to me" in html.unescape(visitor.get("/my/check").content.decode())


def test_after_the_appointment_the_table_asks_for_nothing(visitor, conversation, patient, fresh, appointment_passed):
    save_answer(conversation=fresh(conversation), part="options", details={BLEEDING: 4}, seen=0, by=patient)
    appointment_passed(conversation)
    page = tree(visitor.get("/my/options"))
    assert len(table_of(page)) == 4
    assert page.xpath("//main//input|//main//details") == []
    assert "Bleeding: How many people in 100 would be too many for me? 4" in read(page)
