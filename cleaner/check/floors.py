"""Floors of quality: word precision, recall and F1 by source, on record, and never to fall unnoticed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.check.cases import Case
from cleaner.check.runner import Report
from cleaner.errors import UsageError
from cleaner.io.files import write_file

SCHEMA = 1

_FIGURES = ("precision", "recall", "f1")
_PLACES = 10_000
"""Figures are recorded to four places, rounded down: a floor is never above what was measured."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The recorded figures of one source, and the hash of the fixtures that they were measured on."""

    documents: int
    corpus: str
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Fall:
    """One figure that is below its floor."""

    source: str
    figure: str
    floor: float
    now: float
    same_corpus: bool

    def __str__(self) -> str:
        other = "" if self.same_corpus else " (its fixtures have changed since)"
        return f"{self.source}: {self.figure} fell from {self.floor:.4f} to {self.now:.4f}{other}"


def measure(cases: Sequence[Case], report: Report) -> dict[str, Floor]:
    """The figures of a check by source; sources without a known expectation are left out."""
    found: dict[str, Floor] = {}
    for row in report.by_source():
        if row.score is not None:
            figures = [_down(getattr(row.score, name)) for name in _FIGURES]
            corpus = corpus_hash(case for case in cases if case.source == row.source)
            found[row.source] = Floor(row.documents, corpus, *figures)
    return found


def corpus_hash(cases: Iterable[Case]) -> str:
    """A hash of what fixtures hold: their ids, inputs, expectations and case files."""
    whole = hashlib.sha256()
    for case in sorted(cases, key=lambda case: case.id):
        whole.update(case.id.encode())
        for path in (case.input, case.expected_path, case.case_path):
            data = path.read_bytes() if path is not None and path.is_file() else b""
            whole.update(hashlib.sha256(data).digest())
    return whole.hexdigest()[:16]


def falls(floors: Mapping[str, Floor], now: Mapping[str, Floor]) -> tuple[Fall, ...]:
    """The figures that fell. Sources that were not run, or that have no floor yet, say nothing."""
    return tuple(_falls(floors, now))


def raised(floors: Mapping[str, Floor], now: Mapping[str, Floor], *, lower: bool = False) -> dict[str, Floor]:
    """The floors after a measurement. Raises `UsageError` where one would fall, unless `lower` says that it may."""
    fallen = falls(floors, now)
    if fallen and not lower:
        told = "; ".join(map(str, fallen))
        raise UsageError(f"floors only rise: {told}", hint="--lower-floors writes them all the same")
    return {**floors, **now}


def read_floors(path: Path) -> dict[str, Floor]:
    """The floors on record; none where there is no file yet. Raises `UsageError` for a file that is none."""
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["schema"] != SCHEMA:
            raise UsageError(f"floors of schema {data['schema']}", path=path, hint=f"this release reads {SCHEMA}")
        return {source: Floor(**values) for source, values in data["sources"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"not a file of floors: {error}", path=path, hint="`--raise-floors` writes one") from error


def write_floors(path: Path, floors: Mapping[str, Floor]) -> None:
    """Put floors on record, by source, in one order: the file is read in reviews."""
    sources = {source: {name: getattr(floor, name) for name in floor.__slots__} for source, floor in floors.items()}
    corpus = hashlib.sha256("".join(floors[source].corpus for source in sorted(floors)).encode()).hexdigest()[:16]
    data = {"schema": SCHEMA, "corpus": corpus, "sources": dict(sorted(sources.items()))}
    write_file(path, f"{json.dumps(data, indent=2, ensure_ascii=False)}\n".encode())


def _falls(floors: Mapping[str, Floor], now: Mapping[str, Floor]) -> Iterator[Fall]:
    for source, measured in now.items():
        floor = floors.get(source)
        if floor is None:
            continue
        for name in _FIGURES:
            before, after = getattr(floor, name), getattr(measured, name)
            if after < before:
                yield Fall(source, name, before, after, floor.corpus == measured.corpus)


def _down(figure: float) -> float:
    return math.floor(round(figure * _PLACES, 6)) / _PLACES
