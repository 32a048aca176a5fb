"""Spark: a function for `DataFrame.mapInArrow`, and the frame with clean text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.adapters.batches import CleanBatch


class CleanBatches(CleanBatch):
    """`CleanBatch` over an iterator of Arrow record batches: `frame.mapInArrow(CleanBatches("text"), schema)`."""

    def __call__(self, batch: Iterable[Any]) -> Iterator[Any]:  # type: ignore[override]
        """Each batch with clean text."""
        one = super().__call__
        for each in batch:
            yield one(each)


def clean(frame: Any, text: str | None = None, **options: Any) -> Any:
    """The Spark frame with clean text; arguments are those of `CleanBatch`."""
    from pyspark.sql.types import StringType, StructField, StructType  # noqa: PLC0415 - an extra

    batches = CleanBatches(text, **options)
    schema: Any = StructType(list(frame.schema.fields))
    fields = batches.fields.found(frame.columns, "frame")
    for name in (fields.written, batches.status):
        if name is not None and name not in frame.columns:
            schema = schema.add(StructField(name, StringType(), True))
    return frame.mapInArrow(batches.__call__, schema)
