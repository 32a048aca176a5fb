"""Parquet, a row group at a time: one column is cleaned, every other passes through with its type.

The output has the input's schema (its metadata included), row groups and compression. Memory holds the row groups that
are under way: keep them below a few hundred megabytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from cleaner.errors import InputError, UsageError
from cleaner.io.folder import Trouble
from cleaner.io.records import Content, Fields, Put, Record
from cleaner.model import Result


@dataclass(frozen=True, slots=True)
class Cell:
    """One row's document."""

    id: str
    data: str | bytes | None
    url: str | None
    is_html: bool
    before: bytes | None

    @property
    def size(self) -> int:
        """Of the document, in characters or bytes."""
        return len(self.data or "") + len(self.before or b"")

    def content(self) -> Content | None:
        """The cell's value; a null has none."""
        return None if self.data is None else Content(self.data, self.url, "html" if self.is_html else None)

    def written(self, result: Result) -> bytes:
        """The clean text. A column of text holds no lone surrogate."""
        return result.text.encode("utf-8", "replace")

    def unchanged(self) -> bytes | None:
        """What the cell that would be written holds now; nothing where it is a new column."""
        return self.before


@dataclass(slots=True)
class _Group:
    """A row group that waits for its texts."""

    table: Any
    texts: list[bytes | None]


class ParquetShard:
    """A Parquet file. Raises `UsageError` where a column is missing or holds no text, `InputError` for no Parquet."""

    def __init__(self, raw: BinaryIO, id: str, fields: Fields) -> None:
        self.id = id
        self._arrow, parquet = libraries(id)
        try:
            self._file = parquet.ParquetFile(raw)
        except (OSError, ValueError) as error:
            hint = "the file may be cut short: fetch it again"
            raise InputError(f"no Parquet: {error}", path=id, hint=hint) from error
        schema = self._file.schema_arrow
        self.fields = fields.found(schema.names, id)
        _must_hold_text(self._arrow, schema, self.fields.read, id)
        if self.fields.written in schema.names:
            _must_hold_text(self._arrow, schema, self.fields.written, id)
        self._groups: deque[_Group] = deque()

    def records(self) -> Iterator[Record | Trouble]:
        """A record for each row, in order."""
        number = 0
        for group in range(self._file.num_row_groups):
            try:
                table = self._file.read_row_group(group)
            except (OSError, ValueError) as error:
                why = f"row group {group + 1} is damaged, its rows are lost: {error}"
                yield Trouble(f"{self.id}#{number + 1}", why)
                number += self._file.metadata.row_group(group).num_rows
                continue
            self._groups.append(_Group(table, []))
            yield from cells(table, self.fields, self.id, number)
            number += table.num_rows

    @contextmanager
    def writer(self, stream: IO[bytes]) -> Iterator[Put]:
        """Row groups as they are complete."""
        parquet = libraries(self.id)[1]
        schema = with_column(self._arrow, self._file.schema_arrow, self.fields.written)
        with parquet.ParquetWriter(stream, schema, compression=self._compression(schema.names)) as file:

            def flush() -> None:
                while self._groups and len(self._groups[0].texts) == self._groups[0].table.num_rows:
                    group = self._groups.popleft()
                    table = with_texts(self._arrow, group.table, self.fields.written, group.texts)
                    file.write_table(table, row_group_size=max(1, table.num_rows))

            def put(data: bytes | None) -> None:
                flush()  # groups without a row
                self._groups[0].texts.append(data)
                flush()

            yield put
            flush()

    def _compression(self, names: Sequence[str]) -> dict[str, str] | str:
        """That of the input's first row group, column by column; a new column has the first one's."""
        metadata = self._file.metadata
        if not metadata.num_row_groups or not metadata.num_columns:
            return "snappy"
        group = metadata.row_group(0)
        columns = [group.column(at) for at in range(metadata.num_columns)]
        told = {column.path_in_schema: column.compression.lower() for column in columns}
        told = {path: "none" if codec == "uncompressed" else codec for path, codec in told.items()}
        first = next(iter(told.values()))
        return {**dict.fromkeys((name for name in names if name not in told), first), **told}


def cells(table: Any, fields: Fields, id: str, before: int = 0) -> Iterator[Cell]:
    """The documents of an Arrow table, row by row; `before` rows went before."""
    documents = _column(table, fields.read)
    urls = _column(table, fields.url)
    texts = _column(table, fields.written) if fields.written != fields.read else None
    for row in range(table.num_rows):
        value = documents[row] if documents is not None else None
        url = urls[row] if urls is not None else None
        old = value if texts is None and fields.written == fields.read else texts[row] if texts is not None else None
        kept = old.encode("utf-8", "surrogatepass") if isinstance(old, str) else old
        yield Cell(f"{id}#{before + row + 1}", value, url if isinstance(url, str) else None, bool(fields.html), kept)


def with_column(arrow: Any, schema: Any, name: str) -> Any:
    """The schema with a column of text in it: where it is, or at the end."""
    return schema if name in schema.names else schema.append(arrow.field(name, arrow.string()))


def with_texts(arrow: Any, table: Any, name: str, texts: Sequence[bytes | None]) -> Any:
    """The table with `texts` as column `name`, of the type that the column has."""
    if name not in table.schema.names:
        values = [None if text is None else text.decode("utf-8", "replace") for text in texts]
        return table.append_column(arrow.field(name, arrow.string()), arrow.array(values, arrow.string()))
    at = table.schema.get_field_index(name)
    kind = table.schema.field(at).type
    held = kind.value_type if arrow.types.is_dictionary(kind) else kind
    if _is_binary(arrow, held):
        column = arrow.array(list(texts), held)
    else:
        column = arrow.array([None if text is None else text.decode("utf-8", "replace") for text in texts], held)
    if arrow.types.is_dictionary(kind):
        column = column.dictionary_encode().cast(kind)
    return table.set_column(at, table.schema.field(at), column)


def _column(table: Any, name: str | None) -> list[Any] | None:
    if name is None or name not in table.schema.names:
        return None
    values: list[Any] = table.column(name).to_pylist()
    return values


def _must_hold_text(arrow: Any, schema: Any, name: str, where: str) -> None:
    if name not in schema.names:
        raise UsageError(f"no column '{name}'", path=where, hint=f"the columns are {', '.join(schema.names)}")
    kind = schema.field(name).type
    held = kind.value_type if arrow.types.is_dictionary(kind) else kind
    types = arrow.types
    if not (types.is_string(held) or types.is_large_string(held) or _is_view(types, held) or _is_binary(arrow, held)):
        raise UsageError(f"column '{name}' holds {kind}, not text", path=where, hint="--text-field names another")


def _is_view(types: Any, kind: Any) -> bool:
    return bool(hasattr(types, "is_string_view") and types.is_string_view(kind))


def _is_binary(arrow: Any, kind: Any) -> bool:
    return bool(arrow.types.is_binary(kind) or arrow.types.is_large_binary(kind))


def libraries(where: str) -> tuple[Any, Any]:
    """pyarrow and its Parquet part. Raises `UsageError` where they are not installed."""
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "Parquet, and the library for it is not installed",
            path=where,
            hint="pip install 'source-cleaner[parquet]'",
        ) from error
    return pyarrow, parquet
