"""One file of named arrays, opened by mapping it into memory: what the repair's tables are kept in.

`numpy.load` cannot map the members of an `.npz`, and an `.npz` that is read whole costs its size at every start.
This container is a line of JSON (names, types, lengths, and a note on where the data came from) followed by the
arrays, each aligned to 64 bytes. Opening it reads the header alone; the same arrays give the same bytes.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import InputError

_MAGIC = b"cleaner-table 1 "
_ALIGN = 64

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Packed:
    """The arrays of a file, read-only, and its note."""

    arrays: Mapping[str, Array]
    note: Mapping[str, object]
    path: str

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def text(self, name: str) -> str:
        """An array of bytes as the text that it holds."""
        return self.arrays[name].tobytes().decode("utf-8")


def text_array(text: str) -> Array:
    """`text` as an array of bytes, for `write`."""
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def write(path: Path, arrays: Mapping[str, Array], note: Mapping[str, object]) -> None:
    """Write `arrays` to `path`. Same arrays and note, same bytes."""
    entries = []
    offset = 0
    for name, array in arrays.items():
        entries.append([name, array.dtype.newbyteorder("<").str, int(array.size), offset])
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"arrays": entries, "note": dict(note)}, sort_keys=True, ensure_ascii=True).encode()
    start = -(-(len(_MAGIC) + 8 + len(header)) // _ALIGN) * _ALIGN
    with path.open("wb") as out:
        out.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        out.write(b"\0" * (start - out.tell()))
        for array in arrays.values():
            data = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
            out.write(data + b"\0" * (-len(data) % _ALIGN))


def read(path: Path) -> Packed:
    """Map the file at `path`. Raises `InputError` where it is not a table or was cut short."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC) + 8)
        if not head.startswith(_MAGIC) or len(head) < len(_MAGIC) + 8:
            raise InputError("not a table of this package", path=path, hint="reinstall, or build it again")
        length = int.from_bytes(head[-8:], "little")
        try:
            header = json.loads(file.read(length))
        except ValueError as error:
            raise InputError("the table is cut short", path=path, hint="reinstall the package") from error
        start = -(-(len(head) + length) // _ALIGN) * _ALIGN
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays: dict[str, Array] = {}
    for name, kind, size, offset in header["arrays"]:
        dtype = np.dtype(kind)
        if start + offset + size * dtype.itemsize > len(mapped):
            raise InputError("the table is cut short", path=path, entry=name, hint="reinstall the package")
        arrays[name] = np.frombuffer(mapped, dtype=dtype, count=size, offset=start + offset)
    return Packed(arrays, header["note"], str(path))
