"""The good and bad points of an option as a clinician sees them."""

import re
from html import unescape

import lxml.html
import pytest
from django.template.loader import render_to_string

from sdm.rules.edition import Outcome


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome("Bleeding", "3 in 100", "A trial"), "Bleeding. How likely: 3 in 100 (A trial)"),
        (Outcome("Bleeding"), "Bleeding. How likely: Not known"),
        (
            Outcome("Pain", "", "A trial", in_100=3, period="over 2 years", seen_in="240 adults", how_sure="Unsure"),
            "Pain. How likely: 3 in 100 people, over 2 years. Seen in: 240 adults. How sure that is: Unsure (A trial)",
        ),
        (Outcome("It stops clotting", "", "The leaflet"), "It stops clotting (The leaflet)"),
        (Outcome("Ask your team", ""), "Ask your team"),
    ],
)
def test_a_point_says_how_likely_it_is_only_where_that_can_be_asked(outcome, said):
    page = render_to_string("clinician/outcomes.html", {"outcomes": [outcome]})
    assert " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split()) == said


def read(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["conversation", "conversation-discussion"])
def test_what_would_be_too_many_stands_beside_the_evidence_once_it_was_sent(staff, at, answer, send, name):
    limits = {"too-many-procedure-1": 0, "not-sure-how-many-procedure-3": True}
    answer("options", text="The tube worries me", details=limits)
    answer("question-1", text="Why?")
    said = ("Too many for the patient", "not sure how many would be too many", "The tube worries me")
    before = staff.get(at(name)).content.decode()
    send()
    page = lxml.html.fromstring(staff.get(at(name)).content.decode())
    found = [read(one) for one in page.xpath("//li[contains(., 'oo many')][not(ancestor::section/@aria-labelledby)]")]
    assert [words for words in said if words in before] == []
    assert [one.removeprefix("Have the clot removed with a device. ") for one in found] == [
        "Bleeding. How likely: Not known (NICE guidance IPG651, part 3.3) Too many for the patient: 0 in 100",
        "A piece of the clot moves to another place. How likely: Not known (NICE guidance IPG651, part 3.3) "
        "The patient is not sure how many would be too many",
    ]
    assert page.xpath("//p[.='The tube worries me']")


@pytest.mark.django_db
def test_where_nothing_was_said_about_the_options_the_brief_leaves_them_out(staff, at, answer, send):
    answer("question-1", text="Why?")
    send()
    assert "The options" not in staff.get(at("conversation")).content.decode()


@pytest.mark.django_db
def test_the_discussion_shows_how_each_option_touches_what_matters_most(staff, at, answer, send, conversation):
    answer("what-matters", details={"matters-clot-gone": "a-lot", "matters-nothing-put-in": "a-bit"})
    send()
    page = lxml.html.fromstring(staff.get(at("conversation-discussion")).content.decode())
    (folded,) = page.xpath("//details[summary[contains(., 'What the leaflet says about what matters most')]]")
    matter = conversation.content.matter("clot-gone")
    assert [read(one) for one in folded.xpath(".//strong")] == [matter.text]
    assert [read(one) for one in folded.xpath(".//li")] == [
        f"{option.name}: {matter.touched_by(option.id).words} (The leaflet)" for option in conversation.content.options
    ]


@pytest.mark.django_db
def test_the_discussion_quotes_only_what_stands_in_the_leaflet(staff, at, answer, send, conversation):
    answer("what-matters", details={"matters-no-serious-bleeding": "a-lot"})
    send()
    page = lxml.html.fromstring(staff.get(at("conversation-discussion")).content.decode())
    (folded,) = page.xpath("//details[summary[contains(., 'What the leaflet says about what matters most')]]")
    touches = conversation.content.matter("no-serious-bleeding")
    assert [read(one) for one in folded.xpath(".//q")] == [touches.touched_by("clot-busting-drugs").words]
    (ours,) = folded.xpath(".//li[contains(., 'NICE gives no number.')]")
    assert read(ours).endswith("(the content team’s words, from: NICE guidance IPG651, part 3.3)")
