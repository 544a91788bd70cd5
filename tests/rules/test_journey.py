"""The patient's list: what is done, what comes next, and when there is something to send."""

from sdm.rules.edition import EditionContent, Question
from sdm.rules.journey import can_send, next_to_do, to_do
from sdm.rules.parts import Saved, question_number, question_part

CONTENT = EditionContent(
    title="A procedure", questions=(Question(1, "What is it?"), Question(2, "What are the risks?"))
)
ORDER = ["read", "question-1", "question-2", "options", "what-matters", "people-and-help", "where-i-am"]


def saved(**texts: str) -> dict[str, Saved]:
    return {part.replace("_", "-"): Saved(part, text=text) for part, text in texts.items()}


def test_the_list_has_each_question_of_the_edition_in_its_place():
    assert [thing.part for thing in to_do(CONTENT, {})] == ORDER


def test_what_holds_something_is_done_and_what_was_emptied_is_not():
    answers = {"question-1": Saved("question-1", text="Will it hurt?"), "question-2": Saved("question-2", revision=2)}
    assert [thing.part for thing in to_do(CONTENT, answers) if thing.done] == ["question-1"]


def test_a_mark_without_words_counts():
    answers = {"question-2": Saved("question-2", understanding="talk")}
    assert [thing.part for thing in to_do(CONTENT, answers) if thing.done] == ["question-2"]


def test_next_is_the_first_after_this_one_that_is_not_done_then_any_before():
    answers = saved(
        **{
            "question-2": "Bleeding?",
            "options": "?",
            "what-matters": "Walking",
            "people-and-help": "None",
            "where-i-am": "?",
        }
    )
    assert next_to_do(CONTENT, answers, "question-1").part == "read"
    assert next_to_do(CONTENT, {}, "question-1").part == "question-2"
    assert next_to_do(CONTENT, saved(**dict.fromkeys(ORDER, "done")), "read") is None


def test_one_thing_is_enough_to_send_but_having_read_is_not_an_answer():
    assert can_send({}) is False
    assert can_send({"read": Saved("read", details={"read": True})}) is False
    assert can_send({"question-1": Saved("question-1", understanding="talk")}) is True


def test_question_parts_and_numbers_belong_together():
    assert question_number(question_part(7)) == 7
    assert [
        question_number(part) for part in ("what-matters", "question-", "question-x", "my-question-1", "question-١")
    ] == [None] * 5
