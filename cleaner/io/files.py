"""Writing a file so that a reader sees all of it or none: beside its place first, then renamed.

A crash, a full disk or an interrupt leaves the old file or no file. What is left of an interrupted write ends in
`.part` and is removed on the way out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

PART = ".part"

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)

_LEFT = re.compile(r"\.[0-9a-f]{16}-\d+\.part")


class AtomicFile:
    """A binary file that takes its name when it is complete. Use as a context: an exception inside leaves nothing.

    Not for files that others append to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(f".{_part_name(path)}-{os.getpid()}{PART}")
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._part.open("wb")
        return self

    @property
    def stream(self) -> BinaryIO:
        """What will be the file, for writers that want one. Do not close it."""
        assert self._file is not None
        return self._file

    def write(self, data: bytes) -> None:
        """Append to what will be the file."""
        self.stream.write(data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._file is not None
        try:
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()
            if kind is None:
                self._part.replace(self.path)
        finally:
            self._part.unlink(missing_ok=True)


def _part_name(path: Path) -> str:
    """Hashed: the longest name that a file system takes leaves no room for a suffix."""
    return _hashed(os.fsencode(path.name))


def _hashed(name: bytes) -> str:
    return hashlib.sha256(name).hexdigest()[:16]


def write_file(path: Path, data: bytes) -> None:
    """Write all of `data` to `path`, or nothing. Raises `OSError`."""
    with AtomicFile(path) as file:
        file.write(data)


def part_path(path: str) -> str:
    """Where the file that will be `path` is written first, beside its place, for this process."""
    folder, name = os.path.split(path)
    return f"{folder}{os.sep}.{_hashed(os.fsencode(name))}-{os.getpid()}{PART}"


def write_part(part: str, data: bytes) -> int:
    """Write all of `data` to a `part_path`, in place of what a lost worker left there; gives the handle, still open.
    Raises `OSError`."""
    try:
        handle = os.open(part, _NEW, 0o666)
    except FileNotFoundError:
        Path(part).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(part, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    except BaseException:
        os.close(handle)
        raise
    return handle


class StagedFile:
    """A file that is written in three steps, so that the slow one (`sync`) can be done for many at once, in threads.
    Where `written` is given, another process has written it to that `part_path`.

    `publish` may be called again after an interrupt. Raises `OSError`. Paths are strings: a run does this for each
    document in the one process that all its workers wait for.
    """

    def __init__(self, path: str, data: bytes, written: str | None = None) -> None:
        self.path = path
        self._part = written or part_path(path)
        self._handle: int | None = None
        if written is not None:
            return
        try:
            self._handle = write_part(self._part, data)
        except BaseException:
            self.discard()
            raise

    def sync(self) -> None:
        """Make the bytes last through a power cut."""
        handle, self._handle = self._handle, None
        if handle is None:
            handle = os.open(self._part, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def publish(self) -> None:
        """Give the file its name."""
        try:
            os.replace(self._part, self.path)  # noqa: PTH105 - the class says why
        except FileNotFoundError:
            if not Path(self.path).exists():
                raise

    def discard(self) -> None:
        """Leave nothing of it, unless it has its name."""
        with contextlib.suppress(OSError):
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None
            Path(self._part).unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Make the names in a folder last through a power cut, where the system can."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # no folder can be opened on Windows
        return
    try:
        os.fsync(handle)
    except OSError:  # and not every file system syncs them
        pass
    finally:
        os.close(handle)


def sweep(folder: Path) -> int:
    """Remove what killed writers left under `folder`; gives how many files that were. Not while anyone writes there."""
    gone = 0
    for place, _, names in os.walk(folder):
        for name in names:
            if _LEFT.fullmatch(name):
                Path(place, name).unlink(missing_ok=True)
                gone += 1
    return gone


def sweep_for(path: Path) -> None:
    """Remove what killed writers of `path` alone left."""
    for left in path.parent.glob(f".{_part_name(path)}-*{PART}"):
        left.unlink(missing_ok=True)
