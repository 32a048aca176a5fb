"""Writing a file so that a reader sees all of it or none: beside its place first, then renamed.

A crash, a full disk or an interrupt leaves the old file or no file. What is left of an interrupted write ends in
`.part` and is removed on the way out.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

PART = ".part"


class AtomicFile:
    """A binary file that takes its name when it is complete. Use as a context: an exception inside leaves nothing.

    Not for files that others append to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # The name is hashed: the longest name that a file system takes leaves no room for a suffix.
        name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
        self._part = path.with_name(f".{name}-{os.getpid()}{PART}")
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._part.open("wb")
        return self

    def write(self, data: bytes) -> None:
        """Append to what will be the file."""
        assert self._file is not None
        self._file.write(data)

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


def write_file(path: Path, data: bytes) -> None:
    """Write all of `data` to `path`, or nothing. Raises `OSError`."""
    with AtomicFile(path) as file:
        file.write(data)
