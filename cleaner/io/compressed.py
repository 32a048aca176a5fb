"""Plain, gzip and Zstandard bytes as one: read by what the bytes are, written by what the name says.

A name can be wrong, and HTTP clients decompress behind one's back, so that reading looks at the first bytes. Writing is
deterministic: no clock time and no file name in a gzip header, one level.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from cleaner.errors import InputError, UsageError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SUFFIXES = frozenset({".gz", ".zst"})

_LEVEL = 6
"""Of gzip: zlib's own default."""
_ZSTD_LEVEL = 3
"""Of Zstandard: the library's own default."""

_BUFFER = 1 << 20


def without_compression(name: PurePosixPath | str) -> PurePosixPath:
    """`a.jsonl.gz` is named as `a.jsonl` is."""
    path = PurePosixPath(name)
    return path.with_suffix("") if path.suffix.lower() in SUFFIXES else path


def compression_of(name: PurePosixPath | str) -> str:
    """`.gz`, `.zst`, or nothing."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ""


def reader(raw: BinaryIO, name: str) -> BinaryIO:
    """The uncompressed bytes of a stream, by its first bytes.

    Reading raises `EOFError` where compressed data ends too early and `OSError` or `zlib.error` where it is damaged.
    Raises `UsageError` where Zstandard is needed and not installed.
    """
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", raw), _BUFFER)
    head = buffered.peek(4)[:4]
    if head.startswith(GZIP):
        return cast("BinaryIO", gzip.GzipFile(fileobj=buffered, mode="rb"))
    if head == ZSTD:
        return cast("BinaryIO", io.BufferedReader(_ZstdFrames(buffered, name), _BUFFER))
    return buffered


def decompress(data: bytes, name: str) -> bytes:
    """All of `data`, uncompressed. Raises `InputError` where it is damaged or ends too early."""
    if not data.startswith((GZIP, ZSTD)):
        return data
    try:
        return reader(io.BytesIO(data), name).read()
    except DAMAGE as error:
        raise InputError(
            f"compressed data is damaged: {error}", path=name, hint="compare it with where it came from"
        ) from error


DAMAGE: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error)
"""What reading damaged compressed data raises."""


class _ZstdFrames(io.RawIOBase):
    """All frames of a Zstandard stream; unlike the library's own reader it tells of an end that comes too early."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self._library = _zstandard(name)
        self._raw = raw
        self._frame = self._library.ZstdDecompressor().decompressobj()
        self._begun = False
        self._ready = b""
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer)).cast("B")
        while not self._ready:
            data = self._rest or self._raw.read(_BUFFER // 8)
            self._rest = b""
            if not data:
                if self._begun:
                    raise EOFError("the compressed data ends too early")
                return 0
            try:
                self._ready = self._frame.decompress(data)
            except self._library.ZstdError as error:
                raise OSError(f"Zstandard: {error}") from error
            self._begun = True
            if self._frame.eof:
                self._rest = self._frame.unused_data
                self._frame = self._library.ZstdDecompressor().decompressobj()
                self._begun = False
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


@contextlib.contextmanager
def writer(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A stream that compresses into `file` as the name says, and leaves `file` open."""
    suffix = compression_of(name)
    if suffix == ".gz":
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=_LEVEL, mtime=0) as packed:
            yield cast("IO[bytes]", packed)
    elif suffix == ".zst":
        with _zstandard(name).ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(file, closefd=False) as packed:
            yield cast("IO[bytes]", packed)
    else:
        yield file


def _zstandard(name: str):  # type: ignore[no-untyped-def]  # the library has no common type for its two backends
    try:
        import zstandard  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "Zstandard data, and the library for it is not installed",
            path=name,
            hint="pip install 'source-cleaner[zstd]'",
        ) from error
    return zstandard
