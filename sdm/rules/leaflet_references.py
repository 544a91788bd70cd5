"""The one way in which a leaflet's reference is written, however it was typed: a leaflet is known by it for ever."""

import re

# The kinds of guidance that NICE numbers.
CODES = "IPG|HTG|HTE|MIB|MTG|HST|DG|TA|NG|CG|PH|QS"
_OF_NICE = re.compile(rf"(?:NICE\s*)?({CODES})[\s._/\u2010-\u2015-]*0*(\d{{1,4}})", re.I)


def tidy_reference(typed: str) -> str:
    """A reference as the leaflet goes by it: "ipg 651", "IPG-651" and "IPG0651" are all IPG651.

    What is no reference of NICE's stays as it was typed, without space around it or twice within.
    """
    reference = " ".join(typed.split())
    of_nice = _OF_NICE.fullmatch(reference)
    return f"{of_nice[1].upper()}{of_nice[2]}" if of_nice else reference
