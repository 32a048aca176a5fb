"""The pytest plugin, run as users run it: in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from cleaner.check import Standing, check_cases, find_cases
from cleaner.pipeline import Cleaner
from tests.conftest import ARTICLE, URL

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
RIGHT = """\
The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.
Nine members were for a new gate and two against it, and one had gone to look at the weir and was not back yet.
Read more: the rule book says so.
"""
VERDICT = re.compile(r"^(\S+)::(?P<id>\S+) (?P<word>PASSED|FAILED|XFAIL|ERROR)", re.MULTILINE)


def run_pytest(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """pytest in `folder`, without plugins other than xdist and ours."""
    installed = any(point.value == "cleaner.pytest_plugin" for point in entry_points(group="pytest11"))
    ours = [] if installed else ["-p", "cleaner.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", *ours, "-p", "no:cacheprovider", *map(str, arguments)]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def verdicts(output: str) -> dict[str, str]:
    return {match["id"]: match["word"] for match in VERDICT.finditer(output)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A user's project: fixtures that pass, fail, are known to fail, and lack an expectation."""
    cases = {
        "right": ("", RIGHT),
        "wrong": ("", "By Ada Fenn\n" + RIGHT),
        "known": ("status = 'known-failure'\nreason = 'the gate is open'\n", "Another text.\n"),
        "stale": ("status = 'known-failure'\nreason = 'the gate is open'\n", RIGHT),
        "missing": ("", None),
    }
    for name, (case, expected) in cases.items():
        folder = tmp_path / "fixtures" / "tidewater-post" / name
        folder.mkdir(parents=True)
        (folder / "input.txt").write_text(ARTICLE, "utf-8")
        (folder / "case.toml").write_text(f'url = "{URL}"\n{case}', "utf-8")
        if expected is not None:
            (folder / "expected.txt").write_text(expected, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    return tmp_path


def test_each_fixture_is_a_test_with_the_checkers_verdict_and_diff(project: Path, rules: Path) -> None:
    ended = run_pytest(project, "-v", "-p", "no:xdist", "--cleaner-fixtures", "fixtures", "--cleaner-rules", rules)
    assert ended.returncode == 1, ended.stderr
    assert verdicts(ended.stdout) == {
        "tidewater-post/right": "PASSED",
        "tidewater-post/wrong": "FAILED",
        "tidewater-post/known": "XFAIL",
        "tidewater-post/stale": "FAILED",
        "tidewater-post/missing": "FAILED",
    }
    assert "[-By Ada Fenn-] The council met on Monday evening" in ended.stdout
    assert "taken by rule:tidewater-post#byline" in ended.stdout
    assert "Traceback" not in ended.stdout
    assert "runtest" not in ended.stdout


def test_a_fixture_can_be_named_and_run_again(project: Path, rules: Path) -> None:
    options = ("-v", "-p", "no:xdist", "--cleaner-fixtures", "fixtures", "--cleaner-rules", rules)
    name = "fixtures/tidewater-post/right/case.toml::tidewater-post/right"
    assert verdicts(run_pytest(project, *options, name).stdout) == {"tidewater-post/right": "PASSED"}
    chosen = run_pytest(project, *options, "-k", "wrong or known")
    assert verdicts(chosen.stdout) == {"tidewater-post/wrong": "FAILED", "tidewater-post/known": "XFAIL"}
    assert "fixtures/tidewater-post/wrong/case.toml::tidewater-post/wrong" in chosen.stdout


def test_workers_of_xdist_agree(project: Path, rules: Path) -> None:
    pytest.importorskip("xdist")
    ended = run_pytest(project, "-n", "2", "-q", "--cleaner-fixtures", "fixtures", "--cleaner-rules", rules)
    assert "3 failed, 1 passed, 1 xfailed" in ended.stdout, ended.stdout


def test_the_users_own_tests_run_beside_it_and_have_a_cleaner(project: Path, rules: Path) -> None:
    (project / "test_own.py").write_text(
        f"def test_own(cleaner_clean):\n    assert 'Ada Fenn' not in cleaner_clean({ARTICLE!r}, url={URL!r}).text\n",
        "utf-8",
    )
    options = ("--cleaner-rules", rules)
    assert "1 passed" in run_pytest(project, "-p", "no:xdist", *options).stdout
    ended = run_pytest(project, "-p", "no:xdist", *options, "--cleaner-fixtures", "fixtures")
    assert "3 failed, 2 passed, 1 xfailed" in ended.stdout, ended.stdout


def test_a_folder_that_is_none_is_wrong_usage(project: Path) -> None:
    ended = run_pytest(project, "-p", "no:xdist", "--cleaner-fixtures", "nowhere")
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--cleaner-fixtures: " in ended.stderr
    assert "nowhere is no folder" in ended.stderr


def test_command_and_plugin_agree_on_the_projects_own_fixtures() -> None:
    words = {Standing.PASSED: "PASSED", Standing.FAILED: "FAILED", Standing.KNOWN: "XFAIL"}
    report = check_cases(find_cases([FIXTURES]), Cleaner())
    ended = run_pytest(ROOT, "-vv", "--tb=no", "-p", "no:xdist", "--cleaner-fixtures", "fixtures", "fixtures")
    assert verdicts(ended.stdout) == {verdict.id: words[verdict.standing] for verdict in report.verdicts}
