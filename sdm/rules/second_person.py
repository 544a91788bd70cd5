"""Who may publish an edition: a second person, and nobody who had the account of a first one in hand."""

from collections.abc import Sequence


def why_not_second(
    *,
    keeps_accounts: bool,
    is_administrator: bool,
    is_of_its_hospital: bool,
    wrote_it: bool,
    is_written: bool,
    bound_to: Sequence[str],
) -> tuple[str, ...]:
    """Everything that keeps somebody from being the second person, in sentences; empty where they may publish.

    `is_of_its_hospital` where the draft is their hospital's or nobody's yet, `is_written` where anybody ever worked on
    it, and `bound_to` are the names of those among them whose account they made or changed, or who did so to theirs.
    """
    reasons = ()
    if keeps_accounts:
        reasons += ("Whoever keeps accounts cannot publish.",)
    elif not is_administrator:
        reasons += ("Only an administrator of a hospital can publish.",)
    elif not is_of_its_hospital:
        reasons += ("This is the draft of another hospital.",)
    if wrote_it:
        reasons += ("You worked on this draft. A second person must publish it.",)
    if not is_written:
        reasons += ("Nobody has worked on this draft yet. Somebody else must look through it and save it first.",)
    if bound_to:
        sentence = "One of you made or changed the account of the other: {} and you. Somebody else must publish it."
        reasons += (sentence.format(" and ".join(bound_to)),)
    return reasons
