"""The project's own fixtures: enough of them, readable, and no source below its floor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.check import Fault, Report, check_cases, find_cases
from cleaner.check.floors import falls, measure, read_floors
from cleaner.pipeline import Cleaner

ROOT = Path(__file__).parents[2]
CASES = find_cases([ROOT / "fixtures"])


@pytest.fixture(scope="module")
def report() -> Report:
    return check_cases(CASES, Cleaner())


def test_there_are_enough_and_each_can_be_read() -> None:
    assert [str(case.error) for case in CASES if case.error] == []
    assert len(CASES) >= 120
    assert len({case.language for case in CASES}) >= 10
    assert {case.input.suffix for case in CASES if case.input} == {".html", ".txt", ".md"}


def test_each_has_an_expectation_that_a_person_has_read() -> None:
    assert [case.id for case in CASES if not case.unchanged and case.expectation() is None] == []
    assert [case.id for case in CASES if not case.reviewed] == []


def test_none_crashes_or_loses_its_books(report: Report) -> None:
    grave = (Fault.CASE, Fault.CRASH, Fault.BOOKS, Fault.RESTORE, Fault.MISSING)
    told = [f"{verdict.id}: {problem}" for verdict in report.verdicts for problem in verdict.problems
            if problem.fault in grave]  # fmt: skip
    assert told == []


def test_each_comes_out_as_it_should(report: Report) -> None:
    assert [f"{verdict.id}: {'; '.join(map(str, verdict.problems))}" for verdict in report.failed] == []


def test_known_failures_are_few(report: Report) -> None:
    assert len(report.known) <= 6


def test_the_command_says_so_too() -> None:
    command = [sys.executable, "-m", "cleaner", "check", "fixtures", "--floors", "bench/floors.json"]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert " 0 failed" in ended.stdout
    assert "warning" not in ended.stdout


def test_no_source_is_below_its_floor(report: Report) -> None:
    floors = read_floors(ROOT / "bench" / "floors.json")
    assert {case.source for case in CASES} == set(floors)
    assert [str(fall) for fall in falls(floors, measure(CASES, report))] == []
