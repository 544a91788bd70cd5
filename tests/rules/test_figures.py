"""Numbers in words: each kind that patients cannot compare is found, and what is fine is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.figures import Fault, figure_problems, holds_number


@pytest.mark.parametrize(
    ("text", "fault", "words"),
    [
        ("1 in 20 people bleed.", Fault.DENOMINATOR, "1 in 20"),
        ("About one in ten people", Fault.DENOMINATOR, "one in ten"),
        ("It is seen in 1 in every 50.", Fault.DENOMINATOR, "1 in every 50"),
        ("2 out of 50", Fault.DENOMINATOR, "2 out of 50"),
        ("3 people in 1,000", Fault.DENOMINATOR, "3 people in 1,000"),
        ("5 in 1000", Fault.DENOMINATOR, "5 in 1000"),
        ("two in a thousand", Fault.DENOMINATOR, "two in a thousand"),
        ("It happens to 5% of people.", Fault.PERCENTAGE, "5%"),
        ("12.5 per cent", Fault.PERCENTAGE, "12.5 per cent"),
        ("about 1:20 people", Fault.DENOMINATOR, "1:20"),
        ("It was seen in 10/200.", Fault.DENOMINATOR, "10/200"),
        ("It was seen in 10/200 people.", Fault.DENOMINATOR, "10/200"),
        ("five percent of people", Fault.PERCENTAGE, "five percent"),
        ("Twenty-five per cent", Fault.PERCENTAGE, "Twenty-five per cent"),
        ("fifteen per cent less pain", Fault.RELATIVE, "fifteen per cent less"),
        ("50% less pain", Fault.RELATIVE, "50% less"),
        ("a 20% reduction", Fault.RELATIVE, "20% reduction"),
        ("It reduces the risk by 30%.", Fault.RELATIVE, "reduces the risk by 30%"),
        ("cuts your risk by half", Fault.RELATIVE, "cuts your risk by half"),
        ("You are twice as likely to bleed.", Fault.RELATIVE, "twice as likely"),
        ("3 times more people", Fault.RELATIVE, "3 times more"),
        ("It halves the risk.", Fault.RELATIVE, "halves the risk"),
        ("The odds ratio was 2.", Fault.RELATIVE, "odds ratio"),
        ("A rare problem", Fault.WORD, "rare"),
        ("This is very common.", Fault.WORD, "very common"),
        ("It is unlikely.", Fault.WORD, "unlikely"),
        ("It is likely to hurt.", Fault.WORD, "likely"),
        ("It sometimes hurts.", Fault.WORD, "sometimes"),
        ("There is a small risk of bleeding.", Fault.WORD, "small risk of"),
        ("Most people feel better.", Fault.WORD, "Most people"),
    ],
)
def test_one_thing_that_is_wrong_is_found_with_its_words(text, fault, words):
    assert [(one.fault, one.words) for one in figure_problems(text)] == [(fault, words)]


@pytest.mark.parametrize(
    "text",
    [
        "3 in 100 people",
        "3 out of 100",
        "Three in a hundred",
        "3 in 5 years, 2 in the morning",
        "A rare problem: it is seen in 1 in 100.",
        "It is rare. How rare is not known.",
        "NICE says that problems do not happen often. It gives no numbers.",
        "How likely is it? How often does it happen?",
        "The common femoral vein",
        "A DVT is usually treated with drugs.",
        "Take 2 tablets 3 times a day.",
        "It takes 20 to 30 minutes.",
        "Come at 9:30 or from 1:20 to 2:40. We close 4:30pm.",
        "Published 12/6/2019, for 2023/24. Somebody is there 24/7. 120/80 mmHg",
        "",
    ],
)
def test_what_is_fine_is_left_alone(text):
    assert figure_problems(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 of 20 people bleed.", "1 of 20 people"),
        ("None of the 20 patients bled.", "None of the 20 patients"),
        ("one of every twenty", "one of every twenty"),
        ("twenty out of fifty", "twenty out of fifty"),
        ("It happens to one in twenty-five.", "one in twenty-five"),
        ("one in two hundred and fifty people", "one in two hundred and fifty"),
        ("One in ten thousand people", "One in ten thousand"),
        ("one in a hundred thousand", "one in a hundred thousand"),
        ("1 in 100 000 people", "1 in 100 000"),
        ("1 in 10k", "1 in 10k"),
        ("1 to 2 in 1000 people", "1 to 2 in 1000"),
        ("5–10 in 1,000", "5–10 in 1,000"),
        ("a 1-in-20 chance", "1-in-20"),
        ("one person in twenty", "one person in twenty"),
        ("1 woman in 8", "1 woman in 8"),
        ("2 out of about 50", "2 out of about 50"),
        ("1\u00a0in\u00a020 people", "1\u00a0in\u00a020"),
        ("0.5 per 1000", "0.5 per 1000"),
        ("It is 3 per thousand.", "3 per thousand"),
        ("2 deaths per 10,000 operations", "2 deaths per 10,000"),
        ("0.5/1000", "0.5/1000"),
        ("1 for every 20 people", "1 for every 20"),
        ("For every 20 people, 1 bleeds.", "For every 20 people"),
        ("Out of every twenty patients one bleeds.", "Out of every twenty patients"),
        ("Of 50 people, 3 bled.", "Of 50 people, 3"),
        ("Out of 50 women, three bled.", "Out of 50 women"),
        ("It is 1 : 20.", "1 : 20"),
        ("The risk of bleeding is 1:20.", "1:20"),
        ("Bleeding has a 1:50 chance.", "1:50"),
        ("It is seen in 1:200.", "1:200"),
        ("1:20", "1:20"),
        ("1/20", "1/20"),
        ("1/20 people", "1/20"),
        ("a 1/8 chance of bleeding", "1/8"),
        ("It is 3/1000 a year.", "3/1000"),
        ("Half of people feel better.", "Half of people"),
        ("about a third of all patients", "a third of all patients"),
        ("two-thirds of women", "two-thirds of women"),
        ("Three quarters of the people bled.", "Three quarters of the people"),
        ("7 out of 10 people score it well.", "7 out of 10"),
    ],
)
def test_a_number_that_is_not_in_100_is_found_however_it_is_written(text, words):
    assert [(one.fault, one.words) for one in figure_problems(text)] == [(Fault.DENOMINATOR, words)]
    assert holds_number(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 pc of people", "5 pc"),
        ("5 p.c. of people", "5 p.c."),
        ("5 %", "5 %"),
        ("0.5%", "0.5%"),
        ("12 percent", "12 percent"),
        ("12 per  cent", "12 per  cent"),
        ("5–10% of people", "5–10%"),
        ("5 to 10 per cent", "5 to 10 per cent"),
        ("five to ten per cent", "five to ten per cent"),
        ("ninety nine per cent", "ninety nine per cent"),
        ("a hundred per cent", "a hundred per cent"),
        ("half a per cent", "half a per cent"),
        ("half of one per cent", "one per cent"),
    ],
)
def test_a_percentage_is_found_however_it_is_written(text, words):
    assert [(one.fault, one.words) for one in figure_problems(text)] == [(Fault.PERCENTAGE, words)]
    assert holds_number(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a two-fold rise", "two-fold"),
        ("a 3-fold increase", "3-fold"),
        ("It rises tenfold.", "tenfold"),
        ("1.5 times more likely", "1.5 times more likely"),
        ("two and a half times higher", "two and a half times higher"),
        ("2x as likely", "2x as likely"),
        ("three times the risk", "three times the risk"),
        ("half as likely", "half as likely"),
        ("half the risk", "half the risk"),
        ("double your chance", "double your chance"),
        ("It halves your risk.", "halves your risk"),
        ("It doubles the overall risk.", "doubles the overall risk"),
        ("It trebles the chance of pain.", "trebles the chance"),
        ("The risk is halved.", "risk is halved"),
        ("Your chance doubles.", "chance doubles"),
        ("a reduction of 20 per cent", "reduction of 20 per cent"),
        ("a 30% increased risk", "30% increased"),
        ("30 pc fewer clots", "30 pc fewer"),
        ("It lowers the risk by two thirds.", "lowers the risk by two thirds"),
        ("It cuts the risk of a clot in half.", "cuts the risk of a clot in half"),
        ("It was better (RR 0.62).", "RR 0.62"),
        ("NNT = 12", "NNT = 12"),
    ],
)
def test_a_comparison_without_numbers_is_found_however_it_is_written(text, words):
    assert [(one.fault, one.words) for one in figure_problems(text)] == [(Fault.RELATIVE, words)]


@pytest.mark.parametrize(
    "text",
    [
        "twenty out of a hundred",
        "Twenty-five people out of one hundred",
        "5 of 100 people",
        "5 per 100",
        "5-in-100",
        "For every 100 people, 5 bleed.",
        "Out of 100 people, 5 bleed.",
    ],
)
def test_a_number_in_100_is_a_number_and_no_fault(text):
    assert figure_problems(text) == ()
    assert figure_problems(f"A rare problem. {text}") == ()
    assert holds_number(text)


@pytest.mark.parametrize(
    "text",
    [
        # How long something takes, and when it is.
        "It takes 1:20 hours.",
        "1:20 hrs, 0:45 h, 2:30 minutes",
        "Your appointment is 9:30.",
        "Come between 10:15 and 14:45, not 7:30 am.",
        "It starts 14:05, 1 day before.",
        "Take 1 in 24 hours, 2 in 2–3 weeks, 1 in a 24-hour day.",
        "1 in two to three weeks",
        "2 per 24 hours",
        # Days and years.
        "On 3/12 or 12/3",
        "12/2019, 3/2024, 2019/2020 and 2023/24",
        "Published 12/06/2019. Checked 01/02/26.",
        "of 12 June 2019",
        # Blood pressure, sight, doses and strengths.
        "BP 120/80",
        "Your blood pressure was 135/85 today.",
        "20/20 vision, 6/12 with glasses",
        "co-amoxiclav 500/125, co-codamol 8/500",
        "5 mg per 100 ml, 20 mg in 5 ml, 1 in 5 ml",
        "adrenaline 1:1000, lidocaine with adrenaline 1:200,000",
        "It is diluted 1:80.",
        "0.9% saline, 5 % glucose, a 1% cream and 70 per cent alcohol",
        "Reduce the dose by half. Then take half the dose. Halve the dose. Double the dose by 10% only.",
        "Take half a tablet, 1/2 a spoon, 3/4 of a cup, two tablets 3 times a day.",
        # Numbers of pages, parts and references.
        "Page 2 of 4. Step 3 of 5. Question 1: 20 minutes to think.",
        "Section 1.2 in 3 parts. See 3.4 and 5.6.",
        "2 of 3 tablets, one of the four valves, 1 of 5 questions",
        "one of the 3 hospitals; 2 in 3 hospitals",
        "REC 26/0123, reference 22/1234",
        "Ring 020 7946 0000 extension 12/345.",
        # Names, and ratios of something else than people.
        "the 5:2 diet, 16:8 fasting, 1:1 support, a 2:1 mix and one to one care",
        "one nurse to four patients, a 1:4 ratio of nurses",
        "Somebody is there 24/7.",
        "a map of 1:25000 scale",
        "Your pain was scored 7 out of 10.",
        "On a scale of pain, say 3 out of 10.",
        "Twice a day, twice as long, half the time, half an hour, half of the leg, a third of the vein",
        "It has a manifold, and a fold of skin; 2 folds.",
        "a second opinion, a third person, a quarter past two",
        "5 PCs",
    ],
)
def test_numbers_of_other_kinds_are_left_alone(text):
    assert figure_problems(text) == ()


@pytest.mark.parametrize("text", ["", "Not known", "120/80", "9:30", "Page 2 of 4", "3 times a day", "12/06/2019"])
def test_what_is_no_rate_holds_no_number(text):
    assert not holds_number(text)


def test_a_number_beside_the_text_allows_the_word_but_no_other_fault():
    assert figure_problems("A rare problem", has_number=True) == ()
    assert [one.words for one in figure_problems("Rare: 1 in 50", has_number=True)] == ["1 in 50"]


def test_several_are_told_in_their_order_each_once():
    found = figure_problems("Rare, 1 in 20, or 5%, which is 50% less.")
    assert [one.words for one in found] == ["Rare", "1 in 20", "5%", "50% less"]
    assert found[1].sentence == "“1 in 20” cannot be compared. Say how many in 100."


@given(st.integers(0, 10_000), st.integers(1, 1_000_000))
def test_every_rate_is_wrong_unless_it_is_in_100(part, whole):
    for text in (f"{part} in {whole}", f"It is seen in {part} out of {whole:,} people."):
        faults = [one.fault for one in figure_problems(text)]
        assert faults == ([] if whole == 100 else [Fault.DENOMINATOR])
        assert holds_number(text)


@given(st.text(max_size=300))
def test_what_is_found_stands_in_the_text(text):
    for one in figure_problems(text):
        assert one.words in text
