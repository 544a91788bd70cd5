"""Moving a conversation to another edition: what was said on words that stay, stays; the rest stands beside the new."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sdm.rules.edition import EditionContent
from sdm.rules.edition_differences import question_pairs
from sdm.rules.parts import (
    EARLIER,
    INDICATION,
    OPTIONS,
    READ,
    Saved,
    question_number,
    question_part,
    saved_in,
)
from sdm.rules.patient_fields import Line, PatientField, fields_of, lines_of, value_of
from sdm.rules.words import marked

# What stands in a part, as people read it.
Lines = Callable[[Saved, EditionContent], Iterable[Line]]
# What a clinician wrote beside a question, as each is named once the question is another.
WHAT_WAS_SAID = marked("What was said")
TOLD_BACK = marked("What the patient told back, in their own words")


def same_questions(old: EditionContent, new: EditionContent) -> dict[int, int]:
    """The questions whose words are the same, each with the number that it has now."""
    found = question_pairs(old, new)
    return {before.number: now.number for before, now in found if before and now and before.wording == now.wording}


def moved_answers(saved: Mapping[str, Saved], old: EditionContent, new: EditionContent) -> list[Saved]:
    """The parts of a patient's answers that are not as they were once the edition is another; not saved yet.

    An answer stays where its question has the same words, whatever its number. An answer to other words is taken out
    of its part and kept there as what was written to the earlier ones. Where a question changed and nothing was said,
    there is a part all the same: a page that still shows the earlier question cannot save on top of it unseen.
    """
    return [*_moved_questions(saved, old, new, lines_of), *_moved_others(saved, old, new)]


def moved_notes(saved: Mapping[str, Saved], old: EditionContent, new: EditionContent) -> list[Saved]:
    """The same for what a clinician recorded: what was said on a question that changed has to be said anew.

    So has which kind of the condition it is, where there is no such kind any more, and each option that changed.
    """
    moved = _moved_questions(saved, old, new, _what_was_said)
    if (kind := saved.get(INDICATION)) and _name_of(kind, old) != _name_of(kind, new):
        moved.append(_emptied(kind, [Line("", _name_of(kind, old))], ""))
    if (options := saved.get(OPTIONS)) and (gone := _options_gone(options, old, new)):
        left = [one for one in options.details["discussed"] if one not in gone]
        names = [option.name for option in old.options if option.id in gone]
        earlier = (*options.earlier, _earlier([Line("", name) for name in names], ""))
        details = {name: value for name, value in options.details.items() if name != EARLIER}
        moved.append(replace(options, details={**details, "discussed": left, EARLIER: list(earlier)}))
    return moved


def _what_was_said(note: Saved, _content: EditionContent) -> list[Line]:
    return [Line(WHAT_WAS_SAID, note.text), Line(TOLD_BACK, note.details.get("told_back") or "")]


def agenda_number(number: int | None, same: Mapping[int, int]) -> int | None:
    """The question that something to talk about belongs to now; None where its question is not there any more."""
    return same.get(number) if number else number


def with_earlier(note: Saved, stands: Saved) -> Saved:
    """A part as it is saved anew, with what was written to earlier words: no form shows that, and no save loses it."""
    details = {name: value for name, value in note.details.items() if name != EARLIER}
    return replace(note, details={**details, EARLIER: list(stands.earlier)} if stands.earlier else details)


@dataclass(frozen=True)
class Earlier:
    """What was said on earlier words, as people read it; `wording` is the question as it stood, empty elsewhere."""

    wording: str
    lines: tuple[Line, ...]


def earlier_of(saved: Saved) -> list[Earlier]:
    """What was said in one part on earlier words, the oldest first."""
    return [
        Earlier(entry["wording"], tuple(Line(**{**line, "ours": tuple(line["ours"])}) for line in entry["lines"]))
        for entry in saved.earlier
    ]


def no_longer_asked(saved: Mapping[str, Saved], content: EditionContent) -> list[Saved]:
    """The parts whose questions the edition does not ask any more, that hold something written to earlier ones."""
    gone = (one for one in saved.values() if (number := question_number(one.part)) and not content.question(number))
    return sorted((one for one in gone if one.earlier), key=lambda one: question_number(one.part) or 0)


def _moved_questions(saved: Mapping[str, Saved], old: EditionContent, new: EditionContent, lines: Lines) -> list[Saved]:
    """Each question's part as it stands in the new edition, where it is not as it was."""
    same, now = same_questions(old, new), {}
    for question in old.questions:
        part, to = question_part(question.number), same.get(question.number)
        here = saved_in(saved, part)
        if to is None:
            now[part] = _joined(_emptied(here, lines(here, old), here.wording or question.wording), now.get(part))
        elif to != question.number:
            there = question_part(to)
            now[there] = _joined(replace(here, part=there), now.get(there))
            now.setdefault(part, Saved(part))
    # What was written to questions that the old edition did not ask any more either stays where it is.
    now |= {part: _joined(one, saved[part]) for part, one in now.items() if _was_gone(part, saved, old)}
    return [_on_top(one, saved_in(saved, part)) for part, one in now.items() if _is_needed(one, saved, new)]


def _was_gone(part: str, saved: Mapping[str, Saved], old: EditionContent) -> bool:
    return part in saved and old.question(question_number(part) or 0) is None


def _is_needed(one: Saved, saved: Mapping[str, Saved], new: EditionContent) -> bool:
    """Where neither edition has anything there, nothing is to be saved."""
    number = question_number(one.part)
    return bool(one.part in saved or one.earlier or not one.is_empty or (number and new.question(number)))


def _joined(one: Saved, other: Saved | None) -> Saved:
    """Two things in one part: the one that holds an answer, with what is earlier of both."""
    if other is None:
        return one
    holds = one if not one.is_empty else other
    earlier = [*one.earlier, *other.earlier]
    details = {name: value for name, value in holds.details.items() if name != EARLIER}
    return replace(holds, details={**details, EARLIER: earlier} if earlier else details)


def _on_top(one: Saved, stands: Saved) -> Saved:
    return replace(one, revision=stands.revision)


def _emptied(saved: Saved, lines: Iterable[Line], wording: str) -> Saved:
    """A part with nothing in it but what stood there, and what was earlier before."""
    kept = [line for line in lines if line.words]
    earlier = [*saved.earlier, *([_earlier(kept, wording)] if kept else [])]
    return Saved(saved.part, details={EARLIER: earlier} if earlier else {}, revision=saved.revision)


def _earlier(lines: Iterable[Line], wording: str) -> dict[str, Any]:
    return {"wording": wording, "lines": [asdict(line) | {"ours": list(line.ours)} for line in lines]}


def _moved_others(saved: Mapping[str, Saved], old: EditionContent, new: EditionContent) -> list[Saved]:
    """The other parts: what was answered to a field whose words are not the same any more."""
    moved = []
    for part, one in saved.items():
        if question_number(part) is not None:
            continue
        asked = {field.name: field for field in fields_of(part, new)}
        gone = [
            field
            for field in fields_of(part, old)
            if value_of(one, field.name) is not None and not _is_same(field, asked.get(field.name), one)
        ]
        if part == READ and old.sections != new.sections:
            gone = [field for field in fields_of(part, old) if value_of(one, field.name) is not None]
        if gone:
            moved.append(_without(one, gone, old))
    return moved


def _is_same(field: PatientField, now: PatientField | None, saved: Saved) -> bool:
    """Whether a field asks the same, and what was chosen in it still means the same."""
    if now is None or (field.label, field.about, field.kind) != (now.label, now.about, now.kind):
        return False
    value = value_of(saved, field.name)
    chosen = value if isinstance(value, list) else [value]
    before, after = dict(field.choices), dict(now.choices)
    return all(before.get(one) == after.get(one) for one in chosen if isinstance(one, str))


def _without(saved: Saved, gone: list[PatientField], old: EditionContent) -> Saved:
    """A part without some fields, which are kept as they read."""
    names = {field.name for field in gone}
    only = {name: value for name, value in saved.details.items() if name in names}
    was = Saved(saved.part, details=only, text=saved.text if "text" in names else "")
    entry = _earlier(lines_of(was, old), "")
    left = {name: value for name, value in saved.details.items() if name not in names | {EARLIER}}
    text = "" if "text" in names else saved.text
    return replace(saved, text=text, details={**left, EARLIER: [*saved.earlier, entry]})


def _name_of(saved: Saved, content: EditionContent) -> str:
    kind = content.indication(str(saved.details.get("indication") or ""))
    return kind.name if kind else ""


def _options_gone(saved: Saved, old: EditionContent, new: EditionContent) -> set[str]:
    """The options that were talked about and are not as they were."""
    discussed = saved.details.get("discussed")
    return {one for one in discussed or () if old.option(one) is None or old.option(one) != new.option(one)}
