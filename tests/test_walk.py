"""The stranger's walk of the README, run as it is written there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Step:
    """One command of the walk, how it ended and what it printed."""

    command: str
    code: int
    output: str


def commands() -> list[str]:
    """The lines of the first block of commands in the README's section on regression tests."""
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## Regression tests")[2].partition("\n## ")[0]
    (block,) = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return [line.partition("  #")[0].strip() for line in block.splitlines() if line.strip()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A checkout as a stranger has it, as far as the walk needs it, and the command on the path."""
    shutil.copytree(ROOT / "docs" / "walk", tmp_path / "docs" / "walk")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "cleaner"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m cleaner "$@"\n', "utf-8")
    command.chmod(0o755)
    return tmp_path


def walk(home: Path) -> Iterator[Step]:
    """Run each command where the last one ended; questions are answered with "all"."""
    folder = home
    for command in commands():
        script = f"{command}\ncode=$?\npwd > '{home}/where'\nexit $code"
        environment = {"PATH": f"{home / 'bin'}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        ended = subprocess.run(
            ["/bin/sh", "-c", script],
            cwd=folder,
            env=environment,
            input="a\n",
            capture_output=True,
            text=True,
            check=False,
        )
        folder = Path((home / "where").read_text("utf-8").strip())
        yield Step(command, ended.returncode, ended.stdout + ended.stderr)


@pytest.mark.skipif(shutil.which("sed") is None, reason="the walk changes a rule with sed")
def test_a_stranger_gets_from_two_pages_to_a_diff(home: Path) -> None:
    steps = list(walk(home))
    assert len(steps) < 10
    codes = [step.code for step in steps]
    assert codes == [0, 0, 1, 0, 0, 0, 1], "\n".join(f"$ {step.command}\n{step.output}" for step in steps)
    _, drafted, unread, updated, passed, _, changed = steps
    assert "written: rules/sources/quaysidegazette.toml" in drafted.output
    assert "no person has read the expectation yet" in unread.output
    assert "2 expectations written" in updated.output
    assert "2 fixtures: 2 passed, 0 failed" in passed.output
    assert "[-The name will be painted on the jib in June, when the swallows have left it.-]" in changed.output
    assert re.search(
        r"taken by rule:quaysidegazette#read-on \(rules/sources/quaysidegazette\.toml:\d+\)", changed.output
    )
    assert "2 fixtures: 1 passed, 1 failed" in changed.output
