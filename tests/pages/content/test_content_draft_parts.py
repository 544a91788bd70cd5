"""The pages of a draft: what is typed is saved, and a mistake is named beside its box with everything typed kept."""

from dataclasses import replace

import pytest
from django.urls import reverse

from sdm.actions.editions import change_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import Link, Note, Outcome, Section

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
PARTS = ("details", "sections", "questions", "indications", "notes", "warnings")


@pytest.mark.parametrize("part", [*PARTS, "option/procedure", "option/no-procedure"])
def test_sending_a_page_back_as_it_is_changes_nothing(part, desk, draft, address, form_of):
    before = Edition.objects.get(pk=draft.pk)
    response = desk.post(address(draft, part), form_of(desk.get(address(draft, part))))
    after = Edition.objects.get(pk=draft.pk)
    assert response.status_code == 302
    assert (after.document, after.revision, after.changed_at) == (before.document, 1, before.changed_at)


def test_details_are_saved(desk, draft, editor, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "details")))
    typed |= {
        "title": "A new title",
        "published_day": "1",
        "published_month": "2",
        "published_year": "2021",
        "isbn": "",
        "condition": "Ŵ 🙂 العربية",
        "source_url": "https://www.nice.org.uk/guidance/ipg1",
    }
    response = desk.post(address(draft, "details"), typed)
    assert response.headers["Location"] == reverse("edition", args=[draft.pk])
    saved = content_of(draft)
    assert saved == replace(
        CONTENT,
        title="A new title",
        published=saved.published,
        isbn="",
        condition="Ŵ 🙂 العربية",
        source_url="https://www.nice.org.uk/guidance/ipg1",
        warnings=saved.warnings,
    )
    assert saved.published.isoformat() == "2021-02-01"
    assert "The details are saved." in desk.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"title": " \u00a0 "}, ("#id_title", "Fill in this box")),
        (
            {"title": "x" * 301},
            ("#id_title", "This must be 300 characters or fewer. You have written 301"),
        ),
        (
            {"published_day": "31", "published_month": "2"},
            ("#id_published_day", "There is no such day in that month. Check the day and the month"),
        ),
        ({"published_year": "2999"}, ("#id_published_day", "The date must be today or in the past")),
        *[
            ({"source_url": url}, ("#id_source_url", "Enter a full web address that starts with https://"))
            for url in (
                "http://www.nice.org.uk",
                "javascript:alert(1)//https://a.b",
                "https://nice.org.uk@evil.example",
                "https://",
                "https://[",
                "www.nice.org.uk",
                "https://nice.org.uk/a b",
            )
        ],
    ],
)
def test_a_mistake_is_named_and_everything_typed_stays(
    typed, problem, desk, draft, address, form_of, content_of, problems
):
    sent = form_of(desk.get(address(draft, "details"))) | typed | {"registry": "Typed before"}
    response = desk.post(address(draft, "details"), sent)
    assert (response.status_code, problems(response)) == (422, [problem])
    assert b"<title>Error: " in response.content
    shown = form_of(response)
    assert shown["registry"] == ["Typed before"]
    assert {name: shown[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert content_of(draft).registry == CONTENT.registry


def test_a_hidden_character_is_refused(desk, draft, address, form_of, problems):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "a\x00b"}
    response = desk.post(address(draft, "details"), typed)
    problem = "There is a hidden character after “a” that we cannot save. Delete it, or type that part again"
    assert (response.status_code, problems(response)) == (422, [("#id_condition", problem)])


def test_sections_and_links_are_saved_as_typed_with_one_kind_of_line_end(desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "sections")))
    typed |= {
        "sections-0-body": "One.\r\n\r\n- <b>a</b>\r\n- {{ b }}",
        "links-0-url": "https://www.nhs.uk",
        "links-1-DELETE": "on",
    }
    assert desk.post(address(draft, "sections"), typed).status_code == 302
    saved = content_of(draft)
    assert saved.sections == (Section("", "One.\n\n- <b>a</b>\n- {{ b }}"), *CONTENT.sections[1:])
    assert saved.links == (Link("NHS website", "https://www.nhs.uk"), CONTENT.links[2])


def test_a_passage_that_the_leaflet_does_not_say_is_named(desk, draft, address, form_of, content_of, problems):
    typed = form_of(desk.get(address(draft, "questions")))
    there = CONTENT.questions[0].passages[0]
    typed["questions-1-passages"] = f"{there}\r\n\r\nIt never hurts."
    response = desk.post(address(draft, "questions"), typed)
    assert (response.status_code, problems(response)) == (
        422,
        [
            (
                "#id_questions-1-passages",
                "Question 2: The leaflet does not say this, word for word: “It never hurts.”",
            )
        ],
    )
    assert form_of(response)["questions-1-passages"] == [f"{there}\n\nIt never hurts."]
    typed["questions-1-passages"] = f" {there}\r\n \r\n\r\nThe aim is to reduce symptoms "
    assert desk.post(address(draft, "questions"), typed).status_code == 302
    assert content_of(draft).questions[1].passages == (there, "The aim is to reduce symptoms")


def test_another_question_is_added_without_a_script_and_one_removed(
    desk, draft, address, form_of, content_of, problems
):
    typed = form_of(desk.get(address(draft, "questions"))) | {"questions-0-wording": ""}
    response = desk.post(address(draft, "questions"), typed | {"add": "questions"})
    shown = form_of(response)
    # Nothing is checked and nothing is saved yet; what was typed stays.
    assert (response.status_code, problems(response)) == (200, [])
    assert shown["questions-0-wording"] == [""]
    assert shown["questions-5-wording"] == [""]
    assert content_of(draft) == replace(CONTENT, warnings=("Check this.", "Check that."))
    shown |= {"questions-0-DELETE": "on", "questions-5-wording": "And then?"}
    assert desk.post(address(draft, "questions"), shown).status_code == 302
    saved = content_of(draft).questions
    assert [(one.number, one.wording) for one in saved] == [
        *[(place, one.wording) for place, one in enumerate(CONTENT.questions[1:], start=1)],
        (5, "And then?"),
    ]


def test_a_row_that_is_added_and_left_blank_counts_for_nothing(desk, draft, address, form_of, content_of):
    typed = form_of(desk.post(address(draft, "notes"), form_of(desk.get(address(draft, "notes"))) | {"add": "notes"}))
    assert typed["notes-TOTAL_FORMS"] == [str(len(CONTENT.notes) + 1)]
    assert desk.post(address(draft, "notes"), typed).status_code == 302
    assert content_of(draft).notes == CONTENT.notes


def test_notes_are_saved(desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "notes")))
    typed |= {"notes-0-meaning": "A clot.", "unknowns-0-DELETE": "on", "unknowns-1-source": ""}
    desk.post(address(draft, "notes"), typed)
    saved = content_of(draft)
    assert saved.notes[0] == Note("DVT", "A clot.", "The leaflet")
    assert saved.unknowns == (replace(CONTENT.unknowns[1], source=""), *CONTENT.unknowns[2:])


def test_what_nice_says_is_checked_by_a_person(desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "indications")))
    typed.pop("indications-0-confirmed")
    typed |= {"indications-1-name": "low DVT", "indications-1-arrangement": "do-not-use"}
    desk.post(address(draft, "indications"), typed)
    assert [(one.id, one.name, one.arrangement, one.confirmed) for one in content_of(draft).indications] == [
        ("iliofemoral-dvt", "iliofemoral DVT", Arrangement.SPECIAL, False),
        ("low-dvt", "low DVT", Arrangement.DO_NOT_USE, False),
    ]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"indications-0-evidence": "It can be used for all."},
            (
                "#id_indications-0-evidence",
                "Kind 1: The leaflet does not say this, word for word. Copy the sentence from it",
            ),
        ),
        (
            {"indications-1-arrangement": "unknown"},
            (
                "#id_indications-1-arrangement_0",
                "Kind 2: Choose what NICE says before you tick that you have checked it",
            ),
        ),
        (
            {"indications-1-arrangement": "always"},
            ("#id_indications-1-arrangement_0", "Kind 2: Choose one of the answers on this page"),
        ),
        ({"indications-0-evidence": ""}, ("#id_indications-0-evidence", "Kind 1: Write something in this box")),
    ],
)
def test_what_nice_says_cannot_be_made_up(typed, problem, desk, draft, address, form_of, content_of, problems):
    sent = form_of(desk.get(address(draft, "indications"))) | typed
    response = desk.post(address(draft, "indications"), sent)
    assert (response.status_code, problems(response)) == (422, [problem])
    assert content_of(draft).indications == CONTENT.indications


def test_an_option_is_added_changed_and_removed(desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "option-new")))
    assert typed["benefits-0-figure"] == ["Not known"]
    typed |= {
        "name": "Compression stockings",
        "description": "Tight socks.",
        "kind": "another",
        "benefits-0-text": "Less swelling",
        "benefits-0-figure": "",
        "risks-0-text": "They can itch",
        "risks-0-figure": "3 in 100 over 2 years",
        "risks-0-source": "A trial",
    }
    response = desk.post(address(draft, "option-new"), typed)
    assert response.headers["Location"] == reverse("edition-options", args=[draft.pk])
    added = content_of(draft).options[3]
    assert (added.id, added.name, added.is_procedure, added.is_no_procedure) == (
        "compression-stockings",
        "Compression stockings",
        False,
        False,
    )
    assert added.benefits == (Outcome("Less swelling", "", ""),)
    assert added.risks == (Outcome("They can itch", "3 in 100 over 2 years", "A trial"),)

    page = address(draft, "option/compression-stockings")
    desk.post(page, form_of(desk.get(page)) | {"name": "Stockings", "benefits-0-DELETE": "on"})
    assert content_of(draft).options[3] == replace(added, name="Stockings", benefits=())

    # An option that goes needs nothing more.
    response = desk.post(page, form_of(desk.get(page)) | {"name": "", "remove": "on"})
    assert response.status_code == 302
    assert content_of(draft).options == CONTENT.options
    assert desk.get(page).status_code == 404


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": " "}, ("#id_name", "Enter the name of the option")),
        ({"description": ""}, ("#id_description", "Write what the option is")),
        ({"kind": []}, ("#id_kind_0", "Choose which option it is")),
        ({"benefits-0-text": ""}, ("#id_benefits-0-text", "Good point 1: Write this point in plain words")),
        ({"risks-1-text": ""}, ("#id_risks-1-text", "Bad point 2: Write this point in plain words")),
        (
            {"risks-0-figure": "lots", "risks-0-source": " "},
            ("#id_risks-0-source", "Bad point 1: Say where “lots” comes from, or write Not known"),
        ),
        *(
            (
                {"risks-0-figure": why, "risks-0-source": "Made up"},
                ("#id_risks-0-figure", "Bad point 1: Say in words why there is no number, or write Not known"),
            )
            for why in ("xxx", ". . .", "asdf asdf")
        ),
    ],
)
def test_what_is_wrong_with_an_option_is_named(typed, problem, desk, draft, address, form_of, content_of, problems):
    page = address(draft, "option/procedure")
    sent = form_of(desk.get(page)) | typed
    response = desk.post(page, sent)
    assert (response.status_code, problems(response)) == (422, [problem])
    assert content_of(draft).options == CONTENT.options


@pytest.mark.parametrize("figure", ["", "Not known"])
def test_a_point_without_a_number_needs_no_source(figure, desk, draft, address, form_of, content_of):
    page = address(draft, "option/procedure")
    sent = form_of(desk.get(page)) | {"risks-0-figure": figure, "risks-0-source": ""}
    assert desk.post(page, sent).status_code == 302
    assert content_of(draft).options[0].risks[0] == Outcome("Bleeding", figure, "")


def test_a_plain_statement_shows_no_likelihood_to_the_content_team(desk, draft, editor):
    first, *others = CONTENT.options
    plain = replace(first, risks=(*first.risks, Outcome("Ask your team about the rest", "")))
    change_draft(edition=draft, content=replace(CONTENT, options=(plain, *others)), seen=1, by=editor)
    page = desk.get(reverse("edition", args=[draft.pk])).content.decode()
    assert "<li>Ask your team about the rest</li>" in page
    assert "<li>Bleeding<br>" in page
    outcomes = [one for option in CONTENT.options for one in (*option.benefits, *option.risks)]
    assert page.count("How likely, or how many people: ") == len(outcomes)


def test_two_options_of_one_name_are_two(desk, draft, address, form_of, content_of):
    for _ in range(2):
        typed = form_of(desk.get(address(draft, "option-new")))
        typed |= {"name": "Procedure", "description": "Again.", "kind": "another"}
        assert desk.post(address(draft, "option-new"), typed).status_code == 302
    assert [option.id for option in content_of(draft).options[3:]] == ["procedure-4", "procedure-5"]


def test_what_is_ticked_is_settled(desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "warnings")))
    desk.post(address(draft, "warnings"), typed | {"settled": ["Check that."]})
    assert content_of(draft).warnings == ("Check this.",)


def test_where_all_is_settled_the_page_says_so(desk, draft, editor, address, form_of):
    change_draft(edition=draft, content=replace(draft.content, warnings=()), seen=1, by=editor)
    response = desk.get(address(draft, "warnings"))
    assert "Nothing is left to check." in response.content.decode()
    assert "settled" not in form_of(response)
    # Somebody sends the ticks of a page from before.
    assert desk.post(address(draft, "warnings"), {"revision": "1", "settled": ["Check that."]}).status_code == 302
