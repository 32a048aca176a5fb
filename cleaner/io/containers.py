"""Which container a file is, by its first bytes; a name that says otherwise is an error, not a guess."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.io.compressed import DAMAGE, GZIP, ZSTD, reader, without_compression
from cleaner.io.jsonl import JsonlShard
from cleaner.io.parquet import ParquetShard
from cleaner.io.records import Fields, Shard
from cleaner.io.warc import WarcShard

_JSON_NAMES = frozenset({".jsonl", ".ndjson"})


def open_shard(raw: BinaryIO, id: str, output: str, fields: Fields) -> Shard:
    """The container that `raw` (seekable) holds.

    Raises `InputError` where its bytes are not what its name says, `UsageError` where a field or a library is missing.
    """
    suffix = without_compression(PurePosixPath(id)).suffix.lower()
    head = _head(raw, id)
    if suffix == ".parquet":
        if not head.startswith(b"PAR1"):
            raise _wrong(id, head, "Parquet")
        return ParquetShard(raw, id, fields)
    if suffix == ".warc":
        if head and not head.lstrip(b"\r\n").startswith(b"WARC/"):
            raise _wrong(id, head, "WARC")
        return WarcShard(raw, id, output)
    if suffix not in _JSON_NAMES or head.startswith((b"PAR1", b"WARC/", GZIP, ZSTD)) or b"\0" in head:
        raise _wrong(id, head, "JSON Lines")
    return JsonlShard(raw, id, fields, output)


def _head(raw: BinaryIO, id: str) -> bytes:
    """The first bytes, uncompressed (but not those of a damaged beginning: then reading tells)."""
    start = raw.read(16)
    raw.seek(0)
    if not start.startswith((GZIP, ZSTD)):
        return start
    try:
        head = reader(raw, id).read(16)
    except DAMAGE:
        head = b""
    raw.seek(0)
    return head


def _wrong(id: str, head: bytes, wanted: str) -> InputError:
    known = {b"PAR1": "Parquet", b"WARC": "WARC", b"\x1f\x8b": "gzip within gzip", b"PK": "a zip archive"}
    seen = next((f"it holds {name}" for magic, name in known.items() if head.startswith(magic)), "its bytes are not")
    return InputError(f"called {wanted}, but {seen}", path=id, hint="give the file the name of what it is")
