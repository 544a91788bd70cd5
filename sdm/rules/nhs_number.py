"""NHS numbers: ten digits, the last of which checks the nine before it."""

import re

WEIGHTS = range(10, 1, -1)
TEN_DIGITS = "Enter an NHS number with 10 digits, like 943 476 5919"


def clean(text: str) -> str:
    """The ten digits of an NHS number typed with or without spaces or hyphens.

    Raises ValueError, with a sentence for people, unless there are ten digits and the last checks the others
    (modulus 11, NHS Data Dictionary).
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise ValueError(TEN_DIGITS)
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits[:9], strict=True))
    check = (11 - total % 11) % 11
    if check != int(digits[9]):
        raise ValueError("This NHS number is not right. Check each digit and enter it again")
    return digits


def spaced(digits: str) -> str:
    """An NHS number as people read it: 943 476 5919."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 10 else digits
