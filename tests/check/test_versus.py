"""Side by side: another folder of rules, a revision in git, another installation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.check import find_cases
from cleaner.check.versus import Contest, Match, Outcome, git_rival, play, python_rival, rules_rival
from cleaner.errors import CleanerError, UsageError
from cleaner.pipeline import Cleaner
from tests.check.conftest import RIGHT, MakeCase
from tests.conftest import RULES, Cli

GREEDY = RULES.replace("line = ['Read more: .{3,80}']", "line = ['Read more: .{3,80}', 'Nine members .*']")
"""The same rules with a pattern that takes a paragraph of the article."""


def folder_of(path: Path, text: str) -> Path:
    (path / "sources").mkdir(parents=True, exist_ok=True)
    (path / "sources" / "tidewater-post.toml").write_text(text, "utf-8")
    return path


@pytest.fixture
def greedy(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "greedy", GREEDY)


def test_a_better_rule_wins_words(make_case: MakeCase, fixtures: Path, recipe: Cleaner, greedy: Path) -> None:
    make_case()
    match = play(find_cases([fixtures]), recipe, rules_rival(greedy))
    (contest,) = match.differing
    words = len(RIGHT.splitlines()[1].split())
    assert (contest.outcome, contest.won, contest.lost) == (Outcome.BETTER, words, 0)
    (difference,) = contest.differences
    assert difference.left == RIGHT.splitlines()[1]
    assert difference.why[0].startswith("there: taken by rule:tidewater-post#read-more")


def test_a_greedy_rule_loses_them(make_case: MakeCase, fixtures: Path, rules: Path, greedy: Path) -> None:
    make_case()
    (contest,) = play(find_cases([fixtures]), Cleaner(rules=[greedy]), rules_rival(rules)).differing
    assert (contest.outcome, contest.won) == (Outcome.WORSE, 0)
    (difference,) = contest.differences
    assert difference.lost == RIGHT.splitlines()[1]
    assert difference.why[0].startswith("here: taken by rule:tidewater-post#read-more")


def test_the_same_rules_differ_in_nothing(make_case: MakeCase, fixtures: Path, recipe: Cleaner, rules: Path) -> None:
    make_case("a")
    make_case("b", expected=None)
    assert play(find_cases([fixtures]), recipe, rules_rival(rules)).differing == ()


def test_without_an_expectation_nobody_is_right(
    make_case: MakeCase, fixtures: Path, recipe: Cleaner, greedy: Path
) -> None:
    make_case(expected=None)
    (contest,) = play(find_cases([fixtures]), recipe, rules_rival(greedy)).differing
    assert contest.outcome is Outcome.OTHER


def test_a_fixture_that_cannot_be_cleaned_is_a_finding(
    make_case: MakeCase, fixtures: Path, recipe: Cleaner, rules: Path
) -> None:
    make_case(text=bytes(range(256)) * 8)
    make_case("b", case="nonsense = 1")
    contests = play(find_cases([fixtures]), recipe, rules_rival(rules)).contests
    assert [contest.outcome for contest in contests] == [Outcome.ERROR, Outcome.ERROR]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ada Fenn", "-c", "user.email=ada@tidewaterpost.example"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_rules_are_compared_with_their_past(make_case: MakeCase, fixtures: Path, tmp_path: Path, cli: Cli) -> None:
    make_case()
    repository = tmp_path / "repository"
    own = folder_of(repository / "rules", GREEDY)
    git(tmp_path, "init", "-q", str(repository))
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "greedy")
    folder_of(own, RULES)
    ended = cli("check", fixtures, "--rules", own, "--against-git", "HEAD")
    assert ended.code == 1
    assert "BETTER tidewater-post/2025-01-02-weir" in ended.text
    assert "{+Nine members were for a new gate" in ended.text
    assert f"1 better; {len(RIGHT.splitlines()[1].split())} words won, 0 words lost" in ended.text
    git(repository, "commit", "-qam", "right")
    ended = cli("check", fixtures, "--rules", own, "--against-git", "HEAD")
    assert (ended.code, "1 same" in ended.text) == (0, True), ended.text


def test_a_revision_that_nobody_knows_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="No git repository that knows it"), git_rival("no-such-revision", []):
        pass


def test_another_installation_is_asked(make_case: MakeCase, fixtures: Path, recipe: Cleaner, rules: Path) -> None:
    make_case()
    match: Match = play(find_cases([fixtures]), recipe, python_rival(sys.executable, [rules]))
    (contest,) = match.contests
    assert contest == Contest(contest.id, contest.folder, Outcome.SAME)
    with pytest.raises(UsageError, match="cannot be run"):
        play(find_cases([fixtures]), recipe, python_rival("/no/such/python", []))


def test_an_interpreter_without_the_package_says_so(
    make_case: MakeCase, fixtures: Path, recipe: Cleaner, tmp_path: Path
) -> None:
    make_case()
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n', "utf-8")
    bare.chmod(0o755)
    with pytest.raises(CleanerError, match="the other side did not run: ModuleNotFoundError"):
        play(find_cases([fixtures]), recipe, python_rival(str(bare), []))
