"""The short code on a paper form, by which staff find the conversation that it belongs to."""

from uuid import UUID

# 29 characters, a prime number, so that one check character finds every wrong character and every two that changed
# places. No vowels, so that no word comes out; no 0, so that it cannot be taken for the letter.
CHARACTERS = "123456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# As many of an id's first bits as eight characters hold.
BITS = 38
REST = 128 - BITS


def code_of(conversation_id: UUID) -> str:
    """The code of a conversation, such as "7KQF-3M2P-X": it says nothing about the patient or their health."""
    number, code = conversation_id.int >> REST, ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(CHARACTERS))
        code = CHARACTERS[place] + code
    return f"{code[:4]}-{code[4:]}-{_check(code)}"


def ids_of(typed: str) -> tuple[UUID, UUID]:
    """The lowest and the highest id that a code can stand for, typed with or without hyphens.

    Raises ValueError, with a sentence for people, unless the last character checks the others.
    """
    code = "".join(character for character in typed.upper() if character not in "- \u00a0")
    if len(code) != LENGTH + 1 or not set(code) <= set(CHARACTERS):
        raise ValueError("Enter the code with 9 letters and numbers, like 7KQF-3M2P-X")
    number = 0
    for character in code[:-1]:
        number = number * len(CHARACTERS) + CHARACTERS.index(character)
    if _check(code[:-1]) != code[-1] or number >> BITS:
        raise ValueError("This code is not right. Check each letter and number and enter it again")
    return UUID(int=number << REST), UUID(int=(number + 1 << REST) - 1)


def _check(code: str) -> str:
    """The character that checks the others: each counts by its place."""
    return CHARACTERS[
        sum(place * CHARACTERS.index(character) for place, character in enumerate(code, 1)) % len(CHARACTERS)
    ]
