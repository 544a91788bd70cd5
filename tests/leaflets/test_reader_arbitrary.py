"""Whatever the bytes, the reader gives a leaflet or says why it is none; nothing else comes out."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sdm.leaflets.reader import NotALeaflet, ReadLeaflet, read_leaflet

IPG651 = (Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt").read_bytes()
LINES = st.sampled_from(
    [
        *IPG651.decode().split("\n"),
        *(
            "-",
            "•",
            "1.",
            "2) x",
            "# ",
            "**",
            "** **",
            "#",
            "---",
            "?",
            "“",
            "[](",
            "[a](https://[)",
            "ISBN 1",
            "a-",
        ),
        *(
            "Page 1 of 2",
            "© NICE",
            "Published:",
            "Last updated: 99 May 2020",
            "It can be used for .",
            "for",
            ".",
        ),
        *("This procedure can be used for", "Special arrangements", "For , this procedure can be used."),
    ]
)


def read_or_refuse(data: bytes) -> None:
    try:
        read = read_leaflet(data)
    except NotALeaflet as refusal:
        reason = refusal.reason
    else:
        assert type(read) is ReadLeaflet
        assert json.loads(json.dumps(read.as_json())) == read.as_json()
        reason = "None."
    assert reason.endswith(".")


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400))
def test_bytes(data: bytes):
    read_or_refuse(data)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=400))
def test_text(text: str):
    read_or_refuse(text.encode())


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=25), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_lines_of_leaflets_in_any_order(lines: list[str], end: str):
    read_or_refuse(end.join(lines).encode())


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(IPG651)), st.integers(0, 60), st.binary(max_size=20))
def test_a_leaflet_with_a_damaged_place(place: int, length: int, damage: bytes):
    read_or_refuse(IPG651[:place] + damage + IPG651[place + length :])
