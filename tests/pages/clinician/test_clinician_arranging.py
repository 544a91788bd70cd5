"""What NICE asks for besides: each part on a page of its own, with whose words ask for it and what is missing."""

import html
import re

import pytest

from sdm.actions.decisions import decide
from sdm.models import User
from sdm.models.facts import facts_of
from sdm.rules.people import Role
from sdm.rules.requirements import outstanding

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(staff, at):
    """Presses "Save" on the page of one part."""
    return lambda part, data: staff.post(at("conversation-arrangement", part), data)


@pytest.fixture
def stands(conversation, fresh):
    """What is saved in a part."""
    return lambda part: fresh(conversation).discussion[part].details


def words_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def of(part: str, data: dict) -> dict:
    return {key: value for key, value in data.items() if key.startswith(f"{part}-")}


def test_special_arrangements_are_saved_as_fields_and_each_check_says_what_when_and_with_whom(
    save, stands, at, iliofemoral
):
    more = {"special-check3_what": "Blood", "special-check3_when": "Weekly", "special-check3_whom": "Her GP"}
    response = save("special", of("special", iliofemoral) | more)
    assert (response.status_code, response["Location"]) == (302, at("conversation-decision"))
    assert stands("special")["checks"] == [
        {"what": "Scan", "when": "6 weeks after", "whom": "Vein clinic"},
        {"what": "Blood", "when": "Weekly", "whom": "Her GP"},
    ]
    assert (stands("special")["governance_lead"], stands("special")["uncertainties_explained"]) == ("Dr Osei", True)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"special-check1_what": "Scan", "special-check1_whom": "Clinic"}, ("check1_when", "Write when it is checked")),
        ({"special-check2_when": "Weekly", "special-check2_whom": "GP"}, ("check2_what", "Write what is checked")),
        (
            {"special-check2_when": "Weekly", "special-check2_what": "Blood"},
            ("check2_whom", "Write with whom the patient has this check"),
        ),
        (
            {f"special-governance_told_on_{box}": value for box, value in zip(("day", "month"), "31", strict=True)},
            ("governance_told_on_year", "Date must include a year"),
        ),
    ],
)
def test_what_is_missing_is_said_beside_its_box_and_nothing_typed_is_lost(save, conversation, fresh, typed, problem):
    response = save("special", {"special-registry": "Keep these words", **typed})
    place, words = problem
    assert (response.status_code, response.context["form"].problems) == (422, [(f"#id_special-{place}", words)])
    page = response.content.decode()
    assert [words for words in ("Keep these words", *typed.values()) if words not in page] == []
    assert "special" not in fresh(conversation).discussion


def test_what_was_saved_as_plain_words_stands_in_the_first_row(note, staff, at):
    note("special", checks="Scan at 6 weeks")
    form = staff.get(at("conversation-arrangement", "special")).context["form"]
    assert form["check1_what"].value() == "Scan at 6 weeks"


def test_the_team_is_what_the_edition_names(save, stands, staff, at, conversation, iliofemoral):
    page = staff.get(at("conversation-arrangement", "team"))
    for profession in conversation.content.team:
        assert f"{profession}: who took part" in words_of(page)
    assert "Who asks for it: NICE guidance IPG651, part 3.8" in words_of(page)
    assert save("team", of("team", iliofemoral)).status_code == 302
    assert [one["profession"] for one in stands("team")["members"]] == list(conversation.content.team)
    assert [one["name"] for one in stands("team")["members"]] == ["Dr Amira Khan", "Dr Ravi Shah", "Dr Ann Cole"]


def test_names_that_can_be_one_persons_are_two_people_where_somebody_says_so(save, stands, staff, at, iliofemoral):
    typed = of("team", iliofemoral) | {"team-member1": "A Khan"}
    assert 'name="team-different_people"' not in staff.get(at("conversation-arrangement", "team")).content.decode()
    asked = save("team", typed)
    problem = "“Dr Amira Khan” and “A Khan” can be one person. If they are two people, tick this"
    assert (asked.status_code, asked.context["form"].problems) == (422, [("#id_team-different_people", problem)])
    assert 'value="A Khan"' in asked.content.decode()
    assert save("team", typed | {"team-different_people": "on"}).status_code == 302
    assert stands("team")["different_people"] is True
    later = of("team", iliofemoral) | {"team-different_people": "on", "team-revision": "1"}
    assert save("team", later).status_code == 302
    assert "different_people" not in stands("team")


def test_the_study_is_saved_as_fields_and_was_explained_by_somebody(save, stands, distal):
    typed = of("research", distal)
    response = save("research", typed | {"research-explained_by": ""})
    assert response.context["form"].problems == [("#id_research-explained_by", "Write who explained the study")]
    assert save("research", typed).status_code == 302
    assert stands("research") == {
        "study_name": "LEGS study",
        "ethics_reference": "26/NW/0123",
        "study_explained": True,
        "explained_by": "Sister Jo Lee",
        "information_sheet": "3.1",
    }


@pytest.mark.parametrize(
    ("kind", "part"), [("iliofemoral-dvt", "special"), ("distal-dvt", "research"), ("iliofemoral-dvt", "team")]
)
def test_the_kind_decides_and_the_page_says_what_is_asked_and_why_in_the_leaflets_very_words(
    staff, at, note, conversation, fresh, kind, part
):
    note("indication", indication=kind)
    page = words_of(staff.get(at("conversation-arrangement", part)))
    indication = conversation.content.indication(kind)
    assert indication.evidence in conversation.content.sections[0].body + "".join(
        one.body for one in conversation.content.sections
    )
    asked = [one for one in outstanding(facts_of(fresh(conversation))) if one.part == part]
    wanted = (indication.name, indication.arrangement.title, indication.evidence, conversation.content.source_name)
    assert [words for words in wanted if words not in page] == []
    assert asked
    assert [one.label for one in asked if f"{one.label} Who asks for it: {one.source}" not in page] == []


def test_what_is_not_asked_for_says_so(staff, at, note):
    assert "Which kind of the condition this patient has is not recorded yet." in words_of(
        staff.get(at("conversation-arrangement", "special"))
    )
    note("indication", indication="distal-dvt")
    assert "This is not asked for: distal DVT. Only in research." in words_of(
        staff.get(at("conversation-arrangement", "special"))
    )


def test_what_is_met_says_that_it_was_done(save, staff, at, note, iliofemoral):
    note("indication", indication="iliofemoral-dvt")
    save("special", of("special", iliofemoral))
    assert "Done: The clinical governance lead was told." in words_of(
        staff.get(at("conversation-arrangement", "special"))
    )


def test_two_people_on_one_part_both_texts_stand_and_one_press_saves_mine_on_top(save, stands, note, hospital):
    colleague = User.objects.create_user(
        "ben@northfield.example", name="Dr Ben Lowe", role=Role.CLINICIAN.value, hospital=hospital
    )
    checks = [{"what": "Scan", "when": "Weekly", "whom": "GP"}]
    note("special", registry="Their registry", governance_told_on="2026-11-20", checks=checks, by=colleague)
    response = save("special", {"special-registry": "My registry", "special-revision": "0"})
    page = response.content.decode()
    assert response.status_code == 409
    stands_now = ("Dr Ben Lowe", "Their registry", "20 November 2026", "Scan, Weekly, GP", "My registry")
    assert [words for words in stands_now if words not in page] == []
    assert stands("special")["registry"] == "Their registry"
    again = {"special-registry": "My registry", "special-revision": response.context["form"]["revision"].value()}
    assert save("special", again).status_code == 302
    assert stands("special") == {"registry": "My registry"}


def test_a_part_that_is_none_is_not_there(staff, at):
    assert staff.get(at("conversation-arrangement", "question-1")).status_code == 404


def test_after_a_decision_nothing_is_saved_and_nothing_typed_is_lost(save, staff, at, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    assert at("conversation-reopen") in staff.get(at("conversation-arrangement", "special")).content.decode()
    response = save("special", {"special-registry": "Keep these words"})
    assert (response.status_code, "Keep these words" in response.content.decode()) == (409, True)


def test_the_page_costs_the_same_however_many_checks_there_are(staff, at, note, django_assert_num_queries):
    note("indication", indication="iliofemoral-dvt")
    staff.get(at("conversation-arrangement", "special"))
    for many in (0, 6):
        note("special", registry="x", checks=[{"what": "Scan", "when": "Weekly", "whom": "GP"}] * many)
        with django_assert_num_queries(2):
            staff.get(at("conversation-arrangement", "special"))


def test_where_a_decision_closed_the_page_nothing_is_to_be_saved_first(staff, at, conversation, clinician, fresh):
    address = at("conversation-arrangement", "capacity")
    assert "(save first)" in words_of(staff.get(address))
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    assert "(save first)" not in words_of(staff.get(address))
