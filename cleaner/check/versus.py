"""Side by side: the same fixtures under this recipe and under another set of rules, revision or installation.

The other side always runs in a process of its own, through `probe.py`, so that two versions of the package never meet
in one interpreter.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cleaner.check.blame import Account, Change, Side, Stopped, account_of, difference, side_of
from cleaner.check.cases import Case
from cleaner.check.judge import body_of, recipe_of
from cleaner.check.verdict import Difference
from cleaner.check.words import Hunk, hunks, words_of
from cleaner.errors import CleanerError, UsageError
from cleaner.pipeline import Cleaner
from cleaner.spans import Span

_PACKAGE = Path(__file__).resolve().parents[1]


class Outcome(StrEnum):
    """What a change did to one fixture, seen from this side."""

    SAME = "same"
    BETTER = "better"  # words won, none lost
    WORSE = "worse"  # words lost, none won
    MIXED = "mixed"
    OTHER = "other"  # the texts differ, and nothing says which is right
    ERROR = "error"  # one of the two could not clean it


@dataclass(frozen=True, slots=True)
class Rival:
    """The other side: an interpreter, the checkout that it imports from (or what it has installed), folders of
    rules."""

    label: str
    python: str = sys.executable
    path: Path | None = None
    rules: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Contest:
    """One fixture on both sides. `won` and `lost` count words that are right on this side alone, and on the other.

    In `differences`, `lost` stands on the other side alone and `left` on this one.
    """

    id: str
    folder: Path
    outcome: Outcome
    won: int = 0
    lost: int = 0
    differences: tuple[Difference, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """All contests, and the version of the other side."""

    rival: Rival
    version: str
    contests: tuple[Contest, ...]

    @property
    def differing(self) -> tuple[Contest, ...]:
        """Those whose texts are not the same."""
        return tuple(contest for contest in self.contests if contest.outcome is not Outcome.SAME)


@contextmanager
def git_rival(revision: str, rules: Sequence[Path]) -> Iterator[Rival]:
    """This package and the folders `rules` as they were at a revision of the repository that holds them.

    What the repository does not hold stays as it is now: users keep rules under git, not the package; the project's own
    checkout holds both. Raises `UsageError` where it holds neither, or knows no such revision.
    """
    with tempfile.TemporaryDirectory(prefix="cleaner-check-") as folder:
        old = Path(folder)
        package_root = _PACKAGE.parent
        package = _extract(revision, package_root, ("cleaner", "rules"), old / "package")
        taken = [_extract(revision, rule.resolve(), (".",), old / f"rules-{at}") for at, rule in enumerate(rules)]
        if package is None and not any(taken):
            raise UsageError(
                f"'{revision}' of what? No git repository that knows it holds the package or a --rules folder",
                hint="name the folder of your rules: --rules DIR --against-git REV",
            )
        folders = [new or rule for new, rule in zip(taken, rules, strict=True)]
        yield Rival(f"git {revision}", path=package or _source_root(), rules=tuple(folders))


def rules_rival(folder: Path) -> Rival:
    """This version with another folder of rules in the place of those that `--rules` names."""
    if not folder.is_dir():
        raise UsageError(
            "not a folder of rule files", path=folder, hint="--against-rules takes a folder of .toml files"
        )
    return Rival(f"rules {folder}", path=_source_root(), rules=(folder,))


def python_rival(interpreter: str, rules: Sequence[Path]) -> Rival:
    """The version that is installed for another interpreter, with the same `rules`."""
    return Rival(f"python {interpreter}", python=interpreter, rules=tuple(rules))


def play(cases: Sequence[Case], cleaner: Cleaner, rival: Rival) -> Match:
    """Clean every fixture on both sides and tell where they part.

    Raises `CleanerError` where the other side does not run at all; a fixture that either cannot clean is a finding.
    """
    usable = [case for case in cases if case.error is None and case.input is not None]
    opening, rows = _run(rival, usable)
    contests = [Contest(case.id, case.folder, Outcome.ERROR, error=str(case.error)) for case in cases if case.error]
    contests += [_contest(case, cleaner, rows.get(case.id, {})) for case in usable]
    return Match(rival, str(opening["version"]), tuple(sorted(contests, key=lambda contest: contest.id)))


def _contest(case: Case, cleaner: Cleaner, row: dict[str, Any]) -> Contest:
    assert case.input is not None
    error = None if "text" in row else f"the other side: {row.get('error', 'no answer')}"
    try:
        data = case.input.read_bytes()
        result = recipe_of(case, cleaner).clean(
            data, url=case.url, captured=case.captured, name=case.input.name, id=case.id
        )
        expected = body_of(result) if case.unchanged else case.expectation()
    except Exception as raised:
        error = f"this side: {type(raised).__name__}: {raised}"
    if error is not None:
        return Contest(case.id, case.folder, Outcome.ERROR, error=error)
    here, there = account_of(result), _account(row)
    found = _between(here, there)
    if not found:
        return Contest(case.id, case.folder, Outcome.SAME)
    if expected is None:
        return Contest(case.id, case.folder, Outcome.OTHER, differences=found)
    ours, theirs = _wrong(expected, here), _wrong(expected, there)
    won, lost = len(theirs - ours), len(ours - theirs)
    outcome = Outcome.MIXED if won and lost else Outcome.BETTER if won else Outcome.WORSE if lost else Outcome.OTHER
    return Contest(case.id, case.folder, outcome, won, lost, found)


def _wrong(expected: str, account: Account) -> set[tuple[str, int, str]]:
    """Every wrong word: expected and missing (by its number), or there and not expected (by its place in the input)."""
    want, side = words_of(expected), side_of(account)
    wrong: set[tuple[str, int, str]] = set()
    for hunk in hunks(want, side.words):
        wrong |= {("missing", number, want.words[number].key) for number in range(hunk.want.start, hunk.want.end)}
        surplus = side.words.words[hunk.have.start : hunk.have.end]
        wrong |= {("surplus", side.view.origin(word.span).start, word.key) for word in surplus}
    return wrong


def _between(here: Account, there: Account) -> tuple[Difference, ...]:
    ours, theirs = side_of(here), side_of(there)
    return tuple(
        difference(theirs.words, ours, hunk, _why(ours, theirs, hunk)) for hunk in hunks(theirs.words, ours.words)
    )


def _why(ours: Side, theirs: Side, hunk: Hunk) -> Iterator[str]:
    if hunk.want:
        yield from (f"here: {why}" for why in ours.missing(hunk.have, theirs.words.keys(hunk.want)))
    if hunk.have:
        yield from (f"there: {why}" for why in theirs.missing(hunk.want, ours.words.keys(hunk.have)))


def _account(row: dict[str, Any]) -> Account:
    return Account(
        input_text=row["input_text"],
        text=row["text"],
        changes=tuple(_change(each) for each in row["changes"]),
        stopped=tuple(Stopped(_change(each["change"]), each["guard"], each["why"]) for each in row["stopped"]),
    )


def _change(row: dict[str, Any]) -> Change:
    span = Span(row["start"], row["end"])
    return Change(span, row["replacement"], row["kind"], row["origin"], row["where"], row["confidence"])


def _run(rival: Rival, cases: Sequence[Case]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the probe printed: its opening line, and a row for each fixture."""
    job = {
        "rules": [str(folder.resolve()) for folder in rival.rules],
        "cases": [
            {
                "id": case.id,
                "path": str(case.input.resolve()),
                "name": case.input.name,
                "url": case.url,
                "policy": dict(case.policy),
                "captured": case.captured.isoformat() if case.captured else None,
            }
            for case in cases
            if case.input is not None
        ],
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PYTHONIOENCODING"] = "utf-8"
    if rival.path is not None:
        environment["PYTHONPATH"] = str(rival.path)
    command = [rival.python, "-P", str(Path(__file__).with_name("probe.py"))]
    try:
        ended = subprocess.run(
            command, input=json.dumps(job).encode(), capture_output=True, env=environment, check=False
        )
    except OSError as error:
        raise UsageError(f"cannot be run: {error.strerror or error}", path=rival.python) from error
    lines = ended.stdout.decode("utf-8").splitlines()
    if ended.returncode != 0 or not lines:
        told = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CleanerError(
            f"{rival.label}: the other side did not run: {told[-1] if told else 'no output'}",
            hint="it must be Python 3.11 or newer, with the package installed",
        )
    rows = [json.loads(line) for line in lines[1:]]
    return json.loads(lines[0]), {row["id"]: row for row in rows}


def _source_root() -> Path:
    """Where this very package is imported from, for a child that must import the same."""
    return _PACKAGE.parent


def _extract(revision: str, root: Path, parts: Sequence[str], into: Path) -> Path | None:
    """The `parts` of `root` as they were at `revision`; `None` where no repository holds them."""
    held = _git(root, "ls-tree", "--name-only", revision, "--", *parts) if parts != (".",) else _git(root, "rev-parse")
    if held is None or (parts != (".",) and parts[0] not in held.decode("utf-8", "replace").split()):
        return None
    names = [part for part in parts if part == "." or part in held.decode("utf-8", "replace").split()]
    archive = _git(root, "archive", "--format=tar", revision, "--", *names)
    if archive is None:
        if parts == (".",):
            raise UsageError(f"'{revision}' holds no such folder, or is no revision", path=root)
        return None
    into.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says, or `None` where it fails."""
    try:
        ended = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise UsageError("git is not there", hint="install git, or use --against-rules") from error
    return ended.stdout if ended.returncode == 0 else None
