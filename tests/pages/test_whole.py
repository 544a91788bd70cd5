"""A form of which only a part arrived saves nothing: the net broke, or the browser was closed while it was sent."""

from io import BytesIO
from urllib.parse import urlencode

import pytest

from sdm.models import Answer, RecordEntry

pytestmark = pytest.mark.django_db
QUESTION = "/my/questions/2"
TYPED = {"revision": "0", "text": "I am afraid of bleeding. " * 20 + "Please ask my daughter to come."}
IN_PARTS = "".join(
    f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in TYPED.items()
)
WAYS = {
    "application/x-www-form-urlencoded": urlencode(TYPED).encode(),
    "multipart/form-data; boundary=x": f"{IN_PARTS}--x--\r\n".encode(),
}


def arrives(visitor, kind: str, body: bytes, *, of: int, **more) -> int:
    """The status for a form of which `body` arrived and which said that it had `of` bytes."""
    request = {"REQUEST_METHOD": "POST", "PATH_INFO": QUESTION, "CONTENT_TYPE": kind, "wsgi.input": BytesIO(body)}
    return visitor.request(**request, CONTENT_LENGTH=str(of), **more).status_code


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml", "application/json"])
@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("missing", [1, 30, 400])
def test_a_form_that_was_cut_off_saves_nothing(visitor, kind, missing, accept):
    entries, whole = RecordEntry.objects.count(), WAYS[kind]
    assert arrives(visitor, kind, whole[:-missing], of=len(whole), HTTP_ACCEPT=accept) == 400
    assert (Answer.objects.count(), RecordEntry.objects.count()) == (0, entries)


@pytest.mark.parametrize("kind", WAYS)
def test_a_form_that_came_whole_is_saved(visitor, kind):
    assert arrives(visitor, kind, WAYS[kind], of=len(WAYS[kind])) == 302
    assert Answer.objects.get().text == TYPED["text"]


@pytest.mark.parametrize(("said", "status"), [("9" * 5000, 413), ("-1", 302), ("", 302)])
def test_whatever_is_said_of_its_length_is_no_fault_of_ours(visitor, said, status):
    assert arrives(visitor, "application/x-www-form-urlencoded", b"", of=said) == status
