"""Floors: measured by source, compared, raised, and lowered only when that is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.check import check_cases, find_cases
from cleaner.check.floors import Floor, falls, measure, raised, read_floors, write_floors
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from tests.check.conftest import RIGHT, MakeCase

FLOOR = Floor(documents=2, corpus="c", precision=0.9, recall=0.8, f1=0.84)


def test_figures_are_means_over_the_fixtures_of_a_source(make_case: MakeCase, fixtures: Path, recipe: Cleaner) -> None:
    make_case("a")
    make_case("b", expected=RIGHT + "one two three four five six seven eight nine ten")
    make_case("c", expected=None)
    cases = find_cases([fixtures])
    now = measure(cases, check_cases(cases, recipe))["tidewater-post"]
    words = len(RIGHT.split())
    assert now.documents == 3
    assert now.precision == 1.0
    assert now.recall == pytest.approx((1 + words / (words + 10)) / 2, abs=1e-4)
    assert now.recall <= (1 + words / (words + 10)) / 2


def test_a_change_of_a_fixture_changes_the_hash(make_case: MakeCase, fixtures: Path, recipe: Cleaner) -> None:
    folder = make_case("a")

    def corpus() -> str:
        cases = find_cases([fixtures])
        return measure(cases, check_cases(cases, recipe))["tidewater-post"].corpus

    before = corpus()
    assert corpus() == before
    (folder / "expected.txt").write_text(RIGHT + "more", "utf-8")
    assert corpus() != before


def test_what_falls_is_told_and_what_rises_is_not() -> None:
    now = replace(FLOOR, precision=0.95, recall=0.79)
    (fall,) = falls({"a": FLOOR}, {"a": now, "new": FLOOR})
    assert str(fall) == "a: recall fell from 0.8000 to 0.7900"
    (fall,) = falls({"a": FLOOR}, {"a": replace(now, corpus="d")})
    assert str(fall).endswith("(its fixtures have changed since)")
    assert falls({"a": FLOOR, "not run": FLOOR}, {"a": FLOOR}) == ()


def test_floors_only_rise_unless_told(tmp_path: Path) -> None:
    better, worse = replace(FLOOR, f1=0.9), replace(FLOOR, f1=0.8)
    assert raised({"a": FLOOR, "b": FLOOR}, {"a": better}) == {"a": better, "b": FLOOR}
    with pytest.raises(UsageError, match=r"floors only rise: a: f1 fell .* --lower-floors"):
        raised({"a": FLOOR}, {"a": worse})
    assert raised({"a": FLOOR}, {"a": worse}, lower=True) == {"a": worse}
    path = tmp_path / "floors.json"
    write_floors(path, {"b": FLOOR, "a": better})
    assert read_floors(path) == {"a": better, "b": FLOOR}
    assert list(read_floors(path)) == ["a", "b"]


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 1}', '{"schema": 1, "sources": {"a": {"x": 1}}}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="not a file of floors"):
        read_floors(path)


def test_no_file_holds_no_floors(tmp_path: Path) -> None:
    assert read_floors(tmp_path / "floors.json") == {}
