"""An HTTP response as a crawler stored it: its head, and its body with the codings undone (RFC 9112, RFC 9110)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import regex

from cleaner.errors import InputError
from cleaner.io.compressed import GZIP, decompress

_HEAD_END = regex.compile(rb"\r?\n\r?\n")
_STATUS = regex.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")
_SIZE = regex.compile(rb"([0-9a-fA-F]{1,16})[^\r\n]*\r?\n")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a response: `status` is 0 where there is none, names are in lower case, `length` in bytes."""

    status: int
    fields: Mapping[str, str]
    length: int


def head_of(block: bytes) -> Head:
    """The head of a stored response."""
    status = _STATUS.match(block)
    if status is None:
        return Head(0, {}, 0)
    end = _HEAD_END.search(block)
    length = end.end() if end else len(block)
    fields: dict[str, str] = {}
    for line in block[:length].decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return Head(int(status[1]), fields, length)


def decoded(body: bytes, fields: Mapping[str, str], where: str) -> bytes:
    """The body without its codings. Crawlers often undo them and leave the head as it was: what is not coded is taken
    as it is. Raises `InputError` where a coding cannot be undone."""
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed([each.strip() for each in fields.get("content-encoding", "").lower().split(",")]):
        if coding in ("gzip", "x-gzip") and body.startswith(GZIP):
            body = _inflated(body, 31, where)
        elif coding == "deflate" and not body.lstrip().startswith(b"<"):
            body = _inflated(body, 15 if body[:1] == b"\x78" else -15, where)
        elif coding == "zstd":
            body = decompress(body, where)
        elif coding == "br" and not body.lstrip().startswith(b"<"):
            body = _brotli(body, where)
    return body


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while (size := _SIZE.match(body, at)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif at >= len(body):
            return b"".join(parts)  # cut short: what is there is there
    return b"".join(parts) if parts else body


def _inflated(body: bytes, window: int, where: str) -> bytes:
    inflate = zlib.decompressobj(window)
    try:
        return inflate.decompress(body)  # a body that was cut short gives what it holds
    except zlib.error as error:
        raise InputError(f"the compressed page is damaged: {error}", path=where) from error


def _brotli(body: bytes, where: str) -> bytes:
    try:
        import brotli  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "a page compressed with Brotli", path=where, hint="pip install 'source-cleaner[warc]'"
        ) from error
    try:
        data: bytes = brotli.decompress(body)
    except brotli.error as error:
        raise InputError(f"the compressed page is damaged: {error}", path=where) from error
    return data
