"""Twenty-seven leaflets as people have them: text files of every kind, web pages, PDFs, Word files; all FICTIONAL."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.what_was_read import ReadLeaflet

NAMES = sorted(path.stem for path in (Path(__file__).parent / "fictional").glob("*.json"))


def expected(name: str) -> dict:
    return json.loads((Path(__file__).parent / "fictional" / f"{name}.json").read_text())


def test_there_are_as_many_as_were_promised_in_all_their_variety():
    read = [expected(name)["read"] for name in NAMES]
    kinds = [[one["arrangement"] for one in leaflet["indications"]] for leaflet in read]
    assert len(NAMES) == 27
    assert {len(leaflet["questions"]) for leaflet in read} == set(range(4, 10))
    assert {len(found) for found in kinds} == set(range(1, 6))
    assert {kind for found in kinds for kind in found} == {"standard", "special", "research", "do-not-use", "unknown"}
    assert max(len(set(found)) for found in kinds) == 4
    assert {expected(name)["language"] for name in NAMES} == {"en", "cy"}
    assert {bool(leaflet["isbn"]) for leaflet in read} == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_every_field(name: str, read_of: Callable[[str], ReadLeaflet]):
    read = read_of(name)
    assert (read.as_json(), read.language) == (expected(name)["read"], expected(name)["language"])


@pytest.mark.parametrize("name", NAMES)
def test_the_text_that_is_kept_reads_as_the_file_did(name: str, read_of: Callable[[str], ReadLeaflet]):
    """It is shown beside what was read, and goes into the box of a form that has to be shown again."""
    read = read_of(name)
    again = read_leaflet(read.source.encode())
    about_bytes = {warning for warning in read.warnings if warning.startswith("The file is not saved as UTF-8.")}
    assert (again.source, {**again.as_json(), "warnings": []}) == (read.source, {**read.as_json(), "warnings": []})
    assert set(read.warnings) - set(again.warnings) == about_bytes
