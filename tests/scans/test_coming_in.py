"""Whatever somebody chooses as a scan, what is kept is a picture or pages and nothing else; all the rest is refused."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from sdm.leaflets.opened_apart import EndedEarly
from sdm.rules.scans import MOST_BYTES, Kind
from sdm.scans import coming_in, opening, pictures
from sdm.scans.coming_in import taken_in
from sdm.scans.opening import opened
from sdm.scans.refused import NotAScan
from tests.signed_forms import pdf, picture

ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def refusal(data: bytes) -> str:
    with pytest.raises(NotAScan) as refused:
        opened(data)
    return refused.value.reason


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_files_come_in_in_their_order_each_as_what_it_is():
    made = taken_in([pdf(2), picture(), picture("PNG")])
    assert [(file.kind, file.pages) for file in made] == [(Kind.PDF, 2), (Kind.JPEG, 1), (Kind.PNG, 1)]


def test_the_same_file_is_kept_as_the_same_bytes():
    for data in (pdf(2), picture(), picture("PNG")):
        assert opened(data).data == opened(data).data


def test_a_photograph_is_upright_and_does_not_say_where_or_when_it_was_taken():
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = 6, "Margaret Ellis, at home"
    exif.get_ifd(GPS)[1] = "N"
    photo = picture(size=(60, 80), exif=exif.tobytes(), comment=b"Margaret's phone", icc_profile=b"profile")
    kept = opened(photo).data
    assert (shown(photo).size, shown(kept).size) == ((60, 80), (80, 60))
    assert (dict(shown(kept).getexif()), shown(kept).info.get("comment"), shown(kept).info.get("icc_profile")) == (
        {},
        None,
        None,
    )
    assert b"Margaret" not in kept


def test_words_in_a_png_are_not_kept():
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Author", "Margaret Ellis")
    assert b"Margaret" not in opened(picture("PNG", pnginfo=said)).data


@pytest.mark.parametrize("after", [pdf(), b"<script>alert(1)</script>", b"PK\x03\x04" + b"x" * 100])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_stands_after_a_picture_is_not_kept(kind, after):
    assert after not in opened(picture(kind) + after).data


def test_what_stands_after_a_pdf_or_in_an_earlier_version_of_it_is_not_kept():
    assert b"alert(1)" not in opened(pdf() + b"\n<script>alert(1)</script>").data
    earlier = pdf(change=lambda writer: writer.add_metadata({"/Author": "Margaret Ellis"}))
    assert b"Margaret" not in opened(earlier).data


def test_a_photograph_in_a_pdf_does_not_say_where_or_when_it_was_taken_and_looks_the_same():
    exif = Image.Exif()
    exif[DESCRIPTION] = "Margaret Ellis, at home"
    photo = picture(size=(60, 80), exif=exif.tobytes(), comment=b"Margaret's phone", colour=(200, 30, 30))

    def with_photo(writer: PdfWriter) -> None:
        image = StreamObject()
        image.update({NameObject("/Subtype"): NameObject("/Image"), NameObject("/Filter"): NameObject("/DCTDecode")})
        image.update({NameObject(f"/{name}"): NumberObject(size) for name, size in (("Width", 60), ("Height", 80))})
        image.update(
            {NameObject("/ColorSpace"): NameObject("/DeviceRGB"), NameObject("/BitsPerComponent"): NumberObject(8)}
        )
        image._data = photo
        said = StreamObject()
        said._data = b"<x>Margaret Ellis</x>"
        page = writer.pages[0]
        page[NameObject("/Metadata")] = writer._add_object(said)
        shown = DictionaryObject({NameObject("/Photo"): writer._add_object(image)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})

    before = pdf(change=with_photo)
    assert b"Margaret" in before
    kept = opened(before).data
    assert b"Margaret" not in kept
    (image,) = PdfReader(BytesIO(kept)).pages[0].images
    assert (image.image.size, image.image.getexif()) == ((60, 80), {})
    assert image.image.getpixel((30, 40)) == shown(photo).getpixel((30, 40))


@pytest.mark.parametrize(
    ("kind", "mode", "seen"),
    [
        ("PNG", "1", "1"),
        ("PNG", "L", "L"),
        ("PNG", "P", "RGB"),
        ("PNG", "RGBA", "RGB"),
        ("PNG", "LA", "RGB"),
        ("JPEG", "L", "L"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_a_picture_of_any_colours_is_kept(kind, mode, seen):
    assert shown(opened(picture(kind, mode=mode, colour=0)).data).mode == seen


def test_sixteen_bits_of_grey_stay_grey_and_what_is_seen_through_is_white():
    assert shown(opened(picture("PNG", mode="I;16", colour=40000)).data).getpixel((0, 0)) == 156
    assert shown(opened(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))).data).getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch):
    huge = picture("PNG", (9000, 9000), mode="1", colour=1)
    assert len(huge) < 30_000
    monkeypatch.setattr(pictures, "_plain", None)
    assert refusal(huge).startswith("This picture is too large.")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "This file is empty."),
        (b"GIF89a" + bytes(100), "This is no PDF, JPEG or PNG file."),
        (b"<html><script>alert(1)</script>", "This is no PDF, JPEG or PNG file."),
        (b"MZ" + bytes(100), "This is no PDF, JPEG or PNG file."),
        (b"x" + pdf(), "This is no PDF, JPEG or PNG file."),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "This is a picture of a kind that we cannot open (HEIC)."),
        (b"%PDF-1.7\nbroken", "This file is damaged."),
        (b"\xff\xd8\xff\xe0broken", "This file is damaged."),
        (picture()[:-200], "This file is damaged."),
        (picture("PNG")[:60], "This file is damaged."),
    ],
)
def test_what_is_no_scan_is_refused_in_plain_words(data, why):
    assert refusal(data).startswith(why)


def script(writer: PdfWriter) -> None:
    """Run once the file is opened, under a name of its own."""
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    names = ArrayObject([TextStringObject("first"), writer._add_object(action)])
    scripts = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): names})})
    writer.root_object[NameObject("/Names")] = scripts


def launch(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")})
    writer.root_object[NameObject("/OpenAction")] = action


def launch_named_elsewhere(writer: PdfWriter) -> None:
    """The name of the action is an object of its own."""
    name = writer._add_object(NameObject("/Launch"))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): name})


def script_of_a_page(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def sends(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/SubmitForm")})
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget"), NameObject("/A"): action})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


@pytest.mark.parametrize(
    "change",
    [
        script,
        lambda writer: writer.add_attachment("letter.exe", b"MZ"),
        launch,
        launch_named_elsewhere,
        script_of_a_page,
        sends,
    ],
    ids=["script", "file in it", "launch", "launch named elsewhere", "script of a page", "sends"],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(change):
    assert refusal(pdf(change=change)).startswith("This PDF has more in it than pages")


def test_a_script_whose_name_is_written_in_another_way_is_refused():
    assert refusal(pdf(change=script_of_a_page).replace(b"/JS", b"/#4aS").replace(b"/JavaScript", b"/#4aavaScript"))


@pytest.mark.parametrize("user", ["", "secret"])
@pytest.mark.parametrize("bits", [128, 256])
def test_a_locked_pdf_is_refused(user, bits):
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as whole:
        whole.save(made, encryption=pikepdf.Encryption(owner="owner", user=user, R={128: 4, 256: 6}[bits]))
    assert refusal(made.getvalue()).startswith("This PDF is locked with a password.")


def test_a_pdf_of_too_many_pages_and_one_of_none_are_refused():
    assert refusal(pdf(11)).startswith("This PDF has more than 10 pages.")
    assert refusal(pdf(0)) == "This PDF has no pages."


def test_what_a_scanner_says_of_how_its_pdf_opens_is_no_harm():
    def opens_whole(writer: PdfWriter) -> None:
        page = writer.pages[0].indirect_reference
        writer.root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])

    kept = opened(pdf(change=opens_whole))
    assert len(PdfReader(BytesIO(kept.data)).pages) == 1


def test_a_refusal_names_the_file():
    with pytest.raises(NotAScan) as refused:
        taken_in([picture(), pdf(11)])
    assert (refused.value.place, refused.value.reason[:8]) == (2, "This PDF")
    with pytest.raises(NotAScan) as refused:
        taken_in([picture(), b"nothing"])
    assert refused.value.place == 2


def test_a_file_that_is_too_big_by_itself_is_never_opened(monkeypatch):
    monkeypatch.setattr(coming_in, "answer_of", None)
    with pytest.raises(NotAScan, match="This file is too big"):
        taken_in([b"%PDF-" + bytes(MOST_BYTES)])


def ended(*args, **more):
    raise EndedEarly


@pytest.mark.parametrize("answer", [ended, lambda *args, **more: b"", lambda *args, **more: b"{}\n"])
def test_where_the_process_is_ended_or_answers_nothing_the_file_is_refused(monkeypatch, answer):
    monkeypatch.setattr(coming_in, "answer_of", answer)
    with pytest.raises(NotAScan, match="It takes us too long"):
        taken_in([picture()])


def test_ten_photographs_of_a_phone_are_within_the_limits():
    photo = picture(size=(4000, 3000))
    assert len(taken_in([photo] * 10)) == 10
    assert opening.CPU_SECONDS < 20
