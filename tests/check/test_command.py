"""`cleaner check` as a command: exit codes, the table, JUnit, jobs, updates and floors."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cleaner.check import Standing, check_cases, find_cases
from cleaner.pipeline import Cleaner
from tests.check.conftest import MEANT, RIGHT, MakeCase
from tests.conftest import Cli

KNOWN = "status = 'known-failure'\nreason = 'the gate is open'"


def test_all_right_is_exit_code_0(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli) -> None:
    make_case("a")
    make_case("b", case=KNOWN, expected="Another text.\n")
    ended = cli("check", fixtures, "--rules", rules)
    assert ended.code == 0, ended.text
    assert "KNOWN-FAILURE tidewater-post/b" in ended.text
    assert "2 fixtures: 1 passed, 0 failed, 1 known failures" in ended.text


def test_any_difference_is_exit_code_1(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli) -> None:
    make_case("a")
    make_case("b", expected="By Ada Fenn\n" + RIGHT)
    ended = cli("check", fixtures, "--rules", rules)
    assert ended.code == 1
    assert "FAILED tidewater-post/b" in ended.text
    assert "[-By Ada Fenn-] The council met on Monday evening" in ended.text
    assert "taken by rule:tidewater-post#byline" in ended.text
    row = next(line for line in ended.text.splitlines() if line.startswith("tidewater-post "))
    assert row.split()[1:6] == ["1", "1", "0", "3", "0"]


def test_a_doubtful_expectation_is_a_warning(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli) -> None:
    make_case("a", case="")
    make_case("b")
    ended = cli("check", fixtures, "--rules", rules)
    assert ended.code == 0, ended.text
    (warning,) = [line for line in ended.text.splitlines() if line.startswith("warning: ")]
    assert "a/expected.txt: line 3: reads like a link or a prompt" in warning


@pytest.mark.parametrize(
    "arguments",
    [
        ["--yes"],
        ["--jobs", "-1"],
        ["--raise-floors"],
        ["--against-rules", "x", "--against-git", "HEAD"],
        ["--against-git", "HEAD", "--update"],
        ["--against-rules", "no-such-folder"],
    ],
)
def test_wrong_usage_is_exit_code_2(make_case: MakeCase, fixtures: Path, cli: Cli, arguments: list[str]) -> None:
    make_case()
    assert cli("check", fixtures, *arguments).code == 2


def test_no_fixture_is_wrong_usage(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("check", tmp_path).code == 2
    monkeypatch.chdir(tmp_path)
    ended = cli("check")
    assert (ended.code, "fixtures: no such folder of fixtures" in ended.err) == (2, True)


def test_workers_give_the_same_verdicts(make_case: MakeCase, fixtures: Path, recipe: Cleaner) -> None:
    for number in range(10):
        make_case(f"case-{number}", expected=RIGHT if number % 3 else "Another text.\n")
    cases = find_cases([fixtures])
    told: list[tuple[int, int]] = []
    one = check_cases(cases, recipe)
    two = check_cases(cases, recipe, jobs=2, progress=lambda done, total: told.append((done, total)))
    assert one == two
    assert told == [(done, 10) for done in range(1, 11)]
    assert [verdict.standing for verdict in one.verdicts].count(Standing.FAILED) == 4


def test_junit_tells_failures_errors_and_known_failures(
    make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli, tmp_path: Path
) -> None:
    make_case("a")
    make_case("b", expected="Another \u0007 text.\n")
    make_case("c", case=KNOWN, expected="Another text.\n")
    make_case("d", text=bytes(range(256)) * 8)
    path = tmp_path / "out" / "junit.xml"
    assert cli("check", fixtures, "--rules", rules, "--junit", path).code == 1
    (suite,) = ET.fromstring(path.read_bytes())
    counts = {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")}
    assert counts == {"name": "tidewater-post", "tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    tags = {case.get("name"): [child.tag for child in case] for case in suite}
    assert tags == {
        "tidewater-post/a": [],
        "tidewater-post/b": ["failure"],
        "tidewater-post/c": ["skipped"],
        "tidewater-post/d": ["error"],
    }


def test_an_update_asks(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli) -> None:
    one = make_case("a", expected="Another text.\n")
    two = make_case("b", expected="Another text.\n")
    ended = cli("check", fixtures, "--rules", rules, "--update", stdin=b"n\ny\n")
    assert ended.code == 1
    assert "is this right for tidewater-post/a from now on?" in ended.text
    assert one.joinpath("expected.txt").read_text("utf-8") == "Another text.\n"
    assert two.joinpath("expected.txt").read_text("utf-8").split() == RIGHT.split()
    assert "2 fixtures: 1 passed, 1 failed" in ended.text


def test_an_update_that_nobody_answers_writes_nothing(
    make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli
) -> None:
    folder = make_case("a", expected="Another text.\n")
    ended = cli("check", fixtures, "--rules", rules, "--update")
    assert (ended.code, "--yes" in ended.err) == (2, True)
    assert folder.joinpath("expected.txt").read_text("utf-8") == "Another text.\n"


def test_an_update_can_be_ended(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli) -> None:
    make_case("a", expected="Another text.\n")
    make_case("b", expected="Another text.\n")
    ended = cli("check", fixtures, "--rules", rules, "--update", stdin=b"q\n")
    assert "0 expectations written" in ended.text


@pytest.mark.parametrize("answer", [["--yes"], []], ids=["yes", "all"])
def test_an_update_of_all(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli, answer: list[str]) -> None:
    make_case("a", expected=None)
    make_case("b", expected="Another text.\n", case=MEANT + "reviewed = false")
    ended = cli("check", fixtures, "--rules", rules, "--update", *answer, stdin=b"a\n")
    assert ended.code == 0, ended.text
    assert "2 expectations written" in ended.text
    assert cli("check", fixtures, "--rules", rules).code == 0


def test_a_bad_blessing_is_refused(make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli) -> None:
    folder = make_case("a", expected="Another text.\n", case="with = ['Ten members', 'rule book']")
    ended = cli("check", fixtures, "--rules", rules, "--update", "--yes")
    assert ended.code == 1
    assert "refused: 'Ten members' is lost, which 'with' says must appear" in ended.text
    assert folder.joinpath("expected.txt").read_text("utf-8") == "Another text.\n"


def test_floors_hold_rise_and_are_lowered_by_name(
    make_case: MakeCase, fixtures: Path, rules: Path, cli: Cli, tmp_path: Path
) -> None:
    folder = make_case("a")
    floors = tmp_path / "floors.json"
    check = ("check", fixtures, "--rules", rules, "--floors", floors)
    assert "no floor yet" in cli(*check).text
    assert cli(*check, "--raise-floors").code == 0
    assert cli(*check).code == 0
    folder.joinpath("expected.txt").write_text(RIGHT + "and so on and on\n", "utf-8")
    ended = cli(*check)
    assert ended.code == 1
    assert "below its floor: tidewater-post: recall fell from 1.0000" in ended.text
    before = floors.read_bytes()
    assert cli(*check, "--raise-floors").code == 2
    assert floors.read_bytes() == before
    cli(*check, "--lower-floors")
    assert "below its floor" not in cli(*check).text
