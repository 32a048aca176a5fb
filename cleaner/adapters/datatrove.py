"""datatrove: a pipeline step that cleans documents and keeps their metadata, for its local and Slurm executors."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from cleaner.adapters.batches import CleanBatch
from cleaner.io.parquet import Cell


class CleanStep(PipelineStep):  # type: ignore[misc]  # the library has no types
    """Cleans `document.text`. A document that fails passes unchanged.

    `html` says that the text is a page; `url_key` names the metadata that holds its address, `status_key` the metadata
    to be added with how it ended. Further arguments are those of `CleanBatch`: rules, config, source.
    """

    name = "cleaner"
    type = "FORMATTER"

    def __init__(
        self, *, html: bool = False, url_key: str = "url", status_key: str | None = None, **options: Any
    ) -> None:
        super().__init__()
        self.html = html
        self.url_key = url_key
        self.status_key = status_key
        self.batch = CleanBatch("text", **options)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Generator[Document]:
        """Every document of `data`, in order."""
        del rank, world_size
        for document in data or ():
            with self.track_time():
                url = document.metadata.get(self.url_key)
                text = document.text
                kept = text.encode("utf-8", "surrogatepass")
                row = Cell(str(document.id), text, url if isinstance(url, str) else None, self.html, kept)
                (outcome,) = self.batch.outcomes([row])
                if outcome.error is None and outcome.data is not None:
                    document.text = outcome.data.decode("utf-8", "replace")
                status = "silent" if outcome.silent else str(outcome.status)
                self.stat_update(status)
                if self.status_key is not None:
                    document.metadata[self.status_key] = status
            yield document
