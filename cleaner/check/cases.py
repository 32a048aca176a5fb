"""Fixtures on disk: `<source>/<date-slug>/{input.*, expected.txt, case.toml}`, found and read strictly."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

import regex

from cleaner.check.words import Compare
from cleaner.errors import CleanerError, UsageError
from cleaner.kinds import UNCONDITIONAL, Kind, Policy
from cleaner.model import Metadata

CASE_NAME = "case.toml"
EXPECTED_NAME = "expected.txt"
INPUT_SUFFIXES = (".html", ".htm", ".txt", ".md")

KNOWN_FAILURE = "known-failure"

META_FIELDS = ("title", "author", "published", "modified", "url", "site", "language", "description")
"""What `[meta]` may hold: fields of `Metadata`."""


class CaseError(CleanerError):
    """A fixture whose folder or `case.toml` does not say what is expected: an unknown key, no input, two
    expectations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One fixture. `error` tells why its folder cannot be used; then the other fields may be empty.

    `unchanged` says that nothing may change: the expectation is the input itself, and there is no `expected.txt`.
    `reviewed` is false while a machine's draft waits for a person. `kinds` are the least numbers of edits (0: none at
    all), `fires` the rules and detectors that must have a part in one, `meta` what values must start with. `date` is
    the day of capture, which dated rules are chosen by.
    """

    id: str
    source: str
    folder: Path
    input: Path | None = None
    title: str | None = None
    language: str | None = None
    why: str | None = None
    url: str | None = None
    date: str | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    fires: tuple[str, ...] = ()
    policy: Mapping[str, str] = field(default_factory=dict)
    compare: Compare = "exact"
    unchanged: bool = False
    reviewed: bool = True
    reason: str | None = None
    error: CaseError | None = None

    @property
    def expected_path(self) -> Path:
        """Where the expectation stands, or would."""
        return self.folder / EXPECTED_NAME

    @property
    def case_path(self) -> Path:
        """Where the case file stands, or would."""
        return self.folder / CASE_NAME

    @property
    def captured(self) -> dt.date | None:
        """`date` as a day."""
        return dt.date.fromisoformat(self.date[:10]) if self.date else None

    @property
    def is_known_failure(self) -> bool:
        """Whether the fixture is known to fail, with a reason."""
        return self.reason is not None

    def expectation(self) -> str | None:
        """What `expected.txt` says; `None` where there is none (or where the case says `unchanged`). Raises
        `CaseError` where it is no UTF-8 text."""
        if not self.expected_path.is_file():
            return None
        try:
            return self.expected_path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(
                f"cannot be read: {error}", path=self.expected_path, hint="expectations are UTF-8 text"
            ) from error


def find_cases(roots: Iterable[Path]) -> tuple[Case, ...]:
    """Every fixture under `roots`, by id, each once. A root may be a folder of sources, one source, or one fixture.

    A folder is a fixture where it holds `case.toml`, `expected.txt` or an `input.*`. Raises `UsageError` where a root
    is no folder, or where none holds a fixture: a check of nothing must not pass.
    """
    roots = tuple(roots)
    folders: dict[Path, Path] = {}
    for root in roots:
        if not root.is_dir():
            raise UsageError("no such folder of fixtures", path=root, hint="give a folder of <source>/<date-slug>/")
        for folder in sorted({path.parent for path in root.rglob("*") if is_part(path)}):
            folders.setdefault(folder.resolve(), folder)
    if not folders:
        raise UsageError(
            "no fixture",
            path=", ".join(map(str, roots)),
            hint="a fixture is a folder with input.*, see docs/fixtures.md",
        )
    return _with_ids([read_case(folder) for folder in folders.values()])


def is_part(path: Path) -> bool:
    """Whether a file makes its folder a fixture."""
    return path.name in (CASE_NAME, EXPECTED_NAME) or (path.stem == "input" and path.suffix in INPUT_SUFFIXES)


def read_case(folder: Path) -> Case:
    """The fixture in `folder`. What is wrong with it is told in `Case.error`: a bad fixture fails, and no other."""
    whole = folder.resolve()
    bare = Case(id=f"{whole.parent.name}/{whole.name}", source=whole.parent.name, folder=folder)
    try:
        inputs = sorted(path for path in folder.glob("input.*") if path.suffix in INPUT_SUFFIXES)
        if len(inputs) != 1:
            names = ", ".join(path.name for path in inputs) or "none"
            hint = f"give one of {', '.join(f'input{suffix}' for suffix in INPUT_SUFFIXES)}"
            raise CaseError(f"a fixture has one input, not {names}", path=folder, hint=hint)
        bare = replace(bare, input=inputs[0])
        case = _Reader(bare.case_path).case(bare) if bare.case_path.exists() else bare
        return _agreeing(case)
    except CaseError as error:
        return replace(bare, error=error)


def _agreeing(case: Case) -> Case:
    """The case itself; `CaseError` where its parts contradict."""
    if case.unchanged and case.expected_path.exists():
        raise CaseError(
            "says 'unchanged', and there is an expected.txt too", path=case.case_path, hint="delete one of the two"
        )
    if case.unchanged and case.input is not None and case.input.suffix in (".html", ".htm"):
        raise CaseError(
            "a page cannot stay unchanged", path=case.case_path, hint="write expected.txt: its text, one block a line"
        )
    return case


def _with_ids(cases: Sequence[Case]) -> tuple[Case, ...]:
    """`cases` in order of id; where two have the same, their folders tell them apart."""
    counts = Counter(case.id for case in cases)
    named = [case if counts[case.id] == 1 else replace(case, id=case.folder.as_posix()) for case in cases]
    return tuple(sorted(named, key=lambda case: case.id))


class _Reader:
    """Reads one `case.toml`. Every error names the line of the key that it speaks of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""

    def case(self, bare: Case) -> Case:
        data = self.load()
        reader = {
            "title": self.text_of, "language": self.text_of, "why": self.text_of, "url": self.text_of,
            "reason": self.text_of, "date": self.date_of, "with": self.texts_of, "without": self.texts_of,
            "fires": self.texts_of,
            "meta": self.meta_of, "kinds": self.kinds_of, "policy": self.policy_of,
            "compare": self.compare_of, "status": self.status_of, "unchanged": self.flag_of, "reviewed": self.flag_of,
        }  # fmt: skip
        values: dict[str, Any] = {}
        for key, value in data.items():
            if key not in reader:
                raise self.error(f"unknown key '{key}'", key, _meant(key, reader))
            values[{"with": "with_"}.get(key, key)] = reader[key](key, value)
        if bool(values.pop("status", None)) != ("reason" in values):
            key = "status" if "status" in data else "reason"
            raise self.error(
                "a known failure has a status and a reason", key, f"status = '{KNOWN_FAILURE}', reason = '...'"
            )
        return replace(bare, **values)

    def load(self) -> dict[str, Any]:
        try:
            self.text = self.path.read_text("utf-8-sig")
            return tomllib.loads(self.text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            line = regex.search(r"at line (\d+)", str(error))
            raise CaseError(
                f"cannot be read: {error}",
                path=self.path,
                line=int(line[1]) if line else None,
                hint="case files are TOML",
            ) from error

    def error(self, message: str, key: str, hint: str) -> CaseError:
        found = regex.search(rf"^\s*\[?\s*[\"']?{regex.escape(key)}[\"']?\s*[\]=.]", self.text, regex.MULTILINE)
        line = self.text.count("\n", 0, found.end()) + 1 if found else None
        return CaseError(message, path=self.path, line=line, entry=key, hint=hint)

    def text_of(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error("is no text", key, f"write {key} = '...', or leave it out")
        return value

    def texts_of(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.error("is no list of texts", key, f"write {key} = ['...', '...']")
        return tuple(value)

    def date_of(self, key: str, value: object) -> str:
        if isinstance(value, dt.date):
            return value.isoformat()
        try:
            return dt.datetime.fromisoformat(self.text_of(key, value)).isoformat() if value else ""
        except ValueError:
            raise self.error(f"{value!r} is no date", key, "write date = 2025-03-04") from None

    def flag_of(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.error("is neither true nor false", key, f"write {key} = true, or leave it out")
        return value

    def compare_of(self, key: str, value: object) -> Compare:
        for form in get_args(Compare):
            if value == form:
                found: Compare = form
                return found
        raise self.error(f"{value!r} is no way to compare", key, f"ways are {', '.join(get_args(Compare))}")

    def status_of(self, key: str, value: object) -> str:
        if value != KNOWN_FAILURE:
            raise self.error(f"{value!r} is no status", key, f"the one status is '{KNOWN_FAILURE}'; leave it out else")
        return KNOWN_FAILURE

    def table_of(self, key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error("is no table", key, f"write [{key}] and its keys below")
        return value

    def meta_of(self, key: str, value: object) -> Mapping[str, str]:
        table = self.table_of(key, value)
        for name, each in table.items():
            if name not in META_FIELDS:
                raise self.error(f"unknown metadata '{name}'", name, _meant(name, META_FIELDS))
            self.text_of(name, each)
        return table

    def kinds_of(self, key: str, value: object) -> Mapping[Kind, int]:
        table = self.table_of(key, value)
        for name, each in table.items():
            if name not in list(Kind):
                raise self.error(f"unknown kind '{name}'", name, _meant(name, Kind))
            if isinstance(each, bool) or not isinstance(each, int) or each < 0:
                raise self.error("is no number of edits", name, f"write {name} = 1: at least one; 0: none")
        return {Kind(name): each for name, each in table.items()}

    def policy_of(self, key: str, value: object) -> Mapping[str, str]:
        table = self.table_of(key, value)
        governed = [kind for kind in Kind if kind not in UNCONDITIONAL]
        for name, each in table.items():
            if name not in governed:
                raise self.error(f"no policy governs '{name}'", name, _meant(name, governed))
            if each not in list(Policy):
                raise self.error(f"unknown policy {each!r}", name, f"policies are {', '.join(Policy)}")
        return table


def _meant(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else f"keys are {', '.join(names)}"


def metadata_value(meta: Metadata, title: str | None, name: str) -> str | None:
    """What a result says of a field of `[meta]`."""
    value = title if name == "title" else getattr(meta, name)
    return None if value is None else str(value)
