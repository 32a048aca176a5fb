"""Many documents: an ordered list of inputs, a function of one document, a writer.

`clean_file` is the unit of work: it depends on the file and the `Cleaner` alone, so that it may run in any process
and in any order. `run_folder` puts the outcomes back in input order, which makes output and report the same bytes for
any number of jobs.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cleaner import inputs
from cleaner.errors import CleanerError, InputError, UsageError
from cleaner.io.files import AtomicFile, write_file
from cleaner.io.folder import REPORTS, FileInput, Listing, Trouble, list_folder, refuse_foreign_files
from cleaner.model import Result, Status
from cleaner.pipeline import Cleaner
from cleaner.report import dumps, row_object, unread_row

REPORT_NAME = "report.jsonl"

_CHUNK = 8
"""Files that one task of a worker holds: a task's overhead (the pickled recipe, some 0.1 ms) is small beside eight
pages."""

_AHEAD = 4
"""Tasks per worker that are under way at once: enough that none idles, few enough that memory stays flat."""

Progress = Callable[[int, int], None]
"""Told after each document: how many are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input. `text` is `None` where it could not be read as text; `error` where it failed."""

    id: str
    output: str | None
    text: str | None
    row: dict[str, object]
    status: Status
    kinds: Counter[str]
    error: str | None = None


@dataclass(slots=True)
class Summary:
    """The totals of a run. `failed` and `suspect` name documents with the reason; `kinds` counts edits."""

    total: int = 0
    done: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    failed: list[Trouble] = field(default_factory=list)
    suspect: list[Trouble] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    interrupted: bool = False

    def count(self, outcome: Outcome) -> None:
        """Add one document."""
        self.done += 1
        self.statuses[str(outcome.status)] += 1
        self.kinds.update(outcome.kinds)
        if outcome.error is not None:
            self.failed.append(Trouble(outcome.id, outcome.error))
        elif outcome.status is Status.SUSPECT:
            warnings = outcome.row["warnings"]
            assert isinstance(warnings, list)
            self.suspect.append(Trouble(outcome.id, "; ".join(warnings)))


def clean_file(cleaner: Cleaner, item: FileInput | Trouble, source: str | None = None) -> Outcome:
    """Clean one file. Never raises for what is wrong with the file: a document that fails costs only itself."""
    if isinstance(item, Trouble):
        return _unread(cleaner, item.id, f"{item.id}: {item.why}")
    try:
        data = item.path.read_bytes()
    except OSError as error:
        return _unread(cleaner, item.id, f"{item.id}: {error.strerror or error}")
    output = str(item.output)
    try:
        result = cleaner.clean(data, id=item.id, name=item.id, source=source)
        row = row_object(result, output)
    except UsageError:
        raise
    except InputError as error:
        return _unread(cleaner, item.id, str(error), data)
    except Exception as error:  # a defect must not take the other documents with it
        return _unchanged(cleaner, item, data, f"{item.id}: {type(error).__name__}: {error}")
    kinds = Counter(str(edit.kind) for edit in result.edits)
    told = f"{item.id}: {'; '.join(result.warnings)}" if result.status is Status.FAILED else None
    return Outcome(item.id, output, result.text, row, result.status, kinds, told)


def run_folder(
    cleaner: Cleaner,
    root: Path,
    output: Path,
    *,
    source: str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Summary:
    """Clean every file under `root` into the same tree under `output`, with `.cleaner/report.jsonl` beside it.

    Raises `UsageError` before anything is written where the folders or names make no sense. On `KeyboardInterrupt`
    the files that are done stay, the report covers them, and the summary says `interrupted`.
    """
    listing = list_folder(root, output)
    refuse_foreign_files(listing.inputs, output)
    if source is not None:
        cleaner.clean(b"", source=source)  # an unknown source is wrong usage, to be told before anything is written
    work = _in_order(listing)
    summary = Summary(total=len(work), skipped=listing.skipped, notes=listing.notes)
    with AtomicFile(output / REPORTS / REPORT_NAME) as report:
        store = _Store(output, report)
        try:
            for outcome in _outcomes(cleaner, work, source, jobs):
                summary.count(store.put(outcome))
                if progress is not None:
                    progress(summary.done, summary.total)
        except KeyboardInterrupt:
            summary.interrupted = True
            if store.pending is not None:
                summary.count(store.put(store.pending))
    return summary


class _Store:
    """Writes one outcome after the other: the clean file, then its row."""

    def __init__(self, output: Path, report: AtomicFile) -> None:
        self.output = output
        self.report = report
        self.pending: Outcome | None = None

    def put(self, outcome: Outcome) -> Outcome:
        self.pending = outcome
        if outcome.text is not None and outcome.output is not None:
            try:
                write_file(self.output / outcome.output, outcome.text.encode("utf-8", "replace"))
            except OSError as error:
                why = f"{outcome.id}: cannot be written: {error.strerror or error}"
                row = {**outcome.row, "output": None, "status": "failed", "warnings": [why]}
                outcome = Outcome(outcome.id, None, None, row, Status.FAILED, Counter(), why)
        self.report.write(f"{dumps(outcome.row)}\n".encode())
        self.pending = None
        return outcome


def _in_order(listing: Listing) -> list[FileInput | Trouble]:
    return sorted([*listing.inputs, *listing.troubles], key=lambda item: item.id)


def _outcomes(
    cleaner: Cleaner, work: Sequence[FileInput | Trouble], source: str | None, jobs: int
) -> Iterator[Outcome]:
    """The outcome of each piece of work, in order."""
    if jobs <= 1 or len(work) <= 1:
        for item in work:
            yield clean_file(cleaner, item, source)
        return
    recipe = pickle.dumps(cleaner)
    chunks = [work[at : at + _CHUNK] for at in range(0, len(work), _CHUNK)]
    context = multiprocessing.get_context("spawn")  # fork copies locks of threads that no longer run
    pool = ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=context, initializer=_leave_interrupts_to_parent)
    waiting: deque[Future[list[Outcome]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_clean_chunk, recipe, chunk, source))
            if len(waiting) >= _AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise CleanerError(
            "a worker process died", hint="memory may have run out; --jobs 1 shows the document that does it"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _clean_chunk(recipe: bytes, chunk: Sequence[FileInput | Trouble], source: str | None) -> list[Outcome]:
    cleaner = _load_recipe(recipe)
    return [clean_file(cleaner, item, source) for item in chunk]


@lru_cache(maxsize=1)
def _load_recipe(recipe: bytes) -> Cleaner:
    """The recipe, unpickled once a worker."""
    cleaner = pickle.loads(recipe)
    assert isinstance(cleaner, Cleaner)
    return cleaner


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _unread(cleaner: Cleaner, id: str, why: str, data: bytes | None = None) -> Outcome:
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    row = unread_row(id, why, cleaner.recipe_hash, digest)
    return Outcome(id, None, None, row, Status.FAILED, Counter(), why)


def _unchanged(cleaner: Cleaner, item: FileInput, data: bytes, why: str) -> Outcome:
    """The input's text as it was read, where cleaning it failed."""
    try:
        document = inputs.read(data, id=item.id, name=item.id, max_chars=cleaner.config.max_chars)
    except Exception:  # then reading is what failed
        return _unread(cleaner, item.id, why, data)
    result = Result(
        document=document,
        text=document.text,
        title=document.meta.title,
        meta=document.meta,
        source=None,
        edits=(),
        status=Status.FAILED,
        warnings=(*document.warnings, why),
        recipe_hash=cleaner.recipe_hash,
    )
    output = str(item.output)
    return Outcome(item.id, output, result.text, row_object(result, output), Status.FAILED, Counter(), why)
