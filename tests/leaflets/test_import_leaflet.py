"""manage.py import_leaflet: a file becomes a draft, or is only looked at, or is refused in plain words."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import sdm
from sdm.actions.editions import start_draft
from sdm.leaflets.drafts import checked_reference, content_of, ids_for
from sdm.leaflets.reader import read_leaflet
from sdm.models import Edition
from sdm.rules.arrangements import Arrangement

FILE = Path(sdm.__file__).parent / "leaflets" / "content" / "ipg651.txt"
PARAGRAPHS = FILE.read_text().split("\n\n")
QUESTIONS = [
    "What does the procedure involve?",
    "What are the possible benefits? How likely am I to get them?",
    "What are the risks or side effects? How likely are they?",
    "What happens if the procedure doesn't work or something goes wrong?",
    "What happens if I don't want the procedure? Are there other treatments available?",
]
LINKS = ["NHS website", "interventional procedures guidance", "making decisions about your care"]
LINK_WARNINGS = [f"The link “{link}” has no address in the file. Add its web address." for link in LINKS]
ILIOFEMORAL = (
    "This procedure can be used for an iliofemoral DVT, but only when patients are having regular checks to see how"
    " well it is working or if it has caused problems."
)
DISTAL = "This procedure can also be used for a distal DVT, but only if it is done as part of a research study."
CHECKED = {
    "reference": "IPG651",
    "title": "Percutaneous mechanical thrombectomy for acute deep vein thrombosis of the leg",
    "published": "2019-06-12",
    "isbn": "978-1-4731-3431-7",
    "sections": [
        {"heading": "", "body": "\n\n".join(PARAGRAPHS[4:9])},
        {"heading": "Is this procedure right for me?", "body": PARAGRAPHS[10]},
        {"heading": "Some questions to think about", "body": "\n".join(f"- {question}" for question in QUESTIONS)},
    ],
    "questions": QUESTIONS,
    "indications": [
        {"name": "iliofemoral DVT", "arrangement": "special", "evidence": ILIOFEMORAL},
        {"name": "distal DVT", "arrangement": "research", "evidence": DISTAL},
    ],
    "links": LINKS,
    "warnings": LINK_WARNINGS,
}


def said(*arguments) -> str:
    """What the command says."""
    out = StringIO()
    call_command("import_leaflet", *arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments) -> str:
    """Why the command refuses, after it has said nothing else."""
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_leaflet", *arguments, stdout=out)
    assert (out.getvalue(), refused.value.returncode) == ("", 1)
    return str(refused.value)


def in_a_shell(*arguments, **environment) -> tuple[int, bytes, str]:
    """The command as people run it, where no database answers."""
    run = subprocess.run(
        [sys.executable, "manage.py", "import_leaflet", *map(str, arguments)],
        cwd=Path(sdm.__file__).parents[1],
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return run.returncode, run.stdout, run.stderr.decode()


def test_check_prints_what_was_read_and_nothing_else():
    printed = said(FILE, "--reference", "IPG651", "--check")
    assert json.loads(printed) == CHECKED
    assert list(json.loads(printed)) == list(CHECKED)
    assert "“NHS website”" in printed


def test_check_without_a_reference_says_that_it_is_missing():
    printed = json.loads(said(FILE, "--check"))
    missing = "The leaflet does not state its reference, such as IPG and a number. Add it."
    assert printed == {**CHECKED, "reference": None, "warnings": [missing, *LINK_WARNINGS]}


def test_check_needs_no_database_and_no_particular_terminal():
    # A terminal that knows ASCII only still gets JSON in UTF-8.
    code, out, err = in_a_shell(FILE, "--reference", "IPG651", "--check", PYTHONIOENCODING="ascii")
    assert (code, json.loads(out.decode("utf-8")), err) == (0, CHECKED, "")


def test_with_a_database_that_is_not_prepared_a_draft_is_refused_without_a_traceback(tmp_path):
    code, out, err = in_a_shell(FILE, "--reference", "IPG651", DATABASE_URL="", SDM_VAR=str(tmp_path))
    assert (code, out, err.strip()) == (
        1,
        b"",
        "CommandError: The database cannot be used, so no draft was made. Run migrate first. "
        "no such table: sdm_edition",
    )


@pytest.mark.django_db
def test_a_file_becomes_a_draft_and_says_so():
    assert said(FILE, "--reference", "ipg 651").splitlines() == [
        f"Made a draft of IPG651, edition 1: {CHECKED['title']}",
        "Read 5 questions and 2 indications:",
        f"- iliofemoral DVT: Special arrangements. “{ILIOFEMORAL}”",
        f"- distal DVT: Only in research. “{DISTAL}”",
        f"Check 1 of 3: {LINK_WARNINGS[0]}",
        f"Check 2 of 3: {LINK_WARNINGS[1]}",
        f"Check 3 of 3: {LINK_WARNINGS[2]}",
        "Next, complete the draft on the Leaflets page. Then a second person publishes it.",
    ]
    edition = Edition.objects.select_related("leaflet").get()
    read = read_leaflet(FILE.read_bytes(), reference="IPG651")
    assert edition.content == content_of(read)
    assert (edition.leaflet.reference, edition.number, edition.language, edition.status) == ("IPG651", 1, "en", "draft")
    assert edition.created_by is None
    assert [(one.id, one.arrangement, one.confirmed) for one in edition.content.indications] == [
        ("iliofemoral-dvt", Arrangement.SPECIAL, False),
        ("distal-dvt", Arrangement.RESEARCH, False),
    ]


@pytest.mark.django_db
def test_each_language_has_its_own_draft():
    said(FILE, "--reference", "IPG651")
    said(FILE, "--reference", "IPG651", "--language", "cy")
    assert list(Edition.objects.order_by("language").values_list("language", "number")) == [("cy", 1), ("en", 1)]


@pytest.mark.django_db
def test_a_leaflet_with_a_draft_is_refused(editor):
    start_draft(content=content_of(read_leaflet(FILE.read_bytes(), reference="IPG651")), by=editor)
    assert refusal(FILE, "--reference", "IPG651") == (
        "IPG651: This leaflet has a draft already. Publish or delete that one first."
    )
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_a_leaflet_without_a_reference_makes_no_draft_and_shows_the_way_out():
    assert refusal(FILE) == (
        "The leaflet does not state its reference, so no draft was made. "
        "Give the reference yourself, for example: --reference IPG651"
    )
    assert not Edition.objects.exists()


def test_a_file_that_is_not_there(tmp_path):
    assert refusal(tmp_path / "none.txt", "--check") == f"There is no file {tmp_path}/none.txt."


def test_a_folder(tmp_path):
    assert refusal(tmp_path, "--check") == f"{tmp_path} is a folder. Name one leaflet file in it."


def test_a_file_that_the_system_does_not_give(tmp_path):
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file" / "in it", "--check") == f"{tmp_path}/file/in it cannot be read: Not a directory."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b" \n\t ", "The file has no words in it, only blank space."),
        (
            b"%PDF-1.7 ...",
            "This PDF is damaged, or made in a way that we cannot read. "
            "Save it again, or copy the words and paste them instead.",
        ),
        (
            b"Pancakes\n\n- Eggs\n- Flour\n\nMix all. Bake it.\n",
            "We found no list of questions to think about, so there is nothing for a patient to answer.",
        ),
    ],
)
def test_what_is_no_leaflet(data, reason, tmp_path):
    file = tmp_path / "file.txt"
    file.write_bytes(data)
    assert refusal(file, "--check") == f"{file} cannot be brought in. {reason}"


def test_ten_megabytes_are_refused_with_the_reason(tmp_path):
    file = tmp_path / "big.txt"
    file.write_bytes(b"words " * 1_700_000)
    assert refusal(file, "--check") == f"{file} is too big. A leaflet can have at most 5 MB."


def test_an_older_windows_file_is_read_with_a_warning(tmp_path):
    file = tmp_path / "older.txt"
    file.write_bytes(FILE.read_text().replace("doesn't", "doesn’t").encode("cp1252"))
    printed = json.loads(said(file, "--reference", "IPG651", "--check"))
    assert printed["questions"][3] == "What happens if the procedure doesn’t work or something goes wrong?"
    assert printed["warnings"] == [
        "The file is not saved as UTF-8. We read it as an older Windows file (Windows-1252)."
        " Check that quotation marks, dashes and accents look right.",
        *LINK_WARNINGS,
    ]


@pytest.mark.parametrize("language", ["English", "e", "en_GB", "", "../en"])
@pytest.mark.django_db
def test_a_language_that_is_none(language):
    assert refusal(FILE, "--reference", "IPG651", "--language", language) == (
        "Give the language by its short code, such as en or cy."
    )


@pytest.mark.parametrize("typed", ["IPG651!", "IPG651\x00", "<b>", "-", "x" * 41])
def test_a_reference_that_can_be_none_is_refused(typed):
    words = "A reference has letters and numbers, such as IPG651, and at most 40 characters"
    with pytest.raises(ValueError, match=f"^{words}$"):
        checked_reference(typed)
    assert refusal(FILE, f"--reference={typed}", "--check") == f"{words}."


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("", ""),
        (" ", ""),
        ("IPG651", "IPG651"),
        (" ipg 651 ", "IPG651"),
        ("IPG-0651", "IPG651"),
        ("Local leaflet 7/2", "Local leaflet 7/2"),
        ("x" * 40, "x" * 40),
    ],
)
def test_a_reference_however_it_is_typed(typed, reference):
    assert checked_reference(typed) == reference


def test_ids_are_each_their_own_and_stay_with_their_names():
    known = {"Left wobble": "left-one"}
    names = ["Left wobble", "Right wobble", "Right wobble", "???"]
    assert ids_for(names, known=known) == ["left-one", "right-wobble", "right-wobble-3", "number-4"]
