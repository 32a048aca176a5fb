"""The house has floors: a module imports from those below it alone. Read from the source, so that nothing need be
imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cleaner"

FLOORS = (
    "values collector",
    "version errors spans kinds",
    "model",
    "config",
    "inputs",
    "rules",
    "sources",
    "metadata propose",
    "cut indentation",
    "settle",
    "report",
    "pipeline",
    "io",
    "check ledger",
    "batch draft",
    "adapters",
    "commands pytest_plugin",
    "cli",
)
"""From the ground up. A floor's rooms do not know each other."""

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_builtin_rules" not in path.parts)

LONGEST = 600
"""Lines of a module, at the very most."""


def room_of(path: Path) -> str:
    """The part of the package that a module belongs to: `inputs` for `inputs/html.py`."""
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imported(source: str, path: Path) -> Iterator[str]:
    """The rooms that a module imports, also for type checkers alone and inside functions."""
    for node in ast.walk(ast.parse(source, str(path))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            module = node.module or ""
            names = [f"cleaner.{alias.name}" for alias in node.names] if module == "cleaner" else [module]
        elif isinstance(node, ast.ImportFrom):
            names = ["cleaner..relative"]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("cleaner."))


def trespasses(source: str, path: Path) -> list[str]:
    """The imports of a module that reach upwards or sideways."""
    own = room_of(path)
    return [other for other in imported(source, path) if other != own and FLOOR.get(other, len(FLOORS)) >= FLOOR[own]]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_from_the_floors_below(path: Path) -> None:
    if path.parent == PACKAGE and path.stem in ("__init__", "__main__"):
        return  # the door and the bell: they may know the whole house
    assert room_of(path) in FLOOR, "name the floor of a new part in FLOORS"
    assert trespasses(path.read_text("utf-8"), path) == []


def test_an_import_that_reaches_up_is_found() -> None:
    below = PACKAGE / "inputs" / "html.py"
    assert trespasses("from cleaner.pipeline import Cleaner", below) == ["pipeline"]
    assert trespasses("import cleaner.settle", below) == ["settle"]
    assert trespasses("from cleaner import rules", below) == ["rules"]
    assert trespasses("def f():\n    from cleaner.cli import main", below) == ["cli"]
    assert trespasses("from ..pipeline import Cleaner", below) != []
    assert trespasses("from cleaner.model import Block\nfrom cleaner.inputs import plain", below) == []
    assert trespasses("from cleaner.propose import Context", PACKAGE / "metadata.py") == ["propose"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= LONGEST
    assert not source.strip() or ast.get_docstring(ast.parse(source))
    assert not path.stem.endswith(("utils", "helpers", "misc", "common"))
