"""Languages as people know them: what each is called, which way it is written, and whether two codes are the same."""

from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

# Rules on words read this one.
ENGLISH = "en"
# As long as an edition's language can be.
LONGEST_CODE = 10
# Languages that are written in two ways, neither of which everybody reads.
SCRIPTS = ("zh_Hans", "zh_Hant", "pa_Arab")


def is_same(one: str, other: str) -> bool:
    """Whether two codes stand for one language, as "en" and "en-gb" do, but "zh-hans" and "zh-hant" do not."""
    shorter, longer = sorted((one.lower(), other.lower()), key=len)
    return f"{longer}-".startswith(f"{shorter}-")


def is_english(code: str) -> bool:
    """Whether rules on English words can judge what is written in a language."""
    return is_same(code, ENGLISH)


def first_of(wanted: Iterable[str], there: Iterable[str]) -> str:
    """The first wanted language that is there, by the code that it has there; empty where none is."""
    there = tuple(there)
    return next((code for want in wanted for code in there if want and is_same(want, code)), "")


@cache
def names_of_languages(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Every language that an edition can be in, as (code, name in another language), in the order of the names."""
    codes = {code.replace("_", "-").lower() for code in locale_identifiers() if code.count("_") == 0 or code in SCRIPTS}
    return tuple(sorted(((code, name_in(code, language)) for code in codes), key=lambda one: one[1]))


def is_language(code: str) -> bool:
    """Whether an edition can be in a language with this code, because we know what it is called."""
    return len(code) <= LONGEST_CODE and _locale(code) is not None


@cache
def own_name(code: str) -> str:
    """What the people who speak a language call it: "Polski" for "pl"; the code itself where we do not know it."""
    return _with_a_capital(locale.get_display_name()) if (locale := _locale(code)) else code


@cache
def name_in(code: str, language: str) -> str:
    """What a language is called in another: "Polish" for "pl" in "en-gb"; the code itself where we do not know it."""
    locale = _locale(code)
    return _with_a_capital(locale.get_display_name(_locale(language)) or code) if locale else code


@cache
def direction(code: str) -> str:
    """Which way a language is written: "rtl" from right to left, else "ltr"."""
    locale = _locale(code)
    return locale.text_direction if locale else "ltr"


def _locale(code: str) -> Locale | None:
    """What Unicode's CLDR knows of a language; None where it does not know it."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def _with_a_capital(name: str) -> str:
    """Names of languages stand alone here, or first in a link; many languages write them small within a sentence."""
    return name[:1].title() + name[1:]
