"""What sentences around one that allows a procedure may take back of it, in whatever words they say it."""

import re

from sdm.rules.arrangement_sentences import MODAL, NOT

# Only what is known to be harmless may follow standard arrangements, the category that asks for least (PMG28): words
# that limit can be any. First why they are given, then how a sentence begins that tells of something else.
_GOOD = (
    r"(?:is (?:both )?safe(?: enough)? and (?:it )?works well(?: enough)?"
    r"|works well(?: enough)? and (?:it )?is safe(?: enough)?)"
)
_IT = r"(?:it|(?:this|the) procedure)"
_REASON = re.compile(
    rf"(?:(?:this|that) is|it can be used) because {_IT} {_GOOD}\.?"
    rf"|(?:there is|we have|NICE has) (?:enough|good) evidence (?:to show |to be sure )?that {_IT} {_GOOD}\.?",
    re.I,
)
_TELLS_OF_SOMETHING_ELSE = re.compile(
    rf"(?:(?:an?|most) \w|in this procedure,? |during {_IT},? |the aim |it (?:takes|costs|lasts)\b"
    r"|it is (?:also )?(?:called|known as|done under)\b|(?:this|the) procedure (?:takes|lasts|involves)\b"
    r"|(?:you can )?(?:find out|read) more\b|ask your |(?:splints|drugs|other treatments) )",
    re.I,
)
_LIMITING = re.compile(
    r"^(?:but|however|only|though|although|yet)\b"
    r"|\b(?:safe\w*|evidence|un(?:certain\w*|sure|clear|known)|doubt\w*"
    r"|not (?:yet )?(?:known|sure|clear|certain|enough)|(?:do not|don['’]t|nobody|no one) knows?|monitor\w*"
    r"|(?<!to )checks?|checked|regist(?:er|ry)\w*|audit\w*|governance|consent|trials?|research|study|studies|studied"
    r"|experimental|special\w*|caution\w*|dangers?|dangerous|harm\w*"
    r"|(?:extra|great|more) (?:care|steps)|must|(?:limited|restricted|kept) (?:to|for)|should only|exception\w*)\b",
    re.I,
)
_TURNING = re.compile(r"\b(?:not|never|no|nobody|none|unless|except|only|but|until|if)\b|n['’]t\b", re.I)
# Words that keep the procedure from people without “used” or “offered”: “Nobody with a wobble should have it”.
_DENIES_USE = re.compile(
    rf"\b(?:nobody|no one|no-one|none)\b.{{0,80}}\b{MODAL} (?:have|be given|be offered|get)\b"
    rf"|\b(?:{MODAL}|ca|wo){NOT} (?:have|get|be given|be offered) (?:it|one|this)\b"
    r"|\b(?:should|must|to) (?:always |still )?(?:be avoided|avoid)\b|\bavoid(?:s|ed)? (?:it|this|using)\b"
    rf"|\b(?:it|this|procedure|operation|treatment) (?:{MODAL}|ca|wo)(?:\s?not|n['’]t)(?=\s*(?:be\s*)?[.,;]|$)"
    r"|\b(?:is|are)(?:\s+not|n['’]t) (?:an option|safe enough|allowed|for use|for)\b|\bbanned\b|\bsa(?:ys|id) no to\b"
    r"|\brecommends? against\b|\bnot be (?:avoided|done)\b"
    r"|\b(?:does|do)(?:\s+not|n['’]t) apply\b|\b(?:withdrawn|has changed)\b"
    r"|\b(?:limited|restricted|confined) to\b|\bkept for\b",
    re.I,
)


def may_limit(sentence: str) -> bool:
    """Say whether a sentence right behind standard arrangements, in their paragraph, could take back some of them."""
    if not sentence or _REASON.fullmatch(sentence):
        return False
    is_harmless = _TELLS_OF_SOMETHING_ELSE.match(sentence) and not _TURNING.search(sentence)
    return not is_harmless or may_limit_from_afar(sentence)


def may_limit_from_afar(sentence: str) -> bool:
    """Say whether a sentence in a later paragraph could: it speaks of safety, evidence, checks, or who may not have it.

    There, words that are not known tell of the procedure more often than they limit it.
    """
    return not _REASON.fullmatch(sentence) and bool(_LIMITING.search(sentence) or _DENIES_USE.search(sentence))


def denies_use(sentence: str) -> bool:
    """Say whether a sentence keeps something from people in other words than “not used”: “should avoid it”."""
    return bool(_DENIES_USE.search(sentence))
