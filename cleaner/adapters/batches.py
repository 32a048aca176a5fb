"""A batch of rows in, the same rows in the same order out, with clean text: what every data engine can call.

The rows are cleaned by the very code of `cleaner run`, so that the texts are the same. An engine has its own ways with
crashed and hung workers; the deadline and the memory ceiling of `cleaner run` do not apply here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from cleaner.batch.jobs import Outcome, RecordJob, told
from cleaner.batch.recipe import Recipe
from cleaner.config import Config
from cleaner.io.parquet import Cell, cells, libraries, with_texts
from cleaner.io.records import Fields
from cleaner.pipeline import Cleaner

Batch = TypeVar("Batch")

STATUS = "cleaner_status"
"""What the column that tells how each row ended is called in examples."""


class CleanBatch:
    """Cleans one column of an Arrow table or record batch, a pandas frame, or a mapping of columns; gives the same
    type.

    `text`, `html`, `url` and `clean` name columns as `--text-field` and its like do; where none is named, `text` or
    `html` is looked for. `status` names a column to be added with `clean`, `changed`, `suspect`, `failed`, or null
    where there was no text. A row that fails keeps its text. Picklable, with its rules, so that every worker cleans by
    the same ones; nothing of a batch is kept.
    """

    def __init__(
        self,
        text: str | None = None,
        html: str | None = None,
        url: str | None = None,
        clean: str | None = None,
        *,
        status: str | None = None,
        source: str | None = None,
        cleaner: Cleaner | None = None,
        rules: Sequence[Path | str] | None = None,
        config: Config | None = None,
    ) -> None:
        self.fields = Fields(text, html, url, clean)
        self.status = status
        self.recipe = Recipe(cleaner or Cleaner(rules=rules, config=config), source, "none")

    def __call__(self, batch: Batch) -> Batch:
        """The batch with clean text. Raises `UsageError` where a column is missing, `TypeError` for an unknown
        batch."""
        kind = type(batch).__module__.partition(".")[0]
        if kind == "pyarrow":
            return cast("Batch", self._arrow(batch))
        if kind == "pandas":
            return cast("Batch", self._frame(batch))
        if isinstance(batch, Mapping):
            return cast("Batch", self._columns(batch))
        raise TypeError(f"a batch is an Arrow table, a pandas frame or a dict of columns, not {type(batch).__name__}")

    def outcomes(self, rows: Iterable[Cell]) -> list[Outcome]:
        """What becomes of each row."""
        found: list[Outcome] = []
        for row in rows:
            job = RecordJob(row)
            try:
                found.append(job.run(self.recipe))
            except MemoryError as error:
                found.append(job.give_up(self.recipe.terms, told(error)))
        return found

    def _arrow(self, batch: Any) -> Any:
        arrow = libraries("batch")[0]
        is_table = isinstance(batch, arrow.Table)
        table = batch if is_table else arrow.Table.from_batches([batch])
        fields = self.fields.found(table.column_names, "batch")
        outcomes = self.outcomes(cells(table, fields, "row"))
        table = with_texts(arrow, table, fields.written, [outcome.data for outcome in outcomes])
        if self.status is not None:
            told_column = arrow.array(_statuses(outcomes), arrow.string())
            table = table.append_column(self.status, told_column)
        if is_table:
            return table
        merged = table.combine_chunks().to_batches()
        return merged[0] if merged else arrow.RecordBatch.from_pylist([], schema=table.schema)

    def _frame(self, frame: Any) -> Any:
        fields = self.fields.found([str(name) for name in frame.columns], "batch")
        columns = {name: list(frame[name]) for name in frame.columns}
        outcomes = self.outcomes(_cells(columns, fields))
        frame = frame.copy(deep=False)
        frame[fields.written] = _texts(outcomes, columns.get(fields.written))
        if self.status is not None:
            frame[self.status] = _statuses(outcomes)
        return frame

    def _columns(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        fields = self.fields.found(list(columns), "batch")
        outcomes = self.outcomes(_cells(columns, fields))
        texts = _texts(outcomes, columns.get(fields.written))
        changed = {**columns, fields.written: _like(columns[fields.read], texts)}
        if self.status is not None:
            changed[self.status] = _like(columns[fields.read], _statuses(outcomes))
        return changed


def _statuses(outcomes: Sequence[Outcome]) -> list[str | None]:
    return [None if outcome.silent else str(outcome.status) for outcome in outcomes]


def _cells(columns: Mapping[str, Any], fields: Fields) -> list[Cell]:
    documents = list(columns[fields.read])
    empty: list[object] = [None] * len(documents)
    urls = list(columns[fields.url]) if fields.url is not None and fields.url in columns else empty
    before = list(columns[fields.written]) if fields.written in columns else empty
    made: list[Cell] = []
    for number, (document, url, old) in enumerate(zip(documents, urls, before, strict=True), 1):
        data = document if isinstance(document, (str, bytes)) else None  # pandas has NaN and NA for nothing
        kept = old.encode("utf-8", "surrogatepass") if isinstance(old, str) else old
        held = kept if isinstance(kept, bytes) else None
        made.append(Cell(f"row#{number}", data, url if isinstance(url, str) else None, bool(fields.html), held))
    return made


def _texts(outcomes: Sequence[Outcome], before: Any) -> list[Any]:
    """What the column holds now; what was no text stays what it was."""
    old = [None] * len(outcomes) if before is None else list(before)
    texts: list[Any] = []
    for outcome, was in zip(outcomes, old, strict=True):
        if outcome.data is None:
            texts.append(was)
        else:
            texts.append(outcome.data if isinstance(was, bytes) else outcome.data.decode("utf-8", "replace"))
    return texts


def _like(column: Any, values: list[Any]) -> Any:
    """`values` as the kind of column that `column` is: a list, or a numpy array of objects."""
    if type(column).__module__.partition(".")[0] != "numpy":
        return values
    import numpy as np  # noqa: PLC0415 - there where the batch is numpy's

    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
