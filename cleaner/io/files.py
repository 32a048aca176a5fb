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
    return hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]


def write_file(path: Path, data: bytes) -> None:
    """Write all of `data` to `path`, or nothing. Raises `OSError`."""
    with AtomicFile(path) as file:
        file.write(data)


class StagedFile:
    """A file that is written in three steps, so that the slow one (`sync`) can be done for many at once, in threads.

    `publish` may be called again after an interrupt. Raises `OSError`.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._part = path.with_name(f".{_part_name(path)}-{os.getpid()}{PART}")
        try:
            self._part.write_bytes(data)
        except BaseException:
            self.discard()
            raise

    def sync(self) -> None:
        """Make the bytes last through a power cut."""
        handle = os.open(self._part, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def publish(self) -> None:
        """Give the file its name."""
        if self._part.exists() or not self.path.exists():
            self._part.replace(self.path)

    def discard(self) -> None:
        """Leave nothing of it, unless it has its name."""
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)


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
