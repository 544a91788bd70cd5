"""The house: imports go down only, and only the rooms that may do so know a request or write."""

import ast
from pathlib import Path

import pytest

import sdm

HOUSE = Path(sdm.__file__).parent
# From the ground up: a room may import from rooms below it and from itself.
FLOORS = ("rules", "models", "summary", "letters", "actions", "leaflets", "scans", "demo", "pages")
MODULES = [path for path in HOUSE.rglob("*.py") if path.relative_to(HOUSE).parts[0] in FLOORS]
WRITES = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create", "bulk_update"}


def imported(path: Path) -> set[str]:
    """The full names of what a module imports, at its top or within a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names.add(node.module)
    return names


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_go_down_only(path):
    above = FLOORS[FLOORS.index(room(path)) + 1 :]
    assert [name for name in imported(path) for floor in above if f"{name}.".startswith(f"sdm.{floor}.")] == []


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) == "rules"], ids=lambda path: path.name)
def test_rules_know_no_framework(path):
    assert [name for name in imported(path) if name.split(".")[0] == "django"] == []


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) not in ("pages", "rules")],
    ids=lambda path: str(path.relative_to(HOUSE)),
)
def test_only_pages_know_a_request(path):
    assert [
        name for name in imported(path) if name.startswith(("django.http", "django.shortcuts", "django.views"))
    ] == []


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) in ("pages", "summary", "letters")],
    ids=lambda path: str(path.relative_to(HOUSE)),
)
def test_only_actions_write(path):
    """No call through a manager or a row that changes the database (`.objects.….update(` and the like)."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    writing = [
        ast.unparse(call)
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in WRITES and "objects" in ast.unparse(call.value)
    ]
    assert writing == []


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_module_says_in_its_first_sentence_what_belongs_in_it(path):
    if "migrations" in path.parts and path.name.startswith("0001"):
        return
    assert (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0].endswith((".", ":", "?"))
