"""What a worker is asked to do: clean one input, and tell what became of it.

A job depends on its own bytes and the `Cleaner` alone, so that it may run in any process, in any order, and again after
a worker died. It is small and picklable; what it gives back is ready to be written (bytes, not objects), so that the
parent process only moves it.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, replace
from typing import Protocol

from cleaner.batch.recipe import Recipe, Terms
from cleaner.errors import InputError, UsageError
from cleaner.io.files import write_part
from cleaner.io.folder import FileInput, Trouble
from cleaner.io.records import Record
from cleaner.ledger import Account, Loss, packed
from cleaner.model import Result, Status
from cleaner.report import dumps, row_object, unread_row

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
class Outcome:
    """What became of one input.

    `output` names the clean file (relative to the output folder) where there is one, and `data` holds what is to be
    written: a file, a line, or a cell (as UTF-8); `None` where nothing is. `part` is where the file lies already, and
    then `data` is empty. `row` is its line of the report without the
    newline; that of a file is packed as the ledger keeps it. `account` is its account as the ledger keeps it. `error`
    tells why it failed. `silent` inputs held no text at all: they pass through and are not counted.
    """

    id: str
    output: str | None = None
    data: bytes | None = None
    row: bytes = b""
    status: Status = Status.CLEAN
    account: str = ""
    sha256: str | None = None
    error: str | None = None
    silent: bool = False
    part: str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # What dataclasses with slots do by themselves takes the supervisor longer than all else that it does.
        values = self.output, self.data, self.row, self.status, self.account, self.sha256, self.error, self.silent
        return Outcome, (self.id, *values, self.part)


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

    def give_up(self, terms: Terms, why: str) -> Outcome:
        """Its outcome where a worker was lost over it: unchanged, with an error. Parses nothing."""
        ...


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file of a folder. What it becomes is written to `part`, where one is named: so it need not go through the
    process that gives out the jobs."""

    item: FileInput
    part: str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return FileJob, (self.item, self.part)

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
        outcome = filed(self._run(recipe))
        if self.part is None or outcome.data is None:
            return outcome
        try:
            os.close(write_part(self.part, outcome.data))
        except OSError:  # who gets the bytes will meet it too, and knows what to do
            return outcome
        return replace(outcome, data=b"", part=self.part)

    def _run(self, recipe: Recipe) -> Outcome:
        terms = recipe.terms
        try:
            data = self.item.read()
        except OSError as error:
            return unread(terms, self.id, f"{self.id}: {error.strerror or error}")
        except InputError as error:
            return unread(terms, self.id, str(error))
        output = str(self.item.output)
        try:
            result = recipe.cleaner.clean(data, id=self.id, name=self.item.name, source=recipe.source)
            return outcome_of(terms, result, result.text.encode("utf-8", "replace"), output)
        except (UsageError, MemoryError):
            raise  # the one is everyone's, the other this process's
        except InputError as error:
            return unread(terms, self.id, str(error), data)
        except Exception as error:  # a defect must not take the other documents with it
            return self._unchanged(recipe, data, f"{self.id}: {told(error)}")

    def give_up(self, terms: Terms, why: str) -> Outcome:
        """The file's very bytes: what cannot be parsed is not parsed again."""
        try:
            data = self.item.read()
        except (OSError, InputError):
            return filed(unread(terms, self.id, f"{self.id}: {why}"))
        return filed(unread(terms, self.id, f"{self.id}: {why}", data, output=str(self.item.output), text=data))

    def _unchanged(self, recipe: Recipe, data: bytes, why: str) -> Outcome:
        from cleaner import inputs  # noqa: PLC0415 - loaded where something is cleaned, which is not everywhere
        from cleaner.pipeline import failed  # noqa: PLC0415 - as above

        try:
            config = recipe.cleaner.config
            document = inputs.read(data, id=self.id, name=self.item.name, max_chars=config.max_chars)
        except Exception:  # then reading is what failed
            return unread(recipe.terms, self.id, why, data)
        result = failed(document, why, recipe.cleaner.recipe_hash)
        text = result.text.encode("utf-8", "replace")
        return outcome_of(recipe.terms, result, text, str(self.item.output), error=why)


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
                account = Account(silent=1).told()
                return Outcome(self.id, self.output, self.record.unchanged(), account=account, silent=True)
            data = content.data
            result = recipe.cleaner.clean(
                data, url=content.url, media=content.media, source=recipe.source, id=self.id, name=None
            )
            if result.status is Status.FAILED:
                return outcome_of(recipe.terms, result, self.record.unchanged(), self.output)
            return outcome_of(recipe.terms, result, self.record.written(result), self.output)
        except (UsageError, MemoryError):
            raise  # the one is everyone's, the other this process's
        except InputError as error:
            why = str(error) if str(error).startswith(self.id) else f"{self.id}: {error}"
            return self._failed(recipe.terms, why, data)
        except Exception as error:  # a defect must not take the other documents with it
            return self._failed(recipe.terms, f"{self.id}: {told(error)}", data)

    def give_up(self, terms: Terms, why: str) -> Outcome:
        """The record as it is."""
        return self._failed(terms, f"{self.id}: {why}", None)

    def _failed(self, terms: Terms, why: str, data: str | bytes | None) -> Outcome:
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        return unread(terms, self.id, why, raw, output=self.output, text=self.record.unchanged())


@dataclass(frozen=True, slots=True)
class TroubleJob:
    """Something that a listing or, `inside` it, a container could not read: it has a row in the report, and no
    output."""

    trouble: Trouble
    inside: bool = False

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
        return self.give_up(recipe.terms, "")

    def give_up(self, terms: Terms, why: str) -> Outcome:
        """The same: what is wrong with it is known already."""
        del why
        outcome = unread(terms, self.id, f"{self.id}: {self.trouble.why}")
        return outcome if self.inside else filed(outcome)


def outcome_of(
    terms: Terms, result: Result, data: bytes | None, output: str | None = None, *, error: str | None = None
) -> Outcome:
    """What a cleaning gave, ready to be written."""
    warnings = "; ".join(result.warnings)
    if error is None and result.status is Status.FAILED:
        error = f"{result.document.id}: {warnings}"
    account = Account(
        documents=1,
        statuses=Counter((str(result.status),)),
        kinds=Counter(str(edit.kind) for edit in result.edits),
        origins=Counter(str(edit.origin) for edit in result.edits),
        sources=Counter((result.source.id if result.source else "-",)),
        words_in=len(result.document.text.split()),
        words_out=len(result.text.split()),
    )
    id = result.document.id
    account.lost.append(Loss(id, account.words_in, account.words_out))
    if error is not None:
        account.failed.append(Trouble(id, error))
    elif result.status is Status.SUSPECT:
        account.suspect.append(Trouble(id, warnings))
    return Outcome(
        id=id,
        output=output,
        data=data,
        row=b"" if terms.report == "none" else _row(terms, row_object(result, output), account),
        status=result.status,
        account=account.told(),
        sha256=result.document.raw_sha256,
        error=error,
    )


def unread(
    terms: Terms,
    id: str,
    why: str,
    data: bytes | None = None,
    *,
    output: str | None = None,
    text: bytes | None = None,
) -> Outcome:
    """The outcome of an input that was not read as text. `why` is the whole message; `text` is written as it is."""
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    failed, none = Counter((str(Status.FAILED),)), Counter(("-",))
    account = Account(documents=1, statuses=failed, sources=none, failed=[Trouble(id, why)])
    row = {**unread_row(id, why, terms.recipe_hash, digest), "output": output}
    return Outcome(
        id=id,
        output=output,
        data=text,
        row=b"" if terms.report == "none" else _row(terms, row, account),
        status=Status.FAILED,
        account=account.told(),
        sha256=digest,
        error=why,
    )


def filed(outcome: Outcome) -> Outcome:
    """The same with its row packed for the ledger, which keeps those of single files."""
    return replace(outcome, row=packed(outcome.row))


def told(error: BaseException) -> str:
    """An error in words: memory that ran out says what to do."""
    if isinstance(error, MemoryError):
        return "took more memory than a worker may use; raise it with --memory"
    return f"{type(error).__name__}: {error}"


def _row(terms: Terms, row: dict[str, object], account: Account) -> bytes:
    if terms.report == "summary":
        row = {key: row[key] for key in _IN_BOTH}
        kinds = dict(sorted(account.kinds.items()))
        row |= {"kinds": kinds, "words_in": account.words_in, "words_out": account.words_out}
    return dumps(row).encode()
