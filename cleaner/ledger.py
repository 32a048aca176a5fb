"""What was done to which input with which recipe: an SQLite file beside the output, and the totals made from it.

The ledger is the one memory of a run. An input is done when its output stands under its own name *and* the ledger says
so, in this order; a process killed in between does it again and writes the same bytes. Reports and totals are read
from the ledger when all is done, in the order of ids, so that they know nothing of order, workers or interruptions.

Raises `CleanerError` where the file cannot be used. One writer at a time: see `lock`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from cleaner.errors import CleanerError, UsageError
from cleaner.io.folder import Trouble

LEDGER_NAME = "ledger.sqlite"
"""In the folder that holds a run's report."""

LOCK_NAME = "lock"

VERSION = 1
"""Of the tables below. Another one is refused: the outputs are whole, and a run into a new folder makes a new one."""

LOST_NAMED = 20
"""Documents that totals name as those that lost the most."""

TROUBLES_NAMED = 1000
"""Failed and suspect documents that totals name, of each; beyond it they are only counted (the report has all)."""

_TABLES = """
CREATE TABLE IF NOT EXISTS units (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, size INTEGER, mtime INTEGER, sha256 TEXT, recipe TEXT NOT NULL,
    output TEXT, account TEXT NOT NULL, row BLOB NOT NULL
)
"""


def packed(row: bytes) -> bytes:
    """A line of the report as the ledger keeps it."""
    return zlib.compress(row, 1)


EMPTY_ROW = packed(b"")

UnitKind = Literal["file", "shard"]


@dataclass(frozen=True, slots=True)
class Loss:
    """How many words of a document went."""

    id: str
    words_in: int
    words_out: int

    @property
    def rank(self) -> tuple[int, str]:
        """Sorts the greatest loss first, equals by id."""
        return self.words_out - self.words_in, self.id


@dataclass(slots=True)
class Account:
    """Totals of documents: of one, of a container, of a run. Adding accounts in any order gives the same account. Call
    `settle` before reading the lists.

    `origins` counts edits by rule, detector or model; `sources` documents by recognised source (`-`: none); `silent`
    counts records without any text. `words_in` and `words_out` are words of white-space separated text, before and
    after.
    """

    documents: int = 0
    silent: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    words_in: int = 0
    words_out: int = 0
    lost: list[Loss] = field(default_factory=list)
    failed: list[Trouble] = field(default_factory=list)
    suspect: list[Trouble] = field(default_factory=list)

    def add_told(self, told: str) -> None:
        """Count the documents of the account that `told` gave. Raises `LookupError`, `TypeError` or `ValueError` for
        anything else."""
        values = json.loads(told)
        self.documents += _int(values["documents"])
        self.silent += _int(values["silent"])
        for name in _COUNTERS:
            counter = getattr(self, name)
            for key, count in values[name].items():
                counter[key] += count
        self.words_in += _int(values["words_in"])
        self.words_out += _int(values["words_out"])
        self.lost += [Loss(str(each["id"]), _int(each["words_in"]), _int(each["words_out"])) for each in values["lost"]]
        self.failed += [Trouble(str(each["id"]), str(each["why"])) for each in values["failed"]]
        self.suspect += [Trouble(str(each["id"]), str(each["why"])) for each in values["suspect"]]
        self._settle_if_long()

    def told(self) -> str:
        """All of it, as the ledger keeps it: compact, and without what UTF-8 cannot hold."""
        text = json.dumps(self.as_json(), ensure_ascii=False, separators=(",", ":"))
        return text if text.isascii() else text.encode("utf-8", "replace").decode()

    def _settle_if_long(self) -> None:
        if len(self.lost) > 50 * LOST_NAMED or max(len(self.failed), len(self.suspect)) > 2 * TROUBLES_NAMED:
            self.settle()

    def settle(self) -> None:
        """Sort the lists, and cut them to what is named."""
        self.lost = sorted((each for each in self.lost if each.words_out < each.words_in), key=lambda each: each.rank)
        del self.lost[LOST_NAMED:]
        for troubles in (self.failed, self.suspect):
            troubles.sort(key=lambda trouble: (trouble.id, trouble.why))
            del troubles[TROUBLES_NAMED:]

    def as_json(self) -> dict[str, object]:
        """Everything, in one order."""
        self.settle()
        counters = {name: dict(sorted(getattr(self, name).items())) for name in _COUNTERS}
        return {
            "documents": self.documents,
            "silent": self.silent,
            **counters,
            "words_in": self.words_in,
            "words_out": self.words_out,
            "lost": [{"id": each.id, "words_in": each.words_in, "words_out": each.words_out} for each in self.lost],
            "failed": [{"id": trouble.id, "why": trouble.why} for trouble in self.failed],
            "suspect": [{"id": trouble.id, "why": trouble.why} for trouble in self.suspect],
        }


_COUNTERS = ("statuses", "kinds", "origins", "sources")


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    return value


@dataclass(frozen=True, slots=True)
class Unit:
    """What the ledger holds of one input file: a document, or a container of many.

    `size` and `mtime` are those of the file that was read, `sha256` of its bytes (none where it could not be read, so
    that it is tried again). `account` is what `Account.told` gave, `row` the document's line of the report, `packed`; a
    container's lines lie in a file of their own.
    """

    id: str
    kind: UnitKind
    size: int
    mtime: int
    sha256: str | None
    recipe: str
    output: str | None
    account: str
    row: bytes = EMPTY_ROW


@dataclass(frozen=True, slots=True)
class Known:
    """What decides whether an input must be done again."""

    size: int
    mtime: int
    sha256: str | None
    recipe: str
    output: str | None


class Ledger:
    """The units of one output folder. Use as a context; nothing is kept of what was not committed."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        with self._errors():
            if read_only:
                self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            else:
                self._base = sqlite3.connect(path)
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.execute("PRAGMA synchronous = FULL")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version not in ((VERSION,) if read_only else (0, VERSION)):
                raise CleanerError(
                    f"a ledger of version {version}, and this release reads {VERSION}",
                    path=path,
                    hint="choose a new output folder, or use the release that wrote it",
                )
            if not read_only:
                with self._base:
                    self._base.execute(_TABLES)
                    self._base.execute(f"PRAGMA user_version = {VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget what was not committed, and leave one file where the system allows."""
        with contextlib.suppress(sqlite3.Error):
            self._base.rollback()
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._base.close()

    @property
    def is_empty(self) -> bool:
        """Whether no run wrote it yet."""
        with self._errors():
            return self._base.execute("SELECT 1 FROM units LIMIT 1").fetchone() is None

    def known(self, id: str) -> Known | None:
        """What is recorded of an input; `None` where nothing is."""
        with self._errors():
            found = self._base.execute(
                "SELECT size, mtime, sha256, recipe, output FROM units WHERE id = ?", (id,)
            ).fetchone()
        return None if found is None else Known(*found)

    def ids(self) -> Iterator[str]:
        """Every input, in order."""
        with self._errors():
            yield from (id for (id,) in self._base.execute("SELECT id FROM units ORDER BY id"))

    def put(self, unit: Unit) -> None:
        """Record a unit, in place of what was known of its input. Nothing lasts before `commit`."""
        values = (
            unit.id,
            unit.kind,
            unit.size,
            unit.mtime,
            unit.sha256,
            unit.recipe,
            unit.output,
            unit.account,
            unit.row,
        )
        with self._errors():
            self._base.execute("REPLACE INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def forget(self, ids: Iterable[str]) -> None:
        """Take inputs out. Nothing lasts before `commit`."""
        with self._errors():
            self._base.executemany("DELETE FROM units WHERE id = ?", ((id,) for id in ids))

    def touch(self, id: str, size: int, mtime: int) -> None:
        """The same bytes under another time."""
        with self._errors():
            self._base.execute("UPDATE units SET size = ?, mtime = ? WHERE id = ?", (size, mtime, id))

    def commit(self) -> None:
        """Make everything that was put last, through a kill and a power cut."""
        with self._errors():
            self._base.commit()

    def rows(self, wanted: Callable[[str], bool]) -> Iterator[bytes]:
        """The report's lines of the documents that are wanted, in the order of their ids."""
        with self._errors():
            for id, row in self._base.execute("SELECT id, row FROM units WHERE kind = 'file' ORDER BY id"):
                if wanted(id) and (line := zlib.decompress(row)):
                    yield line

    def total(self, wanted: Callable[[str], bool] | None = None) -> Account:
        """The account of all inputs that are wanted."""
        account = Account()
        with self._errors():
            for id, told in self._base.execute("SELECT id, account FROM units ORDER BY id"):
                if wanted is None or wanted(id):
                    account.add_told(told)
        account.settle()
        return account

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise CleanerError(
                f"the ledger cannot be read or written: {error}",
                path=self.path,
                hint="see that the disk has room and may be written; the same command goes on where it stopped",
            ) from error
        except (sqlite3.DatabaseError, zlib.error, LookupError, TypeError, ValueError) as error:
            raise CleanerError(
                f"the ledger is damaged: {error}", path=self.path, hint="remove it: the run starts again from nothing"
            ) from error


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold an output's state folder for this process alone. Raises `UsageError` where another one has it.

    A process that dies lets go of it. On Windows there is no lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK_NAME
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 - not there on Windows

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UsageError(
                    "another run is writing here", path=folder.parent, hint="wait for it, or choose another folder"
                ) from error
            except OSError:  # a file system without locks
                pass
        yield
    finally:
        os.close(handle)
