"""Puts the NHS look where the app serves it from: nhsuk-frontend's CSS and JavaScript, without the NHS's own sign.

The content team looks at a draft as on a phone and as on paper: for that, each style is written out once more, as a
window of that size or a printer takes it.
"""

import importlib.metadata
import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PACKAGE = "wagtail-nhsuk-frontend"  # files only: it is never imported, see setup/look-requirements.txt
WANTED = {
    "nhsuk.css": "css/nhsuk-frontend-*.min.css",
    "nhsuk.js": "js/nhsuk-frontend-*.min.js",
}
OUR_CSS = settings.BASE_DIR / "sdm" / "static" / "sdm" / "sdm.css"
# How wide things are in em: a small phone has 375 pixels, the print of an A4 page 178 mm.
WIDTHS = {"phone": 23.4375, "paper": 42.05}
MEDIA = re.compile(r"@media([^{]*)\{")
WIDTH_ASKED_FOR = re.compile(r"\((min|max)-width:\s*([\d.]+)(em|px)\)")
ALWAYS, NEVER = "(min-width:0)", "(max-width:0)"
FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|^//# sourceMappingURL=.*$", re.MULTILINE)
ELSEWHERE = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:[a-z][a-z0-9+.-]*:)?//[^)"';\s]*""", re.IGNORECASE)
# What our pages are not made of: a third of the style, which people on a weak signal would wait for.
NOT_USED = (
    "action-link",
    "breadcrumb",
    "button--(?:brand|login|secondary-solid)",
    "card--(?:care|clickable|feature|secondary|top-task|warning)",
    "button-group--small",
    "card-group",
    "card__actions",
    "card__heading-container",
    "card__link",
    "code",
    "contents-list",
    "do-dont",
    "do-list",
    "expander",
    "form-group--inline",
    "footer__(?:heading|list|navigation)",
    "grid-column-(?:one-quarter|one-half|three-quarters)",
    "header--(?:inline|organisation|white)",
    "header__navigation--white",
    "header__organisation",
    "header__search",
    "header__service-logo",
    "hero",
    "icon--size",
    "image",
    "input(?:-wrapper)?__(?:pre|suf)fix",
    "link",
    "lede-text--small",
    "list--cross",
    "list--tick",
    "notification-banner__link",
    "pagination__item",
    "radios__conditional--hidden",
    "panel--interruption",
    "section-break",
    "width-container-fluid",
    "summary-list--no-border",
    "summary-list__(?:actions-list|row--no-border)",
    "table-container",
    "table__caption--",
    "tag--(?:aqua-green|pink|purple)",
    "table__(?:heading-tab|panel)",
    "tabs",
    "u-(?:one|two|three)-[a-z]+",
    "u-(?:clear|float|width)",
    "u-font-size-(?:14|19|22|26|36|48|64)",
    "u-margin-(?:left-|right-)?[1-9]",
    "u-margin-(?:bottom|top)-[5-9]",
    "u-padding",
    "u-static",
    "[a-z-]+--reverse",
)
OF_THOSE = re.compile(rf"\.nhsuk-(?:{'|'.join(NOT_USED)})(?![a-z])")
RULE = re.compile(r"([^{}]+)\{[^{}]*\}")


def without_what_is_not_used(css: str) -> str:
    """Take out the rules of which every selector is about something that no page of ours has."""
    return RULE.sub(lambda rule: "" if all(map(OF_THOSE.search, rule[1].split(","))) else rule[0], css)


def clean_css(css: str) -> str:
    """Take out what a patient's browser would fetch from another host.

    The fonts come from assets.nhs.uk: that would tell a third party who reads what, and Frutiger is licensed
    to the NHS in England only. The CSS names Arial next.
    """
    css = without_what_is_not_used(SOURCE_MAP.sub("", FONT_FACE.sub("", css)))
    if found := ELSEWHERE.findall(css):
        raise CommandError(f"nhsuk-frontend's CSS would fetch from another host: {', '.join(found)}")
    return css


def clean_js(js: str) -> str:
    """Take out the pointer to a source map, which the package does not hold."""
    return SOURCE_MAP.sub("", js)


def find(pattern: str) -> Path:
    """Find the one file in the package that this pattern names."""
    try:
        distribution = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise CommandError(f"{PACKAGE} is not installed; see setup/look-requirements.txt") from None
    found = [file for file in distribution.files or [] if file.match(f"static/*/{pattern}")]
    if len(found) != 1:
        raise CommandError(f"{PACKAGE} should hold one {pattern}; it holds {len(found)}")
    return Path(distribution.locate_file(found[0]))


def content_of(path: Path) -> bytes:
    """Read one of the package's files as we serve it."""
    text = path.read_text("utf-8")
    return (clean_css(text) if path.suffix == ".css" else clean_js(text)).encode()


def as_seen(css: str, seen_on: str) -> str:
    """A style as a phone or a printer takes it, whatever the window: each question about the window is answered.

    `seen_on` is "phone" or "paper".
    """

    def width(asked: re.Match) -> str:
        limit = float(asked[2]) / (16 if asked[3] == "px" else 1)
        holds = WIDTHS[seen_on] >= limit if asked[1] == "min" else WIDTHS[seen_on] <= limit
        return ALWAYS if holds else NEVER

    def media(found: re.Match) -> str:
        asked = WIDTH_ASKED_FOR.sub(width, found[1])
        if seen_on == "paper":
            asked = re.sub(r"\bprint\b", "all", re.sub(r"\b(?:only )?screen\b", "not all", asked))
            # "not all and (…)" would turn the rest round.
            asked = " not all" if "not all" in asked else asked
        return f"@media{asked}{{"

    return MEDIA.sub(media, css)


def write(path: Path, content: bytes) -> bool:
    """Write the file unless it holds this already, so that nothing after takes it for new."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True


class Command(BaseCommand):
    """Copies what the pages need out of the installed package."""

    help = "Puts the NHS look (CSS and JavaScript) where the app serves it from. Harmless to repeat."
    requires_system_checks = ()

    def handle(self, *args, **options):
        folder = Path(settings.LOOK_DIR) / "nhsuk"
        folder.mkdir(parents=True, exist_ok=True)
        files = {folder / name: content_of(find(pattern)) for name, pattern in WANTED.items()}
        for seen_on in WIDTHS:
            there = folder.parent / "preview" / seen_on
            there.mkdir(parents=True, exist_ok=True)
            files[there / "nhsuk.css"] = as_seen(files[folder / "nhsuk.css"].decode(), seen_on).encode()
            files[there / "sdm.css"] = as_seen(OUR_CSS.read_text(), seen_on).encode()
        changed = sum(write(path, content) for path, content in files.items())
        if options["verbosity"] > 0:
            self.stdout.write(f"The NHS look is in {folder}: {changed} of {len(files)} files new.")
