"""What a worker is asked to do: clean one input, and tell what became of it.

A job depends on its own bytes and the `Cleaner` alone, so that it may run in any process, in any order, and again after
a worker died. It is small and picklable; what it gives back is ready to be written (bytes, not objects), so that the
parent process only moves it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from cleaner import inputs
from cleaner.errors import InputError, UsageError
from cleaner.io.folder import FileInput, Trouble
from cleaner.io.records import Fields, Record
from cleaner.model import Result, Status
from cleaner.pipeline import Cleaner, failed
from cleaner.report import dumps, row_object, unread_row

Report = Literal["none", "summary", "edits"]
"""How much a run reports of each document: nothing, totals of it, or every edit (from which it can be restored)."""

_IN_BOTH = (
    "schema",
    "id",
    "media",
    "input_sha256",
    "output",
    "title",
    "meta",
    "source",
    "status",
    "warnings",
    "recipe_hash",
)
"""Keys that a summary row shares with a full one."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What every job of a run is done with. `digest` names all of it that can change an output or a report."""

    cleaner: Cleaner
    source: str | None = None
    report: Report = "edits"
    fields: Fields = field(default_factory=Fields)

    @property
    def digest(self) -> str:
        """Names the recipe for the ledger: two runs of one digest give the same bytes for the same input."""
        parts = [self.cleaner.recipe_hash, self.source or "", self.report, repr(self.fields)]
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    `output` names the clean file (relative to the output folder) where there is one, and `data` holds what is to be
    written: a file, a line, or a cell (as UTF-8); `None` where nothing is. `row` is its line of the report without the
    newline. `error` tells why it failed. `silent` inputs held no text at all: they pass through and are not counted.
    """

    id: str
    output: str | None = None
    data: bytes | None = None
    row: bytes = b""
    status: Status = Status.CLEAN
    kinds: Mapping[str, int] = field(default_factory=dict)
    origins: Mapping[str, int] = field(default_factory=dict)
    source: str | None = None
    sha256: str | None = None
    words_in: int = 0
    words_out: int = 0
    why: str | None = None
    error: str | None = None
    silent: bool = False


class Job(Protocol):
    """One input of a run. `size` is about how many bytes it holds in memory while it waits."""

    @property
    def id(self) -> str:
        """What reports and errors call it."""
        ...

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        ...

    def run(self, recipe: Recipe) -> Outcome:
        """Clean it. Never raises for what is wrong with the input."""
        ...

    def give_up(self, recipe: Recipe, why: str) -> Outcome:
        """Its outcome where a worker was lost over it: unchanged, with an error. Parses nothing."""
        ...


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file of a folder."""

    item: FileInput

    @property
    def id(self) -> str:
        """Its path relative to the input folder."""
        return self.item.id

    @property
    def size(self) -> int:
        """Nothing is held: the worker reads the file."""
        return 0

    def run(self, recipe: Recipe) -> Outcome:
        """Read and clean the file; where cleaning fails its text comes out as it was read."""
        try:
            data = self.item.read()
        except OSError as error:
            return unread(recipe, self.id, f"{self.id}: {error.strerror or error}")
        except InputError as error:
            return unread(recipe, self.id, str(error))
        output = str(self.item.output)
        try:
            result = recipe.cleaner.clean(data, id=self.id, name=self.item.name, source=recipe.source)
            return outcome_of(recipe, result, result.text.encode("utf-8", "replace"), output)
        except (UsageError, MemoryError):
            raise  # the one is everyone's, the other this process's
        except InputError as error:
            return unread(recipe, self.id, str(error), data)
        except Exception as error:  # a defect must not take the other documents with it
            return self._unchanged(recipe, data, f"{self.id}: {told(error)}")

    def give_up(self, recipe: Recipe, why: str) -> Outcome:
        """The file's very bytes: what cannot be parsed is not parsed again."""
        try:
            data = self.item.read()
        except (OSError, InputError):
            return unread(recipe, self.id, f"{self.id}: {why}")
        return unread(recipe, self.id, f"{self.id}: {why}", data, output=str(self.item.output), text=data)

    def _unchanged(self, recipe: Recipe, data: bytes, why: str) -> Outcome:
        try:
            config = recipe.cleaner.config
            document = inputs.read(data, id=self.id, name=self.item.name, max_chars=config.max_chars)
        except Exception:  # then reading is what failed
            return unread(recipe, self.id, why, data)
        result = failed(document, why, recipe.cleaner.recipe_hash)
        text = result.text.encode("utf-8", "replace")
        return outcome_of(recipe, result, text, str(self.item.output), error=why)


@dataclass(frozen=True, slots=True)
class RecordJob:
    """A record of a container. `output` names the container that it is written to."""

    record: Record
    output: str | None = None

    @property
    def id(self) -> str:
        """Its container, and its number."""
        return self.record.id

    @property
    def size(self) -> int:
        """What the record holds."""
        return self.record.size

    def run(self, recipe: Recipe) -> Outcome:
        """Clean the record's document; where that fails the record comes out as it went in."""
        data: str | bytes | None = None
        try:
            content = self.record.content()
            if content is None:
                return Outcome(self.id, self.output, self.record.unchanged(), silent=True)
            data = content.data
            result = recipe.cleaner.clean(
                data, url=content.url, media=content.media, source=recipe.source, id=self.id, name=None
            )
            if result.status is Status.FAILED:
                return outcome_of(recipe, result, self.record.unchanged(), self.output)
            return outcome_of(recipe, result, self.record.written(result), self.output)
        except (UsageError, MemoryError):
            raise  # the one is everyone's, the other this process's
        except InputError as error:
            why = str(error) if str(error).startswith(self.id) else f"{self.id}: {error}"
            return self._failed(recipe, why, data)
        except Exception as error:  # a defect must not take the other documents with it
            return self._failed(recipe, f"{self.id}: {told(error)}", data)

    def give_up(self, recipe: Recipe, why: str) -> Outcome:
        """The record as it is."""
        return self._failed(recipe, f"{self.id}: {why}", None)

    def _failed(self, recipe: Recipe, why: str, data: str | bytes | None) -> Outcome:
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        return unread(recipe, self.id, why, raw, output=self.output, text=self.record.unchanged())


@dataclass(frozen=True, slots=True)
class TroubleJob:
    """Something that a listing or a container could not read: it has a row in the report, and no output."""

    trouble: Trouble

    @property
    def id(self) -> str:
        """Where it is."""
        return self.trouble.id

    @property
    def size(self) -> int:
        """Nothing."""
        return 0

    def run(self, recipe: Recipe) -> Outcome:
        """The row that names it."""
        return unread(recipe, self.id, f"{self.id}: {self.trouble.why}")

    def give_up(self, recipe: Recipe, why: str) -> Outcome:
        """The same: what is wrong with it is known already."""
        del why
        return self.run(recipe)


def outcome_of(
    recipe: Recipe, result: Result, data: bytes | None, output: str | None = None, *, error: str | None = None
) -> Outcome:
    """What a cleaning gave, ready to be written."""
    warnings = "; ".join(result.warnings)
    if error is None and result.status is Status.FAILED:
        error = f"{result.document.id}: {warnings}"
    kinds = Counter(str(edit.kind) for edit in result.edits)
    words_in, words_out = len(result.document.text.split()), len(result.text.split())
    row: dict[str, object] = {}
    if recipe.report != "none":
        row = row_object(result, output)
    return Outcome(
        id=result.document.id,
        output=output,
        data=data,
        row=_row(recipe, row, kinds, words_in, words_out),
        status=result.status,
        kinds=dict(kinds),
        origins=dict(Counter(str(edit.origin) for edit in result.edits)),
        source=result.source.id if result.source else None,
        sha256=result.document.raw_sha256,
        words_in=words_in,
        words_out=words_out,
        why=warnings if result.status is Status.SUSPECT else None,
        error=error,
    )


def unread(
    recipe: Recipe,
    id: str,
    why: str,
    data: bytes | None = None,
    *,
    output: str | None = None,
    text: bytes | None = None,
) -> Outcome:
    """The outcome of an input that was not read as text. `why` is the whole message; `text` is written as it is."""
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    row = {**unread_row(id, why, recipe.cleaner.recipe_hash, digest), "output": output}
    return Outcome(
        id=id,
        output=output,
        data=text,
        row=_row(recipe, row, {}, 0, 0),
        status=Status.FAILED,
        sha256=digest,
        error=why,
    )


def told(error: BaseException) -> str:
    """An error in words: memory that ran out says what to do."""
    if isinstance(error, MemoryError):
        return "took more memory than a worker may use; raise it with --memory"
    return f"{type(error).__name__}: {error}"


def _row(recipe: Recipe, row: dict[str, object], kinds: Mapping[str, int], words_in: int, words_out: int) -> bytes:
    if recipe.report == "none":
        return b""
    if recipe.report == "summary":
        row = {key: row[key] for key in _IN_BOTH}
        row |= {"kinds": dict(sorted(kinds.items())), "words_in": words_in, "words_out": words_out}
    return dumps(row).encode()
