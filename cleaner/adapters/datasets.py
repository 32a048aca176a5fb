"""Hugging Face datasets: `dataset.map` with `CleanBatch`, and what its cache must know."""

from __future__ import annotations

from typing import Any

from cleaner.adapters.batches import CleanBatch

__all__ = ["CleanBatch", "clean"]

BATCH = 100
"""Rows of a batch: a page takes some 20 ms, so that progress is told every two seconds."""


def clean(dataset: Any, text: str | None = None, *, num_proc: int | None = None, **options: Any) -> Any:
    """The dataset (or dict of them, or a streamed one) with clean text; other arguments are those of `CleanBatch`."""
    batch = CleanBatch(text, **options)
    if num_proc is None:
        return dataset.map(batch, batched=True, batch_size=BATCH)
    return dataset.map(batch, batched=True, batch_size=BATCH, num_proc=num_proc)
