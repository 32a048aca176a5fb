"""WARC files: the pages that a crawler was sent, whatever has become of the file since.

Crawls are large and old, and some of their records are damaged. Libraries for WARC stop there, or skip without a
word; here a damaged record is told, and reading goes on at the next one: at the next gzip member, or the next line that
opens a record. Records are those of the WARC 1.0 and 1.1 formats (ISO 28500): `response` and `resource` with a page or
plain text in them, and `conversion` (the extracted texts that Common Crawl calls WET). Pictures, redirects and errors
are left out.

Pages come out as JSON Lines, since no reader expects clean text in a WARC file.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

import regex

from cleaner.io.compressed import DAMAGE, GZIP, reader
from cleaner.io.folder import Trouble
from cleaner.io.http import decoded, head_of
from cleaner.io.jsonl import line_writer
from cleaner.io.records import Content, Put, Record
from cleaner.model import Media, Result

_READ = 1 << 18
"""Bytes read at once."""

RECORD_AT_MOST = 256 * 2**20
"""Larger records are told and passed over: films and archives; the largest page of a crawl has some 10 MB."""

_OPENING = b"WARC/1."
_OPENING_LINE = regex.compile(rb"WARC/1\.\d\r?\n")
_OPENING_LENGTH = len(b"WARC/1.0\r\n")
_BETWEEN = b"\r\n\r\n"
_HEADER_AT_MOST = 1 << 20
_MEMBER = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in the bytes after which they begin anew."""

    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A record with a page or a text in it: what is known of it, and its bytes as they were sent."""

    id: str
    record_id: str
    url: str | None
    date: str | None
    block: bytes
    is_http: bool
    media: Media | None

    @property
    def size(self) -> int:
        """Of the block."""
        return len(self.block)

    def content(self) -> Content | None:
        """The page, its transfer and content codings undone. Raises `InputError` where they cannot be."""
        data = self.block
        if self.is_http:
            head = head_of(data)
            data = decoded(data[head.length :], head.fields, self.id)
        return Content(data, self.url, self.media) if data.strip() else None

    def written(self, result: Result) -> bytes:
        """A line of JSON: where it came from, what it says of itself, and the clean text."""
        meta = result.meta
        told = {
            "title": result.title,
            "author": meta.author,
            "published": meta.published,
            "modified": meta.modified,
            "language": meta.language,
            "site": meta.site,
            "text": result.text,
        }
        return self._line(told)

    def unchanged(self) -> bytes:
        """A line without a text: the page is in the WARC file still, under the same id."""
        return self._line({"text": None})

    def _line(self, told: Mapping[str, object]) -> bytes:
        line = json.dumps({"id": self.record_id, "url": self.url, "date": self.date, **told}, ensure_ascii=False)
        return f"{line}\n".encode("utf-8", "replace")


class WarcShard:
    """A WARC file, plain, gzip (a member a record, or one for all) or Zstandard."""

    def __init__(self, raw: BinaryIO, id: str, output: str) -> None:
        self.raw = raw
        self.id = id
        self.output = output

    def records(self) -> Iterator[Record | Trouble]:
        """Its pages, and what of it is damaged."""
        for number, found in enumerate(_Parser(_pieces(self.raw, self.id)).records(), 1):
            id = f"{self.id}#{number}"
            if isinstance(found, Damage):
                yield Trouble(id, found.why)
            elif (page := _page(id, found)) is not None:
                yield page

    def writer(self, stream: IO[bytes]) -> AbstractContextManager[Put]:
        """JSON Lines, compressed as the output's name says."""
        return line_writer(stream, self.output)


@dataclass(frozen=True, slots=True)
class _Raw:
    fields: Mapping[str, str]
    block: bytes


def _page(id: str, raw: _Raw) -> Page | None:
    kind, type_ = raw.fields.get("warc-type", ""), raw.fields.get("content-type", "").lower()
    if kind not in ("response", "resource", "conversion"):
        return None
    is_http = kind == "response" and type_.startswith("application/http")
    if is_http:
        head = head_of(raw.block)
        if not 200 <= head.status < 300:
            return None
        type_ = head.fields.get("content-type", "").lower()
    elif kind == "response":
        return None  # DNS and the like
    media = _media(type_)
    if type_ and media is None:
        return None
    target = raw.fields.get("warc-target-uri", "").strip("<>") or None
    record_id = raw.fields.get("warc-record-id", "").strip("<>")
    return Page(id, record_id, target, raw.fields.get("warc-date"), raw.block, is_http, media)


def _media(type_: str) -> Media | None:
    bare = type_.partition(";")[0].strip()
    if bare in ("text/html", "application/xhtml+xml"):
        return "html"
    return "text" if bare == "text/plain" else None


def _pieces(raw: BinaryIO, id: str) -> Iterator[bytes | Damage]:
    """The uncompressed bytes, with a `Damage` where some are missing."""
    head = raw.read(_READ)
    if head.startswith(GZIP):
        yield from _members(head, raw)
        return
    stream = cast("io.BufferedReader", reader(cast("BinaryIO", io.BufferedReader(_Joined(head, raw))), id))
    while True:
        try:
            data = stream.read1(_READ)  # `read` would lose what came before the damage
        except DAMAGE as error:
            yield Damage(f"the file is damaged here, and what follows is lost: {error}")
            return
        if not data:
            return
        yield data


def _members(data: bytes, raw: BinaryIO) -> Iterator[bytes | Damage]:
    """Gzip members one after the other. A damaged one is left at the next member that opens."""
    inflate = zlib.decompressobj(31)
    held = bytearray()  # of this member: the next may begin within what a damaged one has swallowed
    begun = False
    while True:
        if not data and not (data := raw.read(_READ)):
            if begun:
                yield Damage("the file ends within a record")
            return
        begun = True
        if len(held) < RECORD_AT_MOST:
            held += data
        try:
            piece = inflate.decompress(data)
        except zlib.error as error:
            yield Damage(f"damaged: {error}")
            rest = bytes(held)
            at = rest.find(_MEMBER, 1)
            while at < 0 and (more := raw.read(_READ)):
                rest = rest[-2:] + more
                at = rest.find(_MEMBER)
            data, held, begun, inflate = rest[at:] if at >= 0 else b"", bytearray(), False, zlib.decompressobj(31)
            if at < 0:
                return
            continue
        if piece:
            yield piece
        data = b""
        if inflate.eof:
            data, held, begun, inflate = inflate.unused_data.lstrip(b"\0"), bytearray(), False, zlib.decompressobj(31)


class _Joined(io.RawIOBase):
    """A stream of which the head was read already."""

    def __init__(self, head: bytes, raw: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer)).cast("B")
        data = self._head[: len(view)] or self._raw.read(len(view))
        self._head = self._head[len(data) :]
        view[: len(data)] = data
        return len(data)


class _Parser:
    """Records from pieces of bytes."""

    def __init__(self, pieces: Iterator[bytes | Damage]) -> None:
        self._pieces = pieces
        self._buffer = bytearray()
        self._broken: Damage | None = None
        self._ended = False

    def records(self) -> Iterator[_Raw | Damage]:
        lost = False
        while True:
            self._fill(len(_OPENING) + len(_BETWEEN))
            while self._buffer.startswith((b"\r", b"\n")):
                del self._buffer[:1]
                self._fill(len(_OPENING))
            if self._broken is not None:
                if not lost:
                    yield self._broken
                self._buffer.clear()
                self._broken, lost = None, False
                continue
            if not self._buffer:
                return
            if not self._buffer.startswith(_OPENING):
                if not lost:
                    yield Damage("no record begins here; reading goes on at the next that does")
                lost = True
                self._seek(0)
                continue
            found = self._record()
            if found is None:
                continue
            lost = isinstance(found, Damage)
            yield found

    def _record(self) -> _Raw | Damage | None:
        """The record that opens the buffer; `None` where the bytes broke off (told by the caller)."""
        while (end := self._buffer.find(_BETWEEN)) < 0 and len(self._buffer) < _HEADER_AT_MOST:
            if not self._more():
                break
        if self._broken is not None:
            return None
        if 0 < (at := self._buffer.find(_OPENING, 1)) < end:
            del self._buffer[:at]
            return Damage("damaged: its header breaks off where the next record begins")
        fields = _fields(bytes(self._buffer[: max(end, 0)]))
        told = fields.get("content-length", "")
        if end < 0 or not told.isascii() or not told.isdigit():
            self._seek(len(_OPENING))
            return Damage("damaged: a header without a length")
        start, length = end + len(_BETWEEN), int(told)
        if length > RECORD_AT_MOST:
            return self._pass_over(start + length, length)
        after = start + length
        self._fill(after + len(_BETWEEN) + len(_OPENING))
        if self._broken is not None:
            # The record may be whole, and the damage that of the next.
            if len(self._buffer) < after:
                return None
            block = bytes(self._buffer[start:after])
            self._buffer = self._buffer[after:]
            return _Raw(fields, block)
        if len(self._buffer) < after:
            self._seek(len(_OPENING))
            return Damage("damaged: the record is shorter than it says")
        rest = bytes(self._buffer[after : after + len(_BETWEEN) + len(_OPENING)])
        if rest.strip(b"\r\n") and not rest.startswith(_BETWEEN) and not rest.lstrip(b"\r\n").startswith(_OPENING[:3]):
            self._seek(len(_OPENING))
            return Damage("damaged: the record is longer than it says")
        block = bytes(self._buffer[start:after])
        del self._buffer[:after]
        return _Raw(fields, block)

    def _pass_over(self, size: int, length: int) -> Damage:
        while len(self._buffer) < size and self._broken is None:
            size -= len(self._buffer)
            self._buffer.clear()
            if not self._more():
                break
        del self._buffer[:size]
        return Damage(f"a record of {length} bytes, more than the limit of {RECORD_AT_MOST}, was passed over")

    def _seek(self, start: int) -> None:
        """Drop everything before the next line that opens a record, from `start` on."""
        del self._buffer[:start]
        while (opening := _OPENING_LINE.search(self._buffer)) is None:
            del self._buffer[:-_OPENING_LENGTH]
            if not self._more():
                self._buffer.clear()
                return
        at = opening.start()
        del opening  # it holds the buffer
        del self._buffer[:at]

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size and self._broken is None and self._more():
            pass

    def _more(self) -> bool:
        if self._broken is not None or self._ended:
            return False
        piece = next(self._pieces, None)
        if piece is None:
            self._ended = True
            return False
        if isinstance(piece, Damage):
            self._broken = piece
            return False
        self._buffer += piece
        return True


def _fields(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found
