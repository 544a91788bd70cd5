"""What sentences around one that allows a procedure may take back of it, in whatever words they say it."""

import re

from sdm.rules.arrangement_sentences import MODAL, NOT

# Standard arrangements, the category that asks for least (PMG28), are limited by whatever asks for something, denies,
# doubts or leaves somebody out, in any words. First why they are given, and who talks with the patient: no limits.
_GOOD = (
    r"(?:is (?:both )?safe(?: enough)? and (?:it )?works well(?: enough)?"
    r"|works well(?: enough)? and (?:it )?is safe(?: enough)?)"
)
_IT = r"(?:it|(?:this|the) procedure)"
_REASON = re.compile(
    rf"(?:(?:(?:this|that) is|it can be used) because )?{_IT} {_GOOD}\.?"
    rf"|(?:there is|we have|NICE has) (?:enough|good) evidence (?:to show |to be sure )?that {_IT} (?:{_GOOD}|works)\.?"
    r"|NICE (?:has )?looked at (?:\w+ studies|the evidence|how safe it is and how well it works)\.?",
    re.I,
)
_TALKS = re.compile(
    r"(?:your|the) (?:\w+ ){1,4}(?:should|will|can) (?:also )?"
    r"(?:explain|talk|speak|tell you|discuss|answer|offer you)\b"
    r"|you (?:may|might|will) (?:also |still )?need\b",
    re.I,
)
_LIMITING = re.compile(
    r"^(?:but|however|only|though|although|yet)\b"
    r"|\b(?:safe\w*|evidence|un(?:certain\w*|sure|clear|known)|doubt\w*"
    r"|not (?:yet )?(?:known|sure|clear|certain|enough)|(?:do not|don['’]t|nobody|no one) knows?|monitor\w*"
    r"|(?<!to )checks?|checked|regist(?:er|ry)\w*|audit\w*|governance|consent|trials?|research|study|studies|studied"
    r"|experimental|special(?!ists?\b)\w*|caution\w*|dangers?|dangerous|harm\w*"
    r"|(?:extra|great|more) (?:care|steps)|must|(?:limited|restricted|kept) (?:to|for)|should only|exception\w*)\b",
    re.I,
)
_TURNING = re.compile(
    r"\b(?:not|never|no|nobody|none|unless|except|apart from|only|alone|just|but|until|if|instead|rather|for now|so far"
    r"|too (?:soon|early)|appl(?:y|ies)|true|chang(?:e|ed))\b|n['’]t\b",
    re.I,
)
_ASKING = re.compile(
    r"\b(?:should|ought|needs?|needed|wants?|requir\w+|ha(?:s|ve) to|make sure|extra|careful\w*"
    r"|care\b(?! team| professional)|log|logs|record\w*|(?:write|written|writes) down|review\w*|avoid\w*|selected"
    r"|centres?)\b",
    re.I,
)
# Words that keep the procedure from people without “used” or “offered”: “Nobody with a wobble should have it”.
_DENIES_USE = re.compile(
    rf"\b(?:nobody|no one|no-one|none)\b.{{0,80}}\b{MODAL} (?:have|be given|be offered|get)\b"
    rf"|\b(?:{MODAL}|ca|wo){NOT} (?:have|get|be given|be offered) (?:it|one|this)\b"
    r"|\b(?:should|must|to) (?:always |still )?(?:be avoided|avoid)\b|\bavoid(?:s|ed)? (?:it|this|using)\b"
    rf"|\b(?:it|this|procedure|operation|treatment) (?:{MODAL}|ca|wo)(?:\s?not|n['’]t)(?=\s*(?:be\s*)?[.,;]|$)"
    r"|\b(?:is|are)(?:\s+not|n['’]t) (?:safe enough|an option|allowed|for use|for)\b|\bbanned\b|\bsa(?:ys|id) no to\b"
    r"|\brecommends? against\b|\bnot be (?:avoided|done)\b"
    r"|\b(?:does|do)(?:\s+not|n['’]t) apply\b|\b(?:withdrawn|has changed)\b"
    r"|\b(?:limited|restricted|confined) to\b|\bkept for\b",
    re.I,
)


def may_limit(sentence: str) -> bool:
    """Say whether a sentence right behind standard arrangements, in their paragraph, could take back some of them."""
    if not sentence or _REASON.fullmatch(sentence):
        return False
    asks = _ASKING.search(sentence) and not _TALKS.match(sentence)
    return bool(asks or _TURNING.search(sentence)) or may_limit_from_afar(sentence)


def may_limit_from_afar(sentence: str) -> bool:
    """Say whether a sentence in a later paragraph could: it speaks of safety, evidence, checks, or who may not have it.

    There, words that are not known tell of the procedure more often than they limit it.
    """
    return not _REASON.fullmatch(sentence) and bool(_LIMITING.search(sentence) or _DENIES_USE.search(sentence))


def denies_use(sentence: str) -> bool:
    """Say whether a sentence keeps something from people in other words than “not used”: “should avoid it”."""
    return bool(_DENIES_USE.search(sentence))
