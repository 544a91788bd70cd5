"""What counts as the words of a web page, and what a page can not do."""

import socket

import pytest

from sdm.leaflets.file_kinds import Kind
from sdm.leaflets.opening import opened
from sdm.leaflets.what_was_read import NotALeaflet


def words(markup: str | bytes) -> str:
    return opened(Kind.WEB_PAGE, markup.encode() if isinstance(markup, str) else markup)[0]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>One  two\n three</p>four", "One two three\n\nfour"),
        ("<p>One<br>two<br/><br>three</p>", "One\ntwo\nthree"),
        ("<pre>One\n  two\n\nthree</pre>", "One\ntwo\nthree"),
        ("<ul><li>One<li>Two</ul><ol><li>A<li>B</ol>", "- One\n- Two\n\n1. A\n2. B"),
        ("<ul><li><p>One?</p><p>More?</p></li><li>Two<ul><li>In it</ul></ul>", "- One?\n  More?\n- Two\n- In it"),
        ("<ul><li>Published: 1 May 2020<li>Ref: IPG9001</ul>", "Published: 1 May 2020\n\nRef: IPG9001"),
        ("<p>anti<b>coag</b>ulant &amp; &#8217;x&rsquo;</p>", "anticoagulant & ’x’"),
        ("<p>a <a href='https://x.example/y'>long\nlink </a>b</p>", "a [long link](https://x.example/y) b"),
        ("<p><a href=''>a</a> <a href='#'>b</a> <a href='#c'>c</a></p>", "[a]() [b](#) c"),
        ("<p><a href='javascript:alert(1)'>a</a> <a href='mailto:x@y.example'>b</a></p>", "a b"),
        ("<p><a href='https://x.example/'>[a]</a></p>", "[a]"),
        ("<p><a href='https://x.example/a'>https://x.example</a></p>", "https://x.example"),
        ("<p><a href='https://x.example/(1)'>a</a></p>", "[a](https://x.example/%281%29)"),
        ("<p><a href='https://[x'>a</a></p>", "[a](https://[x)"),
        ("<table><tr><th>Risk<td>1 in 100<tr><td>Only one</table>", "Risk | 1 in 100\n\nOnly one"),
        ("<table><tr><td><p>a</p><p>b</p><td>c</table>", "a\n\nb\n\nc"),
        ("<nav>Menu</nav><p>a</p><footer>Foot</footer><p hidden>b</p><p style='display:none'>c</p>", "a"),
        ("<p>a</p><p>b <del>c</del></p><script>d</script><style>e</style><!-- f --><textarea>g</textarea>", "a\n\nb"),
        ("<main><p>a</p></main><p>b</p>", "a"),
        ("<article>a</article><article>b</article>", "a\n\nb"),
    ],
)  # fmt: skip
def test_the_words_of_a_page(markup: str, seen: str):
    assert words(f"<!DOCTYPE html><body>{markup}</body>") == seen


@pytest.mark.parametrize(
    ("head", "above", "seen"),
    [
        ("<title>Nod damping | NICE</title>", "The site", "Nod damping\n\nWords"),
        ("<title>Something else</title>", "The site", "The site\n\nNod damping\n\nWords"),
        ("<title>Nod damping</title>", "<h1>Nod damping</h1>", "Nod damping\n\nNod damping\n\nWords"),
    ],
)
def test_what_stands_above_the_heading_that_the_title_names_is_the_sites(head: str, above: str, seen: str):
    assert words(f"<html><head>{head}</head><body>{above}<h1>Nod damping</h1><p>Words</body></html>") == seen


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ("<meta charset=utf-8><p>it’s ŵ".encode(), "it’s ŵ"),
        ("<meta charset=windows-1252><p>it’s".encode("cp1252"), "it’s"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>it’s'.encode("cp1252"), "it’s"),
        ("<meta charset=windows-1252><p>it’s".encode("utf-16"), "it’s"),
        ("\ufeff<meta charset=windows-1252><p>it’s".encode(), "it’s"),
        ("<p>it’s".encode("cp1252"), "it’s"),
        ("<meta charset=zlib><p>it’s".encode(), "it’s"),
        (b"<meta charset=windows-1259><p>its", "its"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>it’s</html>'.encode(), "it’s"),
    ],
)
def test_code_pages(data: bytes, seen: str):
    assert words(data) == seen


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<script>a</script><img src='x.png'>", "This web page has no words of its own. "),
        ("<div>" * 300 + "words", "This web page has too many parts within parts. "),
    ],
)
def test_refused(markup: str, reason: str):
    with pytest.raises(NotALeaflet) as refusal:
        words(f"<html><body>{markup}")
    assert refusal.value.reason.startswith(reason)


def test_nothing_that_a_page_names_is_fetched_or_opened(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret words")

    def refuse(*args):
        raise AssertionError("Something was fetched.")

    monkeypatch.setattr(socket, "socket", refuse)
    page = (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{secret}">]><html><link rel=stylesheet href="https://x.example/a">'
        f'<base href="https://x.example/"><body>&a;<iframe src="file://{secret}"></iframe><object data="file://{secret}">'
        '</object><img src="https://x.example/b.png"><p>words</p>'
    )
    assert "secret" not in words(page)
    assert words(page).endswith("words")
