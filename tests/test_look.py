"""What browsers fetch: small, kept for good by its hash, and nothing from another host."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import CommandError
from django.test import Client

from sdm.management.commands.prepare_look import OF_THOSE, clean_css, clean_js

AUTOSAVE = ("autosave", *(f"autosave/{name}" for name in ("asking", "leaving", "saving", "saying", "written")))
OURS = (
    *("nhsuk/nhsuk.css", "nhsuk/nhsuk.js", "sdm/sdm.css", "sdm/sdm.js", "sdm/aloud.js", "sdm/signature.js"),
    *(f"sdm/{name}.js" for name in AUTOSAVE),
)


def test_fonts_of_another_host_are_taken_out_of_the_css():
    css = "@font-face{font-family:F;src:url(https://fonts.example/f.woff2)}p{color:red}/*# sourceMappingURL=x.map */"
    assert clean_css(css) == "p{color:red}"


@pytest.mark.parametrize("css", ["p{background:url(https://a.example/x.png)}", '@import "//a.example/x.css";'])
def test_anything_else_of_another_host_is_refused(css):
    with pytest.raises(CommandError, match="another host"):
        clean_css(css)


def test_rules_for_what_no_page_has_are_taken_out_and_no_other():
    css = "@media print{.nhsuk-hero,.nhsuk-tabs__item{color:red}}.nhsuk-hero,p{color:red}.nhsuk-heroic{color:red}"
    assert clean_css(css) == "@media print{}.nhsuk-hero,p{color:red}.nhsuk-heroic{color:red}"


def test_no_page_has_what_is_taken_out():
    house = Path(settings.BASE_DIR) / "sdm"
    written = [path for kind in ("*.html", "*.py") for path in house.rglob(kind) if path.name != "prepare_look.py"]
    assert [path.name for path in written if OF_THOSE.search(re.sub(r"nhsuk-", ".nhsuk-", path.read_text()))] == []


def test_the_pointer_to_a_source_map_is_taken_out_of_the_script():
    assert clean_js("let a=1;\n//# sourceMappingURL=a.js.map").strip() == "let a=1;"


def test_style_and_script_are_45_kb_at_most_compressed():
    sizes = [len(gzip.compress(Path(settings.STATIC_ROOT, name).read_bytes(), 9)) for name in OURS]
    assert sum(sizes) <= 45_000


@pytest.mark.parametrize("name", OURS)
def test_each_is_kept_for_good_under_the_hash_of_what_it_holds(name):
    address = staticfiles_storage.url(name)
    assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", address)
    response = Client().get(address)
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert not re.search(rb"(url\(|@import)\s*[\"']?(https?:)?//", b"".join(response.streaming_content))
