"""The fonts that the PDF is set in, and the characters they have; never those that happen to be on the machine."""

from __future__ import annotations

import importlib.util
import os
import struct
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import typst

# Source Sans Pro (SIL Open Font License) has Latin with Welsh and Vietnamese, Greek and Cyrillic. Its package holds
# every weight twice; these are the ones the PDF uses.
BASE_FAMILY = "Source Sans Pro"
BASE_PACKAGE = "font_source_sans_pro"
BASE_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
# The tables of a font that list characters, best first: by platform and encoding.
UNICODE_TABLES = ((3, 10), (0, 4), (0, 6), (3, 1), (0, 3))


@dataclass(frozen=True)
class Family:
    """A font family and the characters that all its upright weights have."""

    name: str
    characters: frozenset[int]


def load(more: str = "") -> typst.Fonts:
    """The base family, and all fonts in the folders that `more` names, separated by ":"; no others of the machine.

    Raises FileNotFoundError where the base family's package is not installed.
    """
    package = importlib.util.find_spec(BASE_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError(f"The package {BASE_PACKAGE} is not installed; see requirements.txt.")
    files = Path(package.submodule_search_locations[0]) / "files"
    # Fonts are found by folder; what is found is where the links lead, so the folder may go at once.
    with tempfile.TemporaryDirectory(prefix="sdm-fonts-") as folder:
        for name in BASE_FILES:
            (Path(folder) / name).symlink_to((files / name).resolve(strict=True))
        paths = [folder, *(path for path in more.split(os.pathsep) if Path(path or "-").is_dir())]
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def families_of(fonts: typst.Fonts) -> tuple[Family, ...]:
    """The families, the base one first and then by name; weights too thin for print are not looked at."""
    faces = defaultdict(list)
    for font in fonts.fonts():
        if font.style == "normal" and font.stretch == 1.0 and font.weight >= 400:
            faces[font.family].append(_characters(Path(font.path).read_bytes(), font.index))
    return tuple(
        Family(name, frozenset.intersection(*faces[name]))
        for name in sorted(faces, key=lambda name: (name != BASE_FAMILY, name))
    )


def _characters(font: bytes, index: int) -> frozenset[int]:
    """The characters that a font has a picture for, read from its cmap table."""
    start = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", font, start + 4)
    records = (struct.unpack_from(">4s4xI4x", font, start + 12 + 16 * number) for number in range(tables))
    cmap = dict(records)[b"cmap"]
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    encodings = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * number) for number in range(count))
    at = {(platform, encoding): cmap + offset for platform, encoding, offset in encodings}
    table = next((at[key] for key in UNICODE_TABLES if key in at), None)
    if table is None:
        return frozenset()
    (layout,) = struct.unpack_from(">H", font, table)
    return {4: _segments, 12: _groups}.get(layout, lambda font, table: frozenset())(font, table)


def _groups(font: bytes, table: int) -> frozenset[int]:
    """Format 12: groups of a first character, a last one and the first one's glyph; glyph 0 is none."""
    (count,) = struct.unpack_from(">I", font, table + 12)
    groups = (struct.unpack_from(">III", font, table + 16 + 12 * number) for number in range(count))
    return frozenset(character for first, last, glyph in groups for character in range(first + (glyph == 0), last + 1))


def _segments(font: bytes, table: int) -> frozenset[int]:
    """Format 4: segments whose glyphs are counted on by a delta, or looked up in an array."""
    (double,) = struct.unpack_from(">H", font, table + 6)
    count = double // 2
    read = f">{count}H"
    lasts = struct.unpack_from(read, font, table + 14)
    firsts = struct.unpack_from(read, font, table + 16 + double)
    deltas = struct.unpack_from(read, font, table + 16 + 2 * double)
    offsets = struct.unpack_from(read, font, table + 16 + 3 * double)
    characters = set()
    for number, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offset:
                place = table + 16 + 3 * double + 2 * number + offset + 2 * (character - first)
                (glyph,) = struct.unpack_from(">H", font, place)
            if glyph and (glyph + delta) % 0x10000:
                characters.add(character)
    return frozenset(characters)
