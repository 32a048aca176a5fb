"""A small corpus of an invented source, made anew for each test, and the recipe that it is held against."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.check import Case, Verdict, find_cases, judge
from cleaner.pipeline import Cleaner
from tests.conftest import ARTICLE, URL

RIGHT = """\
The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.
Nine members were for a new gate and two against it, and one had gone to look at the weir and was not back yet.
Read more: the rule book says so.
"""
"""What the document of the invented source must come out as."""

MEANT = "with = ['the rule book says so']\n"
"""A line of a case: without it, the lint of expectations holds the document's last line for a link."""

MakeCase = Callable[..., Path]
Judge = Callable[[Path], Verdict]


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """The folder of the corpus."""
    folder = tmp_path / "fixtures"
    folder.mkdir()
    return folder


@pytest.fixture
def make_case(fixtures: Path) -> MakeCase:
    """`make_case("weir", case="...", expected=None)` writes one fixture and gives its folder."""

    def make(
        name: str = "2025-01-02-weir",
        case: str | None = MEANT,
        expected: str | None = RIGHT,
        text: str | bytes = ARTICLE,
        suffix: str = "txt",
    ) -> Path:
        folder = fixtures / "tidewater-post" / name
        folder.mkdir(parents=True)
        data = text.encode() if isinstance(text, str) else text
        (folder / f"input.{suffix}").write_bytes(data)
        if expected is not None:
            (folder / "expected.txt").write_text(expected, "utf-8")
        if case is not None:
            (folder / "case.toml").write_text(f'url = "{URL}"\n{case}', "utf-8")
        return folder

    return make


@pytest.fixture
def recipe(rules: Path) -> Cleaner:
    """The recipe with the rules of the invented source."""
    return Cleaner(rules=[rules])


@pytest.fixture
def judged(recipe: Cleaner) -> Judge:
    """The verdict on one folder."""
    return lambda folder: judge(only(folder), recipe)


def only(folder: Path) -> Case:
    """The one fixture in a folder."""
    (case,) = find_cases([folder])
    return case
