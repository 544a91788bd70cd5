"""What is measured once is still measured wherever it looks different."""

import pytest

from tests.stories.looking import Looking

pytestmark = pytest.mark.look

PALE = "color: #bbb"
PAGE = """<!doctype html><html lang="en"><title>A page</title><style>{style}</style>
<main><h1>A page</h1>{says}<p class="small">Small words</p></main></html>"""
RIGHT = PAGE.format(style="", says="")


@pytest.fixture
def faults(page):
    """What is found wrong with a page after a page with nothing wrong was looked at."""
    looking = Looking()

    def faults(html: str) -> str:
        for one in (RIGHT, html):
            page.set_content(one)
            found = looking.faults(page)
        return found

    return faults


def test_nothing_is_found_where_nothing_is_wrong_the_second_time_too(faults):
    assert faults(RIGHT) == ""


@pytest.mark.parametrize(
    "style",
    [
        f".small {{ {PALE} }}",
        ".small { background: #333 }",
        "main { background: #333; color: #fff } p { color: #000 }",
        "main { opacity: 0.4 }",
    ],
)
def test_the_same_words_in_other_colours_or_on_another_ground_are_measured_again(faults, style):
    assert "color-contrast" in faults(PAGE.format(style=style, says=""))


def test_what_is_wrong_is_found_each_time(page):
    looking = Looking()
    page.set_content(PAGE.format(style=f".small {{ {PALE} }}", says=""))
    assert ["color-contrast" in looking.faults(page) for _ in range(2)] == [True, True]


def test_everything_else_is_asked_each_time(faults):
    assert "image-alt" in faults(PAGE.format(style="", says='<img src="data:,">'))
