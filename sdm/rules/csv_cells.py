"""Cells of a CSV file that a spreadsheet shows as they are: none of them is taken for a formula."""

# Source: ASVS 1.2.10 and OWASP on CSV injection; the wide forms are the same signs to some spreadsheets.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_cell(value: object) -> str:
    """A value as text that starts no formula: one that would begins with an apostrophe, which spreadsheets hide."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(STARTS_A_FORMULA) else text
