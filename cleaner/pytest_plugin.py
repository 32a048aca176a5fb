"""The pytest plugin: `pytest --cleaner-fixtures DIR` runs each fixture as a test; `cleaner_clean` cleans in your own.

The verdicts and diffs are those of `cleaner check`. A known failure is an expected failure; one that passes fails.
Each fixture is collected from its own folder, so that a test can be named, run again and split among xdist's workers
like any other.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cleaner.check import Verdict
    from cleaner.model import Result
    from cleaner.pipeline import Cleaner

# The package proper is imported when a fixture runs: every pytest of an environment loads this module.

_CLEANER = pytest.StashKey["Cleaner"]()


class CheckFailedError(Exception):
    """A fixture that did not come out as expected; pytest shows the verdict instead of a traceback."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.id)
        self.verdict = verdict


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("cleaner", "fixtures of cleaned documents")
    group.addoption(
        "--cleaner-fixtures",
        metavar="DIR",
        action="append",
        default=[],
        help="Run the fixtures in this folder of <source>/<date-slug>/. Repeatable.",
    )
    group.addoption(
        "--cleaner-rules",
        metavar="DIR",
        action="append",
        default=[],
        help="A folder of your own rule files, before the built-in ones. Repeatable.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Add the folders of fixtures to what is collected, unless a part of one was asked for by name."""
    for folder in _folders(config):
        if not folder.is_dir():
            raise pytest.UsageError(f"--cleaner-fixtures: {folder} is no folder")
        named = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
        if not any(path == folder or folder in path.parents for path in named):
            config.args.append(str(folder))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A fixture, told by the one of its files that stands for it."""
    roots = _folders(parent.config)
    if not any(root in file_path.parents for root in roots) or not _stands_for_its_folder(file_path):
        return None
    collector: pytest.Collector = FixtureFile.from_parent(parent, path=file_path)
    return collector


@pytest.fixture(scope="session")
def cleaner_clean(request: pytest.FixtureRequest) -> Callable[..., Result]:
    """`cleaner_clean(text_or_bytes, url=..., media=...)`: `Cleaner.clean` with the rules that `--cleaner-rules` names,
    loaded once a session."""
    return _cleaner(request.config).clean


class FixtureFile(pytest.File):
    """The folder of one fixture."""

    def collect(self) -> Iterable[pytest.Item]:
        """Its one test."""
        item: pytest.Item = FixtureItem.from_parent(
            self, name=f"{self.path.parent.parent.name}/{self.path.parent.name}"
        )
        yield item


class FixtureItem(pytest.Item):
    """One fixture as a test."""

    def runtest(self) -> None:
        """Judge the fixture."""
        from cleaner.check import Standing, judge  # noqa: PLC0415
        from cleaner.check.cases import read_case  # noqa: PLC0415

        verdict = judge(read_case(self.path.parent), _cleaner(self.config))
        if verdict.standing is Standing.FAILED:
            raise CheckFailedError(verdict)
        if verdict.standing is Standing.KNOWN:
            pytest.xfail(verdict.reason or "")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The word-level diff, coloured where pytest's own output is."""
        if isinstance(excinfo.value, CheckFailedError):
            return "\n".join(_shown(excinfo.value.verdict, self.config))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the fixture lies, and its name."""
        return self.path.parent, None, self.name


def _shown(verdict: Verdict, config: pytest.Config) -> Iterator[str]:
    from rich.console import Console  # noqa: PLC0415

    from cleaner.check.show import verdict_lines  # noqa: PLC0415

    coloured = config.get_terminal_writer().hasmarkup
    for line in verdict_lines(verdict):
        out = io.StringIO()
        Console(file=out, force_terminal=coloured, no_color=not coloured, highlight=False, soft_wrap=True).print(line)
        yield out.getvalue().rstrip("\n")


def _stands_for_its_folder(path: Path) -> bool:
    from cleaner.check.cases import CASE_NAME, is_part  # noqa: PLC0415

    if not is_part(path):
        return False
    if path.name == CASE_NAME:
        return True
    parts = sorted(other.name for other in path.parent.iterdir() if is_part(other))
    return CASE_NAME not in parts and parts[0] == path.name


def _folders(config: pytest.Config) -> list[Path]:
    named: list[str] = config.getoption("--cleaner-fixtures")
    return [(config.invocation_params.dir / folder).resolve() for folder in named]


def _cleaner(config: pytest.Config) -> Cleaner:
    """The recipe, made once a session (and once a worker)."""
    if _CLEANER not in config.stash:
        from cleaner.pipeline import Cleaner  # noqa: PLC0415

        folders: list[str] = config.getoption("--cleaner-rules")
        config.stash[_CLEANER] = Cleaner(rules=[config.invocation_params.dir / folder for folder in folders])
    return config.stash[_CLEANER]
