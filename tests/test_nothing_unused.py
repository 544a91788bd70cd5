"""Nothing is written that nobody uses: no name of a module, and no class of our style."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import sdm

HOUSE = Path(sdm.__file__).parent
MODULES = [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts and path.name != "settings.py"]
READ = {".py", ".html", ".txt", ".js", ".svg"}
# What Django or a test asks for by its name.
ASKED_FOR = {"SdmConfig", "handler400", "handler403", "handler404", "handler500", "forget_editions"}


@pytest.fixture(scope="module")
def written() -> str:
    """Everything in the house that can name something."""
    return "\n".join(path.read_text() for path in sorted(HOUSE.rglob("*")) if path.suffix in READ)


def names_of(path: Path) -> Iterator[str]:
    """The functions, classes and values of a module; what is registered by a decorator is used by that."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in ast.walk(ast.Tuple(node.targets)) if isinstance(one, ast.Name))


def test_every_name_of_a_module_is_used(written):
    words = Counter(re.findall(r"\w+", written))
    alone = [f"{path.relative_to(HOUSE)}: {name}" for path in MODULES for name in names_of(path) if words[name] < 2]
    assert [one for one in alone if one.rpartition(" ")[2] not in ASKED_FOR] == []


def test_every_class_of_our_style_stands_somewhere(written):
    style = re.sub(r"/\*.*?\*/", "", (HOUSE / "static" / "sdm" / "sdm.css").read_text(), flags=re.DOTALL)
    classes = set(re.findall(r"\.(sdm-[\w-]+)", style))
    assert classes
    assert [name for name in sorted(classes) if not re.search(rf"{name}(?![\w-])", written)] == []
