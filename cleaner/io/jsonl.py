"""JSON Lines, read and written so that nothing but the cleaned field changes.

A line is not parsed and written anew: that would turn `1.0e2` into `100.0`, drop a repeated key and lose the spacing.
The value of one field is found in the line and replaced where it stands.
"""

from __future__ import annotations

import json
import json.decoder
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

import regex

from cleaner.errors import InputError
from cleaner.io.compressed import DAMAGE, reader, writer
from cleaner.io.folder import Trouble
from cleaner.io.records import Content, Fields, Put, Record
from cleaner.model import Result
from cleaner.spans import Span

_DECODER = json.JSONDecoder()
_scan_string: Callable[[str, int, bool], tuple[str, int]] = json.decoder.scanstring  # type: ignore[attr-defined]
_SPACE = regex.compile(r"[ \t\r\n]*+")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")


def value_span(line: str, path: Sequence[str]) -> Span | None:
    """Where the value of a field stands in the JSON object that `line` is; `path` leads through nested objects.

    Of a repeated key the last counts, as it does for parsers. Raises `ValueError` where the line is no JSON object.
    """
    found = _member(line, _skip(line, 0), path[0])
    for key in path[1:]:
        if found is None or not line.startswith("{", found.start):
            return None
        found = _member(line, found.start, key)
    return found


def _member(line: str, at: int, wanted: str) -> Span | None:
    """The span of the value of `wanted` in the object that starts at `at`."""
    if not line.startswith("{", at):
        raise ValueError("not a JSON object")
    found = None
    at = _skip(line, at + 1)
    while not line.startswith("}", at):
        if not line.startswith('"', at):
            raise ValueError(f"no field name at character {at + 1}")
        key, at = _scan_string(line, at + 1, True)
        at = _skip(line, at)
        if not line.startswith(":", at):
            raise ValueError(f"no ':' at character {at + 1}")
        start = _skip(line, at + 1)
        try:
            _, end = _DECODER.raw_decode(line, start)
        except StopIteration as error:
            raise ValueError(f"no value at character {start + 1}") from error
        if key == wanted:
            found = Span(start, end)
        at = _skip(line, end)
        if line.startswith(",", at):
            at = _skip(line, at + 1)
            if line.startswith("}", at):
                raise ValueError(f"a comma too many at character {at}")
        elif not line.startswith("}", at):
            raise ValueError(f"no ',' or '}}' at character {at + 1}")
    return found


def _skip(line: str, at: int) -> int:
    match = _SPACE.match(line, at)
    return match.end() if match else at


@dataclass(frozen=True, slots=True)
class JsonLine:
    """A line of a JSONL file, its line end included."""

    id: str
    line: bytes
    fields: Fields

    @property
    def size(self) -> int:
        """Of the line."""
        return len(self.line)

    def content(self) -> Content | None:
        """The text in the line. Raises `InputError` where the line is no JSON object, or the field no string."""
        if not self.line.strip():
            return None
        line = self._text()
        value = self._value(line, self.fields.read)
        if value is None:
            return None
        if not isinstance(value, str):
            raise InputError(
                f"field '{self.fields.read}' holds {_kind(value)}, not a string",
                path=self.id,
                hint="--text-field names the field that holds the text",
            )
        url = self._value(line, self.fields.url) if self.fields.url else None
        return Content(value, url if isinstance(url, str) else None, "html" if self.fields.html else None)

    def written(self, result: Result) -> bytes:
        """The line with the clean text in it; the very line where nothing changed."""
        line = self._text()
        name = self.fields.written
        span = value_span(line, _path(line, name))
        if span is not None and json.loads(span.of(line)) == result.text:
            return self.line
        ascii_only = line.isascii() or _SURROGATE.search(result.text) is not None
        value = json.dumps(result.text, ensure_ascii=ascii_only)
        if span is not None:
            changed = line[: span.start] + value + line[span.end :]
        else:
            end = line.rstrip().rindex("}")
            changed = f"{line[:end]}, {json.dumps(name, ensure_ascii=line.isascii())}: {value}{line[end:]}"
        return changed.encode("utf-8", "surrogatepass")

    def unchanged(self) -> bytes:
        """The very line."""
        return self.line

    def _text(self) -> str:
        try:
            return self.line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"no UTF-8 at byte {error.start + 1}", path=self.id, hint="JSON Lines are UTF-8: convert the file"
            ) from error

    def _value(self, line: str, name: str) -> object:
        try:
            span = value_span(line, _path(line, name))
            end = _skip(line, _DECODER.raw_decode(line, _skip(line, 0))[1])
        except (ValueError, RecursionError, StopIteration) as error:
            raise InputError(f"no JSON object: {error}", path=self.id, hint="one object a line") from error
        if end != len(line):
            raise InputError(f"more than one value, from character {end + 1}", path=self.id, hint="one object a line")
        return None if span is None else json.loads(span.of(line))


def _path(line: str, name: str) -> list[str]:
    """`a.b` is the field of that very name where there is one, else field `b` of `a`."""
    if "." not in name or value_span(line, [name]) is not None:
        return [name]
    return name.split(".")


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")


def names_of(line: bytes, where: str) -> list[str]:
    """The fields of a line. Raises `InputError` where it is no JSON object."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {error}", path=where, hint="one object a line") from error
    if not isinstance(value, dict):
        raise InputError(f"{_kind(value)}, not an object", path=where, hint="one object a line")
    return list(value)


def resolve(fields: Fields, line: bytes, where: str) -> Fields:
    """The fields by the first line; where that is damaged, those that were asked for, or `text`."""
    try:
        names = names_of(line, where)
    except InputError:
        return fields if fields.text or fields.html else Fields("text", None, fields.url or "url", fields.clean)
    return fields.found(names, where)


class JsonlShard:
    """A JSONL file, plain or compressed: lines of any length, line ends as they are."""

    def __init__(self, raw: BinaryIO, id: str, fields: Fields, output: str) -> None:
        self.raw = raw
        self.id = id
        self.fields = fields
        self.output = output

    def records(self) -> Iterator[Record | Trouble]:
        """Its lines. Compressed data that ends too early or is damaged is told, after what could be read of it."""
        stream = reader(self.raw, self.id)
        fields: Fields | None = None
        number = 0
        while True:
            try:
                line = stream.readline()
            except DAMAGE as error:
                yield Trouble(f"{self.id}#{number + 1}", f"the file is damaged here, and what follows is lost: {error}")
                return
            if not line:
                return
            number += 1
            if fields is None and line.strip():
                fields = resolve(self.fields, line, f"{self.id}#{number}")
            yield JsonLine(f"{self.id}#{number}", line, fields or self.fields)

    def writer(self, stream: IO[bytes]) -> AbstractContextManager[Put]:
        """Lines, compressed as the output's name says."""
        return line_writer(stream, self.output)


@contextmanager
def line_writer(stream: IO[bytes], name: str) -> Iterator[Put]:
    """What puts lines into `stream`, compressed as `name` says; records without one are left out."""
    with writer(stream, name) as packed:

        def put(data: bytes | None) -> None:
            if data is not None:
                packed.write(data)

        yield put
